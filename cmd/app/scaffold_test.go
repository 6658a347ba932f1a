package app_test

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"

	"github.com/logtoctl/logtoctl/internal/dotenv"
	"github.com/logtoctl/logtoctl/internal/scaffold"
	"github.com/logtoctl/logtoctl/templates"
)

// TestScaffolded does with a fresh app what its new owner does first. It downloads
// the modules that the app is made of.
func TestScaffolded(t *testing.T) {
	t.Parallel()
	for _, framework := range scaffold.Frameworks() {
		t.Run(framework, func(t *testing.T) {
			t.Parallel()
			dir := newApp(t, framework, nil)
			for _, command := range [][]string{
				{"gofmt", "-l", "."},
				{"go", "mod", "tidy", "-diff"},
				{"go", "mod", "verify"},
				{"go", "vet", "./..."},
				{"go", "build", "-o", os.DevNull, "."},
				{"go", "test", "./..."},
			} {
				got := run(t, dir, command...)
				if len(got) > 0 && command[0] == "gofmt" {
					t.Errorf("not formatted: %s", got)
				}
			}
		})
	}
}

// A scaffolded app says everything that it lacks at once, and no secret.
func TestScaffoldedWithoutSettings(t *testing.T) {
	t.Parallel()
	program := build(t, newApp(t, "net-http", nil))
	cmd := command(t, t.TempDir(), program)
	output, err := cmd.CombinedOutput()
	if err == nil || cmd.ProcessState.ExitCode() != 1 {
		t.Errorf("it runs: %v", err)
	}
	for _, name := range []string{"LOGTO_ENDPOINT", "LOGTO_APP_ID", "LOGTO_APP_SECRET", "LOGTO_REDIRECT_URI", "LOGTO_POST_SIGN_OUT_REDIRECT_URI", "SESSION_SECRET"} {
		if !strings.Contains(string(output), name+" is not set\n") {
			t.Errorf("%s is not named in\n%s", name, output)
		}
	}

	broken := t.TempDir()
	if err := os.WriteFile(filepath.Join(broken, ".env"), []byte("LOGTO_APP_SECRET hush\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	output, err = command(t, broken, program).CombinedOutput()
	if err == nil || !strings.Contains(string(output), ".env has a line that is not of the form NAME=value") || strings.Contains(string(output), "hush") {
		t.Errorf("%v, %s", err, output)
	}
}

// With REDIS_URL sessions outlive the app, and Redis has nothing that could be
// read or used.
func TestScaffoldedRedis(t *testing.T) {
	t.Parallel()
	for _, framework := range scaffold.Frameworks() {
		t.Run(framework, func(t *testing.T) {
			t.Parallel()
			redis := miniredis.RunT(t)
			port := freePort(t)
			origin := "http://localhost:" + port
			logto := newProvider(t)
			dir := newApp(t, framework, []dotenv.Variable{
				{Name: "LOGTO_ENDPOINT", Value: logto.URL},
				{Name: "LOGTO_APP_ID", Value: "app-id"},
				{Name: "LOGTO_APP_SECRET", Value: "app-secret"},
				{Name: "LOGTO_REDIRECT_URI", Value: origin + scaffold.CallbackPath},
				{Name: "LOGTO_POST_SIGN_OUT_REDIRECT_URI", Value: origin},
				{Name: "APP_NAME", Value: `Ada's "Books" & $HOME`},
				{Name: "REDIS_URL", Value: "redis://" + redis.Addr()},
			})
			program := build(t, dir)
			stop := start(t, dir, program)
			person := newPerson(t)
			person.get(origin + "/sign-in") // over the provider back to the app
			page := person.get(origin)
			if !strings.Contains(page, "ada@example.com") {
				t.Fatalf("not signed in:\n%s", page)
			}
			if !strings.Contains(page, "<title>Ada&#39;s &#34;Books&#34; &amp; $HOME</title>") {
				t.Errorf("the page is not called as APP_NAME says:\n%s", page)
			}

			token := person.token(origin)
			keys := redis.Keys()
			if len(keys) != 1 || token == "" {
				t.Fatalf("Redis has %q, the cookie is %q", keys, token)
			}
			stored, err := redis.Get(keys[0])
			if err != nil || len(stored) < 500 {
				t.Fatalf("the session has %d bytes, %v", len(stored), err)
			}
			for _, readable := range []string{token, "logto_", "refresh-token", "access-token", "ada@example.com", "eyJ"} {
				if strings.Contains(keys[0]+stored, readable) {
					t.Errorf("Redis has %q", readable)
				}
			}

			stop()
			stop = start(t, dir, program)
			if page := person.get(origin); !strings.Contains(page, "ada@example.com") {
				t.Error("the session did not outlive the app")
			}
			// Who can write to Redis cannot give himself the session of somebody else.
			thief := newPerson(t)
			thief.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
			thief.get(origin + "/sign-in")
			for _, key := range redis.Keys() {
				if err := redis.Set(key, stored); err != nil {
					t.Fatal(err)
				}
			}
			if page := thief.get(origin); thief.token(origin) == "" || !strings.Contains(page, "Not signed in") {
				t.Errorf("a copied session:\n%s", page)
			}
			if page := person.get(origin); !strings.Contains(page, "ada@example.com") {
				t.Error("it was not the session that was copied")
			}
			stop()
		})
	}
}

func newApp(t *testing.T, framework string, variables []dotenv.Variable) string {
	t.Helper()
	source, err := templates.App()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "bookstore")
	project, err := scaffold.Prepare(source, dir, scaffold.Options{Framework: scaffold.Framework(framework), Module: "example.com/bookstore"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := project.Write(t.Context(), variables); err != nil {
		t.Fatal(err)
	}
	return dir
}

// command returns a command whose environment has none of the app's settings.
func command(t *testing.T, dir string, words ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), words[0], words[1:]...)
	cmd.Dir = dir
	for _, pair := range os.Environ() {
		name, _, _ := strings.Cut(pair, "=")
		if strings.HasPrefix(name, "LOGTO") || name == "SESSION_SECRET" || name == "APP_NAME" || name == "PORT" || name == "LISTEN_HOST" || name == "REDIS_URL" || name == "GOFLAGS" {
			continue
		}
		cmd.Env = append(cmd.Env, pair)
	}
	cmd.Env = append(cmd.Env, "GOWORK=off")
	return cmd
}

func run(t *testing.T, dir string, words ...string) []byte {
	t.Helper()
	output, err := command(t, dir, words...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", strings.Join(words, " "), err, output)
	}
	return output
}

func build(t *testing.T, dir string) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "app")
	run(t, dir, "go", "build", "-o", program, ".")
	return program
}

