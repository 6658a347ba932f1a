package lint_test

import (
	"strings"
	"testing"

	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/email/lint"
	"github.com/logtoctl/logtoctl/templates"
)

// builtIn returns the templates that logtoctl ships, filled with a brand.
func builtIn(t *testing.T, locale string) []email.Template {
	t.Helper()
	brand := strings.NewReplacer("${brand.name}", "Example", "${brand.logo}", "Example", "${brand.color}", "#2563eb", "${brand.onColor}", "#ffffff")
	fsys, err := templates.Email(locale)
	if err != nil {
		t.Fatal(err)
	}
	files, err := email.Read(fsys)
	if err != nil {
		t.Fatal(err)
	}
	loaded := make([]email.Template, len(files))
	for i, file := range files {
		loaded[i] = email.Template{UsageType: file.UsageType, Subject: brand.Replace(file.Subject), Content: brand.Replace(file.Content)}
	}
	return loaded
}

// What logtoctl ships is what its rules ask for.
func TestTemplate_builtIn(t *testing.T) {
	t.Parallel()
	for _, locale := range templates.Locales() {
		for _, template := range builtIn(t, locale) {
			for _, issue := range lint.Template(template, locale) {
				t.Errorf("%s %s: %s at %d: %s %s", locale, template.UsageType, issue.Field, issue.Offset, issue.Severity, issue.Message)
			}
		}
	}
}
