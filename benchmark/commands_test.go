package benchmark_test

import (
	"context"
	"fmt"
	"os"
	"slices"
)

// The states that a command is measured in.
const (
	cold = "cold"  // without a token, with something to do
	warm = "warm"  // with a token, with something to do
	noOp = "no-op" // with a token, with nothing to do
)

// command is what is measured.
type command struct {
	name   string
	args   []string
	before []string // a command that has been run by then
	does   []string // what leaves nothing to do, nil when the command itself does
	states []string
	// path are the rounds that cannot be avoided: those of a warm run, before
	// which a cold one gets a token, and those of a run with nothing to do.
	path, noOpPath [][]string
	// budget is what a cold run may take, as a multiple of its path; 0 for none.
	budget float64
}

// files are what the commands are about.
var files = map[string]string{
	"logtoctl.yaml": `version: 1
applications:
  - {key: bookstore, name: Bookstore, redirectUris: ["http://localhost:3000/callback"], envFile: .env}
connector: {file: connector.json}
signInExperience: {email: {}}
`,
	"connector.json": `{"accountName": "noreply@mail.example.com", "fromAlias": "Bookstore", "templates": [
    {"usageType": "SignIn", "subject": "Sign in", "content": "<p>{{code}}</p>"},
    {"usageType": "Register", "subject": "Register", "content": "<p>{{code}}</p>"},
    {"usageType": "ForgotPassword", "subject": "Forgot", "content": "<p>{{code}}</p>"},
    {"usageType": "Generic", "subject": "Code", "content": "<p>{{code}}</p>"}
  ]}
`,
}

// The requests that the critical paths consist of.
const (
	getToken           = "POST /oidc/token"
	getApplications    = "GET /api/applications"
	getSecrets         = "GET /api/applications/*/secrets"
	getConnectors      = "GET /api/connectors"
	getFactory         = "GET /api/connector-factories/aliyun-direct-mail"
	getSignIn          = "GET /api/sign-in-exp"
	getTemplates       = "GET /api/email-templates"
	querySender        = "QueryMailAddressByParam"
	createApplication  = "POST /api/applications"
	createConnector    = "POST /api/connectors"
	updateSignIn       = "PATCH /api/sign-in-exp"
	sendMail           = "SingleSendMail"
	applyBudget        = 1.25
	connectorFile      = "connector.json"
	everythingFromFile = "logtoctl.yaml"
)

func commands() []command {
	all := []string{cold, warm, noOp}
	file := []string{getApplications, getConnectors, getFactory, getSignIn, getTemplates}
	connector := []string{getConnectors, getFactory, getSignIn, getTemplates}
	connectorApply := []string{"connector", "aliyun-dm", "apply", "-f", connectorFile}
	apply := []string{"apply", "-f", everythingFromFile, "--yes"}
	return []command{
		{
			name: "app create", states: all,
			args: []string{"app", "create", "Bookstore", "--redirect-uri", "http://localhost:3000/callback", "--env-file", ".env"},
			path: [][]string{{getApplications}, {createApplication}, {getSecrets}}, noOpPath: [][]string{{getApplications}, {getSecrets}},
		},
		{
			name: "connector aliyun-dm apply", states: all, args: connectorApply,
			path: [][]string{connector, {createConnector}}, noOpPath: [][]string{connector},
		},
		{
			name: "sign-in-experience enable-email", states: all, before: connectorApply,
			args: []string{"sign-in-experience", "enable-email"},
			path: [][]string{{getConnectors, getSignIn}, {updateSignIn}}, noOpPath: [][]string{{getConnectors, getSignIn}},
		},
		{
			name: "test-email", states: []string{cold, warm}, before: connectorApply,
			args: []string{"test-email", "you@example.com"},
			path: [][]string{{getConnectors, getSignIn, getApplications, getTemplates}, {sendMail}},
		},
		{
			name: "plan", states: all, args: []string{"plan", "-f", everythingFromFile}, does: apply,
			path: [][]string{file}, noOpPath: [][]string{file},
		},
		{
			name: "apply", states: all, args: apply, budget: applyBudget,
			path:     [][]string{append(slices.Clone(file), querySender), {createApplication, createConnector}, {getSecrets, updateSignIn}},
			noOpPath: [][]string{file},
		},
	}
}

// situation is a command in one of its states.
type situation struct {
	command

	state string
}

func situations() []situation {
	var all []situation
	for _, c := range commands() {
		for _, state := range c.states {
			all = append(all, situation{c, state})
		}
	}
	return all
}

// String names the situation as the tables do.
func (s situation) String() string { return s.name + ", " + s.state }

// criticalPath are the rounds that cannot be avoided.
func (s situation) criticalPath() [][]string {
	switch s.state {
	case noOp:
		return s.noOpPath
	case cold:
		return append([][]string{{getToken}}, s.path...)
	default:
		return s.path
	}
}

// record runs the command once against a sandbox and returns its exchanges, in a
// world where the recording can be played.
func (s situation) record(ctx context.Context, known [][]string) (w *world, recorded []exchange, err error) {
	w, stop, err := sandboxed(ctx)
	if err != nil {
		return nil, nil, err
	}
	defer stop()
	defer func() {
		if err != nil {
			w.close()
			err = fmt.Errorf("%s: %w", s, err)
		}
	}()
	if err := w.write(files); err != nil {
		return w, nil, err
	}
	if err := s.prepare(ctx, w); err != nil {
		return w, nil, err
	}
	r := newRecorder(*w.stage.player.Load(), known)
	w.stage.plays(r.play)
	if _, err := w.launched(ctx, "logtoctl", s.args...); err != nil {
		return w, nil, err
	}
	return w, r.exchanges, nil
}

// prepare makes the tenant what the situation wants it to be.
func (s situation) prepare(ctx context.Context, w *world) error {
	before := [][]string{{"app", "list"}} // gets a token
	if s.before != nil {
		before = append(before, s.before)
	}
	if s.state == noOp {
		does := s.does
		if does == nil {
			does = s.args
		}
		before = append(before, does)
	}
	for _, args := range before {
		if err := w.run(ctx, args...); err != nil {
			return err
		}
	}
	return s.settle(w)
}

// settle takes away what an earlier run of the command has left on this machine.
func (s situation) settle(w *world) error {
	if s.state == noOp {
		return nil
	}
	if err := os.RemoveAll(w.path("work", ".env")); err != nil || s.state == warm {
		return err
	}
	return w.forget()
}
