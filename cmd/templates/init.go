package templates

import (
	"context"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/internal/plan"
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
	drafts, err := o.drafts()
	if err != nil {
		return err
	}
	if err := o.refuse(drafts); err != nil {
		return err
	}
	if !o.env.Settings.DryRun {
		if err := write(ctx, o.folder, drafts); err != nil {
			return err
		}
	}
	view := make(output.TemplateFiles, len(drafts))
	for i, draft := range drafts {
		view[i] = draft.TemplateFile
		view[i].DryRun = o.env.Settings.DryRun
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

// draft is a file to write.
type draft struct {
	output.TemplateFile

	name string // below the folder
	text []byte
}

// drafts returns the files with what would become of each. It writes nothing.
func (o *initOptions) drafts() ([]draft, error) {
	root, err := openFolder(o.folder)
	if err != nil {
		return nil, err
	}
	if root != nil {
		defer func() { _ = root.Close() }()
	}
	var drafts []draft
	for _, locale := range o.locales {
		folder, err := templates.Email(locale)
		if err != nil {
			return nil, err
		}
		files, err := email.Read(folder)
		if err != nil {
			return nil, fmt.Errorf("read the built-in templates in %s: %w", locale, err)
		}
		for _, file := range files {
			text, err := fs.ReadFile(folder, file.Name)
			if err != nil {
				return nil, fmt.Errorf("read the built-in template %s/%s: %w", locale, file.Name, err)
			}
			name := filepath.Join(locale, file.Name)
			status, err := compare(root, name, text)
			if err != nil {
				return nil, err
			}
			drafts = append(drafts, draft{output.TemplateFile{
				File: filepath.Join(o.folder, name), UsageType: file.UsageType, Locale: locale, Status: status,
			}, name, text})
		}
	}
	return drafts, nil
}

// refuse names the files that would lose what they say.
func (o *initOptions) refuse(drafts []draft) error {
	if o.force {
		return nil
	}
	var changed []string
	for _, draft := range drafts {
		if draft.Status == plan.Updated {
			changed = append(changed, draft.File)
		}
	}
	if len(changed) == 0 {
		return nil
	}
	return cli.Usagef("nothing was written, because these files say something else than the built-in templates: %s (--force overwrites them, another DIR leaves them alone)",
		strings.Join(changed, ", "))
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
