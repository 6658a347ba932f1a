package directmail

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

// NewSenderDelete returns the command direct-mail sender delete.
func NewSenderDelete(env *cli.Env) *cobra.Command {
	var yes bool
	cmd := &cobra.Command{
		Use:   "delete " + addressArgument,
		Short: "Delete a sender address (at most ten a month)",
		Long: `Delete a sender address. Direct Mail lets an account delete at most ten of them a
month. Whoever sends with it, such as a connector of Logto, cannot send any more.`,
		Example: "  logtoctl direct-mail sender delete noreply@mail.example.com --yes",
		Args:    cli.Args(addressArgument),
		RunE:    func(cmd *cobra.Command, args []string) error { return deleteSender(cmd.Context(), env, args[0], yes) },
	}
	cmd.Flags().BoolVar(&yes, "yes", false, "do not ask")
	return cmd
}

func deleteSender(ctx context.Context, env *cli.Env, named string, yes bool) error {
	in, err := open(ctx, env)
	if err != nil {
		return err
	}
	sender, err := in.findSender(ctx, named)
	if err != nil {
		return err
	}
	what := fmt.Sprintf("Delete the sender address %s (%s) in %s: nothing can be sent with it any more, and this is one of at most ten deletions a month", sender.AccountName, sender.ID, in.region)
	if err := env.Confirm(ctx, yes, what); err != nil {
		return err
	}
	if !env.Settings.DryRun {
		err := in.DeleteMailAddress(ctx, sender.ID)
		find := func() (aliyundm.MailAddress, error) { return in.findSender(ctx, sender.AccountName) }
		if err := afterDelete(err, find); err != nil {
			return err
		}
	}
	return env.Print(in.senderView(sender, plan.Deleted, env.Settings.DryRun))
}
