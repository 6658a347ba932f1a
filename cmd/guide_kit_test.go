package cmd_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/logtoctl/logtoctl/cmd"
	"github.com/logtoctl/logtoctl/internal/browsertest"
	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/sandbox"
)

// published is the version of Logto's SDK that a scaffolded app is on.
const published = "github.com/logto-io/go/v2 v2.1.0"

// connectorJSON is what somebody who follows the guide writes for the connector.
const connectorJSON = `{"accountName": "noreply@mail.example.com", "fromAlias": "Bookstore"}`

// webApp is a scaffolded app that runs, and the sandbox where people sign in to it.
type webApp struct {
	name  string // of the pictures
	url   string
	logto string
	inbox string
}

// goCommand returns the go command, and skips the test without one.
func goCommand(t *testing.T) string {
	t.Helper()
	path, err := exec.LookPath("go")
	if err != nil {
		t.Skipf("skipped: a scaffolded app is built with Go: %v", err)
	}
	return path
}

// startQuickstart has one command do the whole guide: quickstart DIR --sandbox. At
// the end it is interrupted, and has to stop the app in good order.
func startQuickstart(t *testing.T, framework string) webApp {
	t.Helper()
	goCommand(t)
	dir := filepath.Join(t.TempDir(), "bookstore")
	ctx, interrupt := context.WithCancel(t.Context())
	reader, writer := io.Pipe()
	talk := &transcript{}
	done := make(chan int, 1)
	go func() {
		streams := cli.Streams{In: strings.NewReader(""), Out: writer, Err: talk}
		done <- cmd.Run(ctx, []string{"quickstart", dir, "--sandbox", "--framework", framework, "--port", freePort(t), "-o", "json"}, streams, nowhere(t))
		_ = writer.Close()
	}()
	t.Cleanup(func() {
		interrupt()
		if code := <-done; code != 0 || !strings.Contains(talk.String(), "INFO stopping") {
			t.Errorf("exit code %d at Ctrl-C:\n%s", code, talk)
		}
	})
	var document struct{ Status, Endpoint, AppURL, InboxURL string }
	if err := json.NewDecoder(reader).Decode(&document); err != nil || document.Status != "created" {
		t.Fatalf("%+v, %v:\n%s", document, err, talk)
	}
	go func() { _, _ = io.Copy(io.Discard, reader) }()
	checkSDK(t, dir)
	return webApp{name: framework, url: document.AppURL, logto: document.Endpoint, inbox: document.InboxURL}
}

// tenant is what the guide's own steps are done with, one by one.
type tenant struct {
	t       *testing.T
	sandbox *sandbox.Sandbox
	lookup  func(string) (string, bool)
}

func newTenant(t *testing.T) tenant {
	t.Helper()
	running, err := sandbox.Start(t.Context(), sandbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { running.Stop(t.Context()) })
	return tenant{t, running, lookup(running, t.TempDir())}
}

// logtoctl runs one command, which has to succeed.
func (s tenant) logtoctl(args ...string) {
	s.t.Helper()
	var out, err bytes.Buffer
	if code := cmd.Run(s.t.Context(), args, cli.Streams{In: strings.NewReader(""), Out: &out, Err: &err}, s.lookup); code != 0 {
		s.t.Fatalf("logtoctl %s: exit code %d\n%s", strings.Join(args, " "), code, err.String())
	}
}

// startApp follows the guide step by step, builds the app and runs it. At the end it
// gets the signal that servers get, and has to stop in good order.
func (s tenant) startApp(framework string) webApp {
	t := s.t
	t.Helper()
	dir, connector := filepath.Join(t.TempDir(), "bookstore"), filepath.Join(t.TempDir(), "connector.json")
	save(t, connector, connectorJSON)
	port := freePort(t)
	app := webApp{name: framework, url: "http://localhost:" + port, logto: s.sandbox.LogtoURL(), inbox: s.sandbox.InboxURL()}
	s.logtoctl("app", "scaffold", dir, "--framework", framework)
	s.logtoctl("app", "create", "Bookstore", "--redirect-uri", app.url+"/callback", "--post-sign-out-redirect-uri", app.url, "--env-file", filepath.Join(dir, ".env"))
	s.logtoctl("connector", "aliyun-dm", "apply", "-f", connector)
	s.logtoctl("sign-in-experience", "enable-email")
	checkSDK(t, dir)

	program := filepath.Join(t.TempDir(), "bookstore")
	build := exec.CommandContext(t.Context(), goCommand(t), "build", "-o", program, ".")
	build.Dir, build.Env = dir, append(os.Environ(), "GOWORK=off")
	if said, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build the app: %v\n%s", err, said)
	}
	talk := &transcript{}
	running := exec.Command(program)
	running.Dir, running.Env = dir, []string{} // all is in .env
	running.Stdout, running.Stderr = talk, talk
	if err := running.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = running.Process.Signal(syscall.SIGTERM)
		if err := running.Wait(); err != nil || !strings.Contains(talk.String(), "INFO stopping") {
			t.Errorf("the app did not stop in good order: %v\n%s", err, talk)
		}
	})
	eventually(t, "the app at "+app.url, func() bool {
		response, err := http.Get(app.url + "/health")
		if err != nil {
			return false
		}
		_ = response.Body.Close()
		return response.StatusCode == http.StatusOK
	})
	return app
}

// checkSDK holds that the app is on the SDK that everybody gets. That nothing has
// changed in it the build finds out, by the sums in go.sum.
func checkSDK(t *testing.T, dir string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), "\t"+published+"\n") || regexp.MustCompile(`(?m)^\s*replace\b`).Match(text) {
		t.Errorf("go.mod is not on %s as it was published:\n%s", published, text)
	}
	for _, elsewhere := range []string{"vendor", "go.work"} {
		if _, err := os.Stat(filepath.Join(dir, elsewhere)); err == nil {
			t.Errorf("the app has a %s", elsewhere)
		}
	}
}

// ahead sets the clock of Logto ahead, over the sandbox's own API, and back with "".
func (a webApp) ahead(t *testing.T, duration string) {
	t.Helper()
	rules := "[]"
	if duration != "" {
		rules = `[{"match": {"service": "logto"}, "kind": "skew", "delay": "` + duration + `"}]`
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPut, a.inbox+"/api/faults", strings.NewReader(rules))
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		t.Fatalf("set the clock: %s", response.Status)
	}
}

// eventually waits for a condition.
func eventually(t *testing.T, what string, met func() bool) {
	t.Helper()
	ticker := time.NewTicker(20 * time.Millisecond)
	defer ticker.Stop()
	limit := time.After(browsertest.Timeout)
	for !met() {
		select {
		case <-ticker.C:
		case <-limit:
			t.Fatalf("wait for %s: nothing after %s", what, browsertest.Timeout)
		}
	}
}

func freePort(t *testing.T) string {
	t.Helper()
	port, err := findPort()
	if err != nil {
		t.Fatal(err)
	}
	return port
}

// findPort returns a free port below those that the system gives out by itself:
// nothing else takes it before an app does.
func findPort() (port string, err error) {
	for range 100 {
		port = strconv.Itoa(20_000 + rand.IntN(10_000))
		var socket net.Listener
		if socket, err = net.Listen("tcp", ":"+port); err == nil {
			return port, socket.Close()
		}
	}
	return "", err
}

// transcript keeps what a program says while it runs.
type transcript struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (s *transcript) Write(data []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(data)
}

func (s *transcript) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}
