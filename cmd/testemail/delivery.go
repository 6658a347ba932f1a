package testemail

import (
	"cmp"
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
	follower, err := o.follower(ctx, client, connector)
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
	if verdict, isVerdict := errors.AsType[*provision.DeliveryError](err); isVerdict {
		verdict.Region = o.env.OtherRegion(connector.RegionID)
	} else if err != nil {
		err = after(sent, err)
	}
	for i, outcome := range outcomes {
		sent[i] = sent[i].WithOutcome(outcome)
	}
	return errors.Join(o.print(sent), err)
}

// follower reads outcomes with the user's own AccessKey, because that of a
// connector is often good for sending only. One that is refused, or is of another
// account than the sender address, gives way to the connector's.
func (o *options) follower(ctx context.Context, client *aliyundm.Client, connector manifest.Connector) (*provision.DeliveryFollower, error) {
	region := cmp.Or(connector.RegionID, aliyundm.Regions()[0].ID)
	if own, err := o.env.DirectMailAccount(ctx, region); err == nil && provision.OwnsSender(ctx, own, connector.AccountName) {
		follower, err := provision.FollowDeliveries(ctx, own, connector.AccountName, o.to, o.wait)
		if !errors.Is(err, aliyundm.ErrForbidden) {
			return follower, err
		}
	}
	return provision.FollowDeliveries(ctx, client, connector.AccountName, o.to, o.wait)
}
