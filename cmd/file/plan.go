package file

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/exitcode"
	"github.com/logtoctl/logtoctl/internal/plan"
)

type planOptions struct {
	env      *cli.Env
	files    files
	consent  plan.Consent
	exitCode bool
	parallel int
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
	opts.files.bind(cmd)
	bindConsent(cmd, &opts.consent)
	bindParallel(cmd, &opts.parallel)
	cmd.Flags().BoolVar(&opts.exitCode, "exit-code", false, "exit with 4 when something would change")
	return cmd
}

func (o *planOptions) run(ctx context.Context) error {
	o.files.readOnly = true
	tenants, err := o.files.open(ctx, o.env)
	if err != nil {
		return err
	}
	if err := planEach(ctx, tenants, o.parallel, o.consent); err != nil {
		return err
	}
	noteShadowed(tenants)
	if err := o.env.Print(plans(tenants)); err != nil {
		return err
	}
	if o.exitCode && pending(tenants) {
		return exitcode.With(exitcode.Pending, cli.ErrSilent)
	}
	return nil
}
