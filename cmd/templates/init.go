package templates

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/provision"
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
		if err := write(ctx, drafts); err != nil {
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
			return cli.Usagef("there are no built-in templates in the language %q: use %s", name, strings.Join(known, ", "))
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
	text []byte
}

// drafts returns the files with what would become of each. It writes nothing.
func (o *initOptions) drafts() ([]draft, error) {
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
			target := filepath.Join(o.folder, locale, file.Name)
			status, err := compare(target, text)
			if err != nil {
				return nil, cli.Usage(err)
			}
			drafts = append(drafts, draft{output.TemplateFile{
				File: target, UsageType: file.UsageType, Locale: locale, Status: status,
			}, text})
		}
	}
	return drafts, nil
}

// compare says what would become of a file that is to hold the text.
func compare(target string, text []byte) (plan.Status, error) {
	there, err := os.ReadFile(target)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return plan.Created, nil
	case err != nil:
		return "", err
	case bytes.Equal(there, text):
		return plan.Unchanged, nil
	default:
		return plan.Updated, nil
	}
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

// write writes the files that are not there yet, or not like this.
func write(ctx context.Context, drafts []draft) error {
	var done []string
	for _, draft := range drafts {
		if draft.Status == plan.Unchanged {
			continue
		}
		err := ctx.Err()
		if err == nil {
			err = os.MkdirAll(filepath.Dir(draft.File), 0o755) //nolint:gosec // templates are for everybody to read
		}
		if err == nil {
			err = os.WriteFile(draft.File, draft.text, 0o644) //nolint:gosec // templates are for everybody to read
		}
		switch {
		case err == nil:
			done = append(done, fmt.Sprintf("%s %s", draft.Status, draft.File))
		case len(done) > 0:
			return &provision.PartialError{Done: done, Err: err}
		default:
			return err
		}
	}
	return nil
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
