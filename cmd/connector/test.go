package connector

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/manifest"
)

type testOptions struct {
	env                     *cli.Env
	file, templates, locale string
}

// NewTest returns the command connector aliyun-dm test.
func NewTest(env *cli.Env) *cobra.Command {
	opts := testOptions{env: env}
	cmd := &cobra.Command{
		Use:   "test ADDRESS",
		Short: "Let Logto send its own test mail",
		Long: `Let Logto send its own test mail, which is always the Generic template with the
code 000000. With -f it tests a configuration before it is saved.`,
		Example: "  logtoctl connector aliyun-dm test you@example.com -f connector.json",
		Args:    cli.Args("ADDRESS"),
		RunE:    func(cmd *cobra.Command, args []string) error { return opts.run(cmd.Context(), args[0]) },
	}
	bindFile(cmd, &opts.file, "connector.json to test, - for stdin (default: the live connector)")
	bindTemplates(cmd, &opts.templates)
	cmd.Flags().StringVar(&opts.locale, "locale", "", "language tag of the person who gets the mail, such as zh-CN")
	cli.NotEmpty(cmd.Flags(), "locale")
	return cmd
}

func (o *testOptions) run(ctx context.Context, address string) error {
	if err := cli.Address(address); err != nil {
		return err
	}
	connector, err := o.connector(ctx)
	if err != nil {
		return err
	}
	return o.env.SendLogtoTest(ctx, connector, address, o.locale)
}

func (o *testOptions) connector(ctx context.Context) (manifest.Connector, error) {
	switch {
	case o.file != "":
		return o.env.ReadConnectorWith(ctx, o.file, o.templates)
	case o.templates != "":
		return manifest.Connector{}, cli.Usagef("--templates goes with -f: it takes the place of the templates of a file")
	default:
		return o.env.Connector(ctx, "")
	}
}
