package app

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/plan"
)

// NewUpdate returns the command app update.
func NewUpdate(env *cli.Env) *cobra.Command {
	var (
		flags desired
		name  string
	)
	cmd := &cobra.Command{
		Use:     "update " + reference,
		Short:   "Change an application",
		Long:    "Change what the flags name and leave everything else as it is." + referenceHelp,
		Example: "  logtoctl app update Bookstore --redirect-uri https://bookstore.example.com/callback",
		Args:    cli.Args(reference),
		RunE: func(cmd *cobra.Command, args []string) error {
			want, err := flags.want(cmd)
			if err != nil {
				return err
			}
			if cmd.Flags().Changed("name") {
				want.Name = &name
			}
			return update(cmd.Context(), env, args[0], want, flags.adopt)
		},
	}
	flags.bind(cmd)
	cmd.Flags().StringVar(&name, "name", "", "new name; the ownership key stays")
	return cmd
}

func update(ctx context.Context, env *cli.Env, named string, want plan.Application, adopt bool) error {
	if want.Name != nil && *want.Name == "" {
		return cli.Usagef("--name must not be empty")
	}
	provisioner, err := env.Provisioner()
	if err != nil {
		return err
	}
	result, err := provisioner.UpdateApplication(ctx, named, want, adopt)
	if err != nil {
		return err
	}
	return env.Print(view(env, result))
}
