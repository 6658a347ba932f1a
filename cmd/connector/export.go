package connector

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/manifest"
	"github.com/logtoctl/logtoctl/internal/output"
)

// NewExport returns the command connector aliyun-dm export.
func NewExport(env *cli.Env) *cobra.Command {
	var reveal bool
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Print the live connector as a connector.json",
		Long: `Print the live connector as a connector.json that can be applied again. In place
of the AccessKey secret it says ${ALIBABA_CLOUD_ACCESS_KEY_SECRET}.`,
		Example: "  logtoctl connector aliyun-dm export > connector.json",
		Args:    cli.Args(),
		RunE:    func(cmd *cobra.Command, _ []string) error { return export(cmd.Context(), env, reveal) },
	}
	cmd.Flags().BoolVar(&reveal, "reveal-secret", false, "write the AccessKey secret itself")
	return cmd
}

func export(ctx context.Context, env *cli.Env, reveal bool) error {
	provisioner, err := env.Provisioner()
	if err != nil {
		return err
	}
	live, err := provisioner.GetConnector(ctx)
	if err != nil {
		return err
	}
	connector, err := manifest.ConnectorFromConfig(live.Config)
	if err != nil {
		return err
	}
	document, err := manifest.EncodeConnector(connector, reveal)
	if err != nil {
		return err
	}
	if env.Structured() {
		return env.Print(output.Document(document))
	}
	return env.Write(document)
}
