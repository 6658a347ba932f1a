package folder_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/folder"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/provision"
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

func TestWrite(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "new", "folder")
	files := []folder.File{{Name: "a", Text: []byte("1"), Status: plan.Created}, {Name: "b/c", Text: []byte("2"), Status: plan.Updated}, {Name: "d", Text: []byte("3"), Status: plan.Unchanged}}
	if err := folder.Write(t.Context(), path, files); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"a": "1", "b/c": "2"} {
		if text, found, err := folder.Read(path, name); string(text) != want || !found || err != nil {
			t.Errorf("%s: %q, %t, %v", name, text, found, err)
		}
	}
	if _, found, _ := folder.Read(path, "d"); found {
		t.Error("what has not changed was written")
	}
}

// What a link leads to out of the folder is neither read nor written.
func TestWrite_links(t *testing.T) {
	t.Parallel()
	base := t.TempDir()
	inside, outside := filepath.Join(base, "inside"), filepath.Join(base, "outside")
	for _, dir := range []string{inside, outside} {
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	mine := filepath.Join(outside, "file")
	put(t, mine, "mine")
	link(t, outside, filepath.Join(inside, "dir"))
	link(t, mine, filepath.Join(inside, "link"))
	for _, name := range []string{"dir/file", "link"} {
		files := []folder.File{{Name: name, Text: []byte("text")}}
		if err := folder.Compare(inside, files); err == nil || !strings.HasPrefix(err.Error(), "nothing was written, because ") {
			t.Errorf("%s: %v", name, err)
		}
		if _, _, err := folder.Read(inside, name); err == nil {
			t.Errorf("%s was read", name)
		}
	}
	if err := folder.Write(t.Context(), inside, []folder.File{{Name: "dir/file", Text: []byte("text"), Status: plan.Updated}}); err == nil {
		t.Error("it was written through the link")
	}
	if text, err := os.ReadFile(mine); err != nil || string(text) != "mine" {
		t.Errorf("it is %q, %v", text, err)
	}
}

// The account of a failure in the middle is true.
func TestWrite_partial(t *testing.T) {
	t.Parallel()
	base := t.TempDir()
	put(t, filepath.Join(base, "file"), "")
	files := []folder.File{{Name: "a", Status: plan.Created}, {Name: "file/b", Status: plan.Created}}
	err := folder.Write(t.Context(), base, files)
	partial, found := errors.AsType[*provision.PartialError](err)
	if !found || !cmp.Equal(partial.Done, []string{"created " + filepath.Join(base, "a")}) {
		t.Errorf("error %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := folder.Write(ctx, base, files); !errors.Is(err, context.Canceled) {
		t.Errorf("after Ctrl-C: %v", err)
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
