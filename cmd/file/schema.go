package file

import (
	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/manifest"
)

// NewSchema returns the command schema.
func NewSchema(env *cli.Env) *cobra.Command {
	return &cobra.Command{
		Use:     "schema",
		GroupID: cli.GroupFile,
		Short:   "Print the JSON schema of a logtoctl.yaml, for editors",
		Long: `Print the JSON schema of a logtoctl.yaml (draft 2020-12), for editors. Many take
it from a comment in the first line of the file:

  # yaml-language-server: $schema=logtoctl.schema.json`,
		Example: "  logtoctl schema > logtoctl.schema.json",
		Args:    cli.Args(),
		RunE:    func(*cobra.Command, []string) error { return printSchema(env) },
	}
}

func printSchema(env *cli.Env) error {
	schema, err := manifest.Schema()
	if err != nil {
		return err
	}
	return env.Write(schema)
}
