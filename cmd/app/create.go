package app

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/dotenv"
	"github.com/logtoctl/logtoctl/internal/partial"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/provision"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

type createOptions struct {
	env     *cli.Env
	want    plan.Application
	adopt   bool
	envFile string
}

// NewCreate returns the command app create.
func NewCreate(env *cli.Env) *cobra.Command {
	var (
		opts  = createOptions{env: env}
		flags desired
		kind  string
	)
	cmd := &cobra.Command{
		Use:   "create NAME",
		Short: "Create an application, or bring the one there is to what is asked for",
		Long: `Create an application, or bring the one there is to what is asked for.

logtoctl marks what it creates with an ownership key and finds it by that key
again, so running this twice leaves one application. One of the same name that
logtoctl did not create is left alone, unless you say --adopt.`,
		Example: `  logtoctl app create Bookstore --redirect-uri http://localhost:3000/callback \
      --post-sign-out-redirect-uri http://localhost:3000 --env-file .env`,
		Args: cli.Args("NAME"),
		RunE: func(cmd *cobra.Command, args []string) error {
			key := opts.want.Key
			want, err := flags.want(cmd)
			if err != nil {
				return err
			}
			opts.want, opts.adopt = want, flags.adopt
			opts.want.Name, opts.want.Key, opts.want.Type = &args[0], key, logtoadmin.ApplicationType(kind)
			if err := opts.complete(); err != nil {
				return err
			}
			return opts.run(cmd.Context())
		},
	}
	flags.bind(cmd)
	cmd.Flags().StringVar(&opts.want.Key, "key", "", "ownership key (default: made from the name)")
	cmd.Flags().StringVar(&kind, "type", string(logtoadmin.ApplicationTypeTraditional), "Traditional, SPA, Native or MachineToMachine")
	cmd.Flags().StringVar(&opts.envFile, "env-file", "", "write the variables that the Go app needs into this .env file")
	return cmd
}

// complete checks what does not need a server.
func (o *createOptions) complete() error {
	types := []string{
		string(logtoadmin.ApplicationTypeTraditional), string(logtoadmin.ApplicationTypeSPA),
		string(logtoadmin.ApplicationTypeNative), string(logtoadmin.ApplicationTypeMachineToMachine),
	}
	if err := cli.OneOf("type", string(o.want.Type), types...); err != nil {
		return err
	}
	if o.want.Key == "" {
		o.want.Key, o.want.DerivedKey = plan.Slug(*o.want.Name), true
	}
	if o.want.Key == "" {
		return cli.Usagef("no ownership key can be made from the name %q: give one with --key", *o.want.Name)
	}
	if o.envFile == "" {
		return nil
	}
	return cli.Usage(dotenv.Check(o.envFile))
}

func (o *createOptions) run(ctx context.Context) error {
	provisioner, err := o.env.Provisioner()
	if err != nil {
		return err
	}
	var file envFile
	result, err := provisioner.EnsureApplication(ctx, o.want, o.adopt, func(ctx context.Context, application logtoadmin.Application) {
		if o.envFile != "" {
			file.write, file.err = o.env.PrepareEnvFile(ctx, provisioner, application, o.envFile)
		}
	})
	if err != nil {
		return err
	}
	if err := file.complete(); err != nil {
		done := fmt.Sprintf("%s the application %q (%s)", result.Status, result.Application.Name, result.Application.ID)
		return afterChange(result.Status, done, err)
	}
	return o.env.Print(view(o.env, result))
}

// envFile is what is known of the .env file; the zero value is none.
type envFile struct {
	write provision.EnvWriter
	err   error // why it is not known
}

func (f envFile) complete() error {
	if f.err != nil || f.write == nil {
		return f.err
	}
	_, err := f.write()
	return err
}

// afterChange makes a failure a partial one when something was changed before.
func afterChange(status plan.Status, done string, err error) error {
	if status == plan.Unchanged {
		return err
	}
	return &partial.Error{Done: []string{done}, Err: err}
}
