package output_test

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/miekg/dns"

	"github.com/logtoctl/logtoctl/internal/dnscheck"
	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

func domainDetail() aliyundm.DomainDetail {
	return aliyundm.DomainDetail{
		ID: "158910", Name: "mail.example.com", Status: aliyundm.DomainUnverified, TopLevelDomain: "example.com", HostRecord: "mail",
		OwnershipRecord: "0123456789abcdef0123", OwnershipAuthStatus: aliyundm.AuthPassed,
		SPFRecord: "v=spf1 include:spf1.dm.aliyun.com -all", SPFAuthStatus: aliyundm.AuthFailed,
		DKIMHost: "aliyun-cn-hangzhou._domainkey.mail", DKIMRecord: "v=DKIM1; k=rsa; p=" + strings.Repeat("MIIBIjANBg", 30), DKIMAuthStatus: aliyundm.AuthUnknown,
		MXRecord: "mx01.dm.aliyun.com", MXAuthStatus: aliyundm.AuthFailed,
		TrackingHost: "dmtrace", TrackingRecord: "tracedm.aliyuncs.com", CNAMEAuthStatus: aliyundm.AuthFailed,
	}
}

func checkedDomain() output.MailDomainCheck {
	found := map[string][]string{
		aliyundm.PurposeOwnership: {"0123456789ABCDEF0123"},
		aliyundm.PurposeSPF:       {"v=spf1 include:_spf.google.com ~all", "v=spf1 \x1b[31m-all"},
		aliyundm.PurposeMX:        {"1 mx.example.com"},
	}
	var findings []dnscheck.Finding
	for _, record := range domainDetail().Records() {
		finding := dnscheck.Compare(record, found[record.Purpose])
		switch record.Purpose {
		case aliyundm.PurposeSPF:
			finding.Warning = "recipients need too many look-ups"
		case aliyundm.PurposeDKIM:
			finding.Verdict, finding.Fix, finding.Err = dnscheck.Unknown, "run the check again", errors.New("the server answers SERVFAIL")
		}
		findings = append(findings, finding)
	}
	return output.NewMailDomainCheck("cn-hangzhou", domainDetail(), findings)
}

func mailDomain() output.MailDomain {
	view := output.NewMailDomain("cn-hangzhou", domainDetail())
	view.Status = plan.Created
	view.MergeSPF("v=spf1 include:_spf.google.com include:spf1.dm.aliyun.com ~all")
	return view
}

func directMailViews() map[string]output.View {
	verified := domainDetail()
	verified.Status = aliyundm.DomainWithoutICP
	sender := output.NewMailSender("cn-hangzhou", aliyundm.MailAddress{
		ID: "7", AccountName: "noreply@mail.example.com", SendType: "trigger", ReplyAddress: "help@example.com",
		Status: aliyundm.StatusAbnormal, DomainStatus: aliyundm.StatusAbnormal, DailyCount: 3, MonthCount: 40,
	})
	fresh := output.NewMailSender("us-east-1", aliyundm.MailAddress{AccountName: "a@b.example", SendType: "batch", DomainStatus: aliyundm.StatusUnknown})
	fresh.Status, fresh.DryRun = plan.Created, true
	tag := output.NewMailTag("cn-hangzhou", aliyundm.Tag{ID: "9", Name: "sign_in", Description: "Codes & links"})
	tag.Status = plan.Deleted
	summary := aliyundm.AccountSummary{
		DailyQuota: 2000, MonthQuota: 60000, DailyRemainFreeQuota: 198, RemainFreeQuota: 1500, QuotaLevel: 2, MaxQuotaLevel: 9,
		Domains: 1, MailAddresses: 2, Tags: 3, UserStatus: aliyundm.UserOverdue, RequestID: "R-1",
	}
	return map[string]output.View{
		"direct_mail_domain":         mailDomain(),
		"direct_mail_domain_planned": output.MailDomain{Name: "mail.example.com", Region: "cn-hangzhou", Status: plan.Created, DomainStatus: "not verified", Records: []output.MailRecord{}, DryRun: true},
		"direct_mail_check":          checkedDomain(),
		"direct_mail_check_ok":       output.NewMailDomainCheck("eu-central-1", verified, nil),
		"direct_mail_domains":        output.MailDomains{output.NewMailDomainSummary("cn-hangzhou", aliyundm.Domain{ID: "1", Name: "mail.example.com", CreateTime: created}), output.NewMailDomainSummary("us-east-1", aliyundm.Domain{ID: "2", Name: "b.example", Status: aliyundm.DomainUnverified})},
		"direct_mail_sender":         fresh,
		"direct_mail_senders":        output.MailSenders{sender, fresh},
		"direct_mail_tag":            tag,
		"direct_mail_tags":           output.MailTags{tag},
		"direct_mail_account":        output.NewMailAccount("cn-hangzhou", summary, new(2500)),
		"direct_mail_account_hidden": output.NewMailAccount("cn-hangzhou", aliyundm.AccountSummary{DailyQuota: 10}, nil),
		"direct_mail_statistics":     output.NewMailDays([]aliyundm.DailyStatistics{{Date: "2026-11-22", RequestCount: 12, SuccessCount: 9, FailedCount: 2, UnavailableCount: 1, SucceededPercent: 75, UnavailablePercent: 8.33}}),
		"direct_mail_statistics_no":  output.NewMailDays(nil),
	}
}

