package provision

import (
	"context"

	"golang.org/x/sync/errgroup"

	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// SignInResult says what happened to the sign-in experience.
type SignInResult struct {
	Status     plan.Status
	Experience logtoadmin.SignInExperience
	Fields     []plan.Field
}

// EnableEmail makes the sign-in experience offer email. Without an email
// connector the server would refuse; the error then names the step before.
func (p Provisioner) EnableEmail(ctx context.Context, want plan.EmailSignIn) (SignInResult, error) {
	var (
		live       logtoadmin.SignInExperience
		connectors []logtoadmin.Connector
	)
	group, groupCtx := errgroup.WithContext(ctx)
	group.Go(func() (err error) {
		live, err = p.Logto.SignInExperience.Get(groupCtx)
		return err
	})
	group.Go(func() (err error) {
		connectors, err = p.Logto.Connectors.List(groupCtx)
		return err
	})
	if err := group.Wait(); err != nil {
		return SignInResult{}, err
	}
	if !plan.HasEmailConnector(connectors) {
		return SignInResult{}, &plan.NoConnectorError{}
	}
	change := plan.EnableEmail(live, want)
	return p.applySignIn(ctx, change, func(e logtoadmin.SignInExperience) []plan.Field {
		return plan.EnableEmail(e, want).Fields
	})
}

// DisableEmail makes the sign-in experience stop offering email, once confirm
// agrees; when it offers none there is nothing to confirm.
func (p Provisioner) DisableEmail(ctx context.Context, confirm func() error) (SignInResult, error) {
	live, err := p.Logto.SignInExperience.Get(ctx)
	if err != nil {
		return SignInResult{}, err
	}
	change, err := plan.DisableEmail(live)
	if err != nil {
		return SignInResult{}, err
	}
	if change.Status != plan.Unchanged {
		if err := confirm(); err != nil {
			return SignInResult{}, err
		}
	}
	return p.disableEmail(ctx, change)
}

func (p Provisioner) disableEmail(ctx context.Context, change plan.SignInChange) (SignInResult, error) {
	return p.applySignIn(ctx, change, func(e logtoadmin.SignInExperience) []plan.Field {
		again, err := plan.DisableEmail(e)
		if err != nil {
			return change.Fields
		}
		return again.Fields
	})
}

func (p Provisioner) applySignIn(ctx context.Context, change plan.SignInChange, remaining func(logtoadmin.SignInExperience) []plan.Field) (SignInResult, error) {
	result := SignInResult{Status: change.Status, Experience: change.Wanted(), Fields: change.Fields}
	if p.DryRun || change.Status == plan.Unchanged {
		return result, nil
	}
	written, err := p.Logto.SignInExperience.Update(ctx, change.Patch)
	if err != nil {
		return SignInResult{}, err
	}
	result.Experience = written
	return result, readBack("the sign-in experience", remaining(written))
}
