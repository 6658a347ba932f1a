package provision_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/partial"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/provision"
	"github.com/logtoctl/logtoctl/internal/sandbox/dns"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

// startEmpty is a world whose Direct Mail account and DNS have nothing in them.
func startEmpty(ctx context.Context) (*world, error) {
	w, err := startWorld(ctx)
	if err != nil {
		return nil, err
	}
	w.DNS.Clear()
	request, err := http.NewRequestWithContext(ctx, http.MethodDelete, w.InboxURL()+"/api/account", http.NoBody)
	if err != nil {
		return nil, err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	return w, response.Body.Close()
}

func newEmpty(t *testing.T) *world {
	t.Helper()
	w, err := startEmpty(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.Close(context.WithoutCancel(t.Context())) })
	return w
}

// wantedFromNothing is what wanted is, and the account that it sends with.
func (w *world) wantedFromNothing() (plan.Desired, error) {
	want, err := w.wanted()
	want.DirectMail = &plan.DirectMail{
		Domain: "mail.example.com", Sender: "noreply@mail.example.com", ReplyAddress: "help@example.com", Tag: "codes",
	}
	return want, err
}

func (w *world) applyFromNothing(ctx context.Context) (provision.Report, error) {
	want, err := w.wantedFromNothing()
	if err != nil {
		return provision.Report{}, err
	}
	return w.apply(ctx, want, plan.Consent{}, w.hooks())
}

// setDNS gives every domain of the account the records that it needs.
func (w *world) setDNS(ctx context.Context) error {
	client, err := w.account(ctx, "")
	if err != nil {
		return err
	}
	for domain, err := range client.QueryDomainByParam(ctx, aliyundm.DomainQuery{}) {
		if err != nil {
			return err
		}
		detail, err := client.DescDomain(ctx, domain.ID)
		if err != nil {
			return err
		}
		for _, record := range detail.Records() {
			if err := w.DNS.Add(dns.Record{Name: record.FQDN, Type: record.Type, Value: record.Value, Priority: uint16(record.Priority)}); err != nil {
				return err
			}
		}
	}
	return nil
}

// objects returns what became of each step, without ids.
func objects(report provision.Report) []string {
	var lines []string
	for _, step := range report.Steps {
		lines = append(lines, fmt.Sprintf("%s %s", step.Object, step.Status))
	}
	return lines
}

// statuses returns the lines of objects, all of one status but for those at the
// beginning.
func statuses(first []string, rest plan.Status) []string {
	lines := slices.Clone(first)
	for _, object := range []string{
		"application/bookstore", "application/admin", "connector/aliyun-dm", "email-template/ja/SignIn", "sign-in-experience", "env-file/.env",
	} {
		lines = append(lines, object+" "+string(rest))
	}
	return lines
}

