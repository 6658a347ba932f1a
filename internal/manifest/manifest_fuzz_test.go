package manifest_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/manifest"
	"github.com/logtoctl/logtoctl/internal/printable"
)

// Whatever stands in a file, decoding ends, every finding is at a place that
// the file has, and the secret of the environment is in none.
func FuzzDecodeManifest(f *testing.F) {
	f.Add(wholeManifest, "verify: null")
	f.Add(`{"version": 1, "applications": {"a": {"name": "${SECRET}"}}}`, "applications: {a: {type: '${SECRET}'}}")
	f.Add("version: 1\nconnector: {accessKeySecret: '${SECRET}', regionId: '${SECRET}'}", "a: |\r\n  x\r\n")
	f.Add("version: 1\nconnector:\n  file: mail/connector.json\n  templates: ./emails", "emailTemplates: {ja: '${NONE}'}")
	f.Add("version: 1\nbrand: {name: '${SECRET}', color: }\nemailTemplates: ./emails", "connector: {brand: {name: null}, templates: [{usageType: SignIn, content: '${brand.x}${brand.logo'}]}")
	f.Add("version: 1\ndirectMail: {region: '${SECRET}', sender: '${SECRET}', domain: a.example}", "directMail: {tag: '', replyAddress: '<x>', sender: null}\nconnector: {}")
	f.Add("? a\n: &b !c *d", "- - - [{a: b\n  : c}]")
	f.Add("a:\u0085b: \u2028c\ufeff", "\"\\ud83d\": >2\n   x")
	f.Fuzz(func(t *testing.T, base, over string) {
		sources := []manifest.Source{{Name: "base", Data: []byte(base)}, {Name: "over", Data: []byte(over)}}
		_, warnings, err := manifest.DecodeManifest(sources, manifestOptions())
		failures, _ := errors.AsType[manifest.Findings](err)
		for _, finding := range append(failures, warnings...) {
			data := map[string]string{"base": base, "over": over, "mail/connector.json": whole}[finding.File]
			lines := strings.Split(data, "\n")
			if !strings.HasPrefix(finding.File, "emails/") && !strings.HasPrefix(finding.File, "mail/emails/") &&
				(finding.Line < 1 || finding.Line > len(lines) || finding.Column < 1 || finding.Column > utf8.RuneCountInString(lines[finding.Line-1])+1) {
				t.Errorf("%q, %q: no such place: %s", base, over, finding)
			}
			if strings.Contains(finding.String(), secretText) && !strings.Contains(base+over, secretText) {
				t.Errorf("%q, %q: the secret is in %s", base, over, finding)
			}
		}
	})
}

// What is written is read back, and writing it again writes the same.
func FuzzEncodeManifest(f *testing.F) {
	f.Add("Bookstore", "The web shop", "https://a.example.com/callback", "Your code is {{code}}", "<p>\n  {{code}}\n</p>\n")
	f.Add("true", "a: b # c", "com.example.app://x?a=${b}", "'{{code}}'\"\\", "|\n\t{{code}} \n\n\n")
	f.Add("1984", "\n", "", "{{code}}\u2028\u0085\ufeff", " {{code}}\r\n\x00\x7f")
	f.Add("\x1b[2J\u202e", "\u009b", "\u2066", "a\nb\x7f", "<p>\n\u202e\u009d{{code}}\n</p>\n")
	f.Add("- a", "~", "?", "*{{code}}", "# a\n--- {{code}}\n...\n%\n")
	f.Fuzz(func(t *testing.T, name, description, uri, subject, content string) {
		want := everything()
		application := &want.Applications[0]
		application.Name, application.Description, application.RedirectURIs = name, &description, []string{uri}
		want.Connector.Templates[0].Subject, want.Connector.Templates[0].Content = subject, content
		want.EmailTemplates = []email.LocalisedTemplate{{LanguageTag: "ja", UsageType: "SignIn", Subject: subject, Content: content}}
		data, err := manifest.EncodeManifest(want, manifest.EncodeOptions{})
		if err != nil {
			texts := []string{name, description, uri, subject, content} // two halves of a character make a whole one
			if !slices.ContainsFunc(texts, func(text string) bool { return !utf8.ValidString(text) }) {
				t.Fatal(err)
			}
			return
		}
		if !printable.Clean(string(data)) {
			t.Errorf("it plays with a terminal: %q", data)
		}
		if strings.Contains(string(data), secretText) && !strings.Contains(name+description+uri+subject+content, secretText) {
			t.Errorf("the secret is in\n%s", data)
		}
		o := manifestOptions()
		o.Lookup = environment(map[string]string{"ALIBABA_CLOUD_ACCESS_KEY_SECRET": secretText})
		got, _, err := manifest.DecodeManifest([]manifest.Source{{Name: "file.yaml", Data: data}}, o)
		if err != nil {
			if strings.Contains(err.Error(), "is not YAML") || strings.Contains(err.Error(), "the file holds a control character") {
				t.Fatalf("%s\n%s", err, data)
			}
			return // no good name, URI or template
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s\n%s", data, diff)
		}
	})
}

// Any text that is written as YAML is the same text when it is read, wherever
// it stands.
func FuzzYAML(f *testing.F) {
	for _, text := range []string{
		"plain", "true", "No", "12", "0x1f", ".inf", "", "~", " lead", "trail ", "a: b", "a:", "a #b", "- x", "*x", "&x", "!x", "@x", "`x", "{a", "[a",
		"a\nb", "a\nb\n", "a\n\nb\n\n\n", "  a\nb\n", "\ta\nb", "a \nb\n", "\n\na\nb", "a\r\nb", "\x01", "é\u2028x", "'q'", "\"q\"", "1e3", "null",
		"\n", " \n", "a\n ", "a\n\tb\n", "---", "--- a\nb", "?", "a\n#b\n", "\u0085", "\ufeffx", "\U0001F600\n x", "${A:-b}", "a, b", "a - b", "x\n- y\n",
	} {
		f.Add(text, text)
	}
	f.Fuzz(func(t *testing.T, key, text string) {
		if !utf8.ValidString(key) || !utf8.ValidString(text) {
			return
		}
		written := manifest.WriteYAML(key, text)
		gotKey, texts, err := manifest.ReadYAML(written)
		if err != nil || gotKey != key || !cmp.Equal(texts, []string{text, text, text}) {
			t.Errorf("%q, %q became\n%s\n%q, %q, %v", key, text, written, gotKey, texts, err)
		}
	})
}
