package provision_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/partial"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/provision"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

func unverified() *provision.WaitingForDNSError {
	return &provision.WaitingForDNSError{
		Domain: aliyundm.DomainDetail{ID: "7", Name: "mail.example.com", Status: aliyundm.DomainUnverified},
		Region: "us-east-1",
		Missing: []aliyundm.DNSRecord{
			{Purpose: "spf", Type: "TXT", Host: "mail", FQDN: "mail.example.com", Value: "v=spf1 include:spf.example -all", Status: aliyundm.AuthFailed, Seen: "v=spf1 -all"},
			{Purpose: "mx", Type: "MX", Host: "mail", FQDN: "mail.example.com", Value: "mx.example", Priority: 10, Status: aliyundm.AuthFailed, Seen: "mx.other.example"},
		},
	}
}

func TestWaitingForDNSError(t *testing.T) {
	t.Parallel()
	waiting := unverified()
	if diff := cmp.Diff(`waiting for DNS: the sending domain mail.example.com is not verified; set these records:
  TXT  mail.example.com  v=spf1 include:spf.example -all  (in place of v=spf1 -all)
  MX   mail.example.com  10 mx.example  (found mx.other.example)`, waiting.Error()); diff != "" {
		t.Errorf("error (-want +got):\n%s", diff)
	}
	const hint = "set them and wait: logtoctl direct-mail domain check mail.example.com --region us-east-1 --wait 30m; then run the apply again: it goes on from here"
	if waiting.Hint() != hint || waiting.Code() != "waiting_for_dns" {
		t.Errorf("%s: %s", waiting.Code(), waiting.Hint())
	}
	waiting.Region, waiting.Missing = "", nil
	if diff := cmp.Diff("waiting for DNS: the sending domain mail.example.com is not verified", waiting.Error()); diff != "" {
		t.Errorf("error (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff("set them and wait: logtoctl direct-mail domain check mail.example.com --wait 30m; then run the apply again: it goes on from here", waiting.Hint()); diff != "" {
		t.Errorf("hint (-want +got):\n%s", diff)
	}
}

// The error document has the records, beside the account of the apply if there is
// one.
func TestWaitingForDNSError_Details(t *testing.T) {
	t.Parallel()
	const domain = `{"domainId":"7","name":"mail.example.com","region":"us-east-1","status":"not verified","records":[` +
		`{"purpose":"spf","type":"TXT","host":"mail","fqdn":"mail.example.com","value":"v=spf1 include:spf.example -all","status":"not verified","found":"v=spf1 -all"},` +
		`{"purpose":"mx","type":"MX","host":"mail","fqdn":"mail.example.com","value":"mx.example","priority":10,"status":"not verified","found":"mx.other.example"}]}`
	applied := &provision.ApplyError{Err: &partial.Error{Err: unverified()}, Report: provision.Report{Steps: []provision.StepReport{
		{Object: "direct-mail-domain/mail.example.com", Status: plan.Waiting},
		{Object: "direct-mail-tag/codes", ID: "8", Status: plan.Created},
		{Object: "application/a", Status: provision.NotTried},
	}}}
	for want, details := range map[string]any{
		domain: unverified().Details(),
		`{"domain":` + domain + `,"done":["created direct-mail-tag codes (8)"],"failed":[],"notTried":["application/a"],"waiting":["direct-mail-domain/mail.example.com"]}`: applied.Details(),
	} {
		got, err := json.Marshal(details)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, string(got)); diff != "" {
			t.Errorf("details (-want +got):\n%s", diff)
		}
	}
}
