package directmail_test

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/sandbox/directmail"
)

func TestDescDomain(t *testing.T) {
	t.Parallel()
	w := newWorld(emptyAccount())
	id := w.must(t, "CreateDomain", "DomainName", "mail.example.com").text("DomainId")
	got := w.must(t, "DescDomain", "DomainId", id)
	ownership, key := got.text("DomainType"), got.text("DkimPublicKey")
	want := map[string]any{
		"DomainId": id, "DomainName": "mail.example.com", "DomainStatus": "1", "DomainType": ownership, "DefaultDomain": "0",
		"CreateTime": "2026-11-22T04:00Z", "IcpStatus": "1", "TlDomainName": "example.com", "HostRecord": "mail",
		"SpfRecord": "include:spf1.dm.aliyun.com", "SpfRecordV2": "v=spf1 include:spf1.dm.aliyun.com -all", "SpfAuthStatus": "1",
		"DkimRR": "aliyun-cn-hangzhou._domainkey.mail", "DkimPublicKey": key, "DkimRsaLength": 2048.0, "DkimAuthStatus": "1",
		"MxRecord": "mx01.dm.aliyun.com", "MxAuthStatus": "1",
		"DmarcHostRecord": "_dmarc.mail", "DmarcRecord": "v=DMARC1;p=none;rua=mailto:dmarc_report@service.aliyun.com", "DmarcAuthStatus": 1.0,
		"CnameRecord": "dmtrace", "TracefRecord": "tracedm.aliyuncs.com", "CnameAuthStatus": "1", "CnameConfirmStatus": "0",
		"DnsTxt": "", "DnsSpf": "", "DnsMx": "", "DnsDmarc": "", "RequestId": got.text("RequestId"),
	}
	if diff := cmp.Diff(want, got.fields); diff != "" {
		t.Errorf("domain (-want +got):\n%s", diff)
	}
	encoded, found := strings.CutPrefix(key, "v=DKIM1; k=rsa; p=")
	der, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil || !found {
		t.Fatalf("key %q: %v", key, err)
	}
	parsed, err := x509.ParsePKIXPublicKey(der)
	if public, ok := parsed.(*rsa.PublicKey); err != nil || !ok || public.Size() != 256 {
		t.Errorf("key %q: %v", key, err)
	}
	w.refused(t, "InvalidDomainId.NotFound", "DescDomain", "DomainId", "1")
	w.refused(t, "MissingDomainId", "DescDomain")
	w.refused(t, "InvalidRequireRealTimeDnsRecords.Malformed", "DescDomain", "DomainId", id, "RequireRealTimeDnsRecords", "yes")
}

func TestDescDomain_names(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, region, selector, host, parent, dkim, dmarc, spf, mx string }{
		{"example.com", "cn-hangzhou", "", "@", "example.com", "aliyun-cn-hangzhou._domainkey", "_dmarc", "include:spf1.dm.aliyun.com", "mx01.dm.aliyun.com"},
		{"a.b.example.com.cn", "cn-hangzhou", "key1", "a.b", "example.com.cn", "key1._domainkey.a.b", "_dmarc.a.b", "include:spf1.dm.aliyun.com", "mx01.dm.aliyun.com"},
		{"com.cn", "cn-hangzhou", "", "@", "com.cn", "aliyun-cn-hangzhou._domainkey", "_dmarc", "include:spf1.dm.aliyun.com", "mx01.dm.aliyun.com"},
		{
			"mail.example.com", "ap-southeast-1", "", "mail", "example.com", "aliyun-ap-southeast-1._domainkey.mail", "_dmarc.mail",
			"include:spfdm-ap-southeast-1.aliyun.com", "mxdm-ap-southeast-1.aliyun.com",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(emptyAccount())
			id := w.must(t, "CreateDomain", "DomainName", test.name, "RegionId", test.region, "dkimSelector", test.selector).text("DomainId")
			got := w.must(t, "DescDomain", "DomainId", id, "RegionId", test.region)
			for field, want := range map[string]string{
				"HostRecord": test.host, "TlDomainName": test.parent, "DkimRR": test.dkim, "DmarcHostRecord": test.dmarc,
				"SpfRecord": test.spf, "MxRecord": test.mx,
			} {
				if got.text(field) != want {
					t.Errorf("%s = %q, want %q", field, got.text(field), want)
				}
			}
		})
	}
}

