package directmail

import (
	"context"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

// NewAccount returns the command direct-mail account.
func NewAccount(env *cli.Env) *cobra.Command {
	return &cobra.Command{
		Use:   "account",
		Short: "Show whether the account may send, and how much",
		Long: `Show whether the account may send, and how much. What is left today is the daily
quota without what the sender addresses of the region have sent. An account that
cannot send is told in a warning; the exit code is 0.`,
		Example: "  logtoctl direct-mail account\n  logtoctl direct-mail account --jq .leftToday",
		Args:    cli.Args(),
		RunE:    func(cmd *cobra.Command, _ []string) error { return showAccount(cmd.Context(), env) },
	}
}

func showAccount(ctx context.Context, env *cli.Env) error {
	in, err := open(ctx, env)
	if err != nil {
		return err
	}
	var (
		summary aliyundm.AccountSummary
		sent    *int
	)
	group, groupCtx := errgroup.WithContext(ctx)
	group.Go(func() (err error) {
		summary, err = in.DescAccountSummary(groupCtx)
		return err
	})
	group.Go(func() error {
		sent = in.sentToday(groupCtx)
		return nil
	})
	if err := group.Wait(); err != nil {
		return err
	}
	view := output.NewMailAccount(in.region, summary, sent)
	switch {
	case summary.UserStatus != aliyundm.UserNormal:
		env.Note("warning: the account cannot send: it is %s; %s", summary.UserStatus, remedy(summary.UserStatus))
	case !view.CanSend:
		env.Note("warning: today's quota of %d mails is used up; it is renewed tomorrow, Beijing time", summary.DailyQuota)
	}
	return env.Print(view)
}

// sentToday adds up what the sender addresses sent, or returns nil if the
// AccessKey may not read them: the rest of the account is worth showing.
func (a account) sentToday(ctx context.Context) *int {
	sent := 0
	for address, err := range a.QueryMailAddressByParam(ctx, aliyundm.MailAddressQuery{}) {
		if err != nil {
			return nil
		}
		sent += address.DailyCount
	}
	return &sent
}

// remedy says what to do about an account that cannot send.
func remedy(status aliyundm.UserStatus) string {
	switch status {
	case aliyundm.UserOverdue:
		return "pay what is due at the Alibaba Cloud console > Expenses"
	case aliyundm.UserDeleted:
		return "activate Direct Mail again at its console"
	default:
		return "open a ticket at the Alibaba Cloud console > Tickets"
	}
}
