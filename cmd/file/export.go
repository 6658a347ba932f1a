package file

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/manifest"
	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/provision"
)

// NewExport returns the command export.
func NewExport(env *cli.Env) *cobra.Command {
	var templates string
	cmd := &cobra.Command{
		Use:     "export",
		GroupID: cli.GroupFile,
		Short:   "Write what a tenant has today as a logtoctl.yaml",
		Long: `Write what a tenant has today as a logtoctl.yaml: its applications, the Aliyun
Direct Mail connector, the localised templates and the email part of the sign-in
experience. Applied to the same tenant it changes nothing, applied to an empty
one it builds the same. In place of the AccessKey secret it says
${ALIBABA_CLOUD_ACCESS_KEY_SECRET}. What a file cannot hold is told on stderr.`,
		Example: `  logtoctl export > logtoctl.yaml
  logtoctl export --templates-dir emails > logtoctl.yaml`,
		Args: cli.Args(),
		RunE: func(cmd *cobra.Command, _ []string) error { return export(cmd.Context(), env, templates) },
	}
	cmd.Flags().StringVar(&templates, "templates-dir", "", "write the templates into files below this folder, which must be new or empty")
	return cmd
}

func export(ctx context.Context, env *cli.Env, templates string) error {
	if err := mustBeEmpty(templates); err != nil {
		return err
	}
	provisioner, err := env.Provisioner()
	if err != nil {
		return err
	}
	state, err := provisioner.ReadState(ctx, plan.Desired{})
	if err != nil {
		return err
	}
	file, left, err := provision.Export(env.Settings.Endpoint, state)
	if err != nil {
		return err
	}
	options, err := writeTemplates(env, templates, file)
	if err != nil {
		return err
	}
	text, err := manifest.EncodeManifest(file, options)
	if err != nil {
		return err
	}
	for _, sentence := range left {
		env.Note("note: %s", sentence)
	}
	return env.Print(output.File{Text: text})
}

// mustBeEmpty refuses a folder with files in it: an older template would become
// part of the export.
func mustBeEmpty(folder string) error {
	if folder == "" {
		return nil
	}
	entries, err := os.ReadDir(folder)
	if err == nil && len(entries) > 0 {
		return cli.Usagef("the folder %s has files in it: name a new one with --templates-dir", folder)
	}
	if err != nil && !os.IsNotExist(err) {
		return cli.Usage(err)
	}
	return nil
}

// writeTemplates writes the templates below the folder: the connector's into
// connector, the localised ones into a folder for each language. What template
// files cannot keep stays in the file.
func writeTemplates(env *cli.Env, folder string, file manifest.Manifest) (manifest.EncodeOptions, error) {
	options := manifest.EncodeOptions{EmailTemplates: map[string]string{}}
	if folder == "" {
		return options, nil
	}
	if file.Connector != nil {
		path := filepath.Join(folder, connectorFolder)
		wrote, err := writeFolder(env, path, file.Connector.Templates)
		if err != nil {
			return options, err
		}
		if wrote {
			options.ConnectorTemplates = path
		}
	}
	for language, templates := range byLanguage(file.EmailTemplates) {
		path := filepath.Join(folder, language)
		wrote, err := writeFolder(env, path, templates)
		if err != nil {
			return options, err
		}
		if wrote {
			options.EmailTemplates[language] = path
		}
	}
	return options, nil
}

// connectorFolder is where the connector's own templates go.
const connectorFolder = "connector"

// byLanguage returns the localised templates of the languages that have subject
// and content alone, which is what a template file can hold.
func byLanguage(rows []email.LocalisedTemplate) map[string][]email.Template {
	languages := map[string][]email.Template{}
	whole := map[string]bool{}
	for _, row := range rows {
		languages[row.LanguageTag] = append(languages[row.LanguageTag], email.Template{UsageType: row.UsageType, Subject: row.Subject, Content: row.Content})
		if row.ReplyTo != "" || row.SendFrom != "" || row.ContentType != "" && row.ContentType != "text/html" {
			whole[row.LanguageTag] = true
		}
	}
	maps.DeleteFunc(languages, func(language string, _ []email.Template) bool {
		// The server takes any text for a language: a path, or what no folder can be called.
		return whole[language] || language == connectorFolder || cli.LanguageTag("the language", language) != nil || !filepath.IsLocal(language)
	})
	return languages
}

// writeFolder writes one file for each template, or tells that files cannot
// keep one of them.
func writeFolder(env *cli.Env, folder string, templates []email.Template) (bool, error) {
	contents := map[string][]byte{}
	for _, template := range templates {
		content, err := manifest.EncodeTemplate(template)
		if err != nil {
			env.Note("note: the templates for %s stay in the file: %s: %v", folder, template.UsageType, err)
			return false, nil
		}
		contents[filepath.Join(folder, string(template.UsageType)+".html")] = content
	}
	if err := os.MkdirAll(folder, 0o750); err != nil {
		return false, fmt.Errorf("write the templates: %w", err)
	}
	for path, content := range contents {
		if err := os.WriteFile(path, content, 0o600); err != nil {
			return false, fmt.Errorf("write the templates: %w", err)
		}
	}
	env.Note("wrote %d templates to %s", len(contents), folder)
	return true, nil
}
