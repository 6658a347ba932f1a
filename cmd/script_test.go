package cmd_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/logtoctl/logtoctl/cmd"
	"github.com/logtoctl/logtoctl/internal/sandbox"
)

// TestMain lets the scripts call this test binary as logtoctl.
func TestMain(m *testing.M) {
	testscript.Main(watched{m}, map[string]func(){
		"logtoctl": func() { os.Exit(cmd.Main(os.Args[1:])) },
		"fakeapp":  fakeApp,
	})
}

// TestScripts runs what a user does: each script gets a fresh sandbox and a
// fresh home. With LOGTOCTL_TEST_LIVE=1 the scripts run against the real Logto
// of the environment instead; what only a sandbox can show is behind [sandbox].
func TestScripts(t *testing.T) {
	t.Parallel()
	live := os.Getenv("LOGTOCTL_TEST_LIVE") != ""
	pattern := "*.txtar"
	if live {
		pattern = "live_*.txtar"
	}
	scripts, err := filepath.Glob(filepath.Join("..", "testdata", "script", pattern))
	if err != nil || len(scripts) == 0 {
		t.Fatalf("no scripts match %s: %v", pattern, err)
	}
	testscript.Run(t, testscript.Params{
		Files: scripts,
		Setup: func(env *testscript.Env) error {
			home(env)
			env.Setenv("GORACE", "atexit_sleep_ms=0") // the race detector lets every process sleep for a second otherwise
			if err := examples(env); err != nil {
				return err
			}
			if live {
				pass(env)
				return nil
			}
			return startSandbox(env)
		},
		Condition: func(name string) (bool, error) {
			if name == "sandbox" {
				return !live, nil
			}
			return false, fmt.Errorf("unknown condition %q", name)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"code":    code,
			"writes":  writes,
			"faults":  faults,
			"api":     api,
			"control": control,
			"capture": capture,
			"port":    port,
			"await":   await,
			"get":     get,
		},
	})
}

// home keeps the user's own settings out.
func home(env *testscript.Env) {
	for _, name := range []string{"HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"} {
		env.Setenv(name, filepath.Join(env.WorkDir, "home", strings.ToLower(name)))
	}
}

// examples tells scripts where the examples of the repository are.
func examples(env *testscript.Env) error {
	folder, err := filepath.Abs(filepath.Join("..", "examples"))
	env.Setenv("EXAMPLES", folder)
	return err
}

// pass hands the environment's Logto and Aliyun account to a live script.
func pass(env *testscript.Env) {
	for _, pair := range os.Environ() {
		if name, value, _ := strings.Cut(pair, "="); strings.HasPrefix(name, "LOGTO") || strings.HasPrefix(name, "ALIBABA_CLOUD") {
			env.Setenv(name, value)
		}
	}
}

type sandboxKey struct{}

func startSandbox(env *testscript.Env) error {
	t := env.T().(testing.TB)
	running, err := sandbox.Start(t.Context(), sandbox.Options{})
	if err != nil {
		return err
	}
	env.Defer(func() {
		if err := running.Close(t.Context()); err != nil && t.Context().Err() == nil {
			t.Errorf("stop the sandbox: %v", err)
		}
	})
	env.Values[sandboxKey{}] = running
	env.Vars = append(env.Vars, running.Environ()...)
	return nil
}

func running(ts *testscript.TestScript) *sandbox.Sandbox {
	return ts.Value(sandboxKey{}).(*sandbox.Sandbox)
}

// code runs a command and demands an exact exit code: code 3 logtoctl app list.
func code(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: code N COMMAND [ARGUMENT...]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		exit := (*exec.ExitError)(nil)
		if !errors.As(err, &exit) {
			ts.Fatalf("run %s: %v", args[1], err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("%s exited with %d, want %d", strings.Join(args[1:], " "), got, want)
	}
}

// writes demands how many requests since the last call asked to change
// something, and forgets them.
func writes(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: writes N")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	log := running(ts).Requests
	if got := log.Writes(); len(got) != want {
		ts.Fatalf("%d writes, want %d: %+v", len(got), want, got)
	}
	log.Reset()
}

// capture stores what the last command printed in a variable, trimmed.
func capture(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: capture NAME")
	}
	ts.Setenv(args[0], strings.TrimSpace(ts.ReadFile("stdout")))
}
