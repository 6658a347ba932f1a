package directmail

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/output"
)

// NewSenderGet returns the command direct-mail sender get.
func NewSenderGet(env *cli.Env) *cobra.Command {
	return &cobra.Command{
		Use:     "get " + addressArgument,
		Short:   "Show a sender address",
		Example: "  logtoctl direct-mail sender get noreply@mail.example.com",
		Args:    cli.Args(addressArgument),
		RunE:    func(cmd *cobra.Command, args []string) error { return getSender(cmd.Context(), env, args[0]) },
	}
}

func getSender(ctx context.Context, env *cli.Env, named string) error {
	in, err := open(ctx, env)
	if err != nil {
		return err
	}
	sender, err := in.findSender(ctx, named)
	if err != nil {
		return err
	}
	return env.Print(output.NewMailSender(in.region, sender))
}
