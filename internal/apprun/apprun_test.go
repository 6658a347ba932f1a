package apprun_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"go.uber.org/goleak"

	"github.com/logtoctl/logtoctl/internal/apprun"
)

// TestMain sets what an app must not inherit, before any test runs, and fails
// when a test leaves a goroutine running.
func TestMain(m *testing.M) {
	for _, name := range []string{"LOGTO_M2M_APP_SECRET", "LOGTO_ENDPOINT", "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "SESSION_SECRET"} {
		if err := os.Setenv(name, "of-the-caller"); err != nil {
			panic(err)
		}
	}
	goleak.VerifyTestMain(m)
}

// newApp writes the stand-in for an app, which behaves as told.
func newApp(t *testing.T, behaviour string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for _, name := range []string{"go.mod", "main.go"} {
		text, err := os.ReadFile(filepath.Join("testdata", "app", name+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(dir, name), string(text))
	}
	write(t, filepath.Join(dir, "behaviour"), behaviour)
	return dir
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func build(t *testing.T, behaviour string) *apprun.Program {
	t.Helper()
	program, err := apprun.Build(t.Context(), findGo(t), newApp(t, behaviour))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(program.Remove)
	return program
}

func findGo(t *testing.T) string {
	t.Helper()
	path, err := apprun.FindGo()
	if err != nil {
		t.Skip(err)
	}
	return path
}

// freeURL returns a URL of this machine where nobody answers.
func freeURL(t *testing.T) *url.URL {
	t.Helper()
	taken := listen(t)
	free, err := apprun.FreeURL(t.Context(), taken)
	if err != nil {
		t.Fatal(err)
	}
	if free.Host == taken.Host {
		t.Fatalf("%s is taken", free)
	}
	return free
}

// listen returns a URL of this machine where somebody answers.
func listen(t *testing.T) *url.URL {
	t.Helper()
	var config net.ListenConfig
	socket, err := config.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = socket.Close() })
	_, port, _ := net.SplitHostPort(socket.Addr().String())
	return &url.URL{Scheme: "http", Host: "localhost:" + port}
}

// output gathers what an app prints.
type output struct {
	mu    sync.Mutex
	lines []string
}

func (o *output) add(line string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.lines = append(o.lines, line)
}

func (o *output) has(line string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Contains(o.lines, line)
}

func get(t *testing.T, address string) error {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err == nil {
		_ = response.Body.Close()
	}
	return err
}

func TestProgram_Start(t *testing.T) {
	t.Parallel()
	var printed output
	at := freeURL(t)
	at.Path = "/callback" // of the redirect URI that the URL was made from
	app, err := build(t, "well").Start(t.Context(), at, printed.add)
	if err != nil {
		t.Fatal(err)
	}
	if want := "http://" + at.Host; app.URL != want {
		t.Errorf("the URL is %s, want %s", app.URL, want)
	}
	if err := get(t, app.URL+"/health"); err != nil {
		t.Errorf("the app does not answer: %v", err)
	}
	if apprun.CheckPort(t.Context(), at) == nil {
		t.Error("the port counts as free while the app runs")
	}
	app.Stop()
	app.Stop()
	if !printed.has("asked to stop") {
		t.Errorf("the app was not asked to stop: %q", printed.lines)
	}
	if inherited := slices.ContainsFunc(printed.lines, func(line string) bool { return strings.HasPrefix(line, "inherited:") }); inherited {
		t.Errorf("the app inherited what is not for it: %q", printed.lines)
	}
	if err := get(t, app.URL+"/health"); err == nil {
		t.Error("the app still answers")
	}
}

func TestProgram_Start_endsAtOnce(t *testing.T) {
	t.Parallel()
	_, err := build(t, "die").Start(t.Context(), freeURL(t), nil)
	ended, ok := errors.AsType[*apprun.EndedError](err)
	if !ok {
		t.Fatalf("error is %v, want an app that ended", err)
	}
	if want := "behaviour: die\ncannot go on"; ended.Output != want {
		t.Errorf("the output is %q, want %q", ended.Output, want)
	}
	if !strings.Contains(err.Error(), "exit status 3\n") {
		t.Errorf("error is %v", err)
	}
}

// Somebody else has the port, which the early look could not know, and even answers
// as an app would.
func TestProgram_Start_portTaken(t *testing.T) {
	t.Parallel()
	var printed output
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	t.Cleanup(other.Close)
	at, err := url.Parse(other.URL)
	if err != nil {
		t.Fatal(err)
	}
	app, err := build(t, "well").Start(t.Context(), at, printed.add)
	if inUse, ok := errors.AsType[*apprun.PortInUseError](err); !ok || inUse.Port != at.Port() || app != nil {
		t.Errorf("error is %v, want one about port %s", err, at.Port())
	}
	if len(printed.lines) > 0 {
		t.Errorf("the app was started: %q", printed.lines)
	}
}

