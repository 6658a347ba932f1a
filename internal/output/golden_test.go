package output_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	"go.yaml.in/yaml/v3"

	"github.com/logtoctl/logtoctl/internal/output"
)

var update = flag.Bool("update", false, "write the golden files of testdata")

// printed returns what a view looks like; pipe and terminal only matter for tables.
func printed(t *testing.T, view output.View, format output.Format, terminal bool) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := (output.Printer{Writer: &out, Format: format, Terminal: terminal}).Print(view); err != nil {
		t.Fatalf("print as %s: %v", format, err)
	}
	return out.Bytes()
}

// Each file of testdata holds one view in all its forms.
func TestPrinter_golden(t *testing.T) {
	t.Parallel()
	for name, view := range views() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := txtar.Format(&txtar.Archive{Files: []txtar.File{
				{Name: "terminal", Data: printed(t, view, output.FormatTable, true)},
				{Name: "pipe", Data: printed(t, view, output.FormatTable, false)},
				{Name: "json", Data: printed(t, view, output.FormatJSON, true)},
				{Name: "yaml", Data: printed(t, view, output.FormatYAML, true)},
			}})
			path := filepath.Join("testdata", name+".txtar")
			if *update {
				if err := os.WriteFile(path, got, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(strings.ReplaceAll(string(want), "\r\n", "\n"), string(got)); diff != "" {
				t.Errorf("%s (-want +got), go test -update writes it:\n%s", path, diff)
			}
		})
	}
}

// Every form of every view holds to the same few rules.
func TestPrinter_rules(t *testing.T) {
	t.Parallel()
	for name, view := range views() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			document := printed(t, view, output.FormatJSON, false)
			var fromJSON, fromYAML any
			if err := json.Unmarshal(document, &fromJSON); err != nil || !bytes.HasSuffix(document, []byte("\n")) {
				t.Errorf("not one JSON document with a line break at its end: %v\n%s", err, document)
			}
			if bytes.Contains(document, []byte(`\u003c`)) || bytes.Contains(document, []byte(`\u0026`)) {
				t.Errorf("HTML is escaped:\n%s", document)
			}
			if err := yaml.Unmarshal(printed(t, view, output.FormatYAML, false), &fromYAML); err != nil {
				t.Fatal(err)
			}
			again, err := json.Marshal(fromYAML)
			if err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(again, &fromYAML); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(fromJSON, fromYAML); diff != "" {
				t.Errorf("YAML says something else (-JSON +YAML):\n%s", diff)
			}
			for _, form := range [][]byte{document, printed(t, view, output.FormatTable, true), printed(t, view, output.FormatYAML, true)} {
				if bytes.Contains(form, []byte("access-key-secret")) {
					t.Errorf("the AccessKey secret is in it:\n%s", form)
				}
			}
			for line := range strings.Lines(string(printed(t, view, output.FormatTable, true))) {
				if strings.TrimRight(line, " \n")+"\n" != line {
					t.Errorf("the line %q ends in blanks", line)
				}
			}
		})
	}
}
