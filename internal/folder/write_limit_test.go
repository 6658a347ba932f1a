//go:build linux || darwin

package folder_test

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/folder"
	"github.com/logtoctl/logtoctl/internal/partial"
	"github.com/logtoctl/logtoctl/internal/plan"
)

// sizeLimit is how long a file may become, in bytes, in the process that stands
// in for one with a full disk.
const sizeLimit = 4096

// limited is the environment variable that tells that process what it is.
const limited = "LOGTOCTL_TEST_FILE_SIZE_LIMIT"

// A text that the disk has no room for leaves nothing of itself behind: there is
// no new file, and the old one is as it was. A limit on the size of files lets a
// part of the text be written first, as a full disk does. It holds for a whole
// process, so the test starts itself once more.
func TestWrite_fullDisk(t *testing.T) {
	t.Parallel()
	if os.Getenv(limited) == "" {
		again := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestWrite_fullDisk$", "-test.v")
		again.Env = append(os.Environ(), limited+"=1")
		output, err := again.CombinedOutput()
		if err != nil || !bytes.Contains(output, []byte("--- PASS: TestWrite_fullDisk")) {
			t.Errorf("with a limit: %v\n%s", err, output)
		}
		return
	}
	signal.Ignore(syscall.SIGXFSZ) // which would end the process
	limitFileSize(t)
	base := t.TempDir()
	put(t, filepath.Join(base, "old"), "mine")
	for _, test := range []folder.File{{Name: "new", Status: plan.Created}, {Name: "old", Status: plan.Updated}} {
		test.Text = []byte(strings.Repeat("x", sizeLimit+1))
		small := folder.File{Name: "before-" + test.Name, Text: []byte("text"), Status: plan.Created}
		_, err := folder.Write(t.Context(), base, []folder.File{small, test})
		failure, found := errors.AsType[*partial.Error](err)
		if want := "write " + filepath.Join(base, test.Name) + ": " + syscall.EFBIG.Error(); !found || failure.Err.Error() != want {
			t.Fatalf("error %v, want %s", err, want)
		}
		if diff := cmp.Diff([]string{"created " + filepath.Join(base, small.Name)}, failure.Done); diff != "" {
			t.Errorf("what was done before (-want +got):\n%s", diff)
		}
	}
	if diff := cmp.Diff(map[string]string{"before-new": "text", "before-old": "text", "old": "mine"}, holds(t, base)); diff != "" {
		t.Errorf("the folder (-want +got):\n%s", diff)
	}
}

// limitFileSize lasts until the test ends: what the process writes about its
// coverage afterwards is longer.
func limitFileSize(t *testing.T) {
	t.Helper()
	var before syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &before); err != nil {
		t.Fatal(err)
	}
	limit := before
	limit.Cur = sizeLimit
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &before); err != nil {
			t.Error(err)
		}
	})
}
