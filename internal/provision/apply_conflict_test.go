package provision_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/provision"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// TestApply_conflict changes each kind of object after the plan was made. The
// apply stops there with both versions, and writes nothing to it.
func TestApply_conflict(t *testing.T) {
	t.Parallel()
	name := "Somebody else's"
	tests := map[string]struct {
		change func(context.Context, *logtoadmin.Client, provision.Planned) error
		want   []string
	}{
		"application/bookstore": {
			func(ctx context.Context, c *logtoadmin.Client, p provision.Planned) error {
				_, err := c.Applications.Update(ctx, p.Set.Applications[0].Live.ID, logtoadmin.UpdateApplicationRequest{Name: &name})
				return err
			}, []string{"name: planned from Bookstore, now Somebody else's"},
		},
		"connector/aliyun-dm": {
			func(ctx context.Context, c *logtoadmin.Client, p provision.Planned) error {
				config := logtoadmin.ConnectorConfig{}
				for key, value := range p.Set.Connector.Live.Config {
					config[key] = value
				}
				config["fromAlias"], config["accessKeySecret"] = "Theirs", "their-secret"
				_, err := c.Connectors.Update(ctx, p.Set.Connector.Live.ID, logtoadmin.UpdateConnectorRequest{Config: config})
				return err
			}, []string{"planned from Bookstore, now Theirs", "(changed)"},
		},
		"email-template/ja/SignIn": {
			func(ctx context.Context, c *logtoadmin.Client, _ provision.Planned) error {
				_, err := c.EmailTemplates.Upsert(ctx, []logtoadmin.EmailTemplate{{LanguageTag: "ja", TemplateType: "SignIn", Details: logtoadmin.EmailTemplateDetails{Subject: "Theirs", Content: "x"}}})
				return err
			}, []string{"now Theirs"},
		},
		"sign-in-experience": {
			func(ctx context.Context, c *logtoadmin.Client, _ provision.Planned) error {
				_, err := c.SignInExperience.Update(ctx, logtoadmin.SignInExperiencePatch{ForgotPasswordMethods: &[]string{}})
				return err
			}, []string{"forgotPasswordMethods"},
		},
	}
	for object, test := range tests {
		t.Run(object, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			planned := w.changedEverywhere(t)
			if err := test.change(t.Context(), w.provisioner.Logto, planned); err != nil {
				t.Fatal(err)
			}
			report, err := w.provisioner.Apply(t.Context(), planned, w.hooks())
			conflict, ok := errors.AsType[*provision.ConflictError](err)
			if !ok || conflict.Object != object || conflict.Code() != "conflict" || conflict.Hint() == "" || conflict.Details() == nil {
				t.Fatalf("error %v", err)
			}
			for _, want := range test.want {
				if !strings.Contains(conflict.Error(), want) {
					t.Errorf("the conflict does not say %q:\n%v", want, conflict)
				}
			}
			if strings.Contains(err.Error(), "their-secret") || strings.Contains(err.Error(), w.environ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"]) {
				t.Errorf("the conflict holds a secret: %v", err)
			}
			if failed := report.Account()["failed"]; len(failed) != 1 || !strings.HasPrefix(failed[0], object) {
				t.Errorf("failed: %q", failed)
			}
		})
	}
}

// changedEverywhere applies everything and plans a change of each object.
func (w *world) changedEverywhere(t *testing.T) provision.Planned {
	t.Helper()
	if err := cold(t.Context(), w); err != nil {
		t.Fatal(err)
	}
	want, err := w.wanted()
	if err != nil {
		t.Fatal(err)
	}
	want.Applications[0].RedirectURIs = []string{"https://bookstore.example.com/callback"}
	want.Connector["fromAlias"] = "Books"
	want.Templates[0].Details.Subject = "Ours {{code}}"
	want.Email.Factor = plan.FactorBoth
	planned, err := w.provisioner.Plan(t.Context(), want, plan.Consent{})
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range planned.Set.Steps() {
		if step.Status != plan.Updated && step.ID != "application/admin" {
			t.Fatalf("%s would be %s", step.ID, step.Status)
		}
	}
	return planned
}

// TestApply_takenMeanwhile shows a create whose object somebody else creates
// after the plan was made: there are not two of them.
func TestApply_takenMeanwhile(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	want, err := w.wanted()
	if err != nil {
		t.Fatal(err)
	}
	planned, err := w.provisioner.Plan(t.Context(), want, plan.Consent{})
	if err != nil {
		t.Fatal(err)
	}
	if err := cold(t.Context(), w); err != nil {
		t.Fatal(err)
	}
	before, err := w.fingerprint(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	report, err := w.provisioner.Apply(t.Context(), planned, w.hooks())
	if _, ok := errors.AsType[*provision.ConflictError](err); !ok || report.Changed() {
		t.Errorf("error %v, report %v", err, report.Account())
	}
	after, err := w.fingerprint(t.Context())
	if err != nil || before != after {
		t.Errorf("%v; it was\n%s\nand is\n%s", err, before, after)
	}
}
