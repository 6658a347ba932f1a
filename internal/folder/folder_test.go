package folder_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/folder"
	"github.com/logtoctl/logtoctl/internal/plan"
)

func TestCompare(t *testing.T) {
	t.Parallel()
	base := t.TempDir()
	put(t, filepath.Join(base, "same"), "text")
	put(t, filepath.Join(base, "other"), "mine")
	files := []folder.File{{Name: "same", Text: []byte("text")}, {Name: "other", Text: []byte("text")}, {Name: "deep/new", Text: []byte("text")}}
	if err := folder.Compare(base, files); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]plan.Status{plan.Unchanged, plan.Updated, plan.Created}, statuses(files)); diff != "" {
		t.Error(diff)
	}
	err := folder.Conflict(base, files)
	conflict, found := errors.AsType[*folder.ConflictError](err)
	if !found || !cmp.Equal(conflict.Files, []string{filepath.Join(base, "other")}) || !strings.Contains(err.Error(), filepath.Join(base, "other")) {
		t.Errorf("conflict: %v", err)
	}
	if err := folder.Conflict(base, files[:1]); err != nil {
		t.Errorf("there is nothing in the way, and yet: %v", err)
	}
}

func TestCompare_folderIsNotThere(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a", "b")
	files := []folder.File{{Name: "new"}}
	if err := folder.Compare(path, files); err != nil || files[0].Status != plan.Created {
		t.Errorf("%+v, %v", files, err)
	}
	if text, found, err := folder.Read(path, "new"); text != nil || found || err != nil {
		t.Errorf("read %q, %t, %v", text, found, err)
	}
	if _, err := os.Lstat(path); err == nil {
		t.Error("comparing made the folder")
	}
}

// A file that is far too large to be one of ours is left alone, unread.
func TestCompare_tooLarge(t *testing.T) {
	t.Parallel()
	base := t.TempDir()
	put(t, filepath.Join(base, "large"), strings.Repeat("x", 4<<20+1))
	want := "nothing was written, because " + filepath.Join(base, "large") + " cannot be: it has more than the 4 MiB that are read"
	if err := folder.Compare(base, []folder.File{{Name: "large"}}); err == nil || err.Error() != want {
		t.Errorf("error is %v, want %s", err, want)
	}
	if text, _, err := folder.Read(base, "large"); err == nil || len(text) > 0 {
		t.Errorf("read %d bytes, %v", len(text), err)
	}
}

func TestCompare_noFolder(t *testing.T) {
	t.Parallel()
	base := t.TempDir()
	put(t, filepath.Join(base, "file"), "")
	link(t, "nowhere", filepath.Join(base, "dangling"))
	for _, name := range []string{"file", "file/a/b", "dangling", "dangling/a"} {
		if err := folder.Compare(filepath.Join(base, name), nil); err == nil || !strings.HasSuffix(err.Error(), "is not a folder") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := folder.Compare("", nil); err == nil || !strings.Contains(err.Error(), "DIR is empty") {
		t.Errorf("no name: %v", err)
	}
}

func statuses(files []folder.File) []plan.Status {
	var all []plan.Status
	for _, file := range files {
		all = append(all, file.Status)
	}
	return all
}

func put(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func link(t *testing.T, target, path string) {
	t.Helper()
	if err := os.Symlink(target, path); err != nil {
		t.Skip(err) // not every Windows lets people make links
	}
}
