package provision

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/logtoctl/logtoctl/internal/manifest"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// preflight finds out before anything is written whether the connector that
// people are about to depend on would work. That the token, the role and the connector
// package are there has shown when the tenant was read.
func (r *run) preflight(ctx context.Context) error {
	if !r.planned.reliesAnew() {
		return nil
	}
	change := r.planned.Set.Connector
	if err := r.checkSender(ctx, change.Config); err != nil {
		return err
	}
	if !r.testsConnector() {
		return nil
	}
	r.begin("test-mail/" + r.hooks.TestEmail)
	err := patiently(ctx, r.madeSender(), func() (bool, error) {
		err := r.Logto.Connectors.Test(ctx, plan.AliyunDirectMail, logtoadmin.TestConnectorRequest{Email: r.hooks.TestEmail, Config: change.Config})
		return !isUnknownSender(err), err
	})
	err = r.explainSender(ctx, err, change.Config)
	r.settle("test-mail/"+r.hooks.TestEmail, Sent, "", err)
	return err
}

// CheckSender finds out without writing anything what [Provisioner.Apply] would
// begin with: whether the sender address that people are about to depend on exists.
// A plan that changes the Direct Mail account first is not checked, nor is a
// connector whose AccessKey may only send. The error is a [SenderError].
func (p Provisioner) CheckSender(ctx context.Context, planned Planned) error {
	if !planned.reliesAnew() || planned.changesAccount() {
		return nil
	}
	r := newRun(p, planned, Hooks{Note: func(string, ...any) {}}) // Apply tells it
	return r.checkSender(ctx, planned.Set.Connector.Config)
}

// checkSender asks Direct Mail, with the connector's own AccessKey, whether the
// sender address exists. An AccessKey that Direct Mail does not accept is an
// error; one that may only send mail is not.
func (r *run) checkSender(ctx context.Context, config logtoadmin.ConnectorConfig) error {
	connector, err := manifest.ConnectorFromConfig(config)
	if err != nil {
		return err
	}
	client, err := r.DirectMail.DirectMail(connector.RegionID, credentials(connector))
	if err != nil {
		return err
	}
	var known []string
	err = patiently(ctx, r.madeSender(), func() (settled bool, err error) {
		known, err = r.knownSenders(ctx, connector, client)
		return err != nil || containsFold(known, connector.AccountName), err
	})
	switch {
	case errors.Is(err, aliyundm.ErrUnauthorized), ctx.Err() != nil:
		return err
	case err != nil:
		r.hooks.Note("note: whether the sender address %s exists could not be checked: %v", connector.AccountName, err)
		return nil
	}
	if containsFold(known, connector.AccountName) {
		return nil
	}
	return &SenderError{
		AccountName: connector.AccountName, Region: connector.RegionID, Known: known,
		Elsewhere: otherRegions(ctx, r.DirectMail, connector), OneRegion: r.DirectMail.OneRegion(),
	}
}

// madeSender tells whether this run has created the sender address, which Direct
// Mail may take a while to know everywhere.
func (r *run) madeSender() bool {
	return slices.ContainsFunc(r.steps, func(step plan.Step) bool {
		return step.Sender != nil && r.status(step.ID) == plan.Created
	})
}

// The pauses before something new is asked for again: each is twice the one
// before, some eight seconds in all.
const (
	senderPause     = time.Second / 2
	lastSenderPause = 4 * time.Second
)

// patiently repeats an attempt until it is settled. Only what is new is worth it.
func patiently(ctx context.Context, isNew bool, attempt func() (settled bool, err error)) error {
	for pause := senderPause; ; pause *= 2 {
		settled, err := attempt()
		if settled || !isNew || pause > lastSenderPause {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
	}
}
