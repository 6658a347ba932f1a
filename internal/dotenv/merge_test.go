package dotenv_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/dotenv"
	"github.com/logtoctl/logtoctl/internal/manifest"
	"github.com/logtoctl/logtoctl/internal/printable"
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
	for _, value := range hostileValues() {
		f.Add("", value)
	}
	f.Fuzz(func(t *testing.T, content, value string) {
		variables := []dotenv.Variable{{Name: "A", Value: value}}
		merged := dotenv.Merge(content, variables)
		if again := dotenv.Merge(merged, variables); again != merged {
			t.Errorf("not stable: %q became %q", merged, again)
		}
		if utf8.ValidString(value) && printable.Clean(value) {
			read, err := manifest.DecodeVariables(".env", []byte(dotenv.Merge("", variables)))
			if err != nil || len(read) != 1 || read["A"] != value {
				t.Errorf("%q is read as %q, %v", value, read, err)
			}
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

// What a server calls things neither sets a further variable nor runs as a
// command: the values come back as they are from our own reader of such files,
// and from a shell that sources them.
func TestMerge_hostileValues(t *testing.T) {
	t.Parallel()
	for _, value := range hostileValues() {
		content := dotenv.Merge("", []dotenv.Variable{{Name: "A", Value: value}})
		variables, err := manifest.DecodeVariables(".env", []byte(content))
		if diff := cmp.Diff(map[string]string{"A": value}, variables); err != nil || diff != "" {
			t.Errorf("%q, %v (-want +got):\n%s", content, err, diff)
		}
	}
}

func TestMerge_sourcedByShell(t *testing.T) {
	t.Parallel()
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Skip(err)
	}
	for _, value := range hostileValues() {
		if strings.ContainsAny(value, "\r\n") {
			continue // a shell has no escape for them
		}
		path := filepath.Join(t.TempDir(), ".env")
		if _, err := dotenv.Write(path, []dotenv.Variable{{Name: "A", Value: value}}); err != nil {
			t.Fatal(err)
		}
		script := exec.CommandContext(t.Context(), shell, "-c", `. "$1"; printf %s "$A"`, "sh", path)
		script.Dir = t.TempDir()
		if got, err := script.CombinedOutput(); err != nil || string(got) != value {
			t.Errorf("%q came back as %q, %v", value, got, err)
		}
	}
}

func hostileValues() []string {
	return []string{
		"plain", "https://a.example.com/callback?a=b&c=d", "x\nB=injected", "x\r\nB=injected", "x\rB=injected", "`touch owned`", "$(touch owned)", "a;touch owned",
		"a|b>c<d", "~", "a'b", "a'b`touch owned`$HOME\\", `"; B=injected #`, "'; B=injected #", `back\slash`, "* ? [a]", "!!", " padded ", "書店 ${A}", "a\tb",
	}
}

// A terminal is not played with by somebody who looks at the file.
func TestMerge_controlCharacters(t *testing.T) {
	t.Parallel()
	got := dotenv.Merge("", []dotenv.Variable{{Name: "A", Value: "a\x1b[2J\x00\x7f\u009b\u0085b\u202e"}})
	if want := "A=a[2Jb\n"; got != want {
		t.Errorf("wrote %q, want %q", got, want)
	}
}

// A quote that is never closed makes all that follows one value. It was copied
// once for each of its lines, which is an hour's work for a file of this size.
func TestMerge_longValue(t *testing.T) {
	t.Parallel()
	content := "X='" + strings.Repeat("\n", 1<<20)
	want := content + "A=1\n"
	if got := dotenv.Merge(content, []dotenv.Variable{{Name: "A", Value: "1"}}); got != want {
		t.Errorf("merged %d bytes, want %d", len(got), len(want))
	}
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

// What is no file of a bearable size is left alone, and the message says why.
func TestWrite_refused(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	large := filepath.Join(folder, "large")
	if err := os.WriteFile(large, make([]byte, 1<<20+1), 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		folder: "read " + folder + ": it is not a plain file",
		large:  "read " + large + ": it is too large: more than the 1024 KiB that are read",
	} {
		if _, err := dotenv.Write(path, nil); err == nil || err.Error() != want {
			t.Errorf("error is %v, want %s", err, want)
		}
		if err := dotenv.Check(path); err == nil || err.Error() != want {
			t.Errorf("beforehand, the error is %v, want %s", err, want)
		}
	}
}
