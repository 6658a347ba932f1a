//go:build linux || darwin

package infile_test

import (
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/logtoctl/logtoctl/internal/infile"
)

// Nobody writes into this pipe, so that opening it in the usual way would wait
// for ever.
func TestOpen_namedPipe(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := infile.Open(path); err == nil || !strings.HasPrefix(err.Error(), "open "+path+": it is a named pipe") {
		t.Errorf("error is %v", err)
	}
}

func TestOpen_socket(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "socket")
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "unix", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	if _, err := infile.Open(path); err == nil || err.Error() != "open "+path+": it is not a file" {
		t.Errorf("error is %v", err)
	}
}

// /dev/zero has no end, /dev/null nothing but one.
func TestRead_device(t *testing.T) {
	t.Parallel()
	if _, err := infile.Read("/dev/zero", limit); !errors.Is(err, infile.ErrTooLarge) {
		t.Errorf("/dev/zero: %v", err)
	}
	if got, err := infile.Read("/dev/null", limit); err != nil || len(got) > 0 {
		t.Errorf("/dev/null: read %q, %v", got, err)
	}
}

// What a shell puts in the place of <(command) is read to its end.
func TestRead_pipeOfTheShell(t *testing.T) {
	t.Parallel()
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = reader.Close() })
	go func() {
		_, _ = writer.WriteString("text ")
		_, _ = writer.WriteString("and more")
		_ = writer.Close()
	}()
	if got, err := infile.Read(fmt.Sprintf("/dev/fd/%d", reader.Fd()), limit); err != nil || string(got) != "text and more" {
		t.Errorf("read %q, %v", got, err)
	}
}
