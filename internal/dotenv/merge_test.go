package dotenv_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/dotenv"
)

func TestMerge(t *testing.T) {
	t.Parallel()
	variables := []dotenv.Variable{{Name: "A", Value: "1"}, {Name: "B", Value: "two words"}}
	tests := []struct{ name, content, want string }{
		{"empty file", "", "A=1\nB=\"two words\"\n"},
		{"other lines stay", "# note\nX=9\n\nA=0\n", "# note\nX=9\n\nA=1\nB=\"two words\"\n"},
		{"no final line break", "X=9", "X=9\nA=1\nB=\"two words\"\n"},
		{"export and indent stay", "  export A=0\nB=x\n", "  export A=1\nB=\"two words\"\n"},
		{"windows line endings stay", "A=0\r\nX=9\r\n", "A=1\r\nX=9\r\nB=\"two words\"\r\n"},
		{"every occurrence is set", "A=0\nA=00\nB=x\n", "A=1\nA=1\nB=\"two words\"\n"},
		{"a name inside another value is not a line", "X=\"line\nA=inside\n\"\nA=0\nB=x\n", "X=\"line\nA=inside\n\"\nA=1\nB=\"two words\"\n"},
		{"an escaped quote does not close", "X=\"a\\\"\nA=inside\"\nA=0\nB=x\n", "X=\"a\\\"\nA=inside\"\nA=1\nB=\"two words\"\n"},
		{"a multi-line value is replaced whole", "A=\"one\ntwo\"\nB=x\n", "A=1\nB=\"two words\"\n"},
		{"a comment is not an assignment", "#A=0\nB=x\n", "#A=0\nB=\"two words\"\nA=1\n"},
		{"a longer name is another variable", "AA=0\nB=x\n", "AA=0\nB=\"two words\"\nA=1\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := dotenv.Merge(test.content, variables)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("merged file (-want +got):\n%s", diff)
			}
			if again := dotenv.Merge(got, variables); again != got {
				t.Errorf("a second merge changed the file:\n%s", cmp.Diff(got, again))
			}
		})
	}
}

func FuzzMerge(f *testing.F) {
	f.Add("X=1\n# c\nA='x\ny'\n", "value")
	f.Add("export A=\"\r\n", "a\"b$c\\\n")
	f.Fuzz(func(t *testing.T, content, value string) {
		variables := []dotenv.Variable{{Name: "A", Value: value}}
		merged := dotenv.Merge(content, variables)
		if again := dotenv.Merge(merged, variables); again != merged {
			t.Errorf("not stable: %q became %q", merged, again)
		}
		if value == "" || strings.ContainsAny(content, "\"'`") {
			return
		}
		for line := range strings.Lines(content) {
			if !strings.Contains(line, "A") && !strings.Contains(merged, strings.TrimRight(line, "\r\n")) {
				t.Errorf("the line %q was lost from %q", line, merged)
			}
		}
	})
}

func TestWrite(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), ".env")
	if err := os.WriteFile(path, []byte("X=9\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	variables := []dotenv.Variable{{Name: "SECRET", Value: "s"}}
	for i, want := range []bool{true, false} {
		wrote, err := dotenv.Write(path, variables)
		if err != nil || wrote != want {
			t.Fatalf("write %d: wrote %v, err %v; want %v", i, wrote, err, want)
		}
	}
	content, err := os.ReadFile(path)
	if err != nil || string(content) != "X=9\nSECRET=s\n" {
		t.Errorf("content %q, err %v", content, err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, err %v; want 0600", info.Mode(), err)
	}
}

func TestWrite_symbolicLinkStays(t *testing.T) {
	t.Parallel()
	directory := t.TempDir()
	target, link := filepath.Join(directory, "real"), filepath.Join(directory, ".env")
	if err := os.WriteFile(target, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, link); err != nil {
		t.Skipf("no symbolic links here: %v", err)
	}
	if _, err := dotenv.Write(link, []dotenv.Variable{{Name: "A", Value: "1"}}); err != nil {
		t.Fatal(err)
	}
	if content, _ := os.ReadFile(target); string(content) != "A=1\n" {
		t.Errorf("the file behind the link holds %q", content)
	}
}

func TestWrite_refusesWhatIsNoFile(t *testing.T) {
	t.Parallel()
	if _, err := dotenv.Write(t.TempDir(), nil); err == nil {
		t.Error("a directory was taken for a .env file")
	}
}
