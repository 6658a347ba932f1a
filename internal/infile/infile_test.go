package infile_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/logtoctl/logtoctl/internal/infile"
)

const limit = 2048

func TestRead(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for name, length := range map[string]int{"empty": 0, "small": 10, "just fits": limit} {
		path := filepath.Join(folder, name)
		want := bytes.Repeat([]byte("x"), length)
		put(t, path, want)
		got, err := infile.Read(path, limit)
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: read %d bytes, %v", name, len(got), err)
		}
	}
}

// One byte too many is an error that says how many there may be, and nothing of
// the file is returned.
func TestRead_tooLarge(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "large")
	put(t, path, bytes.Repeat([]byte("x"), limit+1))
	for _, test := range []struct {
		limit int64
		want  string
	}{{limit, "read " + path + ": it is too large: more than the 2 KiB that are read"}, {100, "read " + path + ": it is too large: more than the 100 bytes that are read"}} {
		got, err := infile.Read(path, test.limit)
		if !errors.Is(err, infile.ErrTooLarge) || err.Error() != test.want || got != nil {
			t.Errorf("read %d bytes, %v, want %s", len(got), err, test.want)
		}
	}
}

func TestRead_notThere(t *testing.T) {
	t.Parallel()
	if _, err := infile.Read(filepath.Join(t.TempDir(), "absent"), limit); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("error is %v", err)
	}
}

func TestOpen_folder(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if _, err := infile.Open(folder); err == nil || err.Error() != "open "+folder+": it is a folder" {
		t.Errorf("error is %v", err)
	}
}

// A link leads to what it leads to; one that leads to itself is an error.
func TestRead_link(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	put(t, filepath.Join(folder, "file"), []byte("text"))
	for name, target := range map[string]string{"link": "file", "loop": "loop", "nowhere": "absent", "folder": "."} {
		if err := os.Symlink(target, filepath.Join(folder, name)); err != nil {
			t.Skip(err) // not every Windows lets people make links
		}
	}
	if got, err := infile.Read(filepath.Join(folder, "link"), limit); string(got) != "text" || err != nil {
		t.Errorf("read %q, %v", got, err)
	}
	for _, name := range []string{"loop", "nowhere", "folder"} {
		if got, err := infile.Read(filepath.Join(folder, name), limit); err == nil {
			t.Errorf("%s: read %q", name, got)
		}
	}
}

// A failure in the middle is told, and does not pass for the end.
func TestAll_failure(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	got, err := infile.All(&failing{text: strings.NewReader("text"), err: broken}, limit)
	if !errors.Is(err, broken) || got != nil {
		t.Errorf("read %q, %v", got, err)
	}
}

type failing struct {
	text *strings.Reader
	err  error
}

func (f *failing) Read(buffer []byte) (int, error) {
	if f.text.Len() == 0 {
		return 0, f.err
	}
	return f.text.Read(buffer)
}

func put(t *testing.T, path string, content []byte) {
	t.Helper()
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
}
