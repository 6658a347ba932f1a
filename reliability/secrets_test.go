package reliability_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// condition is what a command meets: success, or one kind of failure.
type condition struct {
	name    string
	environ map[string]string
	files   map[string]string
	cause   func(*process) disturbance // of all requests
}

// Secrets of the user that the services refuse, with characters that each
// encoding writes in another way.
const (
	wrongAppSecret = "wrong+app/secret=with ümlaut&more"
	wrongKeySecret = "wrong+key/secret=with ümlaut&more"
	wrongToken     = "wrong+security/token=with ümlaut&more"
	fileSecret     = "file+secret/in=a broken&file"
)

func conditions() []condition {
	return []condition{
		{name: "refused", environ: map[string]string{
			"LOGTO_M2M_APP_SECRET": wrongAppSecret, "ALIBABA_CLOUD_ACCESS_KEY_SECRET": wrongKeySecret, "ALIBABA_CLOUD_SECURITY_TOKEN": wrongToken,
		}},
		{name: "echoed", cause: once(echo)},
		{name: "echoed, without a token", cause: once(echo), environ: map[string]string{"XDG_CACHE_HOME": ""}},
		{name: "unreachable", cause: once((*exchange).drop)},
		{name: "interrupted", cause: func(p *process) disturbance {
			return func(x *exchange) { p.interrupt(); x.hold() }
		}},
		{name: "broken file", files: map[string]string{
			"connector.json": `{"accountName": 1, "accessKeySecret": "` + fileSecret + `", "accessKeySecret": ["` + fileSecret + `"], "templates": "` + fileSecret + `"`,
			"logtoctl.yaml":  "version: 1\nconnector:\n  accessKeySecret: [" + fileSecret + "]\n  accessKeyId: *" + fileSecret + "\n",
		}},
		{name: "success"},
	}
}

// echo is a service that answers with all that it was sent.
func echo(x *exchange) {
	r := x.request
	text := fmt.Sprintf("%s %s %s %v %s", r.Method, r.Host, r.URL.RequestURI(), r.Header, x.body)
	body, err := json.Marshal(object{
		"code": "guard.invalid_input", "message": text, "details": text, "data": object{"issues": []object{{"path": []string{text}, "code": "x", "message": text}}},
		"Code": "SignatureDoesNotMatch", "Message": text, "RequestId": text, "HostId": text, "Recommend": text,
		"error": "invalid_request", "error_description": text,
	})
	if err != nil {
		body = nil
	}
	x.pass(answer{http.StatusBadRequest, http.Header{"Content-Type": {"application/json"}, "Logto-Core-Request-Id": {text}}, body})
}

// TestSecrets runs every command, with -v, on success and on each kind of
// failure. No secret is on stdout or stderr, in the arguments of a process, or in
// a file that others can read or that is not there for it. make reliability has
// every output format meet every condition; a plain go test takes some of each.
func TestSecrets(t *testing.T) {
	t.Parallel()
	formats := []string{"table", "json", "yaml"}
	for i, command := range slices.Sorted(maps.Keys(invocations())) {
		for n, format := range formats {
			if !everything() && i%len(formats) != n {
				continue
			}
			t.Run(command+" -o "+format, func(t *testing.T) {
				t.Parallel()
				met := conditions()
				if !everything() {
					last := len(met) - 1
					met = []condition{met[i%last], met[last]}
				}
				looked(t, command, format, met)
			})
		}
	}
}

// looked runs a command under some conditions, the last of which is success, and
// looks for the secrets after each.
func looked(t *testing.T, command, format string, met []condition) {
	t.Helper()
	w, secrets := secretWorld(t, command)
	called := invocations()[command]
	args := append(strings.Fields(command), called.args...)
	for i, arg := range args {
		if arg == backupID {
			args[i] = w.backup(t)
		}
	}
	at := len(strings.Fields(command)) // flags go before a --
	args = slices.Insert(args, at, "-v", "-o", format)
	for _, c := range met {
		if c.files != nil && !slices.ContainsFunc(args, func(arg string) bool { return c.files[arg] != "" }) {
			continue // it reads none of them
		}
		name := fmt.Sprintf("%s, %s", strings.Join(args, " "), c.name)
		ended := w.under(t, c, secrets, called.serves, args)
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
	}
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
	t.Cleanup(w.close)
	secrets := &marks{values: map[string]string{}}
	secrets.add("the secret of another connector", "smtp-password")
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
	tokens, err := filepath.Glob(filepath.Join(w.environ["XDG_CACHE_HOME"], "logtoctl", "tokens", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range tokens {
		var kept struct{ AccessToken string }
		if content, err := os.ReadFile(file); err != nil || json.Unmarshal(content, &kept) != nil || kept.AccessToken == "" {
			t.Fatalf("%s holds no token: %v", file, err)
		}
		secrets.add("a kept token", kept.AccessToken)
	}
	files, err := filepath.Glob(filepath.Join(w.path("work"), "*.env"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(content)) {
			if name, value, _ := strings.Cut(strings.TrimSpace(line), "="); strings.HasSuffix(name, "SECRET") {
				secrets.add(name+" of "+filepath.Base(file), strings.Trim(value, `"'`))
			}
		}
	}
}

// backup returns the id of the one backup.
func (w *world) backup(t *testing.T) string {
	t.Helper()
	ended, err := w.run(t.Context(), "backup", "list", "--jq", ".[0].id")
	if err != nil || ended.code != 0 {
		t.Fatalf("list the backups: %v\n%s", err, ended.stderr)
	}
	return strings.TrimSpace(ended.stdout)
}

// under runs a command under a condition, and looks at the arguments of all
// processes while it runs.
func (w *world) under(t *testing.T, c condition, secrets *marks, serves bool, args []string) result {
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
		return func(x *exchange) {
			if found := secrets.inArguments(); len(found) > 0 {
				t.Errorf("%s, %s: in the arguments of a process: %q", args, c.name, found)
			}
			disturb(x)
		}
	}
	ended, err := there.runWith(t.Context(), cause, everywhere, serves, args...)
	if err != nil {
		t.Fatal(err)
	}
	return ended
}
