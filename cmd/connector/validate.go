package connector

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/output"
)

// NewValidate returns the command connector aliyun-dm validate.
func NewValidate(env *cli.Env) *cobra.Command {
	var file, templates string
	cmd := &cobra.Command{
		Use:     "validate -f connector.json",
		Short:   "Check a connector file without any request",
		Example: "  logtoctl connector aliyun-dm validate -f connector.json",
		Args:    cli.Args(),
		RunE:    func(cmd *cobra.Command, _ []string) error { return validate(cmd.Context(), env, file, templates) },
	}
	bindFile(cmd, &file, "connector.json, - for stdin")
	bindTemplates(cmd, &templates)
	return cmd
}

func validate(ctx context.Context, env *cli.Env, file, templates string) error {
	connector, err := env.ReadConnectorWith(ctx, file, templates)
	if err != nil {
		return err
	}
	return env.Print(output.NewValidFile(file, connector))
}