// TestDescDomain_secondTime holds that a domain gets new records when it is
// made anew, so that those of the deleted one do not verify it.
func TestDescDomain_secondTime(t *testing.T) {
	t.Parallel()
	w := newWorld(emptyAccount())
	seen := map[string]bool{}
	for range 2 {
		id := w.must(t, "CreateDomain", "DomainName", "mail.example.com").text("DomainId")
		got := w.must(t, "DescDomain", "DomainId", id)
		seen[got.text("DomainType")], seen[got.text("DkimPublicKey")] = true, true
		w.must(t, "DeleteDomain", "DomainId", id)
	}
	if len(seen) != 4 {
		t.Errorf("%d records are different, want 4", len(seen))
	}
}

// setRecords puts what a domain needs into the DNS of the world, but for
// the changes: "" takes a record out.
func (w *world) setRecords(t *testing.T, id string, changes map[string]string) {
	t.Helper()
	d := w.must(t, "DescDomain", "DomainId", id, "RequireRealTimeDnsRecords", "false")
	parent := d.text("TlDomainName")
	name := d.text("DomainName")
	records := map[string]string{
		"aliyundm." + name + " TXT":                       d.text("DomainType"),
		name + " TXT":                                     d.text("SpfRecordV2"),
		d.text("DkimRR") + "." + parent + " TXT":          d.text("DkimPublicKey"),
		name + " MX":                                      d.text("MxRecord"),
		d.text("DmarcHostRecord") + "." + parent + " TXT": d.text("DmarcRecord"),
		"dmtrace." + name + " CNAME":                      d.text("TracefRecord"),
	}
	maps.Copy(records, changes)
	for record, value := range records {
		w.dns[record] = nil
		if value != "" {
			w.dns[record] = strings.Split(value, "|")
		}
	}
}

func TestCheckDomain(t *testing.T) {
	t.Parallel()
	const spf = "mail.example.com TXT"
	for _, test := range []struct {
		name    string
		changes map[string]string
		status  float64
		failed  string // the field with the result that is not good
	}{
		{"all there", nil, 0, ""},
		{"no tracking", map[string]string{"dmtrace.mail.example.com CNAME": ""}, 0, "CnameAuthStatus"},
		{"merged SPF and other texts", map[string]string{spf: "google=1|v=spf1 include:_spf.google.com include:spf1.dm.aliyun.com ~all"}, 0, ""},
		{"own DMARC", map[string]string{"_dmarc.mail.example.com TXT": "v=DMARC1; p=reject"}, 0, ""},
		{"several MX", map[string]string{"mail.example.com MX": "mx.example.net|MX01.dm.aliyun.com"}, 0, ""},
		{"no ownership", map[string]string{"aliyundm.mail.example.com TXT": ""}, 1, ""},
		{"ownership of another", map[string]string{"aliyundm.mail.example.com TXT": "00000000000000000000"}, 1, ""},
		{"no SPF", map[string]string{spf: ""}, 1, "SpfAuthStatus"},
		{"SPF without Aliyun", map[string]string{spf: "v=spf1 -all"}, 1, "SpfAuthStatus"},
		{"two SPF", map[string]string{spf: "v=spf1 include:spf1.dm.aliyun.com -all|v=spf1 -all"}, 1, "SpfAuthStatus"},
		{"no DKIM", map[string]string{"aliyun-cn-hangzhou._domainkey.mail.example.com TXT": ""}, 1, "DkimAuthStatus"},
		{"cut DKIM", map[string]string{"aliyun-cn-hangzhou._domainkey.mail.example.com TXT": "v=DKIM1; k=rsa; p=MIIB"}, 1, "DkimAuthStatus"},
		{"no MX", map[string]string{"mail.example.com MX": ""}, 1, "MxAuthStatus"},
		{"no DMARC", map[string]string{"_dmarc.mail.example.com TXT": ""}, 1, "DmarcAuthStatus"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(emptyAccount())
			id := w.must(t, "CreateDomain", "DomainName", "mail.example.com").text("DomainId")
			w.setRecords(t, id, test.changes)
			if got := w.must(t, "DescDomain", "DomainId", id, "RequireRealTimeDnsRecords", "false"); got.text("DomainStatus") != "1" || got.text("DnsSpf") != "" {
				t.Errorf("before the check: %v", got.fields)
			}
			if got := w.must(t, "CheckDomain", "DomainId", id); got.fields["DomainStatus"] != test.status {
				t.Errorf("DomainStatus = %v, want %v", got.fields["DomainStatus"], test.status)
			}
			got := w.must(t, "DescDomain", "DomainId", id, "RequireRealTimeDnsRecords", "false")
			for _, field := range []string{"SpfAuthStatus", "DkimAuthStatus", "MxAuthStatus", "DmarcAuthStatus", "CnameAuthStatus"} {
				value := got.fields[field]
				failed := value == "1" || value == 1.0
				if failed != (field == test.failed) {
					t.Errorf("%s = %v", field, value)
				}
			}
		})
	}
	newWorld(emptyAccount()).refused(t, "InvalidDomainId.NotFound", "CheckDomain", "DomainId", "7")
	newWorld(emptyAccount()).refused(t, "MissingDomainId", "CheckDomain")
}

