package provision_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"testing"

	"github.com/logtoctl/logtoctl/internal/partial"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/provision"
	"github.com/logtoctl/logtoctl/internal/sandbox/fault"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// refusal is how Logto refuses a request for good.
func refusal(method, path string) fault.Rule {
	return fault.Rule{
		Match: fault.Match{Method: method, Path: path}, Kind: fault.Status, Status: http.StatusUnprocessableEntity,
		Body: `{"code": "entity.invalid_input", "message": "no"}`,
	}
}

// noMail is Direct Mail's refusal of every mail after the first ones.
func noMail(after int) fault.Rule {
	return fault.Rule{
		Match: fault.Match{Action: "SingleSendMail"}, Kind: fault.Status, Status: http.StatusBadRequest, After: after,
		Body: `{"Code": "InvalidSendMail.Spam", "Message": "no", "RequestId": "1", "HostId": "dm"}`,
	}
}

// smtp is a connector of another provider.
func smtp() logtoadmin.CreateConnectorRequest {
	var list []any
	for _, usageType := range []string{"SignIn", "Register", "ForgotPassword", "Generic"} {
		list = append(list, map[string]any{"usageType": usageType, "contentType": "text/plain", "subject": "s", "content": "{{code}}"})
	}
	return logtoadmin.CreateConnectorRequest{ConnectorID: "simple-mail-transfer-protocol", ID: "smtp1", Config: logtoadmin.ConnectorConfig{
		"host": "smtp.example.com", "port": 465, "fromEmail": "noreply@example.com",
		"auth": map[string]any{"type": "login", "user": "u", "pass": "smtp-password"}, "templates": list,
	}}
}

// TestApply_rollsBack shows what becomes of the connector when something that
// follows it fails: it is as it was before.
func TestApply_rollsBack(t *testing.T) {
	t.Parallel()
	other := func(t *testing.T, w *world) {
		t.Helper()
		if _, err := w.provisioner.Logto.Connectors.Create(t.Context(), smtp()); err != nil {
			t.Fatal(err)
		}
	}
	older := func(t *testing.T, w *world) {
		t.Helper()
		want, err := w.wanted()
		if err != nil {
			t.Fatal(err)
		}
		want.Connector["fromAlias"] = "Older"
		hooks := w.hooks()
		hooks.EnvFiles = nil
		if _, err := w.apply(t.Context(), plan.Desired{Connector: want.Connector}, plan.Consent{}, hooks); err != nil {
			t.Fatal(err)
		}
	}
	tests := map[string]struct {
		before     func(*testing.T, *world)
		rule       fault.Rule
		rolledBack []string
		// connector and alias are what is there afterwards.
		connector, alias string
	}{
		"created": {
			rule: refusal(http.MethodPatch, "/api/sign-in-exp"), rolledBack: []string{"connector/aliyun-dm"},
		},
		"created, sign-in unreadable": {
			rule:       fault.Rule{Match: fault.Match{Path: "/api/sign-in-exp"}, Kind: fault.Status, Status: 500, After: 1},
			rolledBack: nil, connector: plan.AliyunDirectMail, alias: "Bookstore",
		},
		"updated": {
			before: older, rule: refusal(http.MethodPatch, "/api/sign-in-exp"),
			rolledBack: []string{"connector/aliyun-dm"}, connector: plan.AliyunDirectMail, alias: "Older",
		},
		"replaced": {
			before: other, rule: refusal(http.MethodPatch, "/api/sign-in-exp"),
			rolledBack: []string{"connector/aliyun-dm"}, connector: "simple-mail-transfer-protocol",
		},
		"no mail in the end": {
			rule: noMail(1), rolledBack: []string{"connector/aliyun-dm", "sign-in-experience"},
		},
		"no mail in the end, replaced": {
			before: other, rule: noMail(1),
			rolledBack: []string{"connector/aliyun-dm", "sign-in-experience"}, connector: "simple-mail-transfer-protocol",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			if test.before != nil {
				test.before(t, w)
			}
			if err := w.Faults.Set(test.rule); err != nil {
				t.Fatal(err)
			}
			want, err := w.wanted()
			if err != nil {
				t.Fatal(err)
			}
			want.Applications, want.Templates = nil, nil
			hooks := w.hooks()
			hooks.EnvFiles = nil
			report, err := w.apply(t.Context(), want, plan.Consent{Replace: true}, hooks)
			failure, changed := errors.AsType[*partial.Error](err)
			if err == nil || changed != (test.rolledBack == nil) {
				t.Errorf("error %v, partial %v", err, failure)
			}
			got := report.Account()["rolledBack"]
			slices.Sort(got)
			if !slices.Equal(got, test.rolledBack) {
				t.Errorf("rolled back %q, want %q", got, test.rolledBack)
			}
			_ = w.Faults.Set()
			w.expectConnector(t, test.connector, test.alias)
			if err := nobodyIsLockedOut(t.Context(), w); err != nil {
				t.Error(err)
			}
		})
	}
}

