package provision_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/provision"
	"github.com/logtoctl/logtoctl/internal/sandbox/fault"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

func localised(locale string, usageType email.UsageType, subject string) email.LocalisedTemplate {
	return email.LocalisedTemplate{LanguageTag: locale, UsageType: usageType, Subject: subject, Content: "<p>{{code}}</p>"}
}

// ensure reads the state and brings the templates into place, as a push does.
func (w *world) ensure(t *testing.T, want ...email.LocalisedTemplate) ([]plan.Status, error) {
	t.Helper()
	state, err := w.provisioner.ReadTemplateState(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	planned, err := provision.PlanTemplates(state, want)
	if err != nil {
		t.Fatal(err)
	}
	results, err := w.provisioner.ApplyTemplates(t.Context(), planned)
	var statuses []plan.Status
	for _, result := range results {
		if id := result.Template.ID; (id == "") != (w.provisioner.DryRun && result.Status == plan.Created) {
			t.Errorf("%s %s has the id %q", result.Status, result.Template.TemplateType, id)
		}
		statuses = append(statuses, result.Status)
	}
	return statuses, err
}

func TestProvisioner_ApplyTemplates(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	signIn, register := localised("ja", email.SignIn, "a {{code}}"), localised("ja", email.Register, "b")
	changed := signIn
	changed.Subject = "c {{code}}"
	steps := []struct {
		name   string
		dryRun bool
		want   []email.LocalisedTemplate
		status []plan.Status
		puts   int
	}{
		{"a dry run", true, []email.LocalisedTemplate{signIn}, []plan.Status{plan.Created}, 0},
		{"created", false, []email.LocalisedTemplate{signIn}, []plan.Status{plan.Created}, 1},
		{"again", false, []email.LocalisedTemplate{signIn}, []plan.Status{plan.Unchanged}, 0},
		{"one of each kind in one request", false, []email.LocalisedTemplate{register, changed}, []plan.Status{plan.Created, plan.Updated}, 1},
		{"nothing is deleted", false, []email.LocalisedTemplate{register}, []plan.Status{plan.Unchanged}, 0},
		{"nothing wanted", false, nil, nil, 0},
	}
	for _, step := range steps {
		w.Requests.Reset()
		w.provisioner.DryRun = step.dryRun
		statuses, err := w.ensure(t, step.want...)
		if diff := cmp.Diff(step.status, statuses); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got):\n%s", step.name, err, diff)
		}
		if puts := counted(w.Requests.All())["PUT /api/email-templates"]; puts != step.puts {
			t.Errorf("%s: %d requests to write, want %d", step.name, puts, step.puts)
		}
	}
	live, err := w.provisioner.LocalisedTemplates(t.Context())
	if err != nil || len(live) != 2 {
		t.Errorf("there are %d templates, %v; want 2", len(live), err)
	}
}

// A refused write is an error with the account of what was not done.
func TestProvisioner_ApplyTemplates_refused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if err := w.Faults.Set(fault.Rule{
		Match: fault.Match{Method: "PUT", Path: "/api/email-templates"}, Kind: fault.Status, Status: 403,
	}); err != nil {
		t.Fatal(err)
	}
	statuses, err := w.ensure(t, localised("ja", email.SignIn, "{{code}}"))
	failure, ok := errors.AsType[*provision.ApplyError](err)
	if !ok || statuses != nil || len(failure.Report.Account()["failed"]) != 1 || !errors.Is(err, logtoadmin.ErrForbidden) {
		t.Errorf("got %v, %v", statuses, err)
	}
}
