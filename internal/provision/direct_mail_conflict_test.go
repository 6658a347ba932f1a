package provision_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/provision"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

// Each sender address that is there gets the reply address of the file, unless
// somebody else has changed it.
func TestApply_replyAddress(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		meanwhile string // what somebody sets between plan and apply
		status    plan.Status
		left      string
	}{
		"changed":           {"", plan.Updated, "help@example.com"},
		"somebody else did": {"help@example.com", plan.Unchanged, "help@example.com"},
		"conflict":          {"other@example.com", provision.Failed, "other@example.com"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			client, err := w.account(t.Context(), "")
			if err != nil {
				t.Fatal(err)
			}
			want := plan.Desired{DirectMail: &plan.DirectMail{Sender: "noreply@mail.example.com", ReplyAddress: "help@example.com"}}
			planned, err := w.provisioner.Plan(t.Context(), want, plan.Consent{})
			if err != nil {
				t.Fatal(err)
			}
			if test.meanwhile != "" {
				if err := client.ModifyMailAddress(t.Context(), planned.Set.Sender.Live.ID, test.meanwhile); err != nil {
					t.Fatal(err)
				}
			}
			report, err := w.provisioner.Apply(t.Context(), planned, w.hooks())
			if _, conflict := errors.AsType[*provision.ConflictError](err); conflict != (test.status == provision.Failed) {
				t.Errorf("error is %v", err)
			}
			if got := report.Steps[1]; got.Status != test.status || got.ID != planned.Set.Sender.Live.ID {
				t.Errorf("the step is %+v, want it to be %s", got, test.status)
			}
			for address, err := range client.QueryMailAddressByParam(t.Context(), aliyundm.MailAddressQuery{}) {
				if err != nil || address.ReplyAddress != test.left {
					t.Errorf("the reply address is %q (%v), want %q", address.ReplyAddress, err, test.left)
				}
			}
		})
	}
}

// Objects that somebody else creates between plan and apply are taken as they
// are; a sender address that is not as wanted is a conflict.
func TestApply_directMailMeanwhile(t *testing.T) {
	t.Parallel()
	w := newEmpty(t)
	want, err := w.wantedFromNothing()
	if err != nil {
		t.Fatal(err)
	}
	planned, err := w.provisioner.Plan(t.Context(), plan.Desired{DirectMail: want.DirectMail}, plan.Consent{})
	if err != nil {
		t.Fatal(err)
	}
	client, err := w.account(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.CreateDomain(t.Context(), "mail.example.com"); err != nil {
		t.Fatal(err)
	}
	if _, err := client.CreateTag(t.Context(), "codes", ""); err != nil {
		t.Fatal(err)
	}
	if _, err := client.CreateMailAddress(t.Context(), "noreply@mail.example.com", aliyundm.SendTypeTrigger, "other@example.com"); err != nil {
		t.Fatal(err)
	}
	if err := w.setDNS(t.Context()); err != nil {
		t.Fatal(err)
	}
	report, err := w.provisioner.Apply(t.Context(), planned, provision.Hooks{Event: w.hooks().Event})
	conflict, ok := errors.AsType[*provision.ConflictError](err)
	if !ok || !strings.Contains(conflict.Error(), "mailAddressId") {
		t.Errorf("error is %v, want a ConflictError", err)
	}
	if diff := cmp.Diff([]string{
		"direct-mail-domain/mail.example.com verified", "direct-mail-sender/noreply@mail.example.com failed", "direct-mail-tag/codes unchanged",
	}, objects(report)); diff != "" {
		t.Errorf("report (-want +got):\n%s", diff)
	}
}
