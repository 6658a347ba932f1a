package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/pflag"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/config"
)

// run is one run of logtoctl in memory, with what it wrote.
type run struct {
	*cli.Env

	out, err *bytes.Buffer
	folder   string
}

// surroundings are what a run finds.
type surroundings struct {
	stdin    string
	terminal bool
	env      map[string]string
	args     []string
}

// start makes a run and loads its settings. It sees nothing of this machine.
func (s surroundings) start(t *testing.T) run {
	t.Helper()
	r := s.unloaded(t)
	if err := load(r.Env, s.args); err != nil {
		t.Fatalf("load the settings: %v", err)
	}
	return r
}

func (s surroundings) unloaded(t *testing.T) run {
	t.Helper()
	folder := t.TempDir()
	lookup := func(name string) (string, bool) {
		switch name {
		case "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME":
			return filepath.Join(folder, name), true
		}
		value, found := s.env[name]
		return value, found
	}
	r := run{out: new(bytes.Buffer), err: new(bytes.Buffer), folder: folder}
	streams := cli.Streams{In: strings.NewReader(s.stdin), Out: r.out, Err: r.err, InTerminal: s.terminal}
	r.Env = cli.New(streams, lookup, "1.2.3")
	return r
}

func load(env *cli.Env, args []string) error {
	flags := pflag.NewFlagSet("logtoctl", pflag.ContinueOnError)
	config.AddFlags(flags)
	if err := flags.Parse(args); err != nil {
		return err
	}
	return env.Load(context.Background(), flags)
}

// logtoSettings are those of a tenant at the endpoint.
func logtoSettings(endpoint string) map[string]string {
	return map[string]string{"LOGTO_ENDPOINT": endpoint, "LOGTO_M2M_APP_ID": "m2m-app", "LOGTO_M2M_APP_SECRET": "m2m-secret"}
}

// newTenant serves the token endpoint and one answer to everything else.
func newTenant(t *testing.T, status int, answer string) *httptest.Server {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("POST /oidc/token", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"access_token":"access-token","expires_in":3600,"token_type":"Bearer","scope":"all"}`)
	})
	mux.HandleFunc("/api/", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Logto-Core-Request-Id", "request-1")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, answer)
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server
}

// document decodes the error document, which has to be exactly one.
func document(t *testing.T, text []byte) map[string]any {
	t.Helper()
	var decoded map[string]map[string]any
	if err := json.Unmarshal(text, &decoded); err != nil || len(decoded) != 1 {
		t.Fatalf("not an error document: %v\n%s", err, text)
	}
	return decoded["error"]
}
