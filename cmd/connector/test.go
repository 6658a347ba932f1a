package connector

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/internal/provision"
)

// NewTest returns the command connector aliyun-dm test.
func NewTest(env *cli.Env) *cobra.Command {
	var file, locale string
	cmd := &cobra.Command{
		Use:   "test ADDRESS",
		Short: "Let Logto send its own test mail",
		Long: `Let Logto send its own test mail, which is always the Generic template with the
code 000000. With -f it tests a configuration before it is saved.`,
		Example: "  logtoctl connector aliyun-dm test you@example.com -f connector.json",
		Args:    cli.Args("ADDRESS"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return test(cmd.Context(), env, args[0], file, locale)
		},
	}
	bindFile(cmd, &file, "connector.json to test, - for stdin (default: the live connector)")
	cmd.Flags().StringVar(&locale, "locale", "", "language tag of the person who gets the mail, such as zh-CN")
	return cmd
}

func test(ctx context.Context, env *cli.Env, address, file, locale string) error {
	if err := cli.Address(address); err != nil {
		return err
	}
	connector, err := env.Connector(ctx, file)
	if err != nil {
		return err
	}
	provisioner, err := env.Provisioner()
	if err != nil {
		return err
	}
	mail, err := provisioner.SendTest(ctx, connector, address, locale)
	if err != nil {
		return err
	}
	return env.Print(output.NewTestMail(address, provision.TestCode, output.ViaLogto, mail, env.Settings.DryRun))
}
