package reliability_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// scenario is a command and the tenant that it meets.
type scenario struct {
	name  string
	args  []string
	files map[string]string // in the folder that the command runs in
	// before are the commands and the calls of the Management API that make the
	// tenant what it is.
	before []step
	keep   string // see watch
	// displaces: a connector of another provider goes, and must be in a backup.
	displaces bool
}

// step is one thing that was done before.
type step struct {
	args         []string
	method, path string
	body         object
}

// String names the scenario as the tables do.
func (s scenario) String() string { return s.name }

// prepare makes a world that is as the scenario wants it.
func (s scenario) prepare(ctx context.Context) (*world, error) {
	w, err := newWorld(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.build(ctx, w); err != nil {
		w.close()
		return nil, fmt.Errorf("prepare %s: %w", s, err)
	}
	w.sandbox.Requests.Reset()
	w.watch.keep = s.keep
	return w, nil
}

func (s scenario) build(ctx context.Context, w *world) error {
	if err := w.write(s.files); err != nil {
		return err
	}
	for _, step := range s.before {
		if step.args == nil {
			if err := w.tenant.call(step.method, step.path, step.body, nil); err != nil {
				return err
			}
			continue
		}
		ended, err := w.run(ctx, step.args...)
		if err != nil || ended.code != 0 {
			return fmt.Errorf("logtoctl %s: exit code %d, %w\n%s", strings.Join(step.args, " "), ended.code, err, ended.stderr)
		}
	}
	return nil
}

// undisturbed is what a run without any disturbance does and leaves.
type undisturbed struct {
	points []string
	writes map[string]int // how often each create and each send reached the sandbox
	state  string
}

// undisturbed runs the scenario once as it is.
func (s scenario) undisturbed(ctx context.Context) (undisturbed, error) {
	w, err := s.prepare(ctx)
	if err != nil {
		return undisturbed{}, err
	}
	defer w.close()
	ended, err := w.run(ctx, s.args...)
	if err != nil || ended.code != 0 {
		return undisturbed{}, fmt.Errorf("%s, undisturbed: exit code %d, %w\n%s", s, ended.code, err, ended.stderr)
	}
	if err := errors.Join(w.watch.err(), s.backedUp(w)); err != nil {
		return undisturbed{}, fmt.Errorf("%s, undisturbed: %w", s, err)
	}
	state, err := w.state()
	return undisturbed{points: w.proxy.arrived(), writes: w.once(), state: state}, err
}

// state is the tenant and the .env file, if there is one.
func (w *world) state() (string, error) {
	state, err := w.tenant.state()
	if err != nil {
		return "", err
	}
	content, err := os.ReadFile(w.path("work", ".env"))
	if errors.Is(err, os.ErrNotExist) {
		return state, nil
	}
	var lines []string
	for line := range strings.Lines(string(content)) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		if name == "LOGTO_APP_ID" || name == "LOGTO_APP_SECRET" || name == "SESSION_SECRET" || name == "LOGTO_ENDPOINT" {
			value = fmt.Sprintf("%d characters", len(value))
		}
		lines = append(lines, name+"="+value)
	}
	return state + "\n.env\n" + strings.Join(lines, "\n"), err
}

// once counts the creates and the sends that reached the sandbox: what must not
// happen twice.
func (w *world) once() map[string]int {
	counts := map[string]int{}
	for _, r := range w.sandbox.Requests.Writes() {
		if r.Method == http.MethodPost {
			counts[identifier.ReplaceAllString(r.Path, "/$1/*")+r.Action]++
		}
	}
	return counts
}

// backedUp checks that a connector which is gone has been saved.
func (s scenario) backedUp(w *world) error {
	if !s.displaces {
		return nil
	}
	var connectors []object
	if err := w.tenant.call(http.MethodGet, "/api/connectors", nil, &connectors); err != nil {
		return err
	}
	for _, connector := range connectors {
		if connector.text("connectorId") == smtp {
			return nil
		}
	}
	files, err := filepath.Glob(filepath.Join(w.environ["XDG_STATE_HOME"], "logtoctl", "*", "*"))
	if err != nil {
		return err
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err == nil && strings.Contains(string(content), "smtp-password") {
			return nil
		}
	}
	return fmt.Errorf("the displaced connector is in no backup; there is %v", files)
}

const smtp = "simple-mail-transfer-protocol"

