package app

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

type secretAddOptions struct {
	env       *cli.Env
	named     string
	name      string
	expiresIn time.Duration
	reveal    bool
	adopt     bool
}

// NewSecretAdd returns the command app secret add.
func NewSecretAdd(env *cli.Env) *cobra.Command {
	opts := secretAddOptions{env: env}
	cmd := &cobra.Command{
		Use:     "add " + reference,
		Short:   "Add a secret to an application",
		Long:    "Add a secret to an application; the ones there are stay valid." + referenceHelp,
		Example: "  logtoctl app secret add Bookstore --name staging --expires-in 2160h --reveal-secret",
		Args:    cli.Args(reference),
		RunE: func(cmd *cobra.Command, args []string) error {
			opts.named = args[0]
			return opts.run(cmd.Context())
		},
	}
	cmd.Flags().StringVar(&opts.name, "name", "", "name of the secret (default: made from the time)")
	cmd.Flags().DurationVar(&opts.expiresIn, "expires-in", 0, "how long it is valid, such as 2160h (default: for ever)")
	bindReveal(cmd, &opts.reveal)
	bindForeign(cmd, &opts.adopt)
	return cmd
}

func (o *secretAddOptions) run(ctx context.Context) error {
	if o.expiresIn < 0 {
		return cli.Usagef("--expires-in must not be negative")
	}
	provisioner, application, err := find(ctx, o.env, o.named)
	if err != nil {
		return err
	}
	request := logtoadmin.CreateSecretRequest{Name: secretName(o.name, o.env.Now())}
	if o.expiresIn > 0 {
		expires := o.env.Now().Add(o.expiresIn)
		request.ExpiresAt = &expires
	}
	added, err := provisioner.AddSecret(ctx, application, request, o.adopt)
	if err != nil {
		return err
	}
	document := output.NewApplicationSecret(added, o.reveal)
	document.Status, document.DryRun = plan.Created, o.env.Settings.DryRun
	return o.env.Print(document)
}

// secretName makes a name from the time, because names must differ and a
// secret's age is what people ask about it.
func secretName(name string, now time.Time) string {
	if name != "" {
		return name
	}
	return now.UTC().Format("logtoctl 2006-01-02 15:04:05.000")
}
