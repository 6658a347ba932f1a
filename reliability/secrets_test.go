package reliability_test

import (
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// TestSecrets runs every command, with -v, on success and on each kind of
// failure. No secret is on stdout or stderr, in the arguments of a process, in what
// a child process is given, or in a file that others can read or that is not there
// for it. make reliability has every output format meet every condition; a plain go
// test takes some of each.
func TestSecrets(t *testing.T) {
	t.Parallel()
	formats := []string{"table", "json", "yaml"}
	var alone sync.Mutex
	for i, command := range slices.Sorted(maps.Keys(invocations())) {
		if i%rarity > 0 {
			continue
		}
		for n, format := range formats {
			if !everything() && i%len(formats) != n {
				continue
			}
			t.Run(command+" -o "+format, func(t *testing.T) {
				t.Parallel()
				if invocations()[command].alone {
					alone.Lock()
					defer alone.Unlock()
				}
				look{command: command, format: format}.under(t, sampled(command, i+n))
			})
		}
	}
}

// sampled are conditions that a command can meet, the last of which is success. Of
// the echoes each output format has a third; of all of them a plain go test takes
// two.
func sampled(command string, number int) []condition {
	called := invocations()[command]
	met := conditions()
	for i, c := range echoes() {
		if (i+number)%3 == 0 {
			met = append(met, c)
		}
	}
	met = slices.DeleteFunc(met, func(c condition) bool {
		return called.offline && c.cause != nil || c.files != nil && !slices.ContainsFunc(called.args, func(arg string) bool { return c.files[arg] != "" })
	})
	if !everything() {
		met = []condition{met[number%len(met)], met[(number+len(met)/2)%len(met)]}
	}
	return append(met, condition{name: "success"})
}

// look is a command in an output format, in which secrets are looked for.
type look struct{ command, format string }

// under runs the command under each condition, and looks after it.
func (l look) under(t *testing.T, met []condition) {
	t.Helper()
	w, secrets := secretWorld(t, l.command)
	called := invocations()[l.command]
	command := strings.Fields(l.command)
	args := slices.Concat(command, []string{"-v", "-o", l.format}, called.args) // flags go before a --
	for _, c := range met {
		name := fmt.Sprintf("%s, %s", strings.Join(args, " "), c.name)
		ended := w.under(t, c, secrets, called.serves, w.withPort(t, args))
		for strings.Contains(ended.stderr, "is in use") && called.alone {
			ended = w.under(t, c, secrets, called.serves, w.withPort(t, args))
		}
		if c.name == "success" && ended.code != called.code {
			t.Errorf("%s: exit code %d, want %d\n%s", name, ended.code, called.code, ended.stderr)
		}
		w.mark(t, secrets)
		if found := secrets.in(ended.stdout); len(found) > 0 {
			t.Errorf("%s: on stdout: %q\n%s", name, found, ended.stdout)
		}
		if found := secrets.in(ended.stderr); len(found) > 0 {
			t.Errorf("%s: on stderr: %q\n%s", name, found, ended.stderr)
		}
		if found, err := secrets.inFiles(w.folder); err != nil || len(found) > 0 {
			t.Errorf("%s: in files: %q, %v", name, found, err)
		}
		if left, err := os.ReadDir(w.environ["TMPDIR"]); err != nil || len(left) > 0 {
			t.Errorf("%s: left behind: %v, %v", name, left, err)
		}
		if w.proxy.strayed.Load() > 0 {
			t.Errorf("%s: a redirect to another host was followed", name)
		}
	}
}

// withPort puts a free port in its place.
func (w *world) withPort(t *testing.T, args []string) []string {
	t.Helper()
	at := slices.Index(args, freePort)
	if at < 0 {
		return args
	}
	socket, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = socket.Close() }()
	_, port, err := net.SplitHostPort(socket.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return slices.Replace(slices.Clone(args), at, at+1, port)
}

// secretWorld is a tenant in which there is something for every command, and the
// secrets that are in use there.
func secretWorld(t *testing.T, command string) (*world, *marks) {
	t.Helper()
	apply := []string{"apply", "-f", "verified.yaml", "--replace", "--yes"}
	s := scenario{
		name: command, files: map[string]string{"connector.json": connectorFile, "logtoctl.yaml": manifestFile, "verified.yaml": manifestFile + verifyPart},
	}
	if !invocations()[command].offline {
		s.before = append(smtpConnector()[:1], step{args: apply})
	}
	for _, args := range invocations()[command].before {
		s.before = append(s.before, step{args: args})
	}
	w, err := s.prepare(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	closing(t, w)
	w.environ["TMPDIR"] = w.path("tmp")
	if err := errors.Join(w.standIn(), os.Mkdir(w.environ["TMPDIR"], 0o700)); err != nil {
		t.Fatal(err)
	}
	secrets := &marks{}
	secrets.add("the secret of another connector", smtpPassword)
	for name, value := range map[string]string{"a refused app secret": wrongAppSecret, "a refused AccessKey secret": wrongKeySecret, "a refused security token": wrongToken, "a secret in a file": fileSecret} {
		secrets.add(name, value)
	}
	for _, name := range []string{"LOGTO_M2M_APP_SECRET", "ALIBABA_CLOUD_ACCESS_KEY_SECRET"} {
		secrets.add(name, w.environ[name])
	}
	w.mark(t, secrets)
	return w, secrets
}

// mark takes up the secrets that have come up: of applications, of sessions in
// .env files, and tokens.
func (w *world) mark(t *testing.T, secrets *marks) {
	t.Helper()
	var applications []object
	if err := w.tenant.call(http.MethodGet, "/api/applications", nil, &applications); err != nil {
		t.Fatal(err)
	}
	for _, application := range applications {
		var kept []object
		if err := w.tenant.call(http.MethodGet, "/api/applications/"+application.text("id")+"/secrets", nil, &kept); err != nil {
			t.Fatal(err)
		}
		for _, secret := range kept {
			secrets.add("a secret of "+application.text("name"), secret.text("value"))
		}
	}
	tokens, err := filepath.Glob(w.path("*", "logtoctl", "tokens", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range tokens {
		var kept keptToken
		if content, err := os.ReadFile(file); err != nil || json.Unmarshal(content, &kept) != nil || kept.AccessToken == "" {
			t.Fatalf("%s holds no token: %v", file, err)
		}
		secrets.add("a kept token", kept.AccessToken)
	}
	files, err := envFiles(w.path("work"))
	if err != nil {
		t.Fatal(err)
	}
	for file, values := range files {
		for name, value := range values {
			if strings.HasSuffix(name, "SECRET") {
				secrets.add(name+" of "+file, value)
			}
		}
	}
	keys, err := filepath.Glob(filepath.Join(w.environ["XDG_STATE_HOME"], "logtoctl", "sandbox", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range keys {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if block, _ := pem.Decode(content); block != nil && strings.Contains(block.Type, "PRIVATE KEY") {
			secrets.add("the key of the authority", strings.Split(string(content), "\n")[1])
		}
	}
}

// under runs a command under a condition, and looks at the arguments of all
// processes while it runs.
func (w *world) under(t *testing.T, c condition, secrets *marks, serving string, args []string) result {
	t.Helper()
	there := *w
	there.environ = maps.Clone(w.environ)
	maps.Copy(there.environ, c.environ)
	for name, content := range c.files {
		path := w.path("work", name)
		before, err := os.ReadFile(path)
		if err == nil {
			err = os.WriteFile(path, []byte(content), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = os.WriteFile(path, before, 0o600) }()
	}
	cause := func(p *process) disturbance {
		disturb := (*exchange).through
		if c.cause != nil {
			disturb = c.cause(p)
		}
		lookAtProcesses := sync.OnceFunc(func() {
			if found := secrets.in(strings.Join(w.processes(), "\n")); len(found) > 0 {
				t.Errorf("%s, %s: in the arguments of a process: %q", args, c.name, found)
			}
		})
		return func(x *exchange) {
			lookAtProcesses()
			disturb(x)
		}
	}
	ended, err := there.runWith(t.Context(), cause, everywhere, serving, args...)
	if err != nil {
		t.Fatal(err)
	}
	return ended
}
