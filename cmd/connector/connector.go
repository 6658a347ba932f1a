// Package connector holds the commands on the Aliyun Direct Mail connector.
package connector

import (
	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/internal/provision"
)

// bindFile declares -f, the connector.json of a command.
func bindFile(cmd *cobra.Command, file *string, usage string) {
	cmd.Flags().StringVarP(file, "file", "f", "", usage)
	cli.NotEmpty(cmd.Flags(), "file")
}

// bindTemplates declares --templates, a folder that wins over the file.
func bindTemplates(cmd *cobra.Command, folder *string) {
	cmd.Flags().StringVar(folder, "templates", "", "folder of templates, which wins over those of the file")
	cli.NotEmpty(cmd.Flags(), "templates")
}

// view returns the document of a changed connector.
func view(env *cli.Env, result provision.ConnectorResult) output.Connector {
	document := output.NewConnector(result.Connector, result.Shadow.UsageTypes)
	document.Status, document.Changes, document.DryRun = result.Status, result.Fields, env.Settings.DryRun
	return document
}
