//go:build linux || darwin

package cmd_test

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/logtoctl/logtoctl/cmd"
	"github.com/logtoctl/logtoctl/internal/cli"
)

// TestRun_specialFiles names what is no file, or one without an end, wherever a file
// is named: it is wrong usage that says what it is, and nothing waits for it or
// fills the memory with it.
func TestRun_specialFiles(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	pipe := filepath.Join(folder, "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	loop := filepath.Join(folder, "loop")
	if err := os.Symlink(loop, loop); err != nil {
		t.Fatal(err)
	}
	for path, why := range map[string]string{
		pipe: "named pipe", loop: "too many", "/dev/zero": "too large", folder: "folder",
	} {
		for use, args := range map[string][]string{
			"connector file": {"connector", "aliyun-dm", "validate", "-f", path},
			"manifest":       {"validate", "-f", path},
			"overlay":        {"validate", "-f", filepath.Join("..", "examples", "bookstore.yaml"), "-f", path},
			"variables":      {"validate", "-f", filepath.Join("..", "examples", "bookstore.yaml"), "--var-file", path},
			"secret":         {"app", "list", "--m2m-app-secret-file", path},
			"config":         {"app", "list"},
		} {
			t.Run(use+" "+filepath.Base(path), func(t *testing.T) {
				t.Parallel()
				checkSpecial(t, use, path, why, args)
			})
		}
	}
}

func checkSpecial(t *testing.T, use, path, why string, args []string) {
	t.Helper()
	lookup := func(name string) (string, bool) {
		if use == "config" && name == "LOGTOCTL_CONFIG" {
			return path, true
		}
		return "", false
	}
	var stderr bytes.Buffer
	code := cmd.Run(t.Context(), args, cli.Streams{In: strings.NewReader(""), Out: io.Discard, Err: &stderr}, lookup)
	if code != 2 || !strings.Contains(stderr.String(), why) || !strings.Contains(stderr.String(), path) && use != "secret" {
		t.Errorf("exit code %d, want 2 and %q:\n%s", code, why, &stderr)
	}
}

// TestRun_endlessStdin reads from a stdin that never ends.
func TestRun_endlessStdin(t *testing.T) {
	t.Parallel()
	for use, args := range map[string][]string{
		"connector file": {"connector", "aliyun-dm", "validate", "-f", "-"},
		"manifest":       {"validate", "-f", "-"},
		"variables":      {"validate", "-f", filepath.Join("..", "examples", "bookstore.yaml"), "--var-file", "-"},
		"secret":         {"app", "list", "--m2m-app-secret-file", "-"},
	} {
		t.Run(use, func(t *testing.T) {
			t.Parallel()
			var stderr bytes.Buffer
			code := cmd.Run(t.Context(), args, cli.Streams{In: endless{}, Out: io.Discard, Err: &stderr}, func(string) (string, bool) { return "", false })
			if code != 2 || !strings.Contains(stderr.String(), "too large") {
				t.Errorf("exit code %d, want 2:\n%s", code, &stderr)
			}
		})
	}
}

// endless has more of the same always.
type endless struct{}

func (endless) Read(buffer []byte) (int, error) {
	for i := range buffer {
		buffer[i] = 'x'
	}
	return len(buffer), nil
}
