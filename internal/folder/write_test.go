package folder_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/folder"
	"github.com/logtoctl/logtoctl/internal/partial"
	"github.com/logtoctl/logtoctl/internal/plan"
)

func TestWrite(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "new", "folder")
	files := []folder.File{{Name: "a", Text: []byte("1"), Status: plan.Created}, {Name: "b/c", Text: []byte("2"), Status: plan.Updated}, {Name: "d", Text: []byte("3"), Status: plan.Unchanged}}
	done, err := folder.Write(t.Context(), path, files)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"created " + filepath.Join(path, "a"), "updated " + filepath.Join(path, "b", "c")}, done); diff != "" {
		t.Errorf("what was done (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string]string{"a": "1", "b/c": "2"}, holds(t, path)); diff != "" {
		t.Errorf("the folder (-want +got):\n%s", diff)
	}
}

// A file that is replaced is as open to others as before, a new one as open as
// the umask lets it be.
func TestWrite_modes(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no mode bits")
	}
	base := t.TempDir()
	for name, mode := range map[string]os.FileMode{"private": 0o600, "script": 0o755} {
		put(t, filepath.Join(base, name), "old")
		if err := os.Chmod(filepath.Join(base, name), mode); err != nil {
			t.Fatal(err)
		}
	}
	usual, err := os.OpenFile(filepath.Join(t.TempDir(), "usual"), os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = usual.Close() }()
	write(t, base, folder.File{Name: "private", Status: plan.Updated}, folder.File{Name: "script", Status: plan.Updated}, folder.File{Name: "new", Status: plan.Created})
	got := map[string]os.FileMode{}
	for _, name := range []string{"private", "script", "new"} {
		got[name] = mode(t, filepath.Join(base, name))
	}
	if diff := cmp.Diff(map[string]os.FileMode{"private": 0o600, "script": 0o755, "new": mode(t, usual.Name())}, got); diff != "" {
		t.Errorf("modes (-want +got):\n%s", diff)
	}
}

// What appeared after the files had been compared is not what was asked about.
func TestWrite_appeared(t *testing.T) {
	t.Parallel()
	base := t.TempDir()
	put(t, filepath.Join(base, "file"), "mine")
	if err := os.Mkdir(filepath.Join(base, "folder"), 0o700); err != nil {
		t.Fatal(err)
	}
	link(t, "file", filepath.Join(base, "link"))
	link(t, "nothing", filepath.Join(base, "dangling"))
	for _, name := range []string{"file", "link", "dangling", "folder"} {
		_, err := folder.Write(t.Context(), base, []folder.File{{Name: name, Text: []byte("text"), Status: plan.Created}})
		if want := "write " + filepath.Join(base, name) + ": a file of this name has appeared meanwhile, and stays as it is"; err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %q", name, err, want)
		}
	}
	for _, name := range []string{"link", "dangling", "folder"} { // where there was a plain file
		_, err := folder.Write(t.Context(), base, []folder.File{{Name: name, Text: []byte("text"), Status: plan.Updated}})
		if want := "write " + filepath.Join(base, name) + ": it is not a plain file"; err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %q", name, err, want)
		}
	}
	if diff := cmp.Diff(map[string]string{"file": "mine", "link": "-> file", "dangling": "-> nothing"}, holds(t, base)); diff != "" {
		t.Errorf("the folder (-want +got):\n%s", diff)
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
	put(t, filepath.Join(outside, "file"), "mine")
	link(t, outside, filepath.Join(inside, "dir"))
	link(t, filepath.Join(outside, "file"), filepath.Join(inside, "link"))
	for name, why := range map[string]string{"dir/file": filepath.Join(inside, "dir") + " is a link that leads out of the folder", "link": "it is not a plain file"} {
		files := []folder.File{{Name: name, Text: []byte("text")}}
		if err := folder.Compare(inside, files); err == nil || err.Error() != "nothing was written, because "+filepath.Join(inside, name)+" cannot be: "+why {
			t.Errorf("%s: %v", name, err)
		}
		if _, _, err := folder.Read(inside, name); err == nil {
			t.Errorf("%s was read", name)
		}
	}
	for _, status := range []plan.Status{plan.Created, plan.Updated} {
		if _, err := folder.Write(t.Context(), inside, []folder.File{{Name: "dir/file", Text: []byte("text"), Status: status}}); err == nil {
			t.Errorf("%s: it was written through the link", status)
		}
	}
	if diff := cmp.Diff(map[string]string{"file": "mine"}, holds(t, outside)); diff != "" {
		t.Errorf("the other folder (-want +got):\n%s", diff)
	}
}

// The account of a failure in the middle is true.
func TestWrite_partial(t *testing.T) {
	t.Parallel()
	base := t.TempDir()
	put(t, filepath.Join(base, "file"), "")
	files := []folder.File{{Name: "a", Status: plan.Created}, {Name: "file/b", Status: plan.Created}}
	_, err := folder.Write(t.Context(), base, files)
	failure, found := errors.AsType[*partial.Error](err)
	if !found || !cmp.Equal(failure.Done, []string{"created " + filepath.Join(base, "a")}) {
		t.Errorf("error %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := folder.Write(ctx, base, files); !errors.Is(err, context.Canceled) {
		t.Errorf("after Ctrl-C: %v", err)
	}
}

func write(t *testing.T, path string, files ...folder.File) {
	t.Helper()
	if _, err := folder.Write(t.Context(), path, files); err != nil {
		t.Fatal(err)
	}
}

// holds returns the texts of all files in a folder, hidden ones too, and where
// its links lead.
func holds(t *testing.T, path string) map[string]string {
	t.Helper()
	texts := map[string]string{}
	err := filepath.WalkDir(path, func(name string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		relative, err := filepath.Rel(path, name)
		if err != nil {
			return err
		}
		relative = filepath.ToSlash(relative)
		if entry.Type()&os.ModeSymlink != 0 {
			target, err := os.Readlink(name)
			texts[relative] = "-> " + target
			return err
		}
		text, err := os.ReadFile(name)
		texts[relative] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

func mode(t *testing.T, path string) os.FileMode {
	t.Helper()
	info, err := os.Lstat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Mode().Perm()
}
