package provision

import (
	"context"
	"errors"
	"strings"

	"github.com/logtoctl/logtoctl/internal/manifest"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// preflight finds out before anything is written whether a connector that is
// about to be saved would work. That the token, the role and the connector
// package are there has shown when the tenant was read.
func (r *run) preflight(ctx context.Context) error {
	change := r.planned.Set.Connector
	if change == nil || change.Status == plan.Unchanged {
		return nil
	}
	if err := r.checkSender(ctx, change.Config); err != nil {
		return err
	}
	if !r.testsConnector() {
		return nil
	}
	r.begin("test-mail/" + r.hooks.TestEmail)
	err := r.Logto.Connectors.Test(ctx, plan.AliyunDirectMail, logtoadmin.TestConnectorRequest{Email: r.hooks.TestEmail, Config: change.Config})
	r.settle("test-mail/"+r.hooks.TestEmail, Sent, "", err)
	return err
}

// checkSender asks Direct Mail, with the connector's own AccessKey, whether the
// sender address exists. An AccessKey that Direct Mail does not accept is an
// error; one that may only send mail is not.
func (r *run) checkSender(ctx context.Context, config logtoadmin.ConnectorConfig) error {
	connector, err := manifest.ConnectorFromConfig(config)
	if err != nil {
		return err
	}
	client, err := r.hooks.DirectMail(connector.RegionID, aliyundm.Credentials{
		AccessKeyID: connector.AccessKeyID, AccessKeySecret: connector.AccessKeySecret,
	})
	if err != nil {
		return err
	}
	known, err := senders(ctx, client)
	switch {
	case errors.Is(err, aliyundm.ErrUnauthorized), ctx.Err() != nil:
		return err
	case err != nil:
		r.hooks.Note("note: whether the sender address %s exists could not be checked: %v", connector.AccountName, err)
		return nil
	}
	for _, address := range known {
		if strings.EqualFold(address, connector.AccountName) {
			return nil
		}
	}
	return &SenderError{AccountName: connector.AccountName, Known: known}
}