// smtpConnector is somebody else's connector, which people sign in with.
func smtpConnector() []step {
	template := func(usageType string) object {
		return object{"usageType": usageType, "contentType": "text/plain", "subject": "s", "content": "{{code}}"}
	}
	return []step{
		{method: http.MethodPost, path: "/api/connectors", body: object{"connectorId": smtp, "id": "smtp1", "config": object{
			"host": "smtp.example.com", "port": 465, "fromEmail": "noreply@example.com",
			"auth":      object{"type": "login", "user": "u", "pass": "smtp-password"},
			"templates": []object{template("SignIn"), template("Register"), template("ForgotPassword"), template("Generic")},
		}}},
		{method: http.MethodPatch, path: "/api/sign-in-exp", body: object{
			"signUp": object{"identifiers": []string{"email"}, "password": false, "verify": true},
			"signIn": object{"methods": []object{{"identifier": "email", "password": false, "verificationCode": true, "isPasswordPrimary": false}}},
		}},
	}
}

// onlyLive is a usage type that the live connector of a changing scenario has a
// template for, and the file has not.
const onlyLive = "OrganizationInvitation"

const fourTemplates = `
    {"usageType": "SignIn", "subject": "Sign in", "content": "<p>{{code}}</p>"},
    {"usageType": "Register", "subject": "Register", "content": "<p>{{code}}</p>"},
    {"usageType": "ForgotPassword", "subject": "Forgot", "content": "<p>{{code}}</p>"},
    {"usageType": "Generic", "subject": "Code", "content": "<p>{{code}}</p>"}
  ]`

const (
	connectorFile = `{"accountName": "noreply@mail.example.com", "fromAlias": "Bookstore", "templates": [` + fourTemplates + `}`
	olderFile     = `{"accountName": "noreply@mail.example.com", "fromAlias": "Books", "templates": [
    {"usageType": "OrganizationInvitation", "subject": "Come", "content": "<p>{{link}}</p>"},` + fourTemplates + `}`

	manifestFile = `version: 1
applications:
  - {key: bookstore, name: Bookstore, redirectUris: ["http://localhost:3000/callback"], envFile: .env}
  - {key: admin, name: Admin, type: SPA, redirectUris: ["http://localhost:3001/callback"]}
connector: {file: connector.json}
emailTemplates:
  ja:
    - {usageType: SignIn, subject: "コード {{code}}", content: "<p>{{code}}</p>"}
signInExperience: {email: {factor: both}}
`
	verifyPart = `verify: {testEmail: you@example.com, roundTrip: true}
`
	olderManifest = `version: 1
applications:
  - {key: bookstore, name: Books, redirectUris: ["http://localhost:4000/callback"]}
connector: {file: older.json}
emailTemplates:
  ja:
    - {usageType: SignIn, subject: "{{code}}", content: "<p>{{code}}</p>"}
signInExperience: {email: {}}
`
)

// scenarios are the commands that change a tenant step by step, each in the
// situations that it can meet.
var scenarios = sync.OnceValue(func() []scenario {
	connector := map[string]string{"connector.json": connectorFile, "older.json": olderFile}
	connectorApply := []string{"connector", "aliyun-dm", "apply", "-f", "connector.json", "-o", "json"}
	older := step{args: []string{"connector", "aliyun-dm", "apply", "-f", "older.json"}}
	files := map[string]string{"connector.json": connectorFile, "older.json": olderFile, "logtoctl.yaml": manifestFile, "verified.yaml": manifestFile + verifyPart, "older.yaml": olderManifest}
	apply := []string{"apply", "-f", "logtoctl.yaml", "--yes", "-o", "json"}
	create := []string{"app", "create", "Bookstore", "--redirect-uri", "http://localhost:3000/callback", "--env-file", ".env", "-o", "json"}
	return []scenario{
		{name: "app create, cold", args: create},
		{name: "app create, changing", args: create, before: []step{{args: []string{"app", "create", "Bookstore", "--redirect-uri", "http://localhost:4000/callback"}}}},
		{name: "connector aliyun-dm apply, cold", args: connectorApply, files: connector},
		{name: "connector aliyun-dm apply, changing", args: connectorApply, files: connector, before: []step{older}, keep: onlyLive},
		{name: "connector aliyun-dm apply, replacing another connector", args: append(connectorApply[:len(connectorApply):len(connectorApply)], "--replace"), files: connector, before: smtpConnector(), displaces: true},
		{name: "sign-in-experience enable-email", args: []string{"sign-in-experience", "enable-email", "-o", "json"}, files: connector, before: []step{older}},
		{name: "test-email", args: []string{"test-email", "you@example.com", "-o", "json"}, files: connector, before: []step{older}},
		{name: "apply, cold", args: []string{"apply", "-f", "verified.yaml", "--yes", "-o", "json"}, files: files},
		{name: "apply, changing", args: apply, files: files, before: []step{{args: []string{"apply", "-f", "older.yaml", "--yes"}}}, keep: onlyLive},
		{name: "apply, replacing another connector", args: append(apply[:len(apply):len(apply)], "--replace"), files: files, before: smtpConnector(), displaces: true},
	}
})
