package templates_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/templates"
)

func TestEmail(t *testing.T) {
	t.Parallel()
	for _, locale := range templates.Locales() {
		t.Run(locale, func(t *testing.T) {
			t.Parallel()
			folder, err := templates.Email(locale)
			if err != nil {
				t.Fatal(err)
			}
			all, err := email.Load(folder)
			if err != nil {
				t.Fatal(err)
			}
			if len(all) != len(email.UsageTypes()) {
				t.Errorf("there are templates for %d of %d usage types", len(all), len(email.UsageTypes()))
			}
			for _, template := range all {
				checkTemplate(t, locale, template)
			}
		})
	}
}

func checkTemplate(t *testing.T, locale string, template email.Template) {
	t.Helper()
	for _, issue := range email.Check(template) {
		t.Errorf("%s: %s at %d: %s", template.UsageType, issue.Field, issue.Offset, issue.Message)
	}
	if size := len(template.Content); size > 8<<10 {
		t.Errorf("%s has %d bytes", template.UsageType, size)
	}
	document, err := html.Parse(strings.NewReader(template.Content))
	if err != nil {
		t.Fatalf("%s: %v", template.UsageType, err)
	}
	for node := range document.Descendants() {
		if node.Type != html.ElementNode {
			continue
		}
		switch node.Data {
		case "html":
			if language := attribute(node, "lang"); language != locale {
				t.Errorf("%s is in %q", template.UsageType, language)
			}
		case "table":
			if attribute(node, "role") != "presentation" {
				t.Errorf("%s has a table that a screen reader reads as one", template.UsageType)
			}
		case "script", "form", "link", "img", "iframe":
			t.Errorf("%s has a <%s>", template.UsageType, node.Data)
		}
	}
}

func attribute(node *html.Node, name string) string {
	for _, a := range node.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// Only what is in every mail of a type may be used: Logto leaves a placeholder
// without a value as it is.
func TestEmail_placeholdersAreAlwaysThere(t *testing.T) {
	t.Parallel()
	folder, err := templates.Email("en")
	if err != nil {
		t.Fatal(err)
	}
	all, err := email.Load(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, template := range all {
		payload := map[string]any{"code": "495172"}
		if template.UsageType == email.OrganizationInvitation {
			payload = map[string]any{"link": "https://example.com/join", "organization": map[string]any{"name": "Readers"}}
		}
		for _, text := range []string{template.Subject, template.Content} {
			if rendered := email.Render(text, payload); strings.Contains(rendered, "{{") {
				t.Errorf("%s: %s", template.UsageType, rendered)
			}
		}
	}
}

func TestEmail_unknownLocale(t *testing.T) {
	t.Parallel()
	for _, locale := range []string{"xx", "", "EN", "../en"} {
		if _, err := templates.Email(locale); err == nil {
			t.Errorf("there are templates in %q", locale)
		}
	}
}

// A folder that is not listed could not be chosen.
func TestLocales_areTheFolders(t *testing.T) {
	t.Parallel()
	entries, err := os.ReadDir("email")
	if err != nil {
		t.Fatal(err)
	}
	var folders []string
	for _, entry := range entries {
		folders = append(folders, entry.Name())
	}
	if !slices.Equal(folders, templates.Locales()) {
		t.Errorf("got %v for the folders %v", templates.Locales(), folders)
	}
}