func (w *world) expectConnector(t *testing.T, factory, alias string) {
	t.Helper()
	live, err := w.provisioner.Logto.Connectors.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	switch {
	case factory == "" && len(live) > 0:
		t.Errorf("the connector %s is there", live[0].ConnectorID)
	case factory == "":
	case len(live) != 1 || live[0].ConnectorID != factory:
		t.Errorf("the connectors are %+v, want %s alone", live, factory)
	case factory == plan.AliyunDirectMail && live[0].Config["fromAlias"] != alias:
		t.Errorf("the alias is %v, want %s", live[0].Config["fromAlias"], alias)
	case factory != plan.AliyunDirectMail && (live[0].ID != "smtp1" || plan.Fingerprint(live[0].Config) != plan.Fingerprint(smtp().Config)):
		t.Errorf("the old connector came back as %s with another configuration", live[0].ID)
	}
}

// TestApply_typo shows that a code that was typed wrong undoes nothing: the mail
// was sent.
func TestApply_typo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if err := w.Faults.Set(fault.Rule{
		Match: fault.Match{Path: "/api/verification-codes/verify"}, Kind: fault.Status, Status: http.StatusBadRequest,
		Body: `{"code": "verification_code.code_mismatch", "message": "no"}`,
	}); err != nil {
		t.Fatal(err)
	}
	want, err := w.wanted()
	if err != nil {
		t.Fatal(err)
	}
	report, err := w.apply(t.Context(), want, plan.Consent{}, w.hooks())
	if _, changed := errors.AsType[*partial.Error](err); !changed || len(report.Account()["rolledBack"]) > 0 {
		t.Errorf("%v, %v", err, report.Account())
	}
	w.expectConnector(t, plan.AliyunDirectMail, "Bookstore")
}

// TestApply_interrupted presses Ctrl-C while a create is under way: what was
// done is told, what was not tried too.
func TestApply_interrupted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, interrupt := context.WithCancel(t.Context())
	defer interrupt()
	hooks := w.hooks()
	hooks.Event = func(step provision.StepReport) {
		if step.Object == "connector/aliyun-dm" {
			interrupt()
		}
	}
	want, err := w.wanted()
	if err != nil {
		t.Fatal(err)
	}
	report, err := w.apply(ctx, want, plan.Consent{}, hooks)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	account := report.Account()
	if !slices.Contains(account["notTried"], "sign-in-experience") || len(account["done"]) == 0 || len(account["rolledBack"]) > 0 {
		t.Errorf("account %v", account)
	}
	w.expectConnector(t, plan.AliyunDirectMail, "Bookstore")
	if err := cold(t.Context(), w); err != nil {
		t.Errorf("the next apply: %v", err)
	}
}

// TestApply_connectorNobodyDependedOn shows that a connector that is as the file
// says is tested all the same before people are sent to it: its sender may have
// gone since it was saved.
func TestApply_connectorNobodyDependedOn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	want, err := w.wanted()
	if err != nil {
		t.Fatal(err)
	}
	before := want
	before.Email = nil
	if _, err := w.apply(t.Context(), before, plan.Consent{}, w.hooks()); err != nil {
		t.Fatal(err)
	}
	if err := w.Faults.Set(fault.Rule{
		Match: fault.Match{Path: "/api/connectors/" + plan.AliyunDirectMail + "/test"}, Kind: fault.Status, Status: http.StatusBadRequest,
		Body: `{"code": "connector.general", "message": "no", "data": {"Code": "InvalidMailAddress.NotFound"}}`,
	}); err != nil {
		t.Fatal(err)
	}
	report, err := w.apply(t.Context(), want, plan.Consent{}, w.hooks())
	if err == nil || report.Changed() {
		t.Errorf("error %v, account %v", err, report.Account())
	}
	live, err := w.provisioner.Logto.SignInExperience.Get(t.Context())
	if err != nil || slices.Contains(live.SignUp.Identifiers, "email") {
		t.Errorf("people are sent to a connector that cannot send: %v, %v", live.SignUp, err)
	}
}
