package directmail

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
)

// NewSenderSetReply returns the command direct-mail sender set-reply.
func NewSenderSetReply(env *cli.Env) *cobra.Command {
	return &cobra.Command{
		Use:   "set-reply " + addressArgument + " REPLY",
		Short: "Set the address that receives the replies to a sender address",
		Long: `Set the address that receives the replies to a sender address. Direct Mail uses
it once its owner has confirmed it (Direct Mail console > Sender addresses >
Verify reply address).`,
		Example: "  logtoctl direct-mail sender set-reply noreply@mail.example.com support@example.com",
		Args:    cli.Args(addressArgument, "REPLY"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return setSenderReply(cmd.Context(), env, args[0], args[1])
		},
	}
}

func setSenderReply(ctx context.Context, env *cli.Env, named, reply string) error {
	if err := cli.Address(reply); err != nil {
		return err
	}
	in, err := open(ctx, env)
	if err != nil {
		return err
	}
	sender, err := in.findSender(ctx, named)
	if err != nil {
		return err
	}
	view, err := in.setReply(ctx, sender, reply, env.Settings.DryRun)
	if err != nil {
		return err
	}
	return env.Print(view)
}
