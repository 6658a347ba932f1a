package templates

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/provision"
)

// openFolder opens the folder to write to, nil when it is not there yet. Nothing
// is written through it to where a link leads outside.
func openFolder(path string) (*os.Root, error) {
	if path == "" {
		return nil, cli.Usagef("DIR is empty: name a folder, such as emails")
	}
	if err := checkFolder(path); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return root, cli.Usage(err)
}

// checkFolder refuses a path that is no folder and cannot become one, because it
// or something above it is a file or a link that leads nowhere.
func checkFolder(path string) error {
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
		return cli.Usagef("%s is not a folder", path)
	}
	return nil
}

// compare says what would become of a file in the folder that is to hold the
// text. Anything but a plain file is left alone: what a link leads to is not
// ours to overwrite.
func compare(root *os.Root, name string, text []byte) (plan.Status, error) {
	if root == nil {
		return plan.Created, nil
	}
	info, err := root.Lstat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return plan.Created, nil
	case err == nil && !info.Mode().IsRegular():
		err = errors.New("it is not a plain file")
	}
	var there []byte
	if err == nil {
		there, err = root.ReadFile(name)
	}
	switch {
	case err != nil:
		return "", cli.Usagef("nothing was written, because %s cannot be: %w", filepath.Join(root.Name(), name), err)
	case bytes.Equal(there, text):
		return plan.Unchanged, nil
	default:
		return plan.Updated, nil
	}
}

// write writes the files that are not there yet, or not like this.
func write(ctx context.Context, folder string, drafts []draft) error {
	if err := os.MkdirAll(folder, 0o755); err != nil { //nolint:gosec // templates are for everybody to read
		return err
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return err
	}
	defer func() { _ = root.Close() }()
	var done []string
	for _, draft := range drafts {
		if draft.Status == plan.Unchanged {
			continue
		}
		err := ctx.Err()
		if err == nil {
			err = root.MkdirAll(filepath.Dir(draft.name), 0o755)
		}
		if err == nil {
			err = root.WriteFile(draft.name, draft.text, 0o644)
		}
		switch {
		case err == nil:
			done = append(done, fmt.Sprintf("%s %s", draft.Status, draft.File))
		case len(done) > 0:
			return &provision.PartialError{Done: done, Err: err}
		default:
			return err
		}
	}
	return nil
}
