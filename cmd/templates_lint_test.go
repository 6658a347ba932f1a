package cmd_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/cmd"
	"github.com/logtoctl/logtoctl/internal/cli"
)

// Each folder of the bad examples has one template in English, and the command
// says of it exactly what is wrong, where, and how bad it is.
func TestTemplatesLint_bad(t *testing.T) {
	t.Parallel()
	rules, err := filepath.Glob(filepath.Join("..", "internal", "email", "lint", "testdata", "bad", "*", "*.html"))
	if err != nil || len(rules) < 20 {
		t.Fatalf("found %d bad examples, %v", len(rules), err)
	}
	for _, file := range rules {
		t.Run(filepath.Base(filepath.Dir(file)), func(t *testing.T) {
			t.Parallel()
			want := strings.TrimSpace(read(t, filepath.Join(filepath.Dir(file), "finding.golden")))
			target := filepath.Join(t.TempDir(), "en", filepath.Base(file))
			if err := os.MkdirAll(filepath.Dir(target), 0o750); err != nil {
				t.Fatal(err)
			}
			writeFile(t, target, read(t, file))
			got, code := lint(t, target)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
			if failed := strings.Contains(want, " error "); failed != (code == 2) || !failed && code != 0 {
				t.Errorf("exit code %d", code)
			}
		})
	}
}

// lint runs the command and returns what it found, a line each.
func lint(t *testing.T, file string) (string, int) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	streams := cli.Streams{In: strings.NewReader(""), Out: &stdout, Err: &stderr}
	code := cmd.Run(t.Context(), []string{"templates", "lint", file, "-o", "json"}, streams, func(string) (string, bool) { return "", false })
	var findings []struct {
		File, Severity, UsageType, Locale, Message string
		Line, Column                               int
	}
	if err := json.Unmarshal(stdout.Bytes(), &findings); err != nil {
		t.Fatalf("%v\n%s%s", err, stdout.String(), stderr.String())
	}
	var lines []string
	for _, f := range findings {
		if f.File != file || f.Locale != "en" || f.UsageType+".html" != filepath.Base(file) {
			t.Errorf("the finding is about %s, %s in %q", f.File, f.UsageType, f.Locale)
		}
		lines = append(lines, fmt.Sprintf("%s:%d:%d %s %s", filepath.Base(f.File), f.Line, f.Column, f.Severity, f.Message))
	}
	return strings.Join(lines, "\n"), code
}

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
