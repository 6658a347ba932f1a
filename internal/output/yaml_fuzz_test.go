package output_test

import (
	"encoding/json"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/internal/printable"
)

// FuzzYAML says that a text is the same in both documents, whatever it looks like.
func FuzzYAML(f *testing.F) {
	for _, seed := range []string{
		"", "yes", "null", "~", "0123", "1e3", "0x1f", "2026-11-22", "a: b", "- a", "# a", "{{code}}", "\"", "'", "|", "&a", "*a", "!a", "%a", "@a",
		" padded ", "<p>\n  {{code}}\n</p>\n", "\n\n", "a\tb", "\r\n", "é 書店 🙂", "=", "<<", ".inf", "on", "1_000", "\u0085\u2028",
		"\x1b[31m", "\x7f\u009b", "\u202eevil\u202c", "\u2066\n\u2069",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		encoded, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		var want string
		if err := json.Unmarshal(encoded, &want); err != nil { // what is not UTF-8 is replaced
			t.Fatal(err)
		}
		document := printed(t, output.Application{Name: text}, output.FormatYAML, false)
		var got struct{ Name any }
		if err := yaml.Unmarshal(document, &got); err != nil {
			t.Fatalf("%q became YAML that does not parse: %v\n%s", text, err, document)
		}
		if !printable.Clean(string(document)) {
			t.Errorf("%q plays with a terminal in\n%q", text, document)
		}
		if got.Name != want {
			t.Errorf("%q became %#v in\n%s", text, got.Name, document)
		}
	})
}
