package templates

import (
	"strings"
	"testing"

	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/manifest"
)

// A finding in a file with several templates is about the one that it is in.
func TestAround(t *testing.T) {
	t.Parallel()
	const text = `{"templates": [
  {"usageType": "SignIn", "subject": "s",
   "content": "{{code}}"},
  {"usageType": "Register", "content": "{{code}}", "subject": "s"}
],
"accountName": "a@example.com"}`
	templates, _ := manifest.DecodeConnectorTemplates("connector.json", []byte(text), manifest.ConnectorOptions{})
	if len(templates) != 2 {
		t.Fatalf("%d templates", len(templates))
	}
	templates = append(templates, at("emails/Generic.html", template(email.Generic, "", false)))
	tests := []struct {
		file         string
		line, column int
		want         email.UsageType
	}{
		{"connector.json", 1, 1, ""},
		{"connector.json", 2, 3, email.SignIn},
		{"connector.json", 3, 18, email.SignIn},
		{"connector.json", 4, 3, email.Register},
		{"connector.json", 4, 60, email.Register},
		{"connector.json", 6, 1, ""},
		{"other.json", 2, 3, ""},
		{"emails/Generic.html", 99, 1, email.Generic},
	}
	for _, test := range tests {
		finding := manifest.Finding{File: test.file, Line: test.line, Column: test.column}
		if got := around(templates, finding).UsageType; got != test.want {
			t.Errorf("%s:%d:%d is about %q, want %q", test.file, test.line, test.column, got, test.want)
		}
	}
}

// A preview is named only where it would show something.
func TestLintError_Hint(t *testing.T) {
	t.Parallel()
	tests := []struct {
		err  lintError
		want string
	}{
		{lintError{tally{templates: 1, errors: 1}, "emails"}, "logtoctl templates preview emails shows it"},
		{lintError{tally{templates: 1, errors: 1}, ""}, "logtoctl templates preview shows it"},
		{lintError{tally{errors: 1}, "emails"}, ""},
	}
	for _, test := range tests {
		hint := test.err.Hint()
		if !strings.Contains(hint, test.want) || (test.want == "") == strings.Contains(hint, "preview") {
			t.Errorf("%+v: %s", test.err, hint)
		}
	}
}

func TestOneOf(t *testing.T) {
	t.Parallel()
	known := []string{"en", "zh-CN", "zh-TW"}
	for locale, want := range map[string]string{
		"zh_CN": "did you mean zh-CN?", "ZH_tw": "did you mean zh-TW?", "es": "use en, zh-CN, zh-TW", "zh-HK": "use en, zh-CN, zh-TW",
	} {
		if got := oneOf(locale, known); got != want {
			t.Errorf("%s: %s, want %s", locale, got, want)
		}
	}
}
