package testemail

import (
	"context"
	"crypto/rand"
	"fmt"
	"math/big"

	"golang.org/x/sync/errgroup"

	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/manifest"
	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/internal/partial"
	"github.com/logtoctl/logtoctl/internal/provision"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

// runDirect renders the mails here and hands them to Direct Mail.
func (o *options) runDirect(ctx context.Context) error {
	connector, mailContext, err := o.read(ctx)
	if err != nil {
		return err
	}
	client, err := o.env.DirectMail(connector.RegionID, aliyundm.Credentials{
		AccessKeyID: connector.AccessKeyID, AccessKeySecret: connector.AccessKeySecret,
	})
	if err != nil {
		return err
	}
	if o.follows() {
		return o.sendAndFollow(ctx, client, connector, mailContext)
	}
	sent, err := o.sendAll(ctx, client, connector, mailContext)
	if err != nil {
		return err
	}
	return o.print(sent)
}

// print writes a list only when the user asked for several mails.
func (o *options) print(sent output.TestMails) error {
	if o.all {
		return o.env.Print(sent)
	}
	return o.env.Print(sent[0])
}

// read reads the connector, and from the tenant what decides which template
// people get, at the same time. With a file and no Logto there is no such thing.
func (o *options) read(ctx context.Context) (connector manifest.Connector, mailContext provision.MailContext, err error) {
	if o.file != "" { // a wrong file must not cause a request
		if connector, err = o.env.ReadConnectorFile(ctx, o.file); err != nil {
			return connector, mailContext, err
		}
	}
	group, ctx := errgroup.WithContext(ctx)
	if o.file == "" {
		group.Go(func() (err error) {
			connector, err = o.env.Connector(ctx, "")
			return err
		})
	}
	if o.env.HasLogto() {
		group.Go(func() error {
			provisioner, err := o.env.Provisioner()
			if err != nil {
				return err
			}
			mailContext, err = provisioner.ReadMailContext(ctx)
			return err
		})
	}
	return connector, mailContext, group.Wait()
}

// usageTypes are those of the mails to send.
func (o *options) usageTypes() []email.UsageType {
	if o.all {
		return email.UsageTypes()
	}
	return []email.UsageType{email.UsageType(o.usageType)}
}

func (o *options) sendAll(ctx context.Context, client *aliyundm.Client, connector manifest.Connector, mailContext provision.MailContext) (output.TestMails, error) {
	var sent output.TestMails
	for _, usageType := range o.usageTypes() {
		mail, err := o.send(ctx, client, connector, usageType, mailContext)
		if err != nil {
			return nil, after(sent, err)
		}
		sent = append(sent, mail)
	}
	return sent, nil
}

// after tells which mails had gone out when one failed.
func after(sent output.TestMails, err error) error {
	done := make([]string, len(sent))
	for i, mail := range sent {
		done[i] = fmt.Sprintf("sent the %s mail (EnvId %s)", mail.UsageType, mail.EnvID)
	}
	return partial.After(done, err)
}

func (o *options) send(ctx context.Context, client *aliyundm.Client, connector manifest.Connector, usageType email.UsageType, mailContext provision.MailContext) (output.TestMail, error) {
	code, err := codeFor(usageType)
	if err != nil {
		return output.TestMail{}, err
	}
	mail, err := provision.RenderMail(usageType, o.locale, code, o.to, connector, mailContext)
	if err != nil {
		return output.TestMail{}, err
	}
	o.env.NoteTemplate(mail, o.locale)
	if !o.env.Settings.DryRun {
		if mail, err = provision.SendMail(ctx, client, connector.AccountName, o.to, mail); err != nil {
			return output.TestMail{}, provision.ExplainSender(ctx, err, o.env, connector)
		}
	}
	return output.NewTestMail(o.to, code, output.ViaDirectMail, mail, o.env.Settings.DryRun), nil
}

// codeFor returns six random digits, like a code of Logto. An invitation has a
// link instead.
func codeFor(usageType email.UsageType) (string, error) {
	if usageType == email.OrganizationInvitation {
		return "", nil
	}
	number, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		return "", fmt.Errorf("make a random code: %w", err)
	}
	return fmt.Sprintf("%06d", number), nil
}
