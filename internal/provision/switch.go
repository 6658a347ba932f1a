package provision

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// undo takes the connector back to what it was when something that follows it
// in the plan failed: the sign-in experience could not be changed, or the round
// trip showed that no mail can be sent. An interruption undoes nothing: what is
// in place works.
func (r *run) undo(ctx context.Context) {
	connector, signIn := r.stepOf(isConnector), r.stepOf(isSignIn)
	if ctx.Err() != nil || connector == nil || !r.wrote(connector) {
		return
	}
	unsendable := r.mailIsRefused()
	if !unsendable && !r.failed(connector) && (signIn == nil || !r.failed(signIn)) {
		return
	}
	if unsendable && signIn != nil && r.wrote(signIn) {
		if err := r.undoSignIn(ctx, signIn); err != nil {
			r.failures = append(r.failures, err)
			return // the connector has to stay as long as people are sent to it
		}
	}
	if err := r.undoConnector(ctx, connector); err != nil {
		r.failures = append(r.failures, fmt.Errorf("put the connector back: %w", err))
	}
}

func (r *run) undoSignIn(ctx context.Context, step *plan.Step) error {
	live := step.SignIn.Live
	patch := logtoadmin.SignInExperiencePatch{SignUp: &live.SignUp, SignIn: &live.SignIn}
	if live.ForgotPasswordMethods.Supported {
		patch.ForgotPasswordMethods = &live.ForgotPasswordMethods.Methods
	}
	if _, err := r.Logto.SignInExperience.Update(ctx, patch); err != nil {
		return fmt.Errorf("put the sign-in experience back: %w", err)
	}
	r.rolledBack(step.ID)
	return nil
}

// undoConnector deletes a connector that there was not, writes the old
// configuration back into one that there was, and creates a displaced one
// again, which takes the place of the new one in the same transaction.
func (r *run) undoConnector(ctx context.Context, step *plan.Step) error {
	change := step.Connector
	switch step.Status {
	case plan.Replaced:
		if _, err := r.restore(ctx, change.Displaced[0]); err != nil {
			return fmt.Errorf("%w; its configuration is in %s", err, r.report.Backup)
		}
	case plan.Updated:
		if _, err := r.Logto.Connectors.Update(ctx, change.Live.ID, logtoadmin.UpdateConnectorRequest{Config: change.Live.Config}); err != nil {
			return err
		}
	default:
		experience, err := r.Logto.SignInExperience.Get(ctx)
		if err != nil {
			return err
		}
		if usesEmail(experience) {
			r.hooks.Note("the connector %s stays: the sign-in experience uses email", r.connector.ID)
			return nil
		}
		if err := r.Logto.Connectors.Delete(ctx, r.connector.ID); err != nil {
			return err
		}
	}
	r.rolledBack(step.ID)
	return nil
}

// usesEmail tells whether anybody needs a mail to sign up, sign in or recover a
// password.
func usesEmail(experience logtoadmin.SignInExperience) bool {
	isEmail := func(i logtoadmin.Identifier) bool { return i == logtoadmin.IdentifierEmail }
	return slices.ContainsFunc(experience.SignUp.Identifiers, isEmail) ||
		slices.ContainsFunc(experience.SignUp.SecondaryIdentifiers, func(s logtoadmin.SecondaryIdentifier) bool {
			return isEmail(s.Identifier) || s.Identifier == logtoadmin.IdentifierEmailOrPhone
		}) ||
		slices.ContainsFunc(experience.SignIn.Methods, func(m logtoadmin.SignInMethod) bool { return isEmail(m.Identifier) && m.VerificationCode }) ||
		slices.Contains(experience.ForgotPasswordMethods.Methods, logtoadmin.ForgotPasswordByEmail)
}

// mailIsRefused tells whether the round trip has shown that Direct Mail takes
// no mail from the connector. A code that was typed wrong, or that is slow to
// arrive, shows no such thing.
func (r *run) mailIsRefused() bool {
	return slices.ContainsFunc(r.failures, func(err error) bool {
		refusal, ok := errors.AsType[*logtoadmin.Error](err)
		return ok && refusal.Provider != nil
	})
}

func (r *run) rolledBack(object string) {
	step := r.find(object)
	step.Status, step.wrote = RolledBack, ""
	r.hooks.Event(*step)
}

func isConnector(s plan.Step) bool { return s.Connector != nil }

func isSignIn(s plan.Step) bool { return s.SignIn != nil }

func (r *run) stepOf(kind func(plan.Step) bool) *plan.Step {
	i := slices.IndexFunc(r.steps, kind)
	if i < 0 {
		return nil
	}
	return &r.steps[i]
}

func (r *run) wrote(step *plan.Step) bool { return r.find(step.ID).Done() }

func (r *run) failed(step *plan.Step) bool { return r.find(step.ID).Status == Failed }
