package testemail

import (
	"context"
	"errors"

	"github.com/logtoctl/logtoctl/internal/manifest"
	"github.com/logtoctl/logtoctl/internal/provision"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

// follows tells whether the mails are followed to their outcome. In a dry run
// there are none.
func (o *options) follows() bool { return o.wait > 0 && !o.env.Settings.DryRun }

// sendAndFollow sends the mails and waits for their outcome. What was sent is
// printed whatever became of it.
func (o *options) sendAndFollow(ctx context.Context, client *aliyundm.Client, connector manifest.Connector, mailContext provision.MailContext) error {
	follower, err := provision.FollowDeliveries(ctx, client, connector.AccountName, o.to)
	if err != nil {
		return err
	}
	sent, err := o.sendAll(ctx, client, connector, mailContext)
	if err != nil {
		return err
	}
	o.env.Begin("delivery to " + o.to)
	mails := make([]provision.Mail, len(sent))
	for i, mail := range sent {
		mails[i] = provision.Mail{UsageType: mail.UsageType, Subject: mail.Subject}
	}
	outcomes, err := follower.Wait(ctx, mails, o.wait)
	if _, isVerdict := errors.AsType[*provision.DeliveryError](err); err != nil && !isVerdict {
		err = partial(sent, err)
	}
	for i, outcome := range outcomes {
		sent[i] = sent[i].WithOutcome(outcome)
	}
	return errors.Join(o.print(sent), err)
}
