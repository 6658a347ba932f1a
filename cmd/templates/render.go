package templates

import (
	"cmp"
	"context"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/manifest"
	"github.com/logtoctl/logtoctl/internal/output"
)

type renderOptions struct {
	env       *cli.Env
	path      string
	brandFile string
	usageType string
	locale    string
	values    variables
}

// NewRender returns the command templates render.
func NewRender(env *cli.Env) *cobra.Command {
	opts := renderOptions{env: env, values: make(variables)}
	cmd := &cobra.Command{
		Use:   "render " + source,
		Short: "Render one template, byte for byte as Logto's connector does",
		Long: `Render one template of a folder, a template file, a connector.json or a
logtoctl.yaml; without any of them, a built-in one. stdout is exactly what the
connector would put into HtmlBody, no line break added. Only the values of --var
are filled in: a placeholder without one stays as written, as with Logto.`,
		Example: `  logtoctl templates render --usage-type SignIn --locale ja --var code=123456
  logtoctl templates render emails --usage-type Register --var code=123456 \
      --var application.name=Bookstore -o json --jq .subject`,
		Args: atMostOne,
		RunE: func(cmd *cobra.Command, args []string) error {
			opts.path = from(args)
			return opts.run(cmd.Context())
		},
	}
	cmd.Flags().StringVar(&opts.usageType, "usage-type", "", "which mail, such as SignIn (default: the only one there is)")
	cmd.Flags().StringVar(&opts.locale, "locale", "", "language of the template, such as zh-CN (default: en, or the only one there is)")
	cli.NotEmpty(cmd.Flags(), "usage-type", "locale")
	bindBrand(cmd, &opts.brandFile)
	opts.values.bind(cmd, "value of a placeholder or of the brand, such as code=123456 or brand.name=Bookstore (repeatable)")
	return cmd
}

func (o *renderOptions) run(ctx context.Context) error {
	var usageType email.UsageType
	if o.usageType != "" {
		var err error
		if usageType, err = email.ParseUsageType(o.usageType); err != nil {
			return cli.Usage(err)
		}
	}
	found, findings, err := read(ctx, o.env, o.path, o.brandFile, o.values)
	if err != nil {
		return err
	}
	failures := errorsOf(findings)
	template, locale, err := choose(found, usageType, o.locale)
	if unread := about(failures, usageType); err == nil && template.UsageType != usageType && len(unread) > 0 {
		return &cli.TemplatesError{Path: o.path, Findings: unread} // it is there, but cannot be read
	}
	if len(found) == 0 && len(failures) > 0 {
		return &cli.TemplatesError{Path: o.path, Findings: failures}
	}
	if err != nil {
		return err
	}
	tell(o.env, failures)
	mail := output.RenderedMail{
		UsageType: cmp.Or(usageType, template.UsageType), Locale: locale,
		Subject:  email.Render(template.Subject, email.Payload(o.values)),
		HTMLBody: email.Render(template.Content, email.Payload(o.values)),
	}
	if mail.UsageType != template.UsageType {
		o.env.Note("note: there is no template for %s; Logto sends %s instead", mail.UsageType, template.UsageType)
	}
	if o.env.Structured() {
		return o.env.Print(mail)
	}
	o.env.Note("subject: %s", mail.Subject)
	return o.env.Write([]byte(mail.HTMLBody))
}

// about returns the findings in the files of a usage type.
func about(findings manifest.Findings, usageType email.UsageType) manifest.Findings {
	return slices.DeleteFunc(slices.Clone(findings), func(finding manifest.Finding) bool {
		name := filepath.Base(finding.File)
		return !strings.EqualFold(strings.TrimSuffix(name, filepath.Ext(name)), string(usageType))
	})
}

// choose returns the template that somebody of a language gets, and which
// language it is in. Without a usage type it is the only one there is.
func choose(templates []manifest.MailTemplate, usageType email.UsageType, locale string) (email.Template, string, error) {
	if len(templates) == 0 {
		return email.Template{}, "", cli.Usagef("there are no templates")
	}
	locale, err := chooseLocale(templates, locale)
	if err != nil {
		return email.Template{}, "", err
	}
	own, rows := ofLocale(templates, locale)
	if usageType == "" {
		if usageType, err = onlyUsageType(own, rows, locale); err != nil {
			return email.Template{}, "", err
		}
	}
	// What the tenant's fallback language is a file does not say.
	selected, found := email.Select(usageType, own, rows, locale, "")
	if !found {
		return email.Template{}, "", noTemplate(usageType, own, rows, locale)
	}
	return selected.Template, locale, nil
}

// chooseLocale returns the language in the spelling of the templates.
func chooseLocale(templates []manifest.MailTemplate, locale string) (string, error) {
	known := locales(templates)
	if locale != "" {
		tag, found := find(known, locale)
		if !found {
			return "", unknownLocale(locale, known)
		}
		return tag, nil
	}
	if tag, found := find(known, "en"); found || len(known) == 0 {
		return tag, nil
	}
	if len(known) > 1 {
		return "", cli.Usagef("the templates are in several languages: add --locale, one of %s", strings.Join(known, ", "))
	}
	return known[0], nil
}

// ofLocale returns the templates that count for a language: the connector's
// own, and Logto's localised rows. A connector has one set of templates, which
// serves every language; a folder has one for each.
func ofLocale(templates []manifest.MailTemplate, locale string) (own []email.Template, rows []email.LocalisedTemplate) {
	several := len(locales(slices.DeleteFunc(slices.Clone(templates), func(t manifest.MailTemplate) bool { return t.Localised }))) > 1
	for _, template := range templates {
		switch {
		case template.Localised:
			rows = append(rows, template.LocalisedTemplate)
		case !several || template.LanguageTag == locale:
			own = append(own, template.Template())
		}
	}
	return own, rows
}

// onlyUsageType returns the usage type of which there is a template when it is
// of one alone.
func onlyUsageType(own []email.Template, rows []email.LocalisedTemplate, locale string) (email.UsageType, error) {
	there := usageTypes(own, rows, locale)
	if len(there) == 1 {
		return there[0], nil
	}
	return "", cli.Usagef("no usage type is given: add --usage-type, one of %s", names(there))
}

func noTemplate(usageType email.UsageType, own []email.Template, rows []email.LocalisedTemplate, locale string) error {
	return cli.Usagef("there is neither a template for %s nor a Generic one: use %s", usageType, names(usageTypes(own, rows, locale)))
}

// usageTypes returns those of which there is a template for a language.
func usageTypes(own []email.Template, rows []email.LocalisedTemplate, locale string) []email.UsageType {
	return slices.DeleteFunc(email.UsageTypes(), func(usageType email.UsageType) bool {
		return !slices.ContainsFunc(own, func(t email.Template) bool { return t.UsageType == usageType }) &&
			!slices.ContainsFunc(rows, func(t email.LocalisedTemplate) bool { return t.UsageType == usageType && t.LanguageTag == locale })
	})
}

func names(usageTypes []email.UsageType) string {
	texts := make([]string, len(usageTypes))
	for i, usageType := range usageTypes {
		texts[i] = string(usageType)
	}
	return strings.Join(texts, ", ")
}
