package file

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/provision"
)

type destroyOptions struct {
	env      *cli.Env
	files    files
	yes      bool
	parallel int
}

// NewDestroy returns the command destroy.
func NewDestroy(env *cli.Env) *cobra.Command {
	opts := destroyOptions{env: env}
	cmd := &cobra.Command{
		Use:     "destroy -f logtoctl.yaml",
		GroupID: cli.GroupFile,
		Short:   "Remove what the file made",
		Long: `Remove what the file made, in the order in which nobody is sent to something
that is gone: the sign-in experience stops offering email, then the connector
goes, then the templates, then the applications. It is refused when email is the
only way to sign in.

Only what is the file's goes: applications with its keys that logtoctl owns, the
connector with its AccessKey and sender address, localised templates that are as
the file says. What is at Direct Mail stays: an account has only ten deletions of
sender addresses a month.`,
		Example:     "  logtoctl destroy -f logtoctl.yaml --yes",
		Annotations: cli.SeveralProfiles(),
		Args:        cli.Args(),
		RunE:        func(cmd *cobra.Command, _ []string) error { return opts.run(cmd.Context()) },
	}
	opts.files.bind(cmd)
	bindYes(cmd, &opts.yes)
	bindParallel(cmd, &opts.parallel)
	return cmd
}

func (o *destroyOptions) run(ctx context.Context) error {
	tenants, err := o.files.open(ctx, o.env)
	if err != nil {
		return err
	}
	err = each(ctx, tenants, o.parallel, func(ctx context.Context, t *tenant) error {
		set, stays, err := t.provisioner.PlanDestroy(ctx, provision.Desired(t.file))
		t.planned.Set = set
		for _, sentence := range stays {
			t.env.Note("note: %s", sentence)
		}
		return err
	})
	if err != nil {
		return err
	}
	if o.env.Settings.DryRun {
		return o.env.Print(plans(tenants))
	}
	if !pending(tenants) {
		o.env.Note("nothing to destroy: the tenant has nothing of what the file names and logtoctl owns")
	} else {
		if !o.env.Structured() || !o.yes {
			o.env.Note("%s", plans(tenants).Table().Text)
		}
		if err := o.env.Confirm(ctx, o.yes, "Destroy this: people who sign in by what goes away are locked out"); err != nil {
			return err
		}
	}
	return carryOut(ctx, tenants, o.parallel, plan.Deleted, func(ctx context.Context, i int) (provision.Report, error) {
		return tenants[i].provisioner.Destroy(ctx, tenants[i].planned.Set, tenants[i].show)
	}).print(o.env)
}
