package app

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/provision"
)

// NewDelete returns the command app delete.
func NewDelete(env *cli.Env) *cobra.Command {
	var yes, adopt bool
	cmd := &cobra.Command{
		Use:     "delete " + reference,
		Short:   "Delete an application",
		Long:    "Delete an application: nobody can sign in to it any more." + referenceHelp,
		Example: "  logtoctl app delete Bookstore --yes",
		Args:    cli.Args(reference),
		RunE: func(cmd *cobra.Command, args []string) error {
			return remove(cmd.Context(), env, args[0], yes, adopt)
		},
	}
	cmd.Flags().BoolVar(&yes, "yes", false, "do not ask")
	bindForeign(cmd, &adopt)
	return cmd
}

func remove(ctx context.Context, env *cli.Env, named string, yes, adopt bool) error {
	provisioner, application, err := find(ctx, env, named)
	if err != nil {
		return err
	}
	if err := provision.MustOwn(application, adopt); err != nil {
		return err
	}
	what := fmt.Sprintf("Delete the application %q (%s): nobody can sign in to it any more", application.Name, application.ID)
	if err := env.Confirm(ctx, yes, what); err != nil {
		return err
	}
	result, err := provisioner.DeleteApplication(ctx, application)
	if err != nil {
		return err
	}
	return env.Print(view(env, result))
}
