package connector

import (
	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
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
			if err := cli.Address(args[0]); err != nil {
				return err
			}
			return env.SendLogtoTest(cmd.Context(), args[0], file, locale)
		},
	}
	bindFile(cmd, &file, "connector.json to test, - for stdin (default: the live connector)")
	cmd.Flags().StringVar(&locale, "locale", "", "language tag of the person who gets the mail, such as zh-CN")
	return cmd
}
