package reliability_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
)

// binary is the logtoctl that all trials run.
var binary string

// TestMain builds the binary once, as make build does: with the race detector in
// it each of the thousands of processes would take ten times as long. As the app of
// a quickstart it serves that instead; see the stand-ins.
func TestMain(m *testing.M) {
	if os.Getenv(roleName) == roleApp {
		os.Exit(serveApp())
	}
	os.Exit(func() int {
		flag.Parse()
		folder, err := os.MkdirTemp("", "logtoctl-reliability-")
		if err == nil {
			defer func() { _ = os.RemoveAll(folder) }()
			binary = filepath.Join(folder, "logtoctl")
			err = build()
		}
		// Most trials wait for somebody most of the time.
		if err := errors.Join(err, flag.Set("test.parallel", strconv.Itoa(atOnce))); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		return m.Run()
	}())
}

func build() error {
	command := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", binary, "..")
	command.Env = append(os.Environ(), "CGO_ENABLED=0")
	if output, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("build logtoctl: %w\n%s", err, output)
	}
	return nil
}