// start starts an app and waits until it listens. What it returns stops the app
// as a server does, which has to be graceful.
func start(t *testing.T, dir, program string) (stop func()) {
	t.Helper()
	cmd := command(t, dir, program)
	talk, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(talk)
	for lines.Scan() && !strings.Contains(lines.Text(), "listening") {
		t.Logf("app: %s", lines.Text())
	}
	drained := make(chan struct{})
	go func() {
		defer close(drained)
		_, _ = io.Copy(io.Discard, talk)
	}()
	return func() {
		if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
			t.Error(err)
		}
		<-drained
		if err := cmd.Wait(); err != nil {
			t.Errorf("it did not stop by itself: %v", err)
		}
	}
}

func freePort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	_, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return port
}

// person uses an app in a browser.
type person struct {
	http.Client
	t *testing.T
}

func newPerson(t *testing.T) *person {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &person{http.Client{Jar: jar, Timeout: 30 * time.Second}, t}
}

func (p *person) get(address string) string {
	p.t.Helper()
	request, err := http.NewRequestWithContext(p.t.Context(), http.MethodGet, address, nil)
	if err != nil {
		p.t.Fatal(err)
	}
	response, err := p.Do(request)
	if err != nil {
		p.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return string(body)
}

// token returns what the session cookie holds.
func (p *person) token(origin string) string {
	parsed, err := url.Parse(origin)
	if err != nil {
		p.t.Fatal(err)
	}
	for _, cookie := range p.Jar.Cookies(parsed) {
		if cookie.Name == "bookstore_session" {
			return cookie.Value
		}
	}
	return ""
}
