package app

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/output"
)

// NewGet returns the command app get.
func NewGet(env *cli.Env) *cobra.Command {
	return &cobra.Command{
		Use:     "get " + reference,
		Short:   "Show an application",
		Long:    "Show an application." + referenceHelp,
		Example: "  logtoctl app get Bookstore -o json",
		Args:    cli.Args(reference),
		RunE:    func(cmd *cobra.Command, args []string) error { return get(cmd.Context(), env, args[0]) },
	}
}

func get(ctx context.Context, env *cli.Env, named string) error {
	_, application, err := find(ctx, env, named)
	if err != nil {
		return err
	}
	return env.Print(output.NewApplication(env.Settings.Endpoint, application))
}
