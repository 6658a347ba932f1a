package manifest_test

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/logtoctl/logtoctl/internal/manifest"
)

// large is the size in bytes of a file that is large enough: a quarter of what is
// read.
const large = 256 << 10

// repeated fills a file with a text.
func repeated(text string) string { return strings.Repeat(text, large/len(text)) }

// numbered fills a file with a text that has a number in it.
func numbered(format string, count int) string {
	var text strings.Builder
	for i := range count {
		fmt.Fprintf(&text, format, i)
	}
	return text.String()
}

// TestDecode_large reads large files that are made such that work grows
// with the square of their size when it is done wrong: then each takes minutes, and
// the test runs into its time limit.
func TestDecode_large(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ file, text, want string }{
		"keys in one line":      {"c.json", "{" + numbered(`"k%d":1,`, 20_000) + `"z":1}`, `c.json:1:2: unknown key "k0"`},
		"values in one line":    {"c.json", `{"templates":[` + repeated(`"é",`) + `1]}`, `c.json:1:15: templates[0] must be an object, not a string`},
		"references, JSON":      {"c.json", `{"accountName":"` + repeated(`\u00e9${X}`) + `"}`, `c.json:1:23: the environment variable X is not set`},
		"a long key":            {"c.json", `{"` + repeated("k") + `":1}`, `c.json:1:2: unknown key "kkk`},
		"comments":              {"c.json", "{" + repeated("/**/") + "}", "c.json:1:2: JSON has no comments"},
		"list in one line":      {"m.yaml", "version: [" + repeated("v, ")[:50_000] + "v]", "m.yaml:1:10: version must be a number, not an array"},
		"too many in brackets":  {"m.yaml", "a: [" + repeated("v, ") + "v]", "m.yaml:1:60003: the file has more than 20000 keys and list entries (use a file for each tenant)"},
		"too many keys":         {"m.yaml", numbered("k%d: v\n", 30_000), "m.yaml:20001:7: the file has more than 20000 keys and list entries (use a file for each tenant)"},
		"too many dashes":       {"m.yaml", repeated("-\n"), "m.yaml:20001:1: the file has more than 20000 keys and list entries (use a file for each tenant)"},
		"references, YAML":      {"m.yaml", `version: "` + repeated("é${X}") + `"`, "m.yaml:1:10: version must be a number, not a string"},
		"references in a value": {"m.yaml", "version: 1\nlogto: {endpoint: \"" + repeated("é${X}") + `"}`, "m.yaml:2:21: the environment variable X is not set"},
		"one indent more each":  {"m.yaml", indented(1400), "m.yaml:1:1: unknown key"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var err error
			if strings.HasSuffix(test.file, ".json") {
				_, _, err = manifest.DecodeConnector(test.file, []byte(test.text), options())
			} else {
				_, _, err = manifest.DecodeManifest([]manifest.Source{{Name: test.file, Data: []byte(test.text)}}, manifestOptions())
			}
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("no %s in %.300v", test.want, err)
			}
		})
	}
}

func indented(levels int) string {
	var text strings.Builder
	for i := range levels {
		text.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	return text.String()
}

// What is wrong with a template a hundred thousand times is told in bearable time.
func TestDecodeTemplateFile_large(t *testing.T) {
	t.Parallel()
	for name, content := range map[string]string{
		"placeholders": repeated("é{{cod}} "), "references": repeated("é${X} "), "lines": repeated("{{cod}}\n"), "names": "{{" + repeated("n") + "}}", "both": repeated("${X}{{cod}}"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fsys := fstest.MapFS{"SignIn.html": &fstest.MapFile{Data: []byte("---\nsubject: s\n---\n" + content), Mode: fs.ModePerm &^ 0o111}}
			if _, findings := manifest.DecodeTemplateFile("dir", "en", "SignIn.html", fsys, options()); len(findings) == 0 {
				t.Error("nothing is wrong with it")
			}
		})
	}
}
