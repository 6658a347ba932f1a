package templates

import (
	"context"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/folder"
	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/templates"
)

type initOptions struct {
	env     *cli.Env
	folder  string
	locales []string
	force   bool
}

// NewInit returns the command templates init.
func NewInit(env *cli.Env) *cobra.Command {
	opts := initOptions{env: env}
	cmd := &cobra.Command{
		Use:   "init DIR",
		Short: "Write the built-in templates to a folder, to make them your own",
		Long: `Write the built-in templates to a folder, to make them your own: a sub-folder
for each language, a file for each usage type. A file that is there already and
says something else stops it before anything is written, unless you say --force.`,
		Example: "  logtoctl templates init emails\n  logtoctl templates init emails --locale en --locale ja",
		Args:    cli.Args("DIR"),
		RunE: func(cmd *cobra.Command, args []string) error {
			opts.folder = args[0]
			return opts.run(cmd.Context())
		},
	}
	cmd.Flags().StringSliceVar(&opts.locales, "locale", nil, "language to write, such as zh-CN (repeatable; default: all)")
	cli.NotEmpty(cmd.Flags(), "locale")
	cmd.Flags().BoolVar(&opts.force, "force", false, "overwrite files that say something else")
	return cmd
}

func (o *initOptions) run(ctx context.Context) error {
	if err := o.complete(); err != nil {
		return err
	}
	view, files, err := o.drafts()
	if err != nil {
		return err
	}
	if err := folder.Compare(o.folder, files); err != nil {
		return cli.Usage(err)
	}
	if !o.force {
		if err := folder.Conflict(o.folder, files); err != nil {
			return cli.Usage(err)
		}
	}
	if !o.env.Settings.DryRun {
		if _, err := folder.Write(ctx, o.folder, files); err != nil {
			return err
		}
	}
	for i, file := range files {
		view[i].Status = file.Status
	}
	if err := o.env.Print(view); err != nil {
		return err
	}
	o.suggest()
	return nil
}

// complete puts the languages into Logto's spelling, all without any.
func (o *initOptions) complete() error {
	known := templates.Locales()
	if len(o.locales) == 0 {
		o.locales = known
		return nil
	}
	var chosen []string
	for _, name := range o.locales {
		locale, found := find(known, name)
		if !found {
			return cli.Usagef("there are no built-in templates in the language %q: %s", name, oneOf(name, known))
		}
		if !contains(chosen, locale) {
			chosen = append(chosen, locale)
		}
	}
	o.locales = chosen
	return nil
}

// drafts returns the files to write, and how they are shown, in the same order.
func (o *initOptions) drafts() (output.TemplateFiles, []folder.File, error) {
	var view output.TemplateFiles
	var files []folder.File
	for _, locale := range o.locales {
		builtin, err := templates.Email(locale)
		if err != nil {
			return nil, nil, err
		}
		found, err := email.Read(builtin)
		if err != nil {
			return nil, nil, fmt.Errorf("read the built-in templates in %s: %w", locale, err)
		}
		for _, file := range found {
			text, err := fs.ReadFile(builtin, file.Name)
			if err != nil {
				return nil, nil, fmt.Errorf("read the built-in template %s/%s: %w", locale, file.Name, err)
			}
			files = append(files, folder.File{Name: path.Join(locale, file.Name), Text: text})
			view = append(view, output.TemplateFile{
				File: filepath.Join(o.folder, locale, file.Name), UsageType: file.UsageType, Locale: locale, DryRun: o.env.Settings.DryRun,
			})
		}
	}
	return view, files, nil
}

// suggest says what to do with the files.
func (o *initOptions) suggest() {
	if o.env.Settings.DryRun {
		return
	}
	first := filepath.Join(o.folder, o.locales[0])
	o.env.Note(`next: edit them, then
  logtoctl templates lint %[1]s
  logtoctl templates preview %[1]s
  logtoctl connector aliyun-dm apply -f connector.json --templates %[2]s
or name the folder in connector.json, or under connector in logtoctl.yaml: templates: %[2]s`, o.folder, first)
}
