package directmail

import (
	"context"
	"strings"
	"unicode"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

// maxSender is how long a sender address may be, in characters.
const maxSender = 60

type createSenderOptions struct {
	env      *cli.Env
	sendType string
	reply    string
}

// NewSenderCreate returns the command direct-mail sender create.
func NewSenderCreate(env *cli.Env) *cobra.Command {
	opts := createSenderOptions{env: env}
	cmd := &cobra.Command{
		Use:   "create " + addressArgument,
		Short: "Add a sender address under a sending domain",
		Long: `Add a sender address under a sending domain, or find the one there is and set its
reply address if one is given.

Neither the address nor its send type can be changed afterwards, and Direct Mail
lets an account delete at most ten sender addresses a month. Verification codes
are for one person each: send type trigger.`,
		Example: "  logtoctl direct-mail sender create noreply@mail.example.com",
		Args:    cli.Args(addressArgument),
		RunE:    func(cmd *cobra.Command, args []string) error { return opts.run(cmd.Context(), args[0]) },
	}
	flags := cmd.Flags()
	flags.StringVar(&opts.sendType, "send-type", aliyundm.SendTypeTrigger, "trigger for mails to one person, batch for mails to many")
	flags.StringVar(&opts.reply, "reply-address", "", "address that receives replies")
	return cmd
}

func (o *createSenderOptions) run(ctx context.Context, address string) error {
	address = strings.ToLower(address) // as Direct Mail keeps it
	if err := o.complete(address); err != nil {
		return err
	}
	in, err := open(ctx, o.env)
	if err != nil {
		return err
	}
	find := func() (aliyundm.MailAddress, error) { return in.findSender(ctx, address) }
	sender, err := find()
	created := isMissing(err)
	switch {
	case created:
		sender, created, err = o.create(ctx, in, address)
	case err == nil && sender.SendType != o.sendType:
		err = &sendTypeError{address: sender.AccountName, has: sender.SendType, wanted: o.sendType, flag: in.flag}
	}
	if err != nil {
		return err
	}
	view := in.senderView(sender, plan.Unchanged, o.env.Settings.DryRun)
	switch {
	case created:
		view.Status = plan.Created
	case o.reply != "":
		if view, err = in.setReply(ctx, sender, o.reply, o.env.Settings.DryRun); err != nil {
			return err
		}
	}
	return o.env.Print(view)
}

// complete checks what does not need a server.
func (o *createSenderOptions) complete(address string) error {
	if err := cli.OneOf("send-type", o.sendType, aliyundm.SendTypeTrigger, aliyundm.SendTypeBatch); err != nil {
		return err
	}
	if err := cli.Address(address); err != nil {
		return err
	}
	at := strings.LastIndex(address, "@")
	if strings.ContainsFunc(address[:at], func(r rune) bool { return r > unicode.MaxASCII }) {
		return cli.Usagef("%s cannot be a sender address: before the @ there is more than ASCII", address)
	}
	if _, err := domainName(address[at+1:]); err != nil {
		return err
	}
	if len(address) > maxSender {
		return cli.Usagef("%s is too long for a sender address: at most %d characters", address, maxSender)
	}
	if o.reply == "" {
		return nil
	}
	return cli.Address(o.reply)
}

// create says what cannot be undone, and then does it. A new address can be
// missing from lists for a short while, so it is not read back.
func (o *createSenderOptions) create(ctx context.Context, in account, address string) (_ aliyundm.MailAddress, created bool, _ error) {
	if err := o.checkDomain(ctx, in, address); err != nil {
		return aliyundm.MailAddress{}, false, err
	}
	o.env.Note("note: neither %s nor its send type %s can be changed afterwards, and at most ten sender addresses can be deleted a month", address, o.sendType)
	sender := aliyundm.MailAddress{AccountName: address, SendType: o.sendType, ReplyAddress: o.reply, DomainStatus: aliyundm.StatusUnknown}
	if o.env.Settings.DryRun {
		return sender, true, nil
	}
	var err error
	if sender.ID, err = in.CreateMailAddress(ctx, address, o.sendType, o.reply); err != nil {
		return afterCreate(err, func() (aliyundm.MailAddress, error) { return in.findSender(ctx, address) })
	}
	return sender, true, nil
}
