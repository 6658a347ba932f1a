package cli_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/exitcode"
	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

func TestEnv_Load_usage(t *testing.T) {
	t.Parallel()
	for flag, want := range map[string]string{
		"--output=xml":   `unknown output format "xml": use table, json or yaml`,
		"--jq=.[":        `the --jq expression ".[" does not parse`,
		"--timeout=1":    `timeout "1" is not a duration`,
		"--profile=prod": "read the config file",
	} {
		r := surroundings{}.unloaded(t)
		err := load(r.Env, []string{flag})
		if err == nil || exitcode.Of(err) != exitcode.Usage || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: exit code %d, %v", flag, exitcode.Of(err), err)
		}
	}
}

func TestEnv_Print(t *testing.T) {
	t.Parallel()
	for format, want := range map[string]string{
		"":          "123456\n",
		"-ojson":    "{\n  \"code\": \"123456\"\n}\n",
		"-oyaml":    "code: \"123456\"\n",
		"--jq=.[]":  "123456\n",
		"--jq=keys": "[\"code\"]\n",
	} {
		r := surroundings{args: strings.Fields(format)}.start(t)
		if err := r.Print(output.Code{Code: "123456"}); err != nil || r.out.String() != want || r.err.Len() > 0 {
			t.Errorf("%s: printed %q, %v", format, r.out, err)
		}
		if structured := format != ""; r.Structured() != structured {
			t.Errorf("%s: structured %t", format, r.Structured())
		}
	}
}

func TestEnv_Write(t *testing.T) {
	t.Parallel()
	r := surroundings{args: []string{"-ojson"}}.start(t)
	if err := r.Write([]byte("as \x1b it is")); err != nil || r.out.String() != "as \x1b it is" {
		t.Errorf("wrote %q, %v", r.out, err)
	}
}

// The command line may be wrong in any way: a script that asked for a document
// gets its error as one.
func TestEnv_LoadFormat(t *testing.T) {
	t.Parallel()
	asJSON := map[string]string{"LOGTOCTL_OUTPUT": "json"}
	tests := map[string]struct {
		args       string
		env        map[string]string
		structured bool
	}{
		"nothing":                  {"app list", nil, false},
		"-o json":                  {"app list -o json", nil, true},
		"-ojson":                   {"-ojson app lst", nil, true},
		"--output=json":            {"app list --colour --output=json", nil, true},
		"after an unknown flag":    {"app list --colour -o json", nil, true},
		"after one with a value":   {"app list --colour red -o yaml", nil, true},
		"after a short one":        {"app list -x -o json", nil, true},
		"before a missing value":   {"app list -o json --timeout", nil, true},
		"the environment":          {"app list --colour", asJSON, true},
		"a flag over it":           {"app list -o table", asJSON, false},
		"unknown":                  {"app list -o xml", nil, false},
		"of another command":       {"sandbox exec -- other -o json", nil, false},
		"without its value":        {"app list -o", nil, false},
		"what follows an argument": {"app create json", nil, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := surroundings{env: test.env}.unloaded(t)
			r.LoadFormat(strings.Fields(test.args))
			if r.Structured() != test.structured {
				t.Errorf("structured %t, want %t", r.Structured(), test.structured)
			}
			if r.out.Len()+r.err.Len() > 0 {
				t.Errorf("it said %q %q", r.out, r.err)
			}
		})
	}
}

func TestEnv_Logto_missingSettings(t *testing.T) {
	t.Parallel()
	for missing, want := range map[string]string{
		"LOGTO_ENDPOINT":       "no Logto endpoint is set",
		"LOGTO_M2M_APP_ID":     "no machine-to-machine application is set",
		"LOGTO_M2M_APP_SECRET": "the secret of the machine-to-machine application is not set",
	} {
		settings := logtoSettings("http://localhost:3001")
		delete(settings, missing)
		r := surroundings{env: settings}.start(t)
		_, err := r.Provisioner()
		failure := cli.Describe(err)
		if r.HasLogto() || exitcode.Of(err) != exitcode.Usage || failure.Message != want || !strings.Contains(failure.Hint, "set "+missing) {
			t.Errorf("without %s: %+v", missing, failure)
		}
	}
}

func TestEnv_Logto_wrongEndpoint(t *testing.T) {
	t.Parallel()
	r := surroundings{env: logtoSettings("localhost:3001")}.start(t)
	if _, err := r.Logto(); err == nil || exitcode.Of(err) != exitcode.Usage || !strings.Contains(err.Error(), "localhost:3001") {
		t.Errorf("exit code %d, %v", exitcode.Of(err), err)
	}
}