// An app that is asked for its health a second time did not count as ready after
// the first, when it answered that it is not.
func TestProgram_Start_neverReady(t *testing.T) {
	t.Parallel()
	program := build(t, "unwell")
	ctx, interrupt := context.WithCancel(t.Context())
	defer interrupt()
	_, err := program.Start(ctx, freeURL(t), func(line string) {
		if line == "not well: 2" {
			interrupt()
		}
	})
	if !errors.Is(err, context.Canceled) || !strings.HasPrefix(err.Error(), "interrupted while starting the app in ") {
		t.Errorf("error is %v, want the interruption", err)
	}
}

func TestApp_Wait(t *testing.T) {
	t.Parallel()
	at := freeURL(t)
	app, err := build(t, "well").Start(t.Context(), at, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(app.Stop)
	interrupted, interrupt := context.WithCancel(t.Context())
	interrupt()
	if err := app.Wait(interrupted); err != nil {
		t.Errorf("an interruption is %v", err)
	}
	_ = get(t, app.URL+"/quit")
	if ended, ok := errors.AsType[*apprun.EndedError](app.Wait(t.Context())); !ok || ended.Err.Error() != "exit status 0" {
		t.Errorf("error is %v, want an app that ended", ended)
	}
}

// waiter is something that runs; it ends by itself with the error, if there is one.
type waiter struct{ err error }

func (w waiter) Wait(ctx context.Context) error {
	if w.err == nil {
		<-ctx.Done()
	}
	return w.err
}

func TestWaitAll(t *testing.T) {
	t.Parallel()
	failure := errors.New("ended")
	if err := apprun.WaitAll(t.Context(), waiter{}, waiter{err: failure}, waiter{}); err != failure {
		t.Errorf("error is %v, want that of the one that ended", err)
	}
	interrupted, interrupt := context.WithCancel(t.Context())
	interrupt()
	if err := apprun.WaitAll(interrupted, waiter{}, waiter{}); err != nil {
		t.Errorf("an interruption is %v", err)
	}
}

func TestBuild_fails(t *testing.T) {
	t.Parallel()
	dir := newApp(t, "")
	write(t, filepath.Join(dir, "wrong.go"), "package main\n\nvar wrong int = \"text\"\n")
	_, err := apprun.Build(t.Context(), findGo(t), dir)
	failed, ok := errors.AsType[*apprun.BuildError](err)
	if !ok || !strings.Contains(failed.Output, "wrong.go:3:") {
		t.Fatalf("error is %v, want what go says", err)
	}
	for _, cause := range []string{"code", "network", "cache"} {
		if !strings.Contains(failed.Hint(), cause) {
			t.Errorf("the hint does not speak of the %s: %s", cause, failed.Hint())
		}
	}
}

func TestBuild_interrupted(t *testing.T) {
	t.Parallel()
	ctx, interrupt := context.WithCancel(t.Context())
	interrupt()
	dir := newApp(t, "")
	_, err := apprun.Build(ctx, findGo(t), dir)
	if !errors.Is(err, context.Canceled) || err.Error() != "interrupted while building the app in "+dir {
		t.Errorf("error is %v, want the interruption", err)
	}
}

// What is no interruption stays as it is, and the innermost of them is told.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	if err := apprun.Interrupted("waiting", context.DeadlineExceeded); err != context.DeadlineExceeded {
		t.Errorf("a deadline is %v", err)
	}
	if err := apprun.Interrupted("waiting", nil); err != nil {
		t.Errorf("no error is %v", err)
	}
	inner := apprun.Interrupted("building", context.Canceled)
	if err := apprun.Interrupted("waiting", fmt.Errorf("all of it: %w", inner)); !strings.HasSuffix(err.Error(), "interrupted while building") {
		t.Errorf("error is %v", err)
	}
}

func TestFindGo_none(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	_, err := apprun.FindGo()
	if _, ok := errors.AsType[*apprun.NoGoError](err); !ok || !errors.Is(err, exec.ErrNotFound) {
		t.Errorf("error is %v", err)
	}
}

func TestCheckPort(t *testing.T) {
	t.Parallel()
	taken := listen(t)
	inUse, ok := errors.AsType[*apprun.PortInUseError](apprun.CheckPort(t.Context(), taken))
	if !ok || inUse.Port != taken.Port() {
		t.Errorf("error is %v, want one about port %s", inUse, taken.Port())
	}
	free := freeURL(t)
	if err := apprun.CheckPort(t.Context(), free); err != nil {
		t.Errorf("a free port: %v", err)
	}
	same, err := apprun.FreeURL(t.Context(), free)
	if err != nil || same.Host != free.Host {
		t.Errorf("a free port became %v: %v", same, err)
	}
}
