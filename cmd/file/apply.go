package file

import (
	"context"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/provision"
)

type applyOptions struct {
	env     *cli.Env
	targets targets
	consent plan.Consent
	yes     bool
}

// NewApply returns the command apply.
func NewApply(env *cli.Env) *cobra.Command {
	opts := applyOptions{env: env}
	cmd := &cobra.Command{
		Use:     "apply -f logtoctl.yaml",
		GroupID: cli.GroupFile,
		Short:   "Bring a tenant to what the file says",
		Long: `Bring a tenant to what the file says: the Direct Mail account, applications,
connector, localised templates and the sign-in experience. The plan is shown first, and on a terminal
logtoctl asks; a script says --yes. Run again, it changes nothing.

People can sign in at every moment: the connector is tested before it is saved
(verify.testEmail), saved before the sign-in experience uses it, and put back
when the sign-in experience cannot follow. While the DNS of a new sending domain
is not set, the apply ends with the records that are missing and exit code 5,
and the next one goes on from there. When something fails the report says
what was done and what was not; running it again does the rest.

With several profiles, such as --profile 'shop-*', every tenant has the file checked
before anything is sent. With --yes each is then planned and applied by itself,
--parallel of them at a time, and one that fails does not stop the others. --shard
3/16 takes the third of sixteen equal shares, the same one at each run, so that
machines can divide the tenants among them.`,
		Example: `  logtoctl apply -f logtoctl.yaml
  logtoctl apply -f base.yaml -f production.yaml --yes
  logtoctl apply -f logtoctl.yaml --profile staging,production --yes
  logtoctl apply -f logtoctl.yaml --profile 'shop-*' --shard 3/16 --yes`,
		Annotations: cli.SeveralProfiles(),
		Args:        cli.Args(),
		RunE:        func(cmd *cobra.Command, _ []string) error { return opts.run(cmd.Context()) },
	}
	opts.targets.bind(cmd)
	bindConsent(cmd, &opts.consent)
	bindYes(cmd, &opts.yes)
	return cmd
}

func (o *applyOptions) run(ctx context.Context) error {
	f, err := o.targets.open(ctx, o.env, opening{keep: o.asks()})
	if err != nil {
		return err
	}
	if f.several {
		return o.runSeveral(ctx, f)
	}
	t := f.tenants[0]
	hooks, err := o.hooks(f, t)
	if err != nil {
		return err
	}
	if o.env.Settings.DryRun {
		_, err := f.showPlans(ctx, planning(o.consent))
		return err
	}
	if err := planning(o.consent)(ctx, t); err != nil {
		return err
	}
	t.noteShadowed()
	if t.file.Verify.RoundTrip && t.planned.Set.Pending() {
		if hooks.Codes, err = t.env.CodeReader(); err != nil {
			return err
		}
	}
	if err := f.confirm(ctx, o.yes, "Apply this plan"); err != nil {
		return err
	}
	report, err := t.provisioner.Apply(ctx, t.planned, hooks)
	if err := t.print(report, plan.Updated, err); err != nil {
		return err
	}
	o.suggest(t, hooks, report.Changed())
	return nil
}

// asks tells whether all tenants are planned before the first is applied, so that
// somebody can be asked about it.
func (o *applyOptions) asks() bool { return !o.yes && !o.env.Settings.DryRun }

// runSeveral applies the file to several tenants.
func (o *applyOptions) runSeveral(ctx context.Context, f *fleet) error {
	if o.env.Settings.DryRun {
		_, err := f.showPlans(ctx, planning(o.consent))
		return err
	}
	if f.leaves {
		o.env.Note("note: with several profiles no .env file is written and no round trip is made")
	}
	if o.asks() {
		if err := f.planAll(ctx, planning(o.consent)); err != nil {
			return err
		}
		if err := f.confirm(ctx, o.yes, "Apply these plans"); err != nil {
			return err
		}
	}
	return f.carryOut(ctx, planning(o.consent), plan.Updated, func(ctx context.Context, t *tenant) (provision.Report, error) {
		hooks, err := o.hooks(f, t)
		if err != nil {
			return provision.Report{}, err
		}
		return t.provisioner.Apply(ctx, t.planned, hooks)
	})
}

// hooks returns what an apply needs from this machine, but for the codes of the
// round trip. Several tenants would write the same .env files.
func (o *applyOptions) hooks(f *fleet, t *tenant) (provision.Hooks, error) {
	hooks := provision.Hooks{
		Event: f.show(t), Note: t.note, Save: t.env.SaveConnector, TestEmail: t.file.Verify.TestEmail, Fresh: o.yes,
	}
	if f.several {
		return hooks, nil
	}
	hooks.Begin = t.env.Begin
	var err error
	hooks.EnvFiles, err = t.env.EnvFiles(t.provisioner, t.file, filepath.Dir(o.targets.paths[0]))
	return hooks, err
}

// suggest names the next step, or says that there was nothing to do.
func (o *applyOptions) suggest(t *tenant, hooks provision.Hooks, changed bool) {
	switch {
	case !changed:
		o.env.Note("nothing to do: everything is as the file says")
	case hooks.Codes == nil && t.file.SignIn != nil:
		o.env.Note("done; next: logtoctl test-email you@example.com --round-trip")
	default:
		o.env.Note("done; run it again at any time: it changes only what differs")
	}
}
