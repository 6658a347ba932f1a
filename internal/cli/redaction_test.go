package cli_test

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// A server may echo what it was sent, in many forms.
func TestEnv_Report_secrets(t *testing.T) {
	t.Parallel()
	const known = "m2m/secret+value="
	echoing := logtoError(400, "guard.invalid_input", "got "+known)
	echoing.Issues = []logtoadmin.Issue{{Path: []string{"secret"}, Message: "not " + known}}
	for name, failure := range map[string]error{
		"message": errors.New("the server said: " + known),
		"url":     errors.New("get https://logto.example/?client_secret=" + url.QueryEscape(known)),
		"details": echoing,
	} {
		for _, format := range []string{"table", "json", "yaml"} {
			r := surroundings{env: map[string]string{"LOGTO_M2M_APP_SECRET": known}, args: []string{"-o", format}}.start(t)
			r.Report(failure)
			if got := r.err.String(); strings.Contains(got, known) || strings.Contains(got, url.QueryEscape(known)) || !strings.Contains(got, "[redacted]") {
				t.Errorf("%s as %s: told\n%s", name, format, got)
			}
		}
	}
}

func TestEnv_Note(t *testing.T) {
	t.Parallel()
	r := surroundings{env: map[string]string{"LOGTO_M2M_APP_SECRET": "m2m-secret"}}.start(t)
	r.Note("%s of %q", "m2m-secret", "\x1b[31mBookstore")
	r.Note("a\x1b[2Jb\nc")
	if got, want := r.err.String(), "[redacted] of \"\\x1b[31mBookstore\"\na[2Jb\nc\n"; got != want || r.out.Len() > 0 {
		t.Errorf("told %q, want %q", got, want)
	}
}

// Escape sequences of a server's message reach no terminal.
func TestEnv_Report_escapes(t *testing.T) {
	t.Parallel()
	r := surroundings{}.start(t)
	r.Report(fmt.Errorf("the server said: \x1b[2J\x1b]0;title\a\u202ereversed"))
	if got, want := r.err.String(), "logtoctl: the server said: [2J]0;titlereversed\n"; got != want {
		t.Errorf("told %q, want %q", got, want)
	}
}
