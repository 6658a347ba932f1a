package connector

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/output"
)

// NewGet returns the command connector aliyun-dm get.
func NewGet(env *cli.Env) *cobra.Command {
	return &cobra.Command{
		Use:     "get",
		Short:   "Show the connector",
		Long:    "Show the connector. Its AccessKey secret stays hidden; export can give it out.",
		Example: "  logtoctl connector aliyun-dm get -o json",
		Args:    cli.Args(),
		RunE:    func(cmd *cobra.Command, _ []string) error { return get(cmd.Context(), env) },
	}
}

func get(ctx context.Context, env *cli.Env) error {
	provisioner, err := env.Provisioner()
	if err != nil {
		return err
	}
	state, err := provisioner.ReadConnectorState(ctx)
	if err != nil {
		return err
	}
	connector, err := state.Connector()
	if err != nil {
		return err
	}
	shadow := state.Shadow()
	env.NoteShadowed("", shadow, false)
	return env.Print(output.NewConnector(connector, shadow.UsageTypes))
}
