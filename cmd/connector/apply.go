package connector

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

type applyOptions struct {
	env       *cli.Env
	file      string
	templates string
	replace   bool
	backup    string // where a displaced connector was saved
}

// NewApply returns the command connector aliyun-dm apply.
func NewApply(env *cli.Env) *cobra.Command {
	opts := applyOptions{env: env}
	cmd := &cobra.Command{
		Use:   "apply -f connector.json",
		Short: "Create the connector, or bring the one there is to what the file says",
		Long: `Create the connector, or bring the one there is to what the file says.

The file is the configuration of Logto's Aliyun Direct Mail connector. Strings
may hold ${NAME} and ${NAME:-default} from the environment. accessKeyId,
accessKeySecret and regionId are taken from the environment when the file leaves
them out, templates from those that logtoctl brings along; --templates names a
folder of them instead. What only the live connector has, such as further
templates, stays.

Logto keeps one email connector. One of another provider is left alone unless
you say --replace; its configuration is then saved to a private file first.`,
		Example: "  logtoctl connector aliyun-dm apply -f connector.json --dry-run\n  logtoctl connector aliyun-dm apply -f connector.json --templates emails/en",
		Args:    cli.Args(),
		RunE:    func(cmd *cobra.Command, _ []string) error { return opts.run(cmd.Context()) },
	}
	bindFile(cmd, &opts.file, "connector.json, - for stdin")
	bindTemplates(cmd, &opts.templates)
	cmd.Flags().BoolVar(&opts.replace, "replace", false, "displace an email connector of another provider")
	return cmd
}

func (o *applyOptions) run(ctx context.Context) error {
	want, err := o.env.ReadConnectorWith(ctx, o.file, o.templates)
	if err != nil {
		return err
	}
	provisioner, err := o.env.Provisioner()
	if err != nil {
		return err
	}
	result, err := provisioner.EnsureConnector(ctx, want.Config(), o.replace, o.save)
	if err != nil {
		return err
	}
	if len(result.Kept) > 0 {
		o.env.Note("kept the templates that only the live connector has: %s", strings.Join(result.Kept, ", "))
	}
	document := view(o.env, result)
	document.Backup = o.backup
	o.env.NoteShadowed("", result.Shadow, result.Status != plan.Unchanged)
	return o.env.Print(document)
}

// save writes a connector that is about to be displaced to a private file.
func (o *applyOptions) save(displaced logtoadmin.Connector) (err error) {
	o.backup, err = o.env.SaveConnector(displaced)
	return err
}
