package templates

import (
	"cmp"
	"context"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/text/language"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/manifest"
	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/provision"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

type pushOptions struct {
	env     *cli.Env
	path    string
	locales []string
	values  variables
}

// NewPush returns the command templates push.
func NewPush(env *cli.Env) *cobra.Command {
	opts := pushOptions{env: env, values: make(variables)}
	cmd := &cobra.Command{
		Use:   "push " + source,
		Short: "Bring Logto's localised email templates to what a folder says",
		Long: `Bring Logto's localised email templates (/api/email-templates) to what a folder,
a template file, a connector.json or a logtoctl.yaml says; without any of them, to
the built-in ones. Only what differs is written, and nothing is deleted. Templates
that say no language need one --locale.

Where Logto has a localised template it hides the connector's own from people of
that language; one in the fallback language hides it from everybody.`,
		Example: `  logtoctl templates push emails --dry-run
  logtoctl templates push --locale ja --locale zh-CN --var brand.name=Bookstore
  logtoctl templates push mails-in-french --locale fr`,
		Args: atMostOne,
		RunE: func(cmd *cobra.Command, args []string) error {
			opts.path = from(args)
			return opts.run(cmd.Context())
		},
	}
	cmd.Flags().StringSliceVar(&opts.locales, "locale", nil, "language to push, such as zh-CN (repeatable; default: all there are)")
	opts.values.bind(cmd, "value of the brand, such as brand.name=Bookstore (repeatable; default: the live connector's name)")
	return cmd
}

func (o *pushOptions) run(ctx context.Context) error {
	if err := o.check(); err != nil {
		return err
	}
	found, err := o.read(ctx, o.values)
	if err != nil { // a wrong file must not cause a request
		return err
	}
	provisioner, err := o.env.Provisioner()
	if err != nil {
		return err
	}
	state, err := provisioner.ReadTemplateState(ctx)
	if err != nil {
		return err
	}
	if o.needsName(found) {
		if found, err = o.readAs(ctx, state); err != nil {
			return err
		}
	}
	planned, err := provision.PlanTemplates(state, rows(found))
	if err != nil {
		return err
	}
	results, err := provisioner.ApplyTemplates(ctx, planned)
	if err != nil {
		return err
	}
	if err := o.env.Print(output.NewPushedTemplates(results, o.env.Settings.DryRun)); err != nil {
		return err
	}
	o.noteHidden(planned)
	return nil
}

// check refuses values that nothing would use, and what is no language.
func (o *pushOptions) check() error {
	if err := o.values.onlyBrand(); err != nil {
		return err
	}
	return checkTags("--locale", o.locales)
}

// checkTags refuses what Logto would store and never find again.
func checkTags(what string, tags []string) error {
	for _, tag := range tags {
		parsed, err := language.Raw.Parse(tag)
		switch {
		case err != nil:
			return cli.Usagef("%s %q is not a language tag such as en or zh-CN", what, tag)
		case parsed.String() != tag:
			return cli.Usagef("%s %s would never be found, because Logto compares letter by letter: write %s", what, tag, parsed)
		}
	}
	return nil
}

// read reads the templates to push. What is said of a folder and not of a file
// in it is that a connector could not do with the folder alone, which does not
// matter here.
func (o *pushOptions) read(ctx context.Context, values variables) ([]manifest.MailTemplate, error) {
	found, findings, err := o.env.ReadTemplates(ctx, o.path, values)
	if err != nil {
		return nil, err
	}
	failures := errorsOf(findings)
	if len(found) > 0 {
		failures = slices.DeleteFunc(failures, func(finding manifest.Finding) bool {
			info, err := os.Stat(finding.File)
			return err == nil && info.IsDir()
		})
	}
	if len(failures) > 0 {
		return nil, &unusableError{failures}
	}
	if found, err = o.pick(found); err != nil {
		return nil, err
	}
	return found, checkTags("the language", locales(found))
}

// pick returns the templates of the languages that were asked for. The
// connector's own in a file with localised ones are not meant.
func (o *pushOptions) pick(found []manifest.MailTemplate) ([]manifest.MailTemplate, error) {
	isRow := func(t manifest.MailTemplate) bool { return t.Localised }
	if slices.ContainsFunc(found, isRow) {
		found = slices.DeleteFunc(found, func(t manifest.MailTemplate) bool { return !isRow(t) })
	}
	known := locales(found)
	if len(known) == 0 {
		if len(o.locales) != 1 {
			return nil, cli.Usagef("the templates say no language: add one --locale, such as --locale en")
		}
		for i := range found {
			found[i].LanguageTag = o.locales[0]
		}
		return found, nil
	}
	for _, locale := range o.locales {
		if !slices.Contains(known, locale) {
			return nil, unknownLocale(locale, known)
		}
	}
	if len(o.locales) > 0 {
		found = slices.DeleteFunc(found, func(t manifest.MailTemplate) bool { return !slices.Contains(o.locales, t.LanguageTag) })
	}
	return found, nil
}

// needsName tells whether the templates name a brand that nobody has given: a
// connector.json and a logtoctl.yaml have one of their own.
func (o *pushOptions) needsName(found []manifest.MailTemplate) bool {
	_, given := o.values[brandName]
	switch filepath.Ext(o.path) {
	case ".json", ".yaml", ".yml":
		return false
	}
	return !given && slices.ContainsFunc(found, func(t manifest.MailTemplate) bool {
		return strings.Contains(t.Source, "${"+brandName+"}") || strings.Contains(t.Source, "${brand.logo}")
	})
}

// brandName is the variable with the name of the product.
const brandName = brandPrefix + "name"

// readAs reads the templates again with the name that the live connector sends
// as.
func (o *pushOptions) readAs(ctx context.Context, state provision.State) ([]manifest.MailTemplate, error) {
	connector, _ := plan.FindConnector(state.Connectors)
	alias, _ := connector.Config["fromAlias"].(string)
	address, _ := connector.Config["accountName"].(string)
	_, domain, _ := strings.Cut(address, "@")
	name := cmp.Or(alias, domain)
	if name == "" {
		return nil, cli.Usagef("the templates show the name of the product, and the tenant has no connector to take it from: add --var %s=Bookstore", brandName)
	}
	values := maps.Clone(o.values)
	values[brandName] = name
	return o.read(ctx, values)
}

// rows returns the templates as Logto's localised ones.
func rows(found []manifest.MailTemplate) []email.LocalisedTemplate {
	localised := make([]email.LocalisedTemplate, len(found))
	for i, template := range found {
		localised[i] = template.LocalisedTemplate
	}
	return localised
}

// noteHidden says which of the connector's own templates people do not get.
func (o *pushOptions) noteHidden(planned provision.Planned) {
	hidden := planned.Shadowed()
	o.env.NoteShadowed("", hidden)
	fallback := planned.State.Experience.LanguageInfo.FallbackLanguage
	inFallback := func(t logtoadmin.EmailTemplate) bool { return t.LanguageTag == fallback }
	if len(hidden) > 0 && slices.ContainsFunc(planned.Want.Templates, inFallback) {
		o.env.Note("note: %s is the fallback language: its templates hide the connector's own from people of every language", fallback)
	}
}
