package templates

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/output"
)

// NewList returns the command templates list.
func NewList(env *cli.Env) *cobra.Command {
	values, brandFile := make(variables), ""
	cmd := &cobra.Command{
		Use:   "list " + source,
		Short: "List templates: usage type, language, subject, size, and what each is used for",
		Long: `List the templates of a folder, a template file, a connector.json or a
logtoctl.yaml; without any of them, the built-in ones. The size is that of the
body as Logto gets it.`,
		Example: "  logtoctl templates list\n  logtoctl templates list emails -o json",
		Args:    atMostOne,
		RunE: func(cmd *cobra.Command, args []string) error {
			return list(cmd.Context(), env, from(args), brandFile, values)
		},
	}
	bindBrand(cmd, &brandFile)
	values.bind(cmd, "value of the brand, such as brand.name=Bookstore (repeatable)")
	return cmd
}

// list shows all that could be read; lint is what judges it.
func list(ctx context.Context, env *cli.Env, path, brandFile string, values variables) error {
	if err := values.onlyBrand(); err != nil {
		return err
	}
	found, findings, err := read(ctx, env, path, brandFile, values)
	if err != nil {
		return err
	}
	failures := errorsOf(findings)
	if len(found) == 0 && len(failures) > 0 {
		return &cli.TemplatesError{Path: path, Findings: failures}
	}
	tell(env, failures)
	return env.Print(output.NewMailTemplates(found))
}
