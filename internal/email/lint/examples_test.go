package lint_test

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

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
			got := findings(t, os.DirFS(folder))
			if len(got) != 1 {
				t.Errorf("%d findings, want one", len(got))
			}
			compare(t, filepath.Join(folder, "finding.golden"), got)
		})
	}
}

// The mails of testdata/real are built as the common generators and people
// build them. There is nothing in them that must be changed.
func TestExamples_real(t *testing.T) {
	t.Parallel()
	mails, err := filepath.Glob("testdata/real/*.html")
	if err != nil {
		t.Fatal(err)
	}
	if len(mails) < 5 {
		t.Fatalf("only %d mails", len(mails))
	}
	for _, mail := range mails {
		t.Run(filepath.Base(mail), func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(mail)
			if err != nil {
				t.Fatal(err)
			}
			got := findings(t, fstest.MapFS{"SignIn.html": {Data: text}})
			if len(got) > 2 {
				t.Errorf("%d findings", len(got))
			}
			for _, finding := range got {
				if strings.Contains(finding, " error ") {
					t.Error(finding)
				}
			}
			compare(t, strings.TrimSuffix(mail, ".html")+".golden", got)
		})
	}
}

// compare holds findings against a golden file.
func compare(t *testing.T, golden string, got []string) {
	t.Helper()
	var text strings.Builder
	for _, finding := range got {
		text.WriteString(finding + "\n")
	}
	if *update {
		if err := os.WriteFile(golden, []byte(text.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), text.String()); diff != "" {
		t.Error(diff)
	}
}

// The bad examples are variations of this one.
func TestExamples_good(t *testing.T) {
	t.Parallel()
	if got := findings(t, os.DirFS("testdata/good")); len(got) > 0 {
		t.Error(strings.Join(got, "\n"))
	}
}

// findings returns all that is found in a folder, by the rules for Logto and
// by those for design.
func findings(t *testing.T, folder fs.FS) []string {
	t.Helper()
	files, err := email.Read(folder)
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
