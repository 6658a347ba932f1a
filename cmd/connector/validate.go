package connector

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/output"
)

// NewValidate returns the command connector aliyun-dm validate.
func NewValidate(env *cli.Env) *cobra.Command {
	var file string
	cmd := &cobra.Command{
		Use:     "validate -f connector.json",
		Short:   "Check a connector file without any request",
		Example: "  logtoctl connector aliyun-dm validate -f connector.json",
		Args:    cli.Args(),
		RunE:    func(cmd *cobra.Command, _ []string) error { return validate(cmd.Context(), env, file) },
	}
	bindFile(cmd, &file, "connector.json, - for stdin")
	return cmd
}

func validate(ctx context.Context, env *cli.Env, file string) error {
	connector, err := env.ReadConnectorFile(ctx, file)
	if err != nil {
		return err
	}
	return env.Print(output.NewValidFile(file, connector))
}
