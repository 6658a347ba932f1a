package manifest_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDecodeManifest_yamlRefused(t *testing.T) {
	t.Parallel()
	const quotes = " goes in quotes)"
	tests := []struct {
		name, file string
		want       []string
	}{
		{"anchor and alias", "version: &v 1\nlogto: *v", []string{
			"1:10: anchors (&) are not understood here (write the value out; a text that begins with &" + quotes,
			"2:8: aliases (*) are not understood here (write the value out; a text that begins with *" + quotes,
		}},
		{"merge key", "a:\n  <<: {b: c}", []string{
			"2:3: merge keys (<<) are not understood here (write the keys out, or put them into a file of their own: -f base.yaml -f more.yaml)",
		}},
		{"tag", "version: !!str 1", []string{"1:10: tags (!) are not understood here (leave the tag out; a text that begins with !" + quotes}},
		{"directive", "%YAML 1.2\n---\nversion: 1", []string{"1:1: directives (%) are not understood here (leave the line out)"}},
		{"complex key", "? version\n: 1", []string{"1:1: complex keys (?) are not understood here (write key: value)"}},
		{"second document", "version: 1\n---\nversion: 1\n---\nversion: 1", []string{
			"2:1: a second document (write one document for each file, and name them one after the other: -f base.yaml -f more.yaml)",
		}},
		{"text behind the end", "version: 1\n...\nx", []string{
			"3:1: a second document (write one document for each file, and name them one after the other: -f base.yaml -f more.yaml)",
		}},
		{"tab", "version: 1\nlogto:\n\tendpoint: x", []string{
			`3:1: the file is not YAML: found character '\t' that cannot start any token (indent with spaces, not with tabs)`,
		}},
		{"colon", "version: 1\nname: a: b", []string{
			"2:7: the file is not YAML: mapping value is not allowed in this context (a text with a colon and a space in it goes in quotes)",
		}},
		{"brace", "version: 1\nsubject: {{code}}", []string{
			"2:11: the file is not YAML: could not find flow map content (a text that begins with { goes in quotes)",
		}},
		{"open bracket", "version: [1", []string{"1:10: the file is not YAML: sequence end token ']' not found"}},
		{"open quote", "version: \"x", []string{"1:10: the file is not YAML: could not find end character of double-quoted text"}},
		{"no UTF-8", "version: 1 # \xff", []string{"1:14: the file is not UTF-8 (save it as UTF-8)"}},
		{"control character", "version: 1 # é\x00", []string{`1:15: the file holds a control character (in double quotes it is written as an escape, for instance "\r")`}},
		{"carriage return", "a: 1\rb: 2", []string{`1:5: the file holds a control character (in double quotes it is written as an escape, for instance "\r")`}},
		{"brackets", "a: " + strings.Repeat("[", 1e5), []string{"1:104: the file nests deeper than 100 levels"}},
		{"dashes", strings.Repeat("- ", 1e5), []string{"1:201: the file nests deeper than 100 levels"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, findings := decodeManifest(t, manifestOptions(), test.file)
			want := "dir/file.yaml:" + strings.Join(test.want, "\ndir/file.yaml:")
			if diff := cmp.Diff(want, findings); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDecodeManifest_yamlTooDeep(t *testing.T) {
	t.Parallel()
	var file strings.Builder
	for i := range 200 {
		file.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	_, findings := decodeManifest(t, manifestOptions(), file.String())
	if want := "dir/file.yaml:102:103: the file nests deeper than 100 levels"; !strings.Contains(findings, want) {
		t.Error(findings)
	}
}

// A finding points into a text, however it is written.
func TestDecodeManifest_yamlPlaces(t *testing.T) {
	t.Parallel()
	const head = "version: 1\nemailTemplates:\n  en:\n    - usageType: SignIn\n      subject: s\n      content: "
	tests := []struct {
		name, content string
		place         string // of {{cod}}
	}{
		{"plain", "é {{code}} {{cod}}", "6:27"},
		{"plain, on two lines", "x {{code}}\n        b {{cod}}", "6:16"},
		{"single quotes", "'{{code}} {{cod}}'", "6:26"},
		{"single quotes with a quote", "'{{code}} it''s {{cod}}'", "6:16"},
		{"double quotes", `"{{code}} {{cod}} \n"`, "6:26"},
		{"behind an escape", `"{{code}}\n{{cod}}"`, "6:16"},
		{"block", "|\n        <p>{{code}}</p>\n\n         é {{cod}}", "9:12"},
		{"block with an indent", "|2-\n        {{code}}\n         {{cod}}", "8:10"},
		{"block at its end", "|+\n        {{code}}\n        {{cod}}\n\n", "8:9"},
		{"folded block", ">\n        {{code}}\n        {{cod}}", "6:16"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, findings := decodeManifest(t, manifestOptions(), head+test.content+"\n")
			want := "dir/file.yaml:" + test.place + `: unknown placeholder {{cod}}`
			if !strings.HasPrefix(findings, want) {
				t.Errorf("%s, want %s", findings, want)
			}
		})
	}
}

// A message of the parser does not quote what could be a secret.
func TestDecodeManifest_yamlSecret(t *testing.T) {
	t.Parallel()
	for _, file := range []string{
		"connector:\n  accessKeySecret: " + secretText + ": x",
		"connector:\n  accessKeySecret: [" + secretText,
		"connector:\n  accessKeySecret: \"" + secretText,
		"connector:\n  accessKeySecret: !" + secretText + " x",
		"connector:\n  accessKeySecret: {" + secretText + "}",
		"version: 1\nconnector:\n  accessKeySecret: " + secretText + "\n  regionId: " + secretText,
		"connector:\n- accessKeySecret: " + secretText + "\n  accessKeySecret: " + secretText,
	} {
		if _, findings := decodeManifest(t, manifestOptions(), file); findings == "" {
			t.Errorf("%s is no file", file)
		}
	}
}
