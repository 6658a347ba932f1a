package templates

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/manifest"
)

// at puts a template into a file.
func at(file string, template manifest.MailTemplate) manifest.MailTemplate {
	template.File = file
	return template
}

func TestPushOptions_pick(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	inside := func(name string) string { return filepath.Join(folder, name) }
	for _, name := range []string{"connector.json", "SignIn.html", "ja.html"} {
		if err := os.WriteFile(inside(name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	signIn := func(locale string, localised bool) manifest.MailTemplate {
		return template(email.SignIn, locale, localised)
	}
	flat := []manifest.MailTemplate{at(inside("SignIn.html"), signIn("", false))}
	named := []manifest.MailTemplate{at(inside("ja.html"), signIn("ja", false))}
	builtin := []manifest.MailTemplate{at("built-in en/SignIn.html", signIn("en", false))}
	nested := []manifest.MailTemplate{at(inside("ja/SignIn.html"), signIn("ja", false))}
	several := append(nested[:1:1], at(inside("fr/SignIn.html"), signIn("fr", false)))
	mixed := append(builtin[:1:1], at(inside("connector.json"), signIn("de", true)))
	file := inside("connector.json")
	tests := []struct {
		name, path string
		found      []manifest.MailTemplate
		locales    string
		want, err  string
	}{
		{"flat", folder, flat, "", "", "say no language: add one --locale"},
		{"flat under a tag", folder, flat, "fr", "fr", ""},
		{"flat under two", folder, flat, "fr,ja", "", "add one --locale, not 2"},
		{"named after a language", folder, named, "", "ja", ""},
		{"under another tag", folder, named, "ja-JP", "ja-JP", ""},
		{"one file", inside("SignIn.html"), flat, "fr", "fr", ""},
		{"built in for a file", file, builtin, "", "", "say no language"},
		{"built in for a file under a tag", file, builtin, "pt-BR", "pt-BR", ""},
		{"the folder of a file", file, named, "", "ja", ""},
		{"built in", "", builtin, "", "en", ""},
		{"built in under another tag", "", builtin, "pt-BR", "", `no templates in the language "pt-BR": use en`},
		{"a folder of one language", folder, nested, "fr", "", `no templates in the language "fr": use ja`},
		{"a folder of languages", folder, several, "", "ja fr", ""},
		{"one of them", folder, several, "fr", "fr", ""},
		{"localised ones", file, mixed, "", "de", ""},
		{"localised ones under another tag", file, mixed, "fr", "", `no templates in the language "fr": use de`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			o := pushOptions{path: test.path}
			if test.locales != "" {
				o.locales = strings.Split(test.locales, ",")
			}
			got, err := o.pick(append([]manifest.MailTemplate(nil), test.found...))
			if (err == nil) != (test.err == "") || err != nil && !strings.Contains(err.Error(), test.err) {
				t.Fatalf("got %v, want %s", err, test.err)
			}
			if tags := strings.Join(locales(got), " "); tags != test.want {
				t.Errorf("the languages are %q, want %q", tags, test.want)
			}
		})
	}
}

func TestPushOptions_looksByDefault(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, source, path string
		values             variables
		want               bool
	}{
		{"a colour", "${brand.color}", "emails", nil, true},
		{"a logo", "${brand.logo}", "", variables{"brand.name": "A"}, true},
		{"neither", "${brand.name} ${COLOR}", "emails", nil, false},
		{"a brand of its own", "${brand.color}", "logtoctl.yaml", nil, false},
		{"given", "${brand.color}", "emails", variables{"brand.color": "#fff"}, false},
	}
	for _, test := range tests {
		o := pushOptions{path: test.path, values: test.values}
		if got := o.looksByDefault([]manifest.MailTemplate{{Source: "a"}, {Source: test.source}}); got != test.want {
			t.Errorf("%s: %t, want %t", test.name, got, test.want)
		}
	}
}
