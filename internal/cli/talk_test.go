package cli_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/provision"
)

// On a terminal the last line says what is under way, below what has ended; in
// a pipe there is no such line.
func TestEnv_Begin(t *testing.T) {
	t.Parallel()
	const erase = "\r\x1b[K"
	for _, test := range []struct {
		terminal bool
		want     string
	}{
		{true, "… a" + erase + "… a, b" + erase + "… b" + erase + "created a\n… b" + erase},
		{false, "created a\n"},
	} {
		var stderr bytes.Buffer
		streams := cli.Streams{In: strings.NewReader(""), Out: &bytes.Buffer{}, Err: &stderr, ErrTerminal: test.terminal}
		env := cli.New(streams, func(string) (string, bool) { return "", false }, "test")
		env.Begin("a")
		env.Begin("b")
		env.Event("", provision.StepReport{Object: "a", Status: plan.Created})
		env.Event("", provision.StepReport{Object: "b", Status: plan.Unchanged})
		if got := stderr.String(); got != test.want {
			t.Errorf("terminal %t: stderr is %q, want %q", test.terminal, got, test.want)
		}
	}
}
