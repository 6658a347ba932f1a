// Package infile reads the files that a user, or somebody else, put there: whole,
// up to a limit, and none that could be waited for without end. [Open] looks at
// what a path is before a byte of it is read, [All] reads it; [Read] does both.
package infile

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"syscall"
)

// ErrTooLarge says that a file goes on after the limit. Half a file must not
// pass for a whole one.
var ErrTooLarge = errors.New("it is too large")

// Why something that has a file's name is not read.
var (
	errFolder = errors.New("it is a folder")
	errPipe   = errors.New("it is a named pipe, which may never say anything: write into a file, or use the shell's <(command)")
	errOther  = errors.New("it is not a file")
)

// Open opens a file for reading. A folder, a socket and a named pipe are errors.
// A pipe of the shell, /dev/fd/63 of <(command), is read like stdin; so is a
// device, such as /dev/null.
func Open(path string) (*os.File, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if err := check(path, info.Mode()); err != nil {
		return nil, &fs.PathError{Op: "open", Path: path, Err: err}
	}
	// Should the file have become a pipe since, opening it does not wait either.
	return os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
}

func check(path string, mode fs.FileMode) error {
	switch {
	case mode.IsRegular(), mode&fs.ModeCharDevice != 0:
		return nil
	case mode.IsDir():
		return errFolder
	case mode&fs.ModeNamedPipe == 0:
		return errOther
	case strings.HasPrefix(path, "/dev/fd/"), strings.HasPrefix(path, "/proc/self/fd/"), path == "/dev/stdin":
		return nil
	default:
		return errPipe
	}
}

// All reads to the end. More than limit bytes are [ErrTooLarge].
func All(in io.Reader, limit int64) ([]byte, error) {
	content, err := io.ReadAll(io.LimitReader(in, limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(content)) > limit {
		return nil, fmt.Errorf("%w: more than the %s that are read", ErrTooLarge, size(limit))
	}
	return content, nil
}

// Read reads a whole file of at most limit bytes.
func Read(path string, limit int64) ([]byte, error) {
	file, err := Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	content, err := All(file, limit)
	if errors.Is(err, ErrTooLarge) {
		return nil, &fs.PathError{Op: "read", Path: path, Err: err}
	}
	return content, err
}

func size(bytes int64) string {
	if bytes < 1<<10 {
		return fmt.Sprintf("%d bytes", bytes)
	}
	return fmt.Sprintf("%d KiB", bytes>>10)
}
