package file

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/exitcode"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/provision"
)

type planOptions struct {
	env      *cli.Env
	targets  targets
	consent  plan.Consent
	exitCode bool
}

// NewPlan returns the command plan.
func NewPlan(env *cli.Env) *cobra.Command {
	opts := planOptions{env: env}
	cmd := &cobra.Command{
		Use:     "plan -f logtoctl.yaml",
		GroupID: cli.GroupFile,
		Short:   "Show what an apply would change",
		Long: `Compare the tenant with the file and show what an apply would change, field by
field. It only reads, over a connection that cannot write. There is no state
file: what somebody changed in the console shows up here.`,
		Example: `  logtoctl plan -f logtoctl.yaml
  logtoctl plan -f logtoctl.yaml --exit-code   # 4 when something would change`,
		Annotations: cli.SeveralProfiles(),
		Args:        cli.Args(),
		RunE:        func(cmd *cobra.Command, _ []string) error { return opts.run(cmd.Context()) },
	}
	opts.targets.bind(cmd)
	bindConsent(cmd, &opts.consent)
	cmd.Flags().BoolVar(&opts.exitCode, "exit-code", false, "exit with 4 when something would change")
	return cmd
}

func (o *planOptions) run(ctx context.Context) error {
	f, err := o.targets.open(ctx, o.env, opening{readOnly: true})
	if err != nil {
		return err
	}
	pending, err := f.showPlans(ctx, planning(o.consent))
	if err != nil {
		return err
	}
	if o.exitCode && pending {
		return exitcode.With(exitcode.Pending, cli.ErrSilent)
	}
	return nil
}

// planning returns what plans for a tenant, and writes nothing.
func planning(consent plan.Consent) preparation {
	return func(ctx context.Context, t *tenant) (err error) {
		t.planned, err = t.provisioner.Plan(ctx, provision.Desired(t.file), consent)
		return err
	}
}

// showPlans prints what would change, and tells whether anything would.
func (f *fleet) showPlans(ctx context.Context, prepare preparation) (pending bool, err error) {
	if !f.several {
		t := f.tenants[0]
		if err := prepare(ctx, t); err != nil {
			return false, err
		}
		t.noteShadowed()
		return t.planned.Set.Pending(), f.env.Print(t.planView())
	}
	count, err := f.list(ctx, task{
		work: func(ctx context.Context, t *tenant) outcome { return f.planned(t, f.prepare(ctx, t, prepare)) },
		skip: f.unplannedYet,
	})
	return count.count[toChange] > 0, err
}
