// Package doctor is the command that looks a whole set-up over.
package doctor

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/doctor"
	"github.com/logtoctl/logtoctl/internal/exitcode"
	"github.com/logtoctl/logtoctl/internal/manifest"
	"github.com/logtoctl/logtoctl/internal/output"
)

type options struct {
	env       *cli.Env
	paths     []string
	variables []string
	probeSend bool
}

// New returns the command doctor.
func New(env *cli.Env) *cobra.Command {
	opts := options{env: env}
	cmd := &cobra.Command{
		Use:     "doctor [-f logtoctl.yaml]",
		GroupID: cli.GroupTrouble,
		Short:   "Find out what keeps a code from arriving",
		Long: `Look the whole set-up over, from the Logto endpoint to the DNS of the sending
domain, and say of each thing whether it is ok, and what to type if it is not.
What hangs on something that failed is skipped, so that the first failed line
is the thing to put right.

It only reads. With a file the connector of the file is looked into, and the
tenant is compared with the file. What is not set up yet, or not set here, such
as an AccessKey that the file leaves to the environment, is skipped.

RAM does not tell by reading whether an AccessKey may send. With --probe-send
the connector's key asks for one mail that cannot be sent, because its sender
address and its recipient cannot exist; the refusal tells.

The exit code is 1 when something failed, and 0 with warnings.`,
		Example: `  logtoctl doctor
  logtoctl doctor -f logtoctl.yaml
  logtoctl doctor --jq '.checks[] | select(.status == "failed")'`,
		Args: cli.Args(),
		RunE: func(cmd *cobra.Command, _ []string) error { return opts.run(cmd.Context()) },
	}
	flags := cmd.Flags()
	flags.StringArrayVarP(&opts.paths, "file", "f", nil, "logtoctl.yaml, - for stdin (repeatable: later ones lie over earlier ones)")
	flags.StringArrayVar(&opts.variables, "var-file", nil, "file with NAME=value lines for ${NAME} (repeatable)")
	flags.BoolVar(&opts.probeSend, "probe-send", false, "try whether the connector's AccessKey may send, by a mail that cannot be sent")
	return cmd
}

func (o *options) run(ctx context.Context) error {
	file, err := o.file(ctx)
	if err != nil {
		return err
	}
	target, err := o.env.DoctorTarget(file, strings.Join(o.paths, " -f "))
	if err != nil {
		return err
	}
	target.ProbeSend = o.probeSend
	results := doctor.Run(ctx, target)
	if err := ctx.Err(); err != nil {
		return err
	}
	for i := range results {
		results[i].Found, results[i].Next = o.env.Secrets.Redact(results[i].Found), o.env.Secrets.Redact(results[i].Next)
	}
	if err := o.env.Print(output.NewDoctor(results)); err != nil {
		return err
	}
	if doctor.Worst(results) == doctor.Failed {
		return exitcode.With(exitcode.Failed, cli.ErrSilent)
	}
	return nil
}

// file reads the file of -f, which may be left out.
func (o *options) file(ctx context.Context) (*manifest.Manifest, error) {
	if len(o.paths) == 0 {
		return nil, nil
	}
	file, err := o.env.ReadSetUp(ctx, o.paths, o.variables)
	return &file, err
}