// TestDescDomain_realTime holds that looking at a domain verifies it too, that
// its sender can send from then on, and no longer when a record has gone.
func TestDescDomain_realTime(t *testing.T) {
	t.Parallel()
	w := newWorld(emptyAccount())
	id := w.must(t, "CreateDomain", "DomainName", "mail.example.com").text("DomainId")
	w.must(t, "CreateMailAddress", "AccountName", "noreply@mail.example.com", "Sendtype", "trigger")
	w.setRecords(t, id, nil)
	if code := w.call(t, "SingleSendMail", mail()).text("Code"); code != "InvalidMailAddressDomain.Malformed" {
		t.Errorf("before: %q", code)
	}
	got := w.must(t, "DescDomain", "DomainId", id)
	for field, want := range map[string]string{
		"DomainStatus": "0", "DnsTxt": got.text("DomainType"), "DnsSpf": got.text("SpfRecordV2"), "DnsMx": got.text("MxRecord"), "DnsDmarc": got.text("DmarcRecord"),
	} {
		if got.text(field) != want {
			t.Errorf("%s = %q, want %q", field, got.text(field), want)
		}
	}
	if code := w.call(t, "SingleSendMail", mail()).text("Code"); code != "" {
		t.Errorf("verified: %q", code)
	}
	w.setRecords(t, id, map[string]string{"mail.example.com MX": ""})
	w.must(t, "DescDomain", "DomainId", id)
	if code := w.call(t, "SingleSendMail", mail()).text("Code"); code != "InvalidMailAddressDomain.Malformed" {
		t.Errorf("after: %q", code)
	}
}

func TestServer_DNSRecords(t *testing.T) {
	t.Parallel()
	w := newWorld(directmail.Account{})
	records := w.server.DNSRecords()
	for _, record := range records {
		w.dns[record.Name+" "+record.Type] = []string{record.Value}
	}
	rows := w.must(t, "QueryDomainByParam").rows(t, "domain")
	got := w.must(t, "DescDomain", "DomainId", rows[0]["DomainId"].(string))
	if len(records) != 6 || got.text("DomainStatus") != "0" || got.text("CnameAuthStatus") != "0" {
		t.Errorf("%d records, domain %v", len(records), got.fields)
	}
	// A domain that lacks its filing and its alias stays that.
	account := directmail.Account{Domains: []directmail.Domain{{Region: "cn-hangzhou", Name: "a.example.com", Status: "2"}, {Region: "cn-hangzhou", Name: "b.example.com", Status: "1"}}}
	w = newWorld(account)
	records = w.server.DNSRecords()
	for _, record := range records {
		w.dns[record.Name+" "+record.Type] = []string{record.Value}
	}
	rows = w.must(t, "QueryDomainByParam", "KeyWord", "a.").rows(t, "domain")
	got = w.must(t, "DescDomain", "DomainId", rows[0]["DomainId"].(string))
	if len(records) != 5 || got.text("DomainStatus") != "2" || got.text("IcpStatus") != "0" || got.text("CnameAuthStatus") != "1" {
		t.Errorf("%d records, domain %v", len(records), got.fields)
	}
}
