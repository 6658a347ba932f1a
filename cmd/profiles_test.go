package cmd_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/logtoctl/logtoctl/cmd"
	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/sandbox"
	"github.com/logtoctl/logtoctl/internal/sandbox/fault"
)

const forBoth = `version: 1
applications:
  - key: bookstore
    name: Bookstore
    redirectUris: [http://localhost:3000/callback]
    envFile: .env
`

// TestRun_profiles applies one file to two tenants at the same time: one report
// tells of both, also when one of them fails.
func TestRun_profiles(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	file := filepath.Join(home, "logtoctl.yaml")
	first, second := tenantSandbox(t), tenantSandbox(t)
	writeFile(t, file, forBoth)
	writeFile(t, filepath.Join(home, "config.yaml"), "profiles:\n"+profile("staging", first)+profile("production", second)+profile("twin", first))
	lookup := func(name string) (string, bool) {
		value, found := map[string]string{"LOGTOCTL_CONFIG": filepath.Join(home, "config.yaml"), "XDG_CACHE_HOME": home, "XDG_STATE_HOME": home}[name]
		return value, found
	}
	run := func(want int, args ...string) (string, string) {
		t.Helper()
		var stdout, stderr bytes.Buffer
		code := cmd.Run(t.Context(), args, cli.Streams{In: strings.NewReader(""), Out: &stdout, Err: &stderr}, lookup)
		if code != want {
			t.Errorf("%s exited with %d, want %d:\n%s%s", strings.Join(args, " "), code, want, stdout.String(), stderr.String())
		}
		return stdout.String(), stderr.String()
	}
	both := []string{"-f", file, "--profile", "staging,production"}

	run(4, append([]string{"plan", "--exit-code"}, both...)...)
	if err := second.Faults.Set(fault.Rule{Match: fault.Match{Method: "POST", Path: "/api/applications"}, Kind: fault.Status, Status: 422, Body: `{"code": "entity.invalid_input"}`}); err != nil {
		t.Fatal(err)
	}
	stdout, stderr := run(5, append([]string{"apply", "--yes", "-o", "json"}, both...)...)
	expectStatuses(t, stdout, "staging updated", "production failed")
	if !strings.Contains(stderr, "profile production") || !strings.Contains(stdout, `"code": "entity.invalid_input"`) {
		t.Errorf("the failure of production is not told:\n%s%s", stdout, stderr)
	}
	_ = second.Faults.Set()
	stdout, _ = run(0, append([]string{"apply", "--yes", "--parallel", "1", "-o", "json"}, both...)...)
	expectStatuses(t, stdout, "staging unchanged", "production updated")
	run(0, append([]string{"plan", "--exit-code"}, both...)...)
	if _, err := os.Stat(filepath.Join(home, ".env")); err == nil {
		t.Error("several tenants wrote one .env file")
	}
	stdout, _ = run(0, append([]string{"destroy", "--yes", "-o", "json"}, both...)...)
	expectStatuses(t, stdout, "staging deleted", "production deleted")

	if _, stderr := run(2, "apply", "-f", file, "--profile", "staging,twin"); !strings.Contains(stderr, "are the same tenant") {
		t.Errorf("two names of one tenant: %s", stderr)
	}
	if _, stderr := run(2, "app", "list", "--profile", "staging,production"); !strings.Contains(stderr, "takes one profile") {
		t.Errorf("a command for one profile: %s", stderr)
	}
	run(2, "plan", "-f", file, "--profile", "staging,absent")
}

func tenantSandbox(t *testing.T) *sandbox.Sandbox {
	t.Helper()
	running, err := sandbox.Start(t.Context(), sandbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = running.Close(context.WithoutCancel(t.Context())) })
	return running
}

func profile(name string, running *sandbox.Sandbox) string {
	values := map[string]string{}
	for _, pair := range running.Environ() {
		key, value, _ := strings.Cut(pair, "=")
		values[key] = value
	}
	return fmt.Sprintf("  %s:\n    endpoint: %s\n    m2m-app-id: %s\n    m2m-app-secret: %s\n    resource: %s\n",
		name, values["LOGTO_ENDPOINT"], values["LOGTO_M2M_APP_ID"], values["LOGTO_M2M_APP_SECRET"], values["LOGTO_RESOURCE"])
}

func writeFile(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func expectStatuses(t *testing.T, stdout string, want ...string) {
	t.Helper()
	var reports []struct{ Profile, Status string }
	if err := json.Unmarshal([]byte(stdout), &reports); err != nil {
		t.Fatalf("stdout is not one report: %v\n%s", err, stdout)
	}
	for i, report := range reports {
		if got := report.Profile + " " + report.Status; i >= len(want) || got != want[i] {
			t.Errorf("tenant %d: %q, want %q", i, got, want)
		}
	}
}