// One client serves the whole run, and keeps its token for the next one.
func TestEnv_Logto(t *testing.T) {
	t.Parallel()
	tenant := newTenant(t, http.StatusOK, `[]`)
	r := surroundings{env: logtoSettings(tenant.URL), args: []string{"-v", "--resource", "https://default.logto.app/api"}}.start(t)
	client, err := r.Logto()
	if err != nil || !r.HasLogto() {
		t.Fatal(err)
	}
	if again, _ := r.Logto(); again != client {
		t.Error("there is a second client")
	}
	if _, err := client.Connectors.List(t.Context()); err != nil {
		t.Fatal(err)
	}
	if log := r.err.String(); !strings.Contains(log, "/api/connectors") || strings.Contains(log, "m2m-secret") || strings.Contains(log, "access-token") {
		t.Errorf("the log is\n%s", log)
	}
	tokens, err := os.ReadDir(filepath.Join(r.folder, "XDG_CACHE_HOME", "logtoctl", "tokens"))
	if err != nil || len(tokens) != 1 {
		t.Errorf("%d tokens are kept, %v", len(tokens), err)
	}
}

func TestEnv_Logto_dryRun(t *testing.T) {
	t.Parallel()
	tenant := newTenant(t, http.StatusOK, `{}`)
	r := surroundings{env: logtoSettings(tenant.URL), args: []string{"--dry-run"}}.start(t)
	provisioner, err := r.Provisioner()
	if err != nil || !provisioner.DryRun {
		t.Fatalf("dry run %t, %v", provisioner.DryRun, err)
	}
	if err := provisioner.Logto.Connectors.Delete(t.Context(), "c"); !errors.Is(err, logtoadmin.ErrReadOnly) {
		t.Errorf("a write is %v", err)
	}
	if r.err.Len() > 0 {
		t.Errorf("without -v there is a log: %s", r.err)
	}
}

func TestEnv_DirectMail(t *testing.T) {
	t.Parallel()
	credentials := aliyundm.Credentials{AccessKeyID: "LTAI1", AccessKeySecret: "access-key-secret"}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"EnvId":"600000","RequestId":"R-1"}`)
	}))
	t.Cleanup(server.Close)
	request := aliyundm.SingleSendMailRequest{AccountName: "a@b.c", ToAddress: "you@example.com", Subject: "s", HTMLBody: "b"}

	r := surroundings{args: []string{"--dm-endpoint", server.URL}}.start(t)
	client, err := r.DirectMail("eu-central-1", credentials)
	if err != nil {
		t.Fatal(err)
	}
	if sent, err := client.SingleSendMail(t.Context(), request); err != nil || sent.EnvID != "600000" {
		t.Errorf("sent %+v, %v", sent, err)
	}
	if r.Note("is access-key-secret"); !strings.Contains(r.err.String(), "[redacted]") {
		t.Errorf("the AccessKey secret is told: %s", r.err)
	}
	r = surroundings{args: []string{"--dm-endpoint", server.URL, "--dry-run"}}.start(t)
	if client, err = r.DirectMail("", credentials); err != nil {
		t.Fatal(err)
	}
	if _, err := client.SingleSendMail(t.Context(), request); !errors.Is(err, aliyundm.ErrReadOnly) {
		t.Errorf("a dry run sends: %v", err)
	}
}

func TestEnv_DirectMail_usage(t *testing.T) {
	t.Parallel()
	credentials := aliyundm.Credentials{AccessKeyID: "LTAI1", AccessKeySecret: "access-key-secret"}
	for name, test := range map[string]struct {
		region      string
		credentials aliyundm.Credentials
		args        []string
	}{
		"region":   {"mars-1", credentials, nil},
		"endpoint": {"", credentials, []string{"--dm-endpoint", "ftp://x"}},
		"no key":   {"", aliyundm.Credentials{}, nil},
	} {
		_, err := surroundings{args: test.args}.start(t).DirectMail(test.region, test.credentials)
		if err == nil || exitcode.Of(err) != exitcode.Usage {
			t.Errorf("%s: exit code %d, %v", name, exitcode.Of(err), err)
		}
	}
}

func TestSystemStreams(t *testing.T) {
	t.Parallel()
	if streams := cli.SystemStreams(); streams.In == nil || streams.Out == nil || streams.Err == nil {
		t.Errorf("a stream is missing: %+v", streams)
	}
}
