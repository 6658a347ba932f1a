package provision_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/provision"
)

func TestReport_account(t *testing.T) {
	t.Parallel()
	report := provision.Report{Steps: []provision.StepReport{
		{Object: "test-mail/you@example.com", Status: provision.Sent},
		{Object: "application/bookstore", Name: "Bookstore", ID: "app1", Status: plan.Created},
		{Object: "application/admin", Status: plan.Unchanged},
		{Object: "connector/aliyun-dm", Status: provision.RolledBack},
		{Object: "sign-in-experience", Status: provision.Failed, Error: "refused"},
		{Object: "env-file/.env", Status: provision.Written},
		{Object: "round-trip/you@example.com", Status: provision.NotTried},
	}}
	want := map[string][]string{
		"done":       {"created application Bookstore (app1)", "written env-file .env"},
		"failed":     {"sign-in-experience: refused"},
		"notTried":   {"round-trip/you@example.com"},
		"rolledBack": {"connector/aliyun-dm"},
	}
	if diff := cmp.Diff(want, report.Account()); diff != "" {
		t.Errorf("account (-want +got):\n%s", diff)
	}
	if !report.Changed() || (provision.Report{Steps: report.Steps[2:5]}).Changed() {
		t.Error("Changed does not tell what has lasted")
	}
}

// TestApply_envFileOfNothing has a .env file for an application that is not in
// the plan: it is not tried, and that is an error, not a wait without end.
func TestApply_envFileOfNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	report, err := w.apply(t.Context(), plan.Desired{}, plan.Consent{}, w.hooks())
	failed, ok := errors.AsType[*provision.ApplyError](err)
	if !ok || failed.Error() == "" {
		t.Fatalf("error %v", err)
	}
	if diff := cmp.Diff([]string{"env-file/.env"}, report.Account()["notTried"]); diff != "" {
		t.Errorf("not tried (-want +got):\n%s", diff)
	}
}
