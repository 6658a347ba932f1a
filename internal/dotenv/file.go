package dotenv

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/natefinch/atomic"

	"github.com/logtoctl/logtoctl/internal/infile"
)

// sizeLimit bounds what is read, in bytes; no .env file comes near it.
const sizeLimit = 1 << 20

// Write merges the variables into the file, making it when it is not there, and
// tells whether anything was written. The file is replaced whole or not at all
// and afterwards belongs to its owner alone (mode 0600), because it holds a
// secret.
func Write(path string, variables []Variable) (bool, error) {
	target, content, err := read(path)
	if err != nil {
		return false, err
	}
	merged := Merge(content, variables)
	if err := restrict(target); err != nil {
		return false, fmt.Errorf("write %s: %w", path, err)
	}
	if merged == content {
		return false, nil
	}
	if err := atomic.WriteFile(target, strings.NewReader(merged)); err != nil {
		return false, fmt.Errorf("write %s: %w", path, err)
	}
	return true, nil
}

// Read returns the content of the file, "" when there is none.
func Read(path string) (string, error) {
	_, content, err := read(path)
	return content, err
}

// Check tells beforehand whether the file can be merged into: it is a .env file
// or not there yet, and its folder exists.
func Check(path string) error {
	target, _, err := read(path)
	if err != nil {
		return err
	}
	info, err := os.Stat(filepath.Dir(target))
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	if !info.IsDir() {
		return fmt.Errorf("write %s: %s is not a folder", path, filepath.Dir(target))
	}
	return nil
}

// read returns the content of the file, "" when there is none, and the path to
// write to: a symbolic link stays one.
func read(path string) (target, content string, err error) {
	target, err = filepath.EvalSymlinks(path)
	if errors.Is(err, fs.ErrNotExist) {
		if _, err := os.Lstat(path); err == nil {
			return "", "", fmt.Errorf("read %s: it is a symbolic link to nothing", path)
		}
		return path, "", nil
	}
	if err != nil {
		return "", "", fmt.Errorf("read %s: %w", path, err)
	}
	info, err := os.Stat(target)
	if err != nil {
		return "", "", fmt.Errorf("read %s: %w", path, err)
	}
	if !info.Mode().IsRegular() {
		return "", "", fmt.Errorf("read %s: it is not a plain file", path)
	}
	text, err := infile.Read(target, sizeLimit)
	if err != nil {
		return "", "", fmt.Errorf("read %s: %w", path, reason(err))
	}
	return target, string(text), nil
}

// reason leaves out which path was read: it may be that behind a link.
func reason(err error) error {
	if failed, ok := errors.AsType[*fs.PathError](err); ok {
		return failed.Err
	}
	return err
}

// restrict takes the rights of others away before the secret is written: the
// replacement keeps the mode of the file that it replaces.
func restrict(target string) error {
	info, err := os.Stat(target)
	if errors.Is(err, fs.ErrNotExist) || (err == nil && info.Mode().Perm()&0o077 == 0) {
		return nil
	}
	if err != nil {
		return err
	}
	return os.Chmod(target, 0o600)
}