func TestMailDomainCheck_OK(t *testing.T) {
	t.Parallel()
	verified := domainDetail()
	verified.Status = aliyundm.DomainVerified
	record := verified.Records()[0]
	for verdict, want := range map[dnscheck.Verdict]bool{dnscheck.OK: true, dnscheck.Unknown: true, dnscheck.Missing: false, dnscheck.Different: false, dnscheck.Extra: false} {
		findings := []dnscheck.Finding{{Record: record, Verdict: verdict}}
		if got := output.NewMailDomainCheck("", verified, findings).OK; got != want {
			t.Errorf("a verified domain with a record that is %s: %t", verdict, got)
		}
		if output.NewMailDomainCheck("", domainDetail(), findings).OK {
			t.Errorf("a domain that is not verified is OK")
		}
	}
}

// keyCheck is a check that found those keys for dkim.
func keyCheck(found ...string) string {
	detail := domainDetail()
	var findings []dnscheck.Finding
	for _, record := range detail.Records() {
		if record.Purpose == aliyundm.PurposeDKIM {
			findings = append(findings, dnscheck.Compare(record, found))
		}
	}
	return output.NewMailDomainCheck("cn-hangzhou", detail, findings).Table().Text
}

// A key is told whole once, on a line of its own, and otherwise by its ends.
func TestMailDomainCheck_Table_key(t *testing.T) {
	t.Parallel()
	key := domainDetail().DKIMRecord
	for name, text := range map[string]string{"missing": keyCheck(), "cut off": keyCheck(key[:255]), "two": keyCheck(key, key)} {
		if strings.Count(text, key) != 1 || !strings.Contains(text, "\n"+key+"\n") || !strings.Contains(text, "  expected  "+key[:40]+"…"+key[len(key)-12:]+"\n") {
			t.Errorf("%s: the key is not there once:\n%s", name, text)
		}
		for line := range strings.Lines(text) {
			if utf8.RuneCountInString(line) > 81 && line != key+"\n" {
				t.Errorf("%s: a long line: %s", name, line)
			}
		}
	}
	if text := keyCheck(key[:255]); !strings.Contains(text, "  found     "+key[:40]+"…"+key[243:255]+"\n") {
		t.Errorf("what was found is not told by its ends:\n%s", text)
	}
	if text := keyCheck("v=DKIM1; p="); !strings.Contains(text, "  found     v=DKIM1; p=\n") {
		t.Errorf("a short value is not told whole:\n%s", text)
	}
}

// A screen of 80 columns holds everything but the values, each of which is a
// line without blanks around it, to be selected.
func TestMailDomain_Table_width(t *testing.T) {
	t.Parallel()
	values := map[string]bool{}
	for _, record := range mailDomain().Records {
		values[record.Value] = true
	}
	for line := range strings.Lines(mailDomain().Table().Text) {
		line = strings.TrimSuffix(line, "\n")
		if len(line) > 80 && !values[line] {
			t.Errorf("a line of %d characters: %s", len(line), line)
		}
		delete(values, line)
	}
	if len(values) > 0 {
		t.Errorf("no lines of their own: %v", values)
	}
}

// zoneRecords reads a zone file as a DNS server does.
func zoneRecords(t *testing.T, zone string) []dns.RR {
	t.Helper()
	parser := dns.NewZoneParser(strings.NewReader(zone), "", "")
	var records []dns.RR
	for record, ok := parser.Next(); ok; record, ok = parser.Next() {
		records = append(records, record)
	}
	if err := parser.Err(); err != nil {
		t.Fatalf("%v\n%s", err, zone)
	}
	return records
}

func TestMailDomain_Zone(t *testing.T) {
	t.Parallel()
	zone := mailDomain().Zone()
	for _, line := range []string{
		"; DNS records of mail.example.com for Direct Mail in cn-hangzhou\n",
		"; spf: takes the place of the SPF record that the name has\n",
		"mail.example.com. 600 IN MX 10 mx01.dm.aliyun.com.\n",
		"; tracking: optional, for counting clicks\ndmtrace.mail.example.com. 600 IN CNAME tracedm.aliyuncs.com.\n",
	} {
		if !strings.Contains(zone, line) {
			t.Errorf("the zone lacks %q:\n%s", line, zone)
		}
	}
	records := zoneRecords(t, zone)
	if len(records) != len(mailDomain().Records) {
		t.Errorf("%d records in the zone:\n%s", len(records), zone)
	}
	if key := records[2].(*dns.TXT).Txt; len(key) != 2 || len(key[0]) != 255 || strings.Join(key, "") != domainDetail().DKIMRecord {
		t.Errorf("the key is cut into %q", key)
	}
}

// Whatever Direct Mail says, it stays inside its own line and its own record.
func FuzzMailDomain_Zone(f *testing.F) {
	f.Add("mail.example.com", "v=DKIM1; p=\"a\\b\"", "mx.example.com.")
	f.Add("a b\n.example", strings.Repeat("é", 200), "$INCLUDE x")
	f.Add("", "", "")
	f.Fuzz(func(t *testing.T, name, text, host string) {
		zone := output.MailDomain{Name: name, Records: []output.MailRecord{
			{Purpose: "dkim", Type: "TXT", FQDN: "key.example.com", Value: text},
			{Purpose: "mx", Type: "MX", FQDN: "mail.example.com", Value: host, Priority: 10},
		}}.Zone()
		lines := strings.Split(strings.TrimSuffix(zone, "\n"), "\n")
		if len(lines) != 5 || !strings.HasPrefix(lines[2], "key.example.com. 600 IN TXT \"") || !strings.HasPrefix(lines[4], "mail.example.com. 600 IN MX 10 ") {
			t.Fatalf("%q", lines)
		}
		record, err := dns.NewRR(lines[2])
		if err != nil {
			t.Fatalf("%s: %v", lines[2], err)
		}
		packed, err := dns.PackRR(record, make([]byte, 65535), 0, nil, false)
		if err != nil && len(text) < 60000 {
			t.Errorf("pack %d bytes: %v (%d)", len(text), err, packed)
		}
	})
}
