package preview

import (
	"context"

	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/manifest"
)

// Template is a template as Logto would get it, and what is known about it.
type Template struct {
	// Template has the variables and the brand filled in, the placeholders not.
	email.Template
	// Brand is the brand that was filled in.
	Brand email.Brand
	// Locale is the language tag, empty for a template without language.
	Locale string
	// Localised tells a row of Logto's own email templates from a template of
	// the connector.
	Localised bool
	// File is the path to show and Source the text that stands there.
	File, Source string
	// Findings are what is wrong with it, by their places in File.
	Findings []manifest.Finding
}

// Key names the template among the others of a library and in addresses, for
// instance "ja/SignIn", or "SignIn" when it has no language.
func (t Template) Key() string {
	if t.Locale == "" {
		return string(t.UsageType)
	}
	return t.Locale + "/" + string(t.UsageType)
}

// Library is everything that a folder or a file holds at one moment.
type Library struct {
	// Templates are in the order in which they are listed.
	Templates []Template
	// Findings are those that belong to no single template.
	Findings []manifest.Finding
}

// Add files a finding with the template of that language and usage type, or
// with the library when there is none.
func (l *Library) Add(finding manifest.Finding, locale string, usageType email.UsageType) {
	for i := range l.Templates {
		template := &l.Templates[i]
		if template.Locale == locale && template.UsageType == usageType {
			template.Findings = append(template.Findings, finding)
			return
		}
	}
	l.Findings = append(l.Findings, finding)
}

// find returns the template of that key. When two share one, which is a finding
// by itself, it is the first.
func (l Library) find(key string) (Template, bool) {
	for _, template := range l.Templates {
		if template.Key() == key {
			return template, true
		}
	}
	return Template{}, false
}

// Loader reads the templates anew. The brand values are those that somebody
// wants instead of what the files say, for instance "brand.name"; there may be
// none. An error means that nothing can be shown.
type Loader func(ctx context.Context, brand map[string]string) (Library, error)
