package reliability_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// binary is the logtoctl that all trials run.
var binary string

// TestMain builds the binary once, as make build does: with the race detector in
// it each of the thousands of processes would take ten times as long.
func TestMain(m *testing.M) {
	os.Exit(func() int {
		folder, err := os.MkdirTemp("", "logtoctl-reliability-")
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		defer func() { _ = os.RemoveAll(folder) }()
		binary = filepath.Join(folder, "logtoctl")
		build := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", binary, "..")
		build.Env = append(os.Environ(), "CGO_ENABLED=0")
		if output, err := build.CombinedOutput(); err != nil {
			fmt.Fprintf(os.Stderr, "build logtoctl: %v\n%s", err, output)
			return 1
		}
		return m.Run()
	}())
}
