package file

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/provision"
)

type destroyOptions struct {
	env     *cli.Env
	targets targets
	yes     bool
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
	opts.targets.bind(cmd)
	bindYes(cmd, &opts.yes)
	return cmd
}

// destroyQuestion is what somebody agrees to.
const destroyQuestion = "Destroy this: people who sign in by what goes away are locked out"

func (o *destroyOptions) run(ctx context.Context) error {
	asks := !o.yes && !o.env.Settings.DryRun
	f, err := o.targets.open(ctx, o.env, opening{keep: asks})
	switch {
	case err != nil:
		return err
	case o.env.Settings.DryRun:
		_, err := f.showPlans(ctx, planDestroy)
		return err
	}
	if asks || !f.several {
		if err := f.planAll(ctx, planDestroy); err != nil {
			return err
		}
		if !f.pending() {
			o.env.Note("nothing to destroy: the tenant has nothing of what the file names and logtoctl owns")
		} else if err := f.confirm(ctx, o.yes, destroyQuestion); err != nil {
			return err
		}
	}
	if !f.several {
		t := f.tenants[0]
		report, err := t.provisioner.Destroy(ctx, t.planned.Set, t.show)
		return t.print(report, plan.Deleted, err)
	}
	return f.carryOut(ctx, planDestroy, plan.Deleted, func(ctx context.Context, t *tenant) (provision.Report, error) {
		return t.provisioner.Destroy(ctx, t.planned.Set, f.show(t))
	})
}

// planDestroy finds out what there is to destroy at a tenant, and tells what stays.
func planDestroy(ctx context.Context, t *tenant) error {
	set, stays, err := t.provisioner.PlanDestroy(ctx, provision.Desired(t.file))
	t.planned.Set = set
	for _, sentence := range stays {
		t.note("note: %s", sentence)
	}
	return err
}
