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
	env      *cli.Env
	files    files
	consent  plan.Consent
	yes      bool
	parallel int
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
what was done and what was not; running it again does the rest.`,
		Example: `  logtoctl apply -f logtoctl.yaml
  logtoctl apply -f base.yaml -f production.yaml --yes
  logtoctl apply -f logtoctl.yaml --profile staging,production --yes`,
		Annotations: cli.SeveralProfiles(),
		Args:        cli.Args(),
		RunE:        func(cmd *cobra.Command, _ []string) error { return opts.run(cmd.Context()) },
	}
	opts.files.bind(cmd)
	bindConsent(cmd, &opts.consent)
	bindYes(cmd, &opts.yes)
	bindParallel(cmd, &opts.parallel)
	return cmd
}

func (o *applyOptions) run(ctx context.Context) error {
	tenants, err := o.files.open(ctx, o.env)
	if err != nil {
		return err
	}
	hooks := make([]provision.Hooks, len(tenants))
	for i, t := range tenants {
		if hooks[i], err = o.hooks(t, len(tenants) > 1); err != nil {
			return t.named(err)
		}
	}
	if err := planEach(ctx, tenants, o.parallel, o.consent); err != nil {
		return err
	}
	noteShadowed(tenants)
	if o.env.Settings.DryRun {
		return o.env.Print(plans(tenants))
	}
	if hooks[0].Codes, err = tenants[0].codes(len(tenants) > 1); err != nil {
		return err
	}
	if err := o.confirm(ctx, tenants); err != nil {
		return err
	}
	outcomes := carryOut(ctx, tenants, o.parallel, plan.Updated, func(ctx context.Context, i int) (provision.Report, error) {
		return tenants[i].provisioner.Apply(ctx, tenants[i].planned, hooks[i])
	})
	if err := outcomes.print(o.env); err != nil {
		return err
	}
	o.suggest(tenants, hooks, outcomes.changed())
	return nil
}

// confirm shows the plan and asks. Without anything to change there is nothing
// to ask.
func (o *applyOptions) confirm(ctx context.Context, tenants []*tenant) error {
	if !pending(tenants) {
		return nil
	}
	if !o.env.Structured() || !o.yes {
		o.env.Note("%s", plans(tenants).Table().Text)
	}
	return o.env.Confirm(ctx, o.yes, "Apply this plan")
}

// hooks returns what an apply needs from this machine, but for the codes of the
// round trip. Several tenants would write the same .env files.
func (o *applyOptions) hooks(t *tenant, several bool) (provision.Hooks, error) {
	hooks := provision.Hooks{
		Begin: t.env.Begin, Event: t.show, Note: t.env.Note, Save: t.env.SaveConnector,
		DirectMail: t.env, TestEmail: t.file.Verify.TestEmail,
	}
	if several {
		return hooks, nil
	}
	var err error
	hooks.EnvFiles, err = t.env.EnvFiles(t.provisioner, t.file, filepath.Dir(o.files.paths[0]))
	return hooks, err
}

// codes returns what reads the code of the round trip, nil when there is none to
// make. The mails of several tenants to one address could not be told apart.
func (t *tenant) codes(several bool) (provision.CodeReader, error) {
	switch {
	case several:
		t.env.Note("note: with several profiles no .env file is written and no round trip is made")
		return nil, nil
	case !t.file.Verify.RoundTrip || !t.planned.Set.Pending():
		return nil, nil
	default:
		return t.env.CodeReader()
	}
}

// suggest names the next step, or says that there was nothing to do.
func (o *applyOptions) suggest(tenants []*tenant, hooks []provision.Hooks, changed bool) {
	switch {
	case !changed:
		o.env.Note("nothing to do: everything is as the file says")
	case len(tenants) == 1 && hooks[0].Codes == nil && tenants[0].file.SignIn != nil:
		o.env.Note("done; next: logtoctl test-email you@example.com --round-trip")
	default:
		o.env.Note("done; run it again at any time: it changes only what differs")
	}
}
