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

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/manifest"
	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/provision"
)

type pushOptions struct {
	env       *cli.Env
	path      string
	brandFile string
	locales   []string
	values    variables
}

// NewPush returns the command templates push.
func NewPush(env *cli.Env) *cobra.Command {
	opts := pushOptions{env: env, values: make(variables)}
	cmd := &cobra.Command{
		Use:   "push " + source,
		Short: "Bring Logto's localised email templates to what a folder says",
		Long: `Bring Logto's localised email templates (/api/email-templates) to what a folder,
a template file, a connector.json or a logtoctl.yaml says; without any of them, to
the built-in ones. Only what differs is written, and nothing is deleted. A single
set, such as a flat folder or the templates of a connector.json, is pushed under
the one --locale; without it the name of the folder has to say the language.

A folder has no brand of its own: -f names the file that has it.

Where Logto has a localised template it hides the connector's own from people of
that language; one in the fallback language hides it from everybody.`,
		Example: `  logtoctl templates push emails --dry-run
  logtoctl templates push emails --locale ja -f connector.json
  logtoctl templates push --locale ja --locale zh-CN --var brand.name=Bookstore
  logtoctl templates push mails-in-french --locale fr`,
		Args: atMostOne,
		RunE: func(cmd *cobra.Command, args []string) error {
			opts.path = from(args)
			return opts.run(cmd.Context())
		},
	}
	cmd.Flags().StringSliceVar(&opts.locales, "locale", nil, "language to push, such as zh-CN (repeatable; default: all there are)")
	cli.NotEmpty(cmd.Flags(), "locale")
	bindBrand(cmd, &opts.brandFile)
	opts.values.bind(cmd, "value of the brand, such as brand.name=Bookstore (repeatable; default: the live connector's name)")
	return cmd
}

func (o *pushOptions) run(ctx context.Context) error {
	if err := o.check(); err != nil {
		return err
	}
	var err error
	if o.values, err = o.env.WithBrandOf(ctx, o.brandFile, o.values); err != nil {
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
	if planned.Set.Pending() && o.looksByDefault(found) {
		o.env.Note("note: colour and logo are the defaults; with -f connector.json or -f logtoctl.yaml they are those of its brand")
	}
	o.env.NoteShadowed("", planned.Shadow(), planned.Set.Pending())
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
		if err := cli.LanguageTag(what, tag); err != nil {
			return err
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
		return nil, &cli.TemplatesError{Path: o.path, Findings: failures}
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
	if o.isOneSet(found) {
		return o.underOneTag(found)
	}
	known := locales(found)
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

// isOneSet tells whether the templates are one for each usage type, whatever
// their language: those of a flat folder, of one file, or of a connector.
func (o *pushOptions) isOneSet(found []manifest.MailTemplate) bool {
	info, err := os.Stat(o.path)
	switch {
	case err != nil || len(found) == 0: // the built-in ones are there in all languages
		return false
	case info.IsDir():
		return filepath.Dir(found[0].File) == filepath.Clean(o.path)
	default:
		return !found[0].Localised
	}
}

// underOneTag gives one set the language that was asked for, or else that of its
// folder. A file that names no folder gets the built-in templates in English, but
// did not ask for English.
func (o *pushOptions) underOneTag(found []manifest.MailTemplate) ([]manifest.MailTemplate, error) {
	tag := found[0].LanguageTag
	if _, err := os.Stat(found[0].File); err != nil { // it is built in
		tag = ""
	}
	switch {
	case len(o.locales) > 1:
		return nil, cli.Usagef("these are templates for one language: add one --locale, not %d", len(o.locales))
	case len(o.locales) == 1:
		tag = o.locales[0]
	case tag == "":
		return nil, cli.Usagef("the templates say no language: add one --locale, such as --locale en")
	}
	for i := range found {
		found[i].LanguageTag = tag
	}
	return found, nil
}

// needsName tells whether the templates name a brand that nobody has given: a
// connector.json and a logtoctl.yaml have one of their own.
func (o *pushOptions) needsName(found []manifest.MailTemplate) bool {
	_, given := o.values[brandName]
	return !given && !cli.HasBrand(o.path) && refersTo(found, "name", "logo")
}

// looksByDefault tells whether the templates show a colour or a logo that nobody
// has given.
func (o *pushOptions) looksByDefault(found []manifest.MailTemplate) bool {
	_, color := o.values[email.BrandPrefix+"color"]
	_, logo := o.values[email.BrandPrefix+"logoUrl"]
	return !color && !logo && !cli.HasBrand(o.path) && refersTo(found, "color", "onColor", "logo", "logoUrl")
}

// refersTo tells whether a template refers to one of the parts of the brand.
func refersTo(found []manifest.MailTemplate, parts ...string) bool {
	return slices.ContainsFunc(found, func(t manifest.MailTemplate) bool {
		return slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(t.Source, "${"+email.BrandPrefix+part+"}") })
	})
}

// brandName is the variable with the name of the product.
const brandName = email.BrandPrefix + "name"

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
