package cli_test

import (
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/exitcode"
)

func TestEnv_Confirm(t *testing.T) {
	t.Parallel()
	const asked = "Delete it\nContinue? [y/N] "
	tests := map[string]struct {
		surroundings surroundings
		yes          bool
		err          error
		asked        string
	}{
		"--yes":             {surroundings{terminal: true}, true, nil, ""},
		"--yes in a script": {surroundings{}, true, nil, ""},
		"a dry run":         {surroundings{args: []string{"--dry-run"}}, false, nil, ""},
		"y":                 {surroundings{terminal: true, stdin: "y\n"}, false, nil, asked},
		"YES":               {surroundings{terminal: true, stdin: " YES \r\n"}, false, nil, asked},
		"no line end":       {surroundings{terminal: true, stdin: "y"}, false, nil, asked},
		"n":                 {surroundings{terminal: true, stdin: "n\n"}, false, cli.ErrDeclined, asked},
		"only return":       {surroundings{terminal: true, stdin: "\n"}, false, cli.ErrDeclined, asked},
		"something else":    {surroundings{terminal: true, stdin: "yeah\n"}, false, cli.ErrDeclined, asked},
		"Ctrl-D":            {surroundings{terminal: true}, false, io.EOF, asked},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := test.surroundings.start(t)
			if err := r.Confirm(t.Context(), test.yes, "Delete it"); !errors.Is(err, test.err) {
				t.Errorf("error is %v, want %v", err, test.err)
			}
			if r.err.String() != test.asked || r.out.Len() > 0 {
				t.Errorf("asked %q, want %q", r.err, test.asked)
			}
		})
	}
}

// Where nobody can answer, a destructive act is wrong usage and asks nothing.
func TestEnv_Confirm_nobodyThere(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]surroundings{
		"a script":        {stdin: "y\n"},
		"--no-input":      {terminal: true, stdin: "y\n", args: []string{"--no-input"}},
		"the environment": {terminal: true, stdin: "y\n", env: map[string]string{"LOGTOCTL_NO_INPUT": "true"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := s.start(t)
			err := r.Confirm(t.Context(), false, "Delete it")
			failure := cli.Describe(err)
			if r.Interactive() || exitcode.Of(err) != exitcode.Usage || failure.Message != "Delete it: this needs a confirmation" || failure.Hint != "add --yes" {
				t.Errorf("error is %+v, exit code %d", failure, exitcode.Of(err))
			}
			if r.err.Len() > 0 {
				t.Errorf("asked %q", r.err)
			}
		})
	}
}

func TestEnv_Ask(t *testing.T) {
	t.Parallel()
	r := surroundings{terminal: true, stdin: "  123 456 \nmore\n", env: map[string]string{"LOGTO_M2M_APP_SECRET": "m2m-secret"}}.start(t)
	answer, err := r.Ask(t.Context(), "Code for \x1b[1mm2m-secret? ")
	if err != nil || answer != "123 456" {
		t.Errorf("answer is %q, %v", answer, err)
	}
	if got := r.err.String(); got != "Code for [1m[redacted]? " {
		t.Errorf("asked %q", got)
	}
	_, err = surroundings{}.start(t).Ask(t.Context(), "?")
	if !errors.Is(err, io.EOF) || !strings.HasPrefix(err.Error(), "read the answer: ") {
		t.Errorf("without an answer: %v", err)
	}
}
