package app

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/internal/plan"
)

type secretDeleteOptions struct {
	env   *cli.Env
	named string
	name  string
	yes   bool
	adopt bool
}

// NewSecretDelete returns the command app secret delete.
func NewSecretDelete(env *cli.Env) *cobra.Command {
	opts := secretDeleteOptions{env: env}
	cmd := &cobra.Command{
		Use:     "delete " + reference + " NAME",
		Short:   "Delete one secret of an application",
		Long:    "Delete one secret of an application. The last one cannot be deleted." + referenceHelp,
		Example: "  logtoctl app secret delete Bookstore 'Default secret' --yes",
		Args:    cli.Args(reference, "NAME"),
		RunE: func(cmd *cobra.Command, args []string) error {
			opts.named, opts.name = args[0], args[1]
			return opts.run(cmd.Context())
		},
	}
	cmd.Flags().BoolVar(&opts.yes, "yes", false, "do not ask")
	bindForeign(cmd, &opts.adopt)
	return cmd
}

func (o *secretDeleteOptions) run(ctx context.Context) error {
	provisioner, application, err := find(ctx, o.env, o.named)
	if err != nil {
		return err
	}
	what := fmt.Sprintf("Delete the secret %q of %q: an app that still uses it cannot sign anybody in", o.name, application.Name)
	if err := o.env.Confirm(ctx, o.yes, what); err != nil {
		return err
	}
	deleted, err := provisioner.DeleteSecret(ctx, application, o.name, o.adopt)
	if err != nil {
		return err
	}
	document := output.NewApplicationSecret(deleted, false)
	document.Status, document.DryRun = plan.Deleted, o.env.Settings.DryRun
	return o.env.Print(document)
}