// TestApply_directMail goes from an account with nothing in it to a verified code:
// the first two applies wait for the DNS and leave Logto alone, the third goes on
// to the end, the fourth finds nothing to do.
func TestApply_directMail(t *testing.T) {
	t.Parallel()
	w := newEmpty(t)
	const (
		domain = "direct-mail-domain/mail.example.com "
		sender = "direct-mail-sender/noreply@mail.example.com "
		tag    = "direct-mail-tag/codes "
		test   = "test-mail/you@example.com "
		trip   = "round-trip/you@example.com "
	)
	report, err := w.applyFromNothing(t.Context())
	waiting, ok := errors.AsType[*provision.WaitingForDNSError](err)
	if _, inPart := errors.AsType[*partial.Error](err); !ok || !inPart {
		t.Fatalf("the first apply: %v, want a WaitingForDNSError and a partial.Error", err)
	}
	want := append(statuses([]string{domain + "created", sender + "not tried", tag + "created", test + "not tried"}, provision.NotTried), trip+"not tried")
	if diff := cmp.Diff(want, objects(report)); diff != "" {
		t.Errorf("the first apply (-want +got):\n%s", diff)
	}
	purposes := []string{}
	for _, record := range waiting.Missing {
		purposes = append(purposes, record.Purpose)
	}
	if diff := cmp.Diff([]string{"ownership", "spf", "dkim", "mx", "dmarc"}, purposes); diff != "" {
		t.Errorf("missing records (-want +got):\n%s", diff)
	}

	report, err = w.applyFromNothing(t.Context())
	if _, ok := errors.AsType[*provision.WaitingForDNSError](err); !ok || report.Changed() {
		t.Fatalf("the second apply: %v, changed %t, want a WaitingForDNSError alone", err, report.Changed())
	}
	want = append(statuses([]string{domain + "waiting", sender + "not tried", tag + "unchanged", test + "not tried"}, provision.NotTried), trip+"not tried")
	if diff := cmp.Diff(want, objects(report)); diff != "" {
		t.Errorf("the second apply (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"direct-mail-domain/mail.example.com"}, report.Account()["waiting"]); diff != "" {
		t.Errorf("waiting (-want +got):\n%s", diff)
	}
	for _, write := range w.Requests.Writes() {
		if write.Service == "logto" && !strings.HasPrefix(write.Path, "/oidc/") {
			t.Errorf("logto was written to: %s %s", write.Method, write.Path)
		}
	}

	if err := w.setDNS(t.Context()); err != nil {
		t.Fatal(err)
	}
	report, err = w.applyFromNothing(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want = []string{
		domain + "verified", sender + "created", tag + "unchanged", test + "sent", "application/bookstore created", "application/admin created",
		"connector/aliyun-dm created", "email-template/ja/SignIn created", "sign-in-experience updated", "env-file/.env written", trip + "verified",
	}
	if diff := cmp.Diff(want, objects(report)); diff != "" {
		t.Errorf("the third apply (-want +got):\n%s", diff)
	}

	w.Requests.Reset()
	report, err = w.applyFromNothing(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want = statuses([]string{domain + "unchanged", sender + "unchanged", tag + "unchanged"}, plan.Unchanged)
	if diff := cmp.Diff(want, objects(report)); diff != "" {
		t.Errorf("the fourth apply (-want +got):\n%s", diff)
	}
	if writes := w.Requests.Writes(); len(writes) > 0 {
		t.Errorf("the fourth apply wrote: %+v", writes)
	}
	reads := map[string]int{"QueryDomainByParam": 1, "QueryMailAddressByParam": 1, "QueryTagByParam": 1}
	for name, count := range counted(w.Requests.All()) {
		if !strings.Contains(name, " ") && count != reads[name] {
			t.Errorf("the fourth apply asked %d times for %s", count, name)
		}
	}
}

// A name that has an SPF record already keeps what is in it; what is done before is
// told in a line of its own, so that the records can be pasted.
func TestApply_mergesSPF(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		records []string
		want    string
	}{
		"none":    {nil, "v=spf1 include:spf1.dm.aliyun.com -all\n"},
		"one":     {[]string{"v=spf1 include:spf.example ~all"}, "v=spf1 include:spf.example include:spf1.dm.aliyun.com ~all  (in place of v=spf1 include:spf.example ~all)\n"},
		"another": {[]string{"unrelated"}, "v=spf1 include:spf1.dm.aliyun.com -all\n"},
		"two":     {[]string{"v=spf1 -all", "v=spf1 ~all"}, "v=spf1 include:spf1.dm.aliyun.com -all  (in place of v=spf1 -all,v=spf1 ~all)\n"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newEmpty(t)
			for _, value := range test.records {
				if err := w.DNS.Add(dns.Record{Name: "mail.example.com", Type: "TXT", Value: value}); err != nil {
					t.Fatal(err)
				}
			}
			_, err := w.apply(t.Context(), plan.Desired{DirectMail: &plan.DirectMail{Domain: "mail.example.com"}}, plan.Consent{}, provision.Hooks{Event: w.hooks().Event})
			if err == nil || !strings.Contains(err.Error(), "  TXT  mail.example.com  "+test.want) {
				t.Errorf("error is %v, want it to have %q", err, test.want)
			}
			if err != nil && !strings.Contains(err.Error(), "\n(done before: created direct-mail-domain mail.example.com") {
				t.Errorf("error is %v", err)
			}
		})
	}
}

// Destroy leaves the account as it is, and says so.
func TestPlanDestroy_directMail(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	set, stays, err := w.provisioner.PlanDestroy(t.Context(), plan.Desired{DirectMail: &plan.DirectMail{Tag: "codes"}})
	if err != nil || set.Pending() || len(stays) != 1 || !strings.Contains(stays[0], "ten deletions a month") {
		t.Errorf("%v %q, pending %t", err, stays, set.Pending())
	}
	for _, request := range w.Requests.All() {
		if request.Action != "" {
			t.Errorf("Direct Mail was asked: %s", request.Action)
		}
	}
}
