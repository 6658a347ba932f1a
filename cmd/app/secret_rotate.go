package app

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/internal/provision"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
	"github.com/logtoctl/logtoctl/pkg/secret"
)

type secretRotateOptions struct {
	env       *cli.Env
	named     string
	name      string
	envFile   string
	deleteOld bool
	yes       bool
	reveal    bool
	adopt     bool
}

// NewSecretRotate returns the command app secret rotate.
func NewSecretRotate(env *cli.Env) *cobra.Command {
	opts := secretRotateOptions{env: env}
	cmd := &cobra.Command{
		Use:   "rotate " + reference,
		Short: "Give an application a new secret",
		Long: `Add a new secret and write it to the .env file. The older secrets stay valid, so
that the app can be restarted with the new one without downtime; delete them
afterwards with app secret delete, or at once with --delete-old.` + referenceHelp,
		Example: "  logtoctl app secret rotate Bookstore --env-file .env",
		Args:    cli.Args(reference),
		RunE: func(cmd *cobra.Command, args []string) error {
			opts.named = args[0]
			return opts.run(cmd.Context())
		},
	}
	cmd.Flags().StringVar(&opts.name, "name", "", "name of the new secret (default: made from the time)")
	cmd.Flags().StringVar(&opts.envFile, "env-file", "", "write the variables with the new secret into this .env file")
	cmd.Flags().BoolVar(&opts.deleteOld, "delete-old", false, "delete the older secrets at once: whoever still uses them is locked out")
	cmd.Flags().BoolVar(&opts.yes, "yes", false, "do not ask")
	bindReveal(cmd, &opts.reveal)
	bindForeign(cmd, &opts.adopt)
	return cmd
}

func (o *secretRotateOptions) run(ctx context.Context) error {
	provisioner, application, err := find(ctx, o.env, o.named)
	if err != nil {
		return err
	}
	if o.deleteOld {
		what := fmt.Sprintf("Delete the older secrets of %q: an app that still uses one cannot sign anybody in", application.Name)
		if err := o.env.Confirm(ctx, o.yes, what); err != nil {
			return err
		}
	}
	rotation, err := provisioner.RotateSecret(ctx, application, provision.RotateOptions{
		Name: secretName(o.name, o.env.Now()), Store: o.store(application), DeleteOld: o.deleteOld, Adopt: o.adopt,
	})
	if err != nil {
		return err
	}
	if !o.deleteOld && !o.env.Settings.DryRun {
		o.env.Note("the older secrets stay valid; delete each once the app runs with the new one: logtoctl app secret delete %s NAME", application.ID)
	}
	document := output.NewApplicationSecret(rotation.Added, o.reveal)
	document.Status, document.Deleted, document.DryRun = rotation.Status, rotation.Deleted, o.env.Settings.DryRun
	return o.env.Print(document)
}

// store puts the new secret where the app finds it, before any older one goes.
func (o *secretRotateOptions) store(application logtoadmin.Application) func(secret.Text) error {
	return func(value secret.Text) error {
		o.env.Secrets.Add(value)
		if o.envFile == "" {
			return nil
		}
		_, err := o.env.StoreVariables(o.envFile, o.env.AppVariables(application, value))
		return err
	}
}
