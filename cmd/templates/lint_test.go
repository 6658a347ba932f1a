package templates

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/manifest"
)

// A finding in a file with several templates is about the one that it is in.
func TestVerdicts_around(t *testing.T) {
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
	found := newVerdicts()
	for _, template := range append(templates, at("emails/Generic.html", template(email.Generic, "", false))) {
		found.take(template)
	}
	found.judging.Wait()
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
		if got := found.around(finding).UsageType; got != test.want {
			t.Errorf("%s:%d:%d is about %q, want %q", test.file, test.line, test.column, got, test.want)
		}
	}
}

// However templates are judged at the same time, what is said of them is in the
// order of their places, and nothing of their texts is kept.
func TestVerdicts_with(t *testing.T) {
	t.Parallel()
	const files = 100
	found := newVerdicts()
	for i := range files {
		one := template(email.Generic, "en", false)
		one.Content = strings.Repeat("<p>{{code}}</p>", files-i) + `<img src="https://example.com/a.png"><a href="">x</a>`
		found.take(at(fmt.Sprintf("emails/%03d.html", i), one))
	}
	view := found.with(manifest.Findings{{File: "emails/050.html", Line: 1, Column: 1, Message: "read before"}})
	var got, want []string
	for _, finding := range view {
		got = append(got, finding.File+" "+finding.Message+" "+finding.Locale)
	}
	for i := range files {
		file := fmt.Sprintf("emails/%03d.html", i)
		if i == 50 {
			want = append(want, file+" read before en")
		}
		want = append(want, file+" the picture has no alt text en", file+" the link has an empty address en")
		if about := found.all[i].about; about.Subject+about.Content+about.Source != "" {
			t.Errorf("the text of %s is kept", file)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
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
