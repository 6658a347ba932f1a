package cli_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/logtoctl/logtoctl/internal/cli"
)

// On a terminal a progress line makes way for what comes next; in a pipe there
// is none.
func TestEnv_Progress(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		terminal bool
		want     string
	}{
		{true, "… application/a\r\x1b[K… application/b\r\x1b[Kcreated\n"},
		{false, "created\n"},
	} {
		var stderr bytes.Buffer
		env := cli.New(cli.Streams{In: strings.NewReader(""), Out: &bytes.Buffer{}, Err: &stderr, ErrTerminal: test.terminal}, func(string) (string, bool) { return "", false }, "test")
		env.Progress("application/a")
		env.Progress("application/b")
		env.Note("created")
		if got := stderr.String(); got != test.want {
			t.Errorf("terminal %t: stderr is %q, want %q", test.terminal, got, test.want)
		}
	}
}
