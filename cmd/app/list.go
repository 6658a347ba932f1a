package app

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/output"
)

// NewList returns the command app list.
func NewList(env *cli.Env) *cobra.Command {
	return &cobra.Command{
		Use:     "list",
		Short:   "List the applications of the tenant",
		Example: "  logtoctl app list\n  logtoctl app list --jq '.[] | select(.key != \"\") | .name'",
		Args:    cli.Args(),
		RunE:    func(cmd *cobra.Command, _ []string) error { return list(cmd.Context(), env) },
	}
}

func list(ctx context.Context, env *cli.Env) error {
	provisioner, err := env.Provisioner()
	if err != nil {
		return err
	}
	live, err := provisioner.Applications(ctx)
	if err != nil {
		return err
	}
	documents := make(output.Applications, len(live))
	for i, application := range live {
		documents[i] = output.NewApplication(env.Settings.Endpoint, application)
	}
	return env.Print(documents)
}
