package connector

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/plan"
)

// NewDelete returns the command connector aliyun-dm delete.
func NewDelete(env *cli.Env) *cobra.Command {
	var yes bool
	cmd := &cobra.Command{
		Use:   "delete",
		Short: "Delete the connector",
		Long: `Delete the connector. Logto deletes it although the sign-in experience still
uses it; logtoctl says who would be locked out and asks first.`,
		Example: "  logtoctl sign-in-experience disable-email --yes\n  logtoctl connector aliyun-dm delete --yes",
		Args:    cli.Args(),
		RunE:    func(cmd *cobra.Command, _ []string) error { return remove(cmd.Context(), env, yes) },
	}
	cmd.Flags().BoolVar(&yes, "yes", false, "do not ask, even if people are locked out")
	return cmd
}

func remove(ctx context.Context, env *cli.Env, yes bool) error {
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
	if err := env.Confirm(ctx, yes, "Delete the connector "+connector.ID+": "+plan.WithoutConnector(state.Experience)); err != nil {
		return err
	}
	result, err := provisioner.DeleteConnector(ctx, connector)
	if err != nil {
		return err
	}
	return env.Print(view(env, result))
}
