package provision_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/provision"
	"github.com/logtoctl/logtoctl/internal/sandbox/fault"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

// A plan that the account cannot be read for is an error of the whole.
func TestPlan_noAccount(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.provisioner.Account = func(context.Context, string) (*aliyundm.Client, error) { return nil, aliyundm.ErrNoCredentials }
	_, err := w.provisioner.Plan(t.Context(), plan.Desired{DirectMail: &plan.DirectMail{Tag: "codes"}}, plan.Consent{})
	if !errors.Is(err, aliyundm.ErrNoCredentials) {
		t.Errorf("error is %v", err)
	}
}

// Everything is in the region of the file, and the advice names it.
func TestApply_directMailRegion(t *testing.T) {
	t.Parallel()
	w := newWorld(t) // whose domain is in another region
	want := plan.Desired{DirectMail: &plan.DirectMail{Region: "us-east-1", Domain: "mail.example.com", Tag: "codes"}}
	hooks := provision.Hooks{Event: w.hooks().Event}
	_, err := w.apply(t.Context(), want, plan.Consent{}, hooks)
	waiting, ok := errors.AsType[*provision.WaitingForDNSError](err)
	if !ok || !strings.Contains(waiting.Hint(), "check mail.example.com --region us-east-1 ") {
		t.Fatalf("error is %v, want a WaitingForDNSError of us-east-1", err)
	}
	client, err := w.account(t.Context(), "us-east-1")
	if err != nil {
		t.Fatal(err)
	}
	domains := 0
	for domain, err := range client.QueryDomainByParam(t.Context(), aliyundm.DomainQuery{}) {
		if err != nil || domain.ID != waiting.Domain.ID {
			t.Errorf("domain %+v, %v", domain, err)
		}
		domains++
	}
	if domains != 1 {
		t.Errorf("%d domains in us-east-1", domains)
	}
}

// An interruption while the account is changed leaves a true report, and Logto
// alone.
func TestApply_directMailInterrupted(t *testing.T) {
	t.Parallel()
	w := newEmpty(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	want, err := w.wantedFromNothing()
	if err != nil {
		t.Fatal(err)
	}
	hooks := w.hooks()
	hooks.Begin = func(object string) {
		if strings.HasPrefix(object, "direct-mail-tag/") {
			cancel()
		}
	}
	want.DirectMail = &plan.DirectMail{Tag: "codes"}
	report, err := w.apply(ctx, want, plan.Consent{}, hooks)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error is %v, want it to be an interruption", err)
	}
	for _, step := range report.Steps[1:] {
		if step.Status != provision.NotTried {
			t.Errorf("%s is %s", step.Object, step.Status)
		}
	}
}

// What the file wants is refused by Direct Mail: the step says so, and nothing
// behind it is tried.
func TestApply_directMailRefused(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		action string
		failed string
	}{
		"domain": {"CreateDomain", "direct-mail-domain/mail.example.com"},
		"tag":    {"CreateTag", "direct-mail-tag/codes"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newEmpty(t)
			if err := w.Faults.Set(fault.Rule{Match: fault.Match{Action: test.action}, Kind: fault.Status, Status: 403}); err != nil {
				t.Fatal(err)
			}
			report, err := w.applyFromNothing(t.Context())
			if err == nil {
				t.Fatal("the apply went through")
			}
			for _, step := range report.Steps {
				if failed := step.Status == provision.Failed; failed != (step.Object == test.failed) {
					t.Errorf("%s is %s: %s", step.Object, step.Status, step.Error)
				}
			}
		})
	}
}

// A check that Direct Mail refuses because of the DNS is told as such.
func TestApply_checkDomainFailed(t *testing.T) {
	t.Parallel()
	w := newEmpty(t)
	refusal := fault.Rule{
		Match: fault.Match{Action: "CheckDomain"}, Kind: fault.Status, Status: 400,
		Body: `{"RequestId":"1","Code":"CheckDomain.Failed","Message":"The check failed."}`,
	}
	if err := w.Faults.Set(refusal); err != nil {
		t.Fatal(err)
	}
	if err := waits(w.applyFromNothing(t.Context())); err != nil {
		t.Error(err)
	}
	if err := w.setDNS(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := w.applyFromNothing(t.Context()); err != nil { // DescDomain has seen the records
		t.Error(err)
	}
}

// A sender address that was just created may be unknown to a part of Direct Mail:
// the test mail is tried again. One that is not new is not waited for.
func TestApply_newSenderUnknown(t *testing.T) {
	t.Parallel()
	unknown := fault.Rule{
		Match: fault.Match{Action: "SingleSendMail"}, Kind: fault.Status, Status: 404, Times: 1,
		Body: `{"RequestId":"1","Code":"InvalidMailAddress.NotFound","Message":"The specified mailaddress is not found."}`,
	}
	fresh := newEmpty(t)
	if err := errors.Join(waits(fresh.applyFromNothing(t.Context())), fresh.setDNS(t.Context()), fresh.Faults.Set(unknown)); err != nil {
		t.Fatal(err)
	}
	if _, err := fresh.applyFromNothing(t.Context()); err != nil {
		t.Errorf("a new sender address: %v", err)
	}
	old := newWorld(t)
	if err := old.Faults.Set(unknown); err != nil {
		t.Fatal(err)
	}
	err := cold(t.Context(), old)
	if _, ok := errors.AsType[*provision.SenderError](err); !ok {
		t.Errorf("an old sender address: %v, want a SenderError", err)
	}
}
