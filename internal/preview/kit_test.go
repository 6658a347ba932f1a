package preview_test

import (
	"context"
	"strings"

	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/manifest"
	"github.com/logtoctl/logtoctl/internal/preview"
)

const picture = `<!DOCTYPE html><html><head><title>no</title></head><body><div style="display:none">Preheader&zwnj;&nbsp;&zwnj;&nbsp;&zwnj;&nbsp;</div>` +
	`<img src="https://elsewhere.example/a.png" alt="Logo" height="32"><p>Hello {{application.name}}, your code is {{code}}.</p></body></html>`

// library is a folder with two languages, filled with the brand that is asked
// for.
func library(_ context.Context, brand map[string]string) (preview.Library, error) {
	name := brand["brand.name"]
	if name == "" {
		name = "Example"
	}
	fill := strings.NewReplacer("${brand.name}", name)
	var l preview.Library
	for _, locale := range []string{"en", "ja"} {
		for _, usageType := range []email.UsageType{email.Register, email.SignIn} {
			source := "---\nsubject: \"{{code}} for ${brand.name}\"\n---\n" + picture
			l.Templates = append(l.Templates, preview.Template{
				Template: email.Template{UsageType: usageType, Subject: fill.Replace("{{code}} for ${brand.name}"), Content: picture},
				Brand:    email.Brand{Name: name},
				Locale:   locale, File: locale + "/" + string(usageType) + ".html", Source: source,
			})
		}
	}
	l.Add(manifest.Finding{File: "en/SignIn.html", Line: 2, Column: 10, Severity: manifest.SeverityError, Message: "wrong"}, "en", email.SignIn)
	l.Add(manifest.Finding{File: "en", Line: 1, Column: 1, Severity: manifest.SeverityWarning, Message: "missing"}, "", "")
	return l, nil
}
