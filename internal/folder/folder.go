// Package folder writes files that logtoctl brings along and that people go on
// to edit. [Compare] says what would become of each file and writes nothing;
// [Write] writes the new and the changed ones, each whole or not at all. Both go
// through [os.Root]: a link that leads out of the folder is neither read nor
// followed.
package folder

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/logtoctl/logtoctl/internal/plan"
)

// File is a file to write.
type File struct {
	Name   string // its path below the folder, with slashes
	Text   []byte
	Status plan.Status // created, updated or unchanged, once it has been compared
}

// ConflictError are files that say something else than what would be written.
type ConflictError struct {
	Files []string
}

// Error names the files.
func (e *ConflictError) Error() string {
	return fmt.Sprintf("nothing was written, because these files are there already and say something else: %s (--force overwrites them, another DIR leaves them alone)",
		strings.Join(e.Files, ", "))
}

// Conflict returns a [*ConflictError] when files of the folder would lose what
// they say, else nil.
func Conflict(path string, files []File) error {
	var changed []string
	for _, file := range files {
		if file.Status == plan.Updated {
			changed = append(changed, filepath.Join(path, filepath.FromSlash(file.Name)))
		}
	}
	if len(changed) == 0 {
		return nil
	}
	return &ConflictError{Files: changed}
}

// Compare sets the status of each file by what the folder holds, which need not
// be there yet.
func Compare(path string, files []File) error {
	root, err := open(path)
	if err != nil {
		return err
	}
	if root != nil {
		defer func() { _ = root.Close() }()
	}
	for i := range files {
		there, found, err := read(root, files[i].Name)
		switch {
		case err != nil:
			return err
		case !found:
			files[i].Status = plan.Created
		case bytes.Equal(there, files[i].Text):
			files[i].Status = plan.Unchanged
		default:
			files[i].Status = plan.Updated
		}
	}
	return nil
}

// Read returns what a file of the folder holds, and whether it is there at all.
func Read(path, name string) (text []byte, found bool, err error) {
	root, err := open(path)
	if err != nil || root == nil {
		return nil, false, err
	}
	defer func() { _ = root.Close() }()
	return read(root, name)
}

// open opens the folder, nil when it is not there yet.
func open(path string) (*os.Root, error) {
	if path == "" {
		return nil, errors.New("DIR is empty: name a folder")
	}
	if err := check(path); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return root, err
}

// check refuses a path that is no folder and cannot become one, because it or
// something above it is a file or a link that leads nowhere.
func check(path string) error {
	for {
		if _, err := os.Lstat(path); err == nil {
			break
		}
		parent := filepath.Dir(path)
		if parent == path {
			return nil
		}
		path = parent
	}
	if info, err := os.Stat(path); err != nil || !info.IsDir() {
		return fmt.Errorf("%s is not a folder", path)
	}
	return nil
}

// sizeLimit bounds what is read of a file, in bytes. It is far above what logtoctl
// writes: a larger file is somebody else's.
const sizeLimit = 4 << 20

// Why something that has a file's name is left alone.
var (
	errNotPlain = errors.New("it is not a plain file")
	errTooLarge = fmt.Errorf("it has more than the %d MiB that are read", sizeLimit>>20)
)

// read reads a plain file. Anything else is left alone: what a link leads to is
// not ours to overwrite.
func read(root *os.Root, name string) (text []byte, found bool, err error) {
	if root == nil {
		return nil, false, nil
	}
	name = filepath.FromSlash(name)
	info, err := root.Lstat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, false, nil
	case err == nil && !info.Mode().IsRegular():
		err = errNotPlain
	case err == nil && info.Size() > sizeLimit:
		err = errTooLarge
	}
	if err == nil {
		text, err = root.ReadFile(name)
	}
	if err != nil {
		return nil, false, fmt.Errorf("nothing was written, because %s cannot be: %w", filepath.Join(root.Name(), name), explain(root, name, err))
	}
	return text, true, nil
}

// explain says of a file that cannot be reached whether a link above it is why:
// one inside of the folder would have been followed.
func explain(root *os.Root, name string, err error) error {
	if errors.Is(err, fs.ErrPermission) {
		return err
	}
	for parent := filepath.Dir(name); parent != "."; parent = filepath.Dir(parent) {
		if info, lookErr := root.Lstat(parent); lookErr == nil && info.Mode()&fs.ModeSymlink != 0 {
			return fmt.Errorf("%s is a link that leads out of the folder", filepath.Join(root.Name(), parent))
		}
	}
	return err
}
