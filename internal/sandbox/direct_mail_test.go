package sandbox_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/sandbox"
	"github.com/logtoctl/logtoctl/internal/sandbox/inbox"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
	"github.com/logtoctl/logtoctl/pkg/secret"
)

// control calls the control API and wants a status.
func control(t *testing.T, s *sandbox.Sandbox, method, path, body string, status int) {
	t.Helper()
	if got := do(t, newClient(t), request(t, method, s.InboxURL()+path, "", body), nil); got != status {
		t.Fatalf("%s %s: %d, want %d", method, path, got, status)
	}
}

// TestSandbox_fromNothing walks the way from an empty Aliyun account to a mail
// whose delivery is known, with the official SDK: domain, DNS, sender, tag.
func TestSandbox_fromNothing(t *testing.T) {
	t.Parallel()
	var late atomic.Int64 // the clock of the sandbox, which runs in other goroutines
	s := start(t, sandbox.Options{Now: func() time.Time { return time.Now().Add(time.Duration(late.Load())) }})
	control(t, s, http.MethodDelete, "/api/account", "", http.StatusNoContent)
	client, ctx := mailClient(t, s, secret.Text(environ(s)["ALIBABA_CLOUD_ACCESS_KEY_SECRET"])), t.Context()

	id, err := client.CreateDomain(ctx, "codes.example.com")
	if err != nil {
		t.Fatal(err)
	}
	if status, err := client.CheckDomain(ctx, id); err != nil || status.CanSend() {
		t.Errorf("without records: %v, %v", status, err)
	}
	control(t, s, http.MethodPut, "/api/dns", zoneFile(t, client, id), http.StatusOK)
	if status, err := client.CheckDomain(ctx, id); err != nil || !status.CanSend() {
		t.Errorf("with records: %v, %v", status, err)
	}
	if _, err := client.CreateMailAddress(ctx, "noreply@codes.example.com", aliyundm.SendTypeTrigger, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := client.CreateTag(ctx, "codes", ""); err != nil {
		t.Fatal(err)
	}
	for _, to := range []string{"you@example.com", "bounce@example.com"} {
		if _, err := client.SingleSendMail(ctx, aliyundm.SingleSendMailRequest{
			AccountName: "noreply@codes.example.com", ToAddress: to, Subject: "Code", HTMLBody: "123456", TagName: "codes",
		}); err != nil {
			t.Fatal(err)
		}
	}
	if got := s.Inbox.List(inbox.Filter{}); len(got) != 1 || got[0].To != "you@example.com" || got[0].Code != "123456" {
		t.Errorf("inbox = %+v", got)
	}
	late.Store(int64(2 * time.Second))
	outcomes := map[string]string{}
	for delivery, err := range client.SenderStatisticsDetailByParam(ctx, aliyundm.DeliveryQuery{TagName: "codes"}) {
		if err != nil {
			t.Fatal(err)
		}
		outcomes[delivery.ToAddress] = delivery.Status.String()
	}
	if diff := cmp.Diff(map[string]string{"you@example.com": "delivered", "bounce@example.com": "invalid address"}, outcomes); diff != "" {
		t.Errorf("outcomes (-want +got):\n%s", diff)
	}
}

// zoneFile writes the records of a domain as people paste them.
func zoneFile(t *testing.T, client *aliyundm.Client, id string) string {
	t.Helper()
	detail, err := client.DescDomain(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	var lines strings.Builder
	for _, record := range detail.Records() {
		value := record.Value + "."
		switch record.Type {
		case "TXT":
			value = fmt.Sprintf("%q", record.Value)
		case "MX":
			value = fmt.Sprintf("%d %s.", record.Priority, record.Value)
		}
		fmt.Fprintf(&lines, "%s. 600 IN %s %s\n", record.FQDN, record.Type, value)
	}
	return lines.String()
}

// TestSandbox_regions holds that one endpoint serves all regions to a client
// that names the host of the one it means.
func TestSandbox_regions(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Options{})
	in := func(region string) *aliyundm.Client {
		client, err := aliyundm.New(
			aliyundm.WithEndpoint(s.DirectMailURL()), aliyundm.WithRegion(region), aliyundm.WithRegionHost(),
			aliyundm.WithCredentials(aliyundm.Credentials{
				AccessKeyID:     environ(s)["ALIBABA_CLOUD_ACCESS_KEY_ID"],
				AccessKeySecret: secret.Text(environ(s)["ALIBABA_CLOUD_ACCESS_KEY_SECRET"]),
			}))
		if err != nil {
			t.Fatal(err)
		}
		return client
	}
	for _, region := range aliyundm.Regions() {
		if region.ID == "cn-hangzhou" {
			continue
		}
		if _, err := in(region.ID).CreateDomain(t.Context(), region.ID+".example.com"); err != nil {
			t.Errorf("%s: %v", region.ID, err)
		}
	}
	for _, region := range aliyundm.Regions() {
		want := region.ID + ".example.com"
		if region.ID == "cn-hangzhou" {
			want = "mail.example.com"
		}
		var names []string
		for domain, err := range in(region.ID).QueryDomainByParam(t.Context(), aliyundm.DomainQuery{}) {
			if err != nil {
				t.Fatal(err)
			}
			names = append(names, domain.Name)
		}
		if diff := cmp.Diff([]string{want}, names); diff != "" {
			t.Errorf("%s (-want +got):\n%s", region.ID, diff)
		}
	}
}

// TestSandbox_resolver asks the DNS that the environment names for the records
// of a fresh sandbox, which verify its domain.
func TestSandbox_resolver(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Options{})
	resolver := net.Resolver{PreferGo: true, Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
		var dialer net.Dialer
		return dialer.DialContext(ctx, network, environ(s)["LOGTOCTL_RESOLVER"])
	}}
	hosts, err := resolver.LookupMX(t.Context(), "mail.example.com.")
	if err != nil || len(hosts) != 1 || hosts[0].Host != "mx01.dm.aliyun.com." || hosts[0].Pref != 10 {
		t.Errorf("MX: %v, %v", hosts, err)
	}
	client := mailClient(t, s, secret.Text(environ(s)["ALIBABA_CLOUD_ACCESS_KEY_SECRET"]))
	for domain, err := range client.QueryDomainByParam(t.Context(), aliyundm.DomainQuery{}) {
		if err != nil {
			t.Fatal(err)
		}
		if status, err := client.CheckDomain(t.Context(), domain.ID); err != nil || !status.CanSend() {
			t.Errorf("%s: %v, %v", domain.Name, status, err)
		}
	}
	control(t, s, http.MethodDelete, "/api/dns", "", http.StatusNoContent)
	_, err = resolver.LookupMX(t.Context(), "mail.example.com.")
	if missing, ok := errors.AsType[*net.DNSError](err); !ok || !missing.IsNotFound {
		t.Errorf("without records: %v", err)
	}
}

func TestSandbox_accessKeys(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Options{})
	id := environ(s)["ALIBABA_CLOUD_ACCESS_KEY_ID"]
	control(t, s, http.MethodPut, "/api/access-keys", `[{"id": "`+id+`", "secret": "other", "allow": ["dm:SingleSendMail"]}]`, http.StatusOK)
	_, err := mailClient(t, s, "other").DescAccountSummary(t.Context())
	if !errors.Is(err, aliyundm.ErrForbidden) {
		t.Errorf("a key that may only send: %v", err)
	}
}
