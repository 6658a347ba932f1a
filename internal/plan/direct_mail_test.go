package plan_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

func domain(status aliyundm.DomainStatus) aliyundm.Domain {
	return aliyundm.Domain{ID: "1", Name: "mail.example.com", Status: status}
}

func sender(replyAddress string) aliyundm.MailAddress {
	return aliyundm.MailAddress{ID: "2", AccountName: "noreply@mail.example.com", SendType: aliyundm.SendTypeTrigger, ReplyAddress: replyAddress}
}

func TestEverything_directMail(t *testing.T) {
	t.Parallel()
	whole := plan.DirectMail{Domain: "mail.example.com", Sender: "noreply@mail.example.com", ReplyAddress: "help@example.com", Tag: "codes"}
	verified := []aliyundm.Domain{domain(aliyundm.DomainVerified)}
	tests := map[string]struct {
		state   plan.DirectMailState
		want    plan.DirectMail
		outcome []string
	}{
		"from nothing": {plan.DirectMailState{}, whole, []string{
			"direct-mail-domain/mail.example.com created", "direct-mail-sender/noreply@mail.example.com created", "direct-mail-tag/codes created",
		}},
		"all there": {
			plan.DirectMailState{Domains: verified, Senders: []aliyundm.MailAddress{sender("help@example.com")}, Tags: []aliyundm.Tag{{ID: "3", Name: "codes"}}},
			whole,
			[]string{
				"direct-mail-domain/mail.example.com unchanged", "direct-mail-sender/noreply@mail.example.com unchanged", "direct-mail-tag/codes unchanged",
			},
		},
		"not verified": {
			plan.DirectMailState{Domains: []aliyundm.Domain{domain(aliyundm.DomainUnverified)}},
			plan.DirectMail{Domain: "mail.example.com"},
			[]string{"direct-mail-domain/mail.example.com waiting"},
		},
		"a state that nobody knows": {
			plan.DirectMailState{Domains: []aliyundm.Domain{domain(aliyundm.DomainUnknown)}},
			plan.DirectMail{Domain: "mail.example.com"},
			[]string{"direct-mail-domain/mail.example.com waiting"},
		},
		"without a filing": {
			plan.DirectMailState{Domains: []aliyundm.Domain{domain(aliyundm.DomainWithoutICP)}},
			plan.DirectMail{Domain: "Mail.Example.COM"},
			[]string{"direct-mail-domain/Mail.Example.COM unchanged"},
		},
		"another reply address": {
			plan.DirectMailState{Domains: verified, Senders: []aliyundm.MailAddress{sender("old@example.com")}},
			plan.DirectMail{Sender: whole.Sender, ReplyAddress: whole.ReplyAddress},
			[]string{"direct-mail-domain/mail.example.com unchanged", "direct-mail-sender/noreply@mail.example.com updated"},
		},
		"reply address not mentioned": {
			plan.DirectMailState{Domains: verified, Senders: []aliyundm.MailAddress{sender("old@example.com")}},
			plan.DirectMail{Sender: "NoReply@mail.example.com"},
			[]string{"direct-mail-domain/mail.example.com unchanged", "direct-mail-sender/NoReply@mail.example.com unchanged"},
		},
		"only the sender, domain not verified": {
			plan.DirectMailState{Domains: []aliyundm.Domain{domain(aliyundm.DomainUnverified)}},
			plan.DirectMail{Sender: whole.Sender},
			[]string{"direct-mail-domain/mail.example.com waiting", "direct-mail-sender/noreply@mail.example.com created"},
		},
		"only a tag":                  {plan.DirectMailState{Tags: []aliyundm.Tag{{Name: "Codes"}}}, plan.DirectMail{Tag: "codes"}, []string{"direct-mail-tag/codes created"}},
		"a domain that contains ours": {plan.DirectMailState{Domains: []aliyundm.Domain{{Name: "x.mail.example.com"}}}, plan.DirectMail{Domain: "mail.example.com"}, []string{"direct-mail-domain/mail.example.com created"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			set, err := plan.Everything(plan.State{DirectMail: test.state}, plan.Desired{DirectMail: &test.want}, plan.Consent{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.outcome, outcome(set)); diff != "" {
				t.Errorf("steps (-want +got):\n%s", diff)
			}
			settled := !slices.ContainsFunc(set.Steps(), func(s plan.Step) bool { return s.Status != plan.Unchanged })
			if set.Pending() == settled {
				t.Errorf("pending is %t", set.Pending())
			}
		})
	}
}

func TestEverything_directMailFields(t *testing.T) {
	t.Parallel()
	state := plan.DirectMailState{Domains: []aliyundm.Domain{domain(aliyundm.DomainUnverified)}, Senders: []aliyundm.MailAddress{sender("old@example.com")}}
	want := plan.DirectMail{Domain: "mail.example.com", Sender: "noreply@mail.example.com", ReplyAddress: "help@example.com", Tag: "codes"}
	fields := func(state plan.DirectMailState) [][]plan.Field {
		t.Helper()
		set, err := plan.Everything(plan.State{DirectMail: state}, plan.Desired{DirectMail: &want}, plan.Consent{})
		if err != nil {
			t.Fatal(err)
		}
		var all [][]plan.Field
		for _, step := range set.Steps() {
			all = append(all, step.Fields)
		}
		return all
	}
	changed := [][]plan.Field{
		{{Path: "domainStatus", From: "not verified", To: "verified"}},
		{{Path: "replyAddress", From: "old@example.com", To: "help@example.com"}},
		{{Path: "tagName", To: "codes"}},
	}
	if diff := cmp.Diff(changed, fields(state)); diff != "" {
		t.Errorf("changed (-want +got):\n%s", diff)
	}
	created := [][]plan.Field{
		{{Path: "domainName", To: "mail.example.com"}},
		{{Path: "accountName", To: "noreply@mail.example.com"}, {Path: "sendType", To: "trigger"}, {Path: "replyAddress", To: "help@example.com"}},
		{{Path: "tagName", To: "codes"}},
	}
	if diff := cmp.Diff(created, fields(plan.DirectMailState{})); diff != "" {
		t.Errorf("created (-want +got):\n%s", diff)
	}
}

// The connector needs what it sends with, and does not send with a tag.
func TestSet_Steps_directMail(t *testing.T) {
	t.Parallel()
	want := plan.Desired{
		DirectMail: &plan.DirectMail{Domain: "mail.example.com", Sender: "noreply@mail.example.com", Tag: "codes"},
		Connector:  wanted(), Email: &plan.EmailSignIn{SignUp: plan.SignUpEmail}, Applications: []plan.Application{shop("a", "A")},
	}
	set, err := plan.Everything(plan.State{}, want, plan.Consent{})
	if err != nil {
		t.Fatal(err)
	}
	needs := map[string][]string{}
	for _, step := range set.Steps() {
		needs[step.ID] = step.DependsOn
	}
	const domain, sender = "direct-mail-domain/mail.example.com", "direct-mail-sender/noreply@mail.example.com"
	if diff := cmp.Diff(map[string][]string{
		domain: nil, sender: {domain}, "direct-mail-tag/codes": nil, "application/a": nil,
		"connector/aliyun-dm": {domain, sender}, "sign-in-experience": {"connector/aliyun-dm"},
	}, needs); diff != "" {
		t.Errorf("needs (-want +got):\n%s", diff)
	}
}

func TestEverything_directMailErrors(t *testing.T) {
	t.Parallel()
	batch := sender("")
	batch.SendType = aliyundm.SendTypeBatch
	state := plan.State{
		DirectMail: plan.DirectMailState{Senders: []aliyundm.MailAddress{batch}},
		Connectors: []logtoadmin.Connector{{ID: "smtp", ConnectorID: "simple-mail-transfer-protocol", Type: "Email"}},
	}
	want := plan.Desired{DirectMail: &plan.DirectMail{Region: "us-east-1", Sender: "noreply@mail.example.com"}, Connector: wanted()}
	set, err := plan.Everything(state, want, plan.Consent{})
	if diff := cmp.Diff(plan.Set{}, set); diff != "" {
		t.Errorf("there is a plan all the same (-want +got):\n%s", diff)
	}
	sendType, isSendType := errors.AsType[*plan.SendTypeError](err)
	noDomain, isDomain := errors.AsType[*plan.NoDomainError](err)
	_, isConnector := errors.AsType[*plan.OtherConnectorError](err)
	if !isSendType || !isDomain || !isConnector {
		t.Fatalf("a reason is missing: %v", err)
	}
	got := []string{sendType.Error(), sendType.Code(), sendType.Hint(), noDomain.Error(), noDomain.Code(), noDomain.Hint()}
	if diff := cmp.Diff([]string{
		"the sender address noreply@mail.example.com has the send type batch, not trigger, and Direct Mail cannot change the send type",
		"sender_send_type_differs",
		"choose another sender address, or delete it first (an account has ten deletions a month): logtoctl direct-mail sender delete noreply@mail.example.com --region us-east-1",
		"the sender address noreply@mail.example.com needs the sending domain mail.example.com, which does not exist in this account in the region us-east-1",
		"domain_not_found",
		"add it to directMail in the file: domain: mail.example.com",
	}, got); diff != "" {
		t.Errorf("errors (-want +got):\n%s", diff)
	}
	inDefault := plan.NoDomainError{Sender: "a@b.example", Domain: "b.example"}
	if want := "the sender address a@b.example needs the sending domain b.example, which does not exist in this account and region"; inDefault.Error() != want {
		t.Errorf("error is %q, want %q", inDefault.Error(), want)
	}
}

// What changes by itself is no conflict, what somebody changes is.
func TestStep_Observe_directMail(t *testing.T) {
	t.Parallel()
	before := plan.DirectMailState{
		Domains: []aliyundm.Domain{domain(aliyundm.DomainUnverified)}, Senders: []aliyundm.MailAddress{sender("a@example.com")},
		Tags: []aliyundm.Tag{{ID: "3", Name: "codes"}},
	}
	want := plan.DirectMail{Domain: "mail.example.com", Sender: "noreply@mail.example.com", ReplyAddress: "help@example.com", Tag: "codes"}
	set, err := plan.Everything(plan.State{DirectMail: before}, plan.Desired{DirectMail: &want}, plan.Consent{})
	if err != nil {
		t.Fatal(err)
	}
	busy, other := sender("a@example.com"), sender("b@example.com")
	busy.DailyCount, busy.Status = 7, aliyundm.StatusAbnormal
	tests := map[string]struct {
		now     plan.DirectMailState
		changed [][]plan.Field // of domain, sender and tag
	}{
		"as it was":    {before, [][]plan.Field{nil, nil, nil}},
		"by itself":    {plan.DirectMailState{Domains: []aliyundm.Domain{domain(aliyundm.DomainVerified)}, Senders: []aliyundm.MailAddress{busy}, Tags: before.Tags}, [][]plan.Field{nil, nil, nil}},
		"by somebody":  {plan.DirectMailState{Domains: before.Domains, Senders: []aliyundm.MailAddress{other}, Tags: before.Tags}, [][]plan.Field{nil, {{Path: "replyAddress", From: "a@example.com", To: "b@example.com"}}, nil}},
		"tag replaced": {plan.DirectMailState{Domains: before.Domains, Senders: before.Senders, Tags: []aliyundm.Tag{{ID: "4", Name: "codes"}}}, [][]plan.Field{nil, nil, {{Path: "tagId", From: "3", To: "4"}}}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for i, step := range set.Steps() {
				now := plan.State{DirectMail: test.now}
				if diff := cmp.Diff(test.changed[i], step.Changed(now)); diff != "" {
					t.Errorf("%s (-want +got):\n%s", step.ID, diff)
				}
				if same := step.Observe(now) == step.Observed(); same != (len(test.changed[i]) == 0) {
					t.Errorf("%s is the same: %t", step.ID, same)
				}
			}
		})
	}
}
