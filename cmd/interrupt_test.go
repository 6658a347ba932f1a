package cmd_test

import (
	"bytes"
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/logtoctl/logtoctl/cmd"
	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/sandbox"
	"github.com/logtoctl/logtoctl/internal/sandbox/fault"
)

// TestRun_interrupted presses Ctrl-C while a create is under way: the exit code
// is 130, and logtoctl looks before it says what became of the create.
func TestRun_interrupted(t *testing.T) {
	t.Parallel()
	running, err := sandbox.Start(t.Context(), sandbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = running.Close(context.WithoutCancel(t.Context())) })
	held := fault.Rule{Match: fault.Match{Method: http.MethodPost, Path: "/api/applications"}, Kind: fault.Delay, Delay: fault.Duration(time.Hour)}
	if err := running.Faults.Set(held); err != nil {
		t.Fatal(err)
	}
	ctx, interrupt := context.WithCancel(t.Context())
	go func() {
		awaitCreate(ctx, running)
		interrupt()
	}()
	var stdout, stderr bytes.Buffer
	code := cmd.Run(ctx, []string{"app", "create", "Bookstore", "-o", "json"}, cli.Streams{In: strings.NewReader(""), Out: &stdout, Err: &stderr}, lookup(running, t.TempDir()))
	if code != 130 {
		t.Errorf("exit code %d, want 130", code)
	}
	if stdout.Len() > 0 {
		t.Errorf("stdout is not empty: %s", stdout.String())
	}
	for _, want := range []string{`"code": "interrupted"`, "a look afterwards did not find"} {
		if !strings.Contains(stderr.String(), want) {
			t.Errorf("stderr lacks %q:\n%s", want, stderr.String())
		}
	}
}

// awaitCreate returns once the create has reached the sandbox.
func awaitCreate(ctx context.Context, running *sandbox.Sandbox) {
	ticker := time.NewTicker(time.Millisecond)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		if slices.ContainsFunc(running.Requests.All(), func(r sandbox.Request) bool {
			return r.Method == http.MethodPost && r.Path == "/api/applications"
		}) {
			return
		}
	}
}

// lookup is the environment of a run inside the sandbox, with a home of its own.
func lookup(running *sandbox.Sandbox, home string) func(string) (string, bool) {
	values := map[string]string{"XDG_CONFIG_HOME": home, "XDG_CACHE_HOME": home, "XDG_STATE_HOME": home}
	for _, pair := range running.Environ() {
		name, value, _ := strings.Cut(pair, "=")
		values[name] = value
	}
	return func(name string) (string, bool) {
		value, found := values[name]
		return value, found
	}
}
