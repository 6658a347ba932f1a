package signin

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
)

// NewDisableEmail returns the command sign-in-experience disable-email.
func NewDisableEmail(env *cli.Env) *cobra.Command {
	var yes bool
	cmd := &cobra.Command{
		Use:   "disable-email",
		Short: "Stop offering email at sign-up, sign-in and password recovery",
		Long: `Stop offering email at sign-up, sign-in and password recovery. The other sign-in
methods stay; when there is none, logtoctl refuses, because nobody could sign in.`,
		Example: "  logtoctl sign-in-experience disable-email --yes",
		Args:    cli.Args(),
		RunE:    func(cmd *cobra.Command, _ []string) error { return disableEmail(cmd.Context(), env, yes) },
	}
	cmd.Flags().BoolVar(&yes, "yes", false, "do not ask")
	return cmd
}

func disableEmail(ctx context.Context, env *cli.Env, yes bool) error {
	provisioner, err := env.Provisioner()
	if err != nil {
		return err
	}
	result, err := provisioner.DisableEmail(ctx, func() error {
		return env.Confirm(ctx, yes, "Stop offering email: people whose only way in is their email address are locked out")
	})
	if err != nil {
		return err
	}
	return env.Print(view(env, result))
}
