package lint_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/email/lint"
)

var update = flag.Bool("update", false, "write the golden files")

// Each folder of testdata/bad is wrong in one way, and has exactly one finding:
// that of its golden file.
func TestExamples_bad(t *testing.T) {
	t.Parallel()
	folders, err := filepath.Glob("testdata/bad/*")
	if err != nil {
		t.Fatal(err)
	}
	if len(folders) < 40 {
		t.Fatalf("only %d bad examples", len(folders))
	}
	for _, folder := range folders {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			t.Parallel()
			got := findings(t, folder)
			if len(got) != 1 {
				t.Errorf("%d findings, want one", len(got))
			}
			golden := filepath.Join(folder, "finding.golden")
			text := strings.Join(got, "\n") + "\n"
			if *update {
				if err := os.WriteFile(golden, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), text); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// The bad examples are variations of this one.
func TestExamples_good(t *testing.T) {
	t.Parallel()
	if got := findings(t, "testdata/good"); len(got) > 0 {
		t.Error(strings.Join(got, "\n"))
	}
}

// findings returns all that is found in a folder, by the rules for Logto and
// by those for design.
func findings(t *testing.T, folder string) []string {
	t.Helper()
	files, err := email.Read(os.DirFS(folder))
	if err != nil {
		return []string{err.Error()}
	}
	var found []string
	for _, file := range files {
		for _, issue := range append(email.Check(file.Template), lint.Template(file.Template, "en")...) {
			line, column := file.Position(issue.Field, issue.Offset)
			found = append(found, fmt.Sprintf("%s:%d:%d %s %s", file.Name, line, column, issue.Severity, issue.Message))
		}
	}
	return found
}
