package folder

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/logtoctl/logtoctl/internal/partial"
	"github.com/logtoctl/logtoctl/internal/plan"
)

// These files are for everybody to read, as far as the user's umask allows.
const (
	fileMode   = 0o644
	folderMode = 0o755
)

// temporaryName begins the name of a file that is not whole yet. It stays behind
// only when the process is killed, and then hides from a listing.
const temporaryName = ".logtoctl-"

// Write makes the folder and writes the compared files that are not there yet,
// or not like this, and returns what it did, one sentence a file. Each is written
// whole or not at all. One that is new takes no name that somebody else has taken
// since [Compare] looked; one that replaces another keeps its mode. A failure
// after the first of them is a [*partial.Error].
func Write(ctx context.Context, path string, files []File) (done []string, err error) {
	if err := os.MkdirAll(path, folderMode); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = root.Close() }()
	for _, file := range files {
		if file.Status == plan.Unchanged {
			continue
		}
		if err := ctx.Err(); err != nil {
			return done, partial.After(done, err)
		}
		full := filepath.Join(path, filepath.FromSlash(file.Name))
		if err := write(root, file); err != nil {
			return done, partial.After(done, fmt.Errorf("write %s: %w", full, reason(err)))
		}
		done = append(done, fmt.Sprintf("%s %s", file.Status, full))
	}
	return done, nil
}

// write writes a file under another name beside its own, which it takes once it
// is whole: no rename crosses a file system.
func write(root *os.Root, file File) error {
	name := filepath.FromSlash(file.Name)
	if err := root.MkdirAll(filepath.Dir(name), folderMode); err != nil {
		return err
	}
	temporary := filepath.Join(filepath.Dir(name), temporaryName+rand.Text())
	if err := fill(root, temporary, file.Text); err != nil {
		return err
	}
	put := replace
	if file.Status == plan.Created {
		put = place
	}
	err := put(root, temporary, name)
	if err != nil {
		_ = root.Remove(temporary)
	}
	return err
}

// fill makes a file of its own with the text, or none.
func fill(root *os.Root, name string, text []byte) error {
	file, err := create(root, name)
	if err != nil {
		return err
	}
	_, err = file.Write(text)
	if err = errors.Join(err, file.Close()); err != nil {
		_ = root.Remove(name)
	}
	return err
}

// create makes a file where there is nothing, not so much as a link.
func create(root *os.Root, name string) (*os.File, error) {
	return root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, fileMode)
}

// place gives a whole file a name that nobody has. An empty file holds the name
// while that happens: a hard link would need none, but not every file system has
// hard links.
func place(root *os.Root, temporary, name string) error {
	held, err := create(root, name)
	if errors.Is(err, fs.ErrExist) {
		return errAppeared
	}
	if err != nil {
		return err
	}
	if err = errors.Join(held.Close(), root.Rename(temporary, name)); err != nil {
		_ = root.Remove(name)
	}
	return err
}

// replace puts a whole file in the place of another, whose mode it takes over.
func replace(root *os.Root, temporary, name string) error {
	info, err := root.Lstat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist): // removed since, which comes to the same
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return errNotPlain
	default:
		if err := root.Chmod(temporary, info.Mode().Perm()); err != nil {
			return err
		}
	}
	return root.Rename(temporary, name)
}

// errAppeared is why a new file is not written.
var errAppeared = errors.New("a file of this name has appeared meanwhile, and stays as it is")

// reason leaves out what the system was asked to do to a file, and to which: it
// may have been the one with the temporary name.
func reason(err error) error {
	if failed, ok := errors.AsType[*fs.PathError](err); ok {
		return failed.Err
	}
	if failed, ok := errors.AsType[*os.LinkError](err); ok {
		return failed.Err
	}
	return err
}
