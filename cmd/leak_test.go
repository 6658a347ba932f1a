package cmd_test

import (
	"fmt"
	"os"
	"testing"

	"go.uber.org/goleak"
)

// watched are tests that fail when one of them leaves a goroutine running.
type watched struct{ *testing.M }

// Run runs the tests.
func (w watched) Run() int {
	code := w.M.Run()
	if code != 0 {
		return code
	}
	if err := goleak.Find(); err != nil {
		fmt.Fprintln(os.Stderr, "left running after all tests:", err)
		return 1
	}
	return 0
}
