package cli_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/logtoctl/logtoctl/internal/cli"
)

// A file goes into a pipe as it is; on a terminal nothing of it plays with the
// terminal.
func TestEnv_Write_terminal(t *testing.T) {
	t.Parallel()
	const file = "<p>\x1b[2J\u009b\u202eevil\u202c</p>\n"
	for terminal, want := range map[bool]string{false: file, true: "<p>[2Jevil</p>\n"} {
		var stdout bytes.Buffer
		streams := cli.Streams{In: strings.NewReader(""), Out: &stdout, Err: &bytes.Buffer{}, OutTerminal: terminal}
		env := cli.New(streams, func(string) (string, bool) { return "", false }, "test")
		if err := env.Write([]byte(file)); err != nil || stdout.String() != want {
			t.Errorf("terminal %t: wrote %q, %v, want %q", terminal, stdout.String(), err, want)
		}
	}
}

// The log of -v goes the way of all talk: a secret that is part of a path, in
// whatever form, is not in it.
func TestEnv_Logto_logIsRedacted(t *testing.T) {
	t.Parallel()
	const known = "m2m secret/of+mine"
	tenant := newTenant(t, 200, "{}")
	settings := logtoSettings(tenant.URL)
	settings["LOGTO_M2M_APP_SECRET"] = known
	r := surroundings{env: settings, args: []string{"-v", "--resource", "https://default.logto.app/api"}}.start(t)
	client, err := r.Logto()
	if err != nil {
		t.Fatal(err)
	}
	_, _ = client.Applications.Get(t.Context(), known)
	if got := r.err.String(); strings.Contains(got, known) || strings.Contains(got, "%20secret%2F") || !strings.Contains(got, "/api/applications/[redacted]") {
		t.Errorf("logged\n%s", got)
	}
}
