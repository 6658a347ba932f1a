package dnscheck_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/dnscheck"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

const (
	dkimKey    = "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A"
	dkimRecord = "v=DKIM1; k=rsa; p=" + dkimKey
	spfRecord  = "v=spf1 include:spf1.dm.aliyun.com -all"
	dmarc      = "v=DMARC1;p=none;rua=mailto:dmarc_report@service.aliyun.com"
	other      = "google-site-verification=abc"
)

// records are those of mail.example.com, by purpose.
func records() map[string]aliyundm.DNSRecord {
	named := map[string]aliyundm.DNSRecord{}
	for _, record := range []aliyundm.DNSRecord{
		{Purpose: "ownership", Type: "TXT", FQDN: "aliyundm.mail.example.com", Value: "0123456789abcdef0123"},
		{Purpose: "spf", Type: "TXT", FQDN: "mail.example.com", Value: spfRecord},
		{Purpose: "dkim", Type: "TXT", FQDN: "s._domainkey.mail.example.com", Value: dkimRecord},
		{Purpose: "mx", Type: "MX", FQDN: "mail.example.com", Value: "mx01.dm.aliyun.com", Priority: 10},
		{Purpose: "dmarc", Type: "TXT", FQDN: "_dmarc.mail.example.com", Value: dmarc},
		{Purpose: "tracking", Type: "CNAME", FQDN: "dmtrace.mail.example.com", Value: "tracedm.aliyuncs.com", Optional: true},
	} {
		named[record.Purpose] = record
	}
	return named
}

func TestCompare(t *testing.T) {
	t.Parallel()
	const merged = "v=spf1 include:_spf.google.com include:spf1.dm.aliyun.com ~all"
	tests := map[string]struct {
		purpose string
		values  []string
		verdict dnscheck.Verdict
		fix     string // a part of it
	}{
		"ownership":                  {"ownership", []string{"0123456789abcdef0123"}, dnscheck.OK, ""},
		"ownership in capitals":      {"ownership", []string{other, " 0123456789ABCDEF0123 "}, dnscheck.OK, ""},
		"no ownership":               {"ownership", nil, dnscheck.Missing, "add TXT aliyundm.mail.example.com 0123456789abcdef0123"},
		"an older ownership":         {"ownership", []string{"ffff"}, dnscheck.Different, "other TXT records may stay"},
		"SPF":                        {"spf", []string{other, spfRecord}, dnscheck.OK, ""},
		"SPF of several":             {"spf", []string{"V=SPF1  ip4:1.2.3.4 Include:SPF1.dm.aliyun.com ~all"}, dnscheck.OK, ""},
		"no SPF":                     {"spf", []string{other}, dnscheck.Missing, "add TXT mail.example.com " + spfRecord},
		"almost SPF":                 {"spf", []string{"v=spf10 -all"}, dnscheck.Missing, ""},
		"SPF of another":             {"spf", []string{"v=spf1 include:_spf.google.com ~all"}, dnscheck.Different, "change TXT mail.example.com to " + merged},
		"SPF after its end":          {"spf", []string{"v=spf1 include:_spf.google.com ~all include:spf1.dm.aliyun.com"}, dnscheck.Different, "to " + merged},
		"SPF with a plus":            {"spf", []string{"v=spf1 +include:spf1.dm.aliyun.com ~all"}, dnscheck.OK, ""},
		"SPF with a dot":             {"spf", []string{"v=spf1 include:spf1.dm.aliyun.com. ~all"}, dnscheck.OK, ""},
		"SPF that refuses ours":      {"spf", []string{"v=spf1 -include:spf1.dm.aliyun.com ~all"}, dnscheck.Different, "to v=spf1 include:spf1.dm.aliyun.com ~all"},
		"SPF that doubts ours":       {"spf", []string{"v=spf1 ?include:spf1.dm.aliyun.com -all"}, dnscheck.Different, "to v=spf1 include:spf1.dm.aliyun.com -all"},
		"SPF that refuses first":     {"spf", []string{"v=spf1 ~include:spf1.dm.aliyun.com include:spf1.dm.aliyun.com -all"}, dnscheck.Different, "to v=spf1 include:spf1.dm.aliyun.com "},
		"two SPF and a redirect":     {"spf", []string{"v=spf1 include:x.test", "v=spf1 redirect=_spf.y.test"}, dnscheck.Extra, "keep one such record: replace all 2 at TXT mail.example.com by v=spf1 include:x.test include:spf1.dm.aliyun.com redirect=_spf.y.test"},
		"two SPF":                    {"spf", []string{"v=spf1 include:_spf.google.com ~all", spfRecord}, dnscheck.Extra, "replace all 2 at TXT mail.example.com by " + merged},
		"DKIM":                       {"dkim", []string{dkimRecord}, dnscheck.OK, ""},
		"DKIM by its key":            {"dkim", []string{"p=MIIBIjANBgkqhkiG9 w0BAQEFAAOCAQ8A;K=rsa"}, dnscheck.OK, ""},
		"DKIM in another case":       {"dkim", []string{"v=DKIM1; p=" + strings.ToLower(dkimKey)}, dnscheck.Different, "change TXT"},
		"DKIM cut off":               {"dkim", []string{"v=DKIM1; k=rsa; p=MIIBIjANBg"}, dnscheck.Different, "cut off"},
		"DKIM without a key":         {"dkim", []string{"v=DKIM1; k=rsa"}, dnscheck.Missing, "add TXT s._domainkey.mail.example.com " + dkimRecord},
		"DKIM revoked":               {"dkim", []string{"v=DKIM1; k=rsa; p="}, dnscheck.Different, "the key is revoked, its p= is empty; change TXT s._domainkey.mail.example.com to " + dkimRecord},
		"DKIM beside a revoked one":  {"dkim", []string{dkimRecord, "v=DKIM1; p= "}, dnscheck.Extra, "remove the revoked key, the one whose p= is empty, from TXT s._domainkey.mail.example.com"},
		"two DKIM":                   {"dkim", []string{dkimRecord, "p=other"}, dnscheck.Extra, "keep one"},
		"MX":                         {"mx", []string{"5 MX01.dm.aliyun.com."}, dnscheck.OK, ""},
		"MX beside another":          {"mx", []string{"1 mx.example.com", "10 mx01.dm.aliyun.com"}, dnscheck.OK, ""},
		"no MX":                      {"mx", nil, dnscheck.Missing, "add MX mail.example.com 10 mx01.dm.aliyun.com"},
		"another MX":                 {"mx", []string{"1 mx.example.com"}, dnscheck.Different, "beside"},
		"an empty MX":                {"mx", []string{""}, dnscheck.Different, ""},
		"DMARC":                      {"dmarc", []string{dmarc}, dnscheck.OK, ""},
		"a stricter DMARC":           {"dmarc", []string{"v=DMARC1; p=Reject"}, dnscheck.OK, ""},
		"DMARC without a policy":     {"dmarc", []string{"v=DMARC1; rua=mailto:a@b.c"}, dnscheck.Different, "change TXT _dmarc.mail.example.com to " + dmarc},
		"no DMARC":                   {"dmarc", []string{"p=none"}, dnscheck.Missing, "add TXT _dmarc"},
		"two DMARC":                  {"dmarc", []string{dmarc, "v=DMARC1; p=none"}, dnscheck.Extra, "keep one"},
		"tracking":                   {"tracking", []string{"TraceDM.aliyuncs.com"}, dnscheck.OK, ""},
		"no tracking":                {"tracking", nil, dnscheck.Missing, "add CNAME dmtrace.mail.example.com tracedm.aliyuncs.com"},
		"an alias of something else": {"tracking", []string{"example.com"}, dnscheck.Different, "change CNAME"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			finding := dnscheck.Compare(records()[test.purpose], test.values)
			if finding.Verdict != test.verdict || !strings.Contains(finding.Fix, test.fix) || (finding.Fix == "") != (test.verdict == dnscheck.OK) {
				t.Errorf("%s, fix %q; want %s, %q", finding.Verdict, finding.Fix, test.verdict, test.fix)
			}
		})
	}
}

func TestMergeSPF(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		existing []string
		want     string
	}{
		"none":                  {nil, spfRecord},
		"the same":              {[]string{spfRecord}, spfRecord},
		"another end":           {[]string{"v=spf1 include:spf1.dm.aliyun.com ?all"}, "v=spf1 include:spf1.dm.aliyun.com ?all"},
		"other terms":           {[]string{"v=spf1 a  mx ip4:1.2.3.0/24 ~all"}, "v=spf1 a mx ip4:1.2.3.0/24 include:spf1.dm.aliyun.com ~all"},
		"no end":                {[]string{"v=spf1 a"}, "v=spf1 a include:spf1.dm.aliyun.com"},
		"a redirect":            {[]string{"v=spf1 redirect=_spf.example.com"}, "v=spf1 include:spf1.dm.aliyun.com redirect=_spf.example.com"},
		"several records":       {[]string{"v=spf1 a ~all", "v=spf1 A +mx -all"}, "v=spf1 a +mx include:spf1.dm.aliyun.com ~all"},
		"nothing in it":         {[]string{"v=spf1"}, "v=spf1 include:spf1.dm.aliyun.com"},
		"ours refused":          {[]string{"v=spf1 -include:spf1.dm.aliyun.com ~all"}, "v=spf1 include:spf1.dm.aliyun.com ~all"},
		"ours doubted":          {[]string{"v=spf1 a ~include:SPF1.dm.aliyun.com. mx -all"}, "v=spf1 a include:spf1.dm.aliyun.com mx -all"},
		"ours neutral":          {[]string{"v=spf1 ?include:spf1.dm.aliyun.com -all"}, "v=spf1 include:spf1.dm.aliyun.com -all"},
		"ours with a plus":      {[]string{"v=spf1 +include:spf1.dm.aliyun.com ~all"}, "v=spf1 +include:spf1.dm.aliyun.com ~all"},
		"ours with a dot":       {[]string{"v=spf1 include:spf1.dm.aliyun.com. ~all"}, "v=spf1 include:spf1.dm.aliyun.com. ~all"},
		"ours behind the end":   {[]string{"v=spf1 -all include:spf1.dm.aliyun.com a"}, "v=spf1 include:spf1.dm.aliyun.com -all"},
		"exp behind the end":    {[]string{"v=spf1 a -all exp=why.example.com mx"}, "v=spf1 a include:spf1.dm.aliyun.com -all exp=why.example.com"},
		"all beside a redirect": {[]string{"v=spf1 redirect=_spf.example.com ~all"}, "v=spf1 include:spf1.dm.aliyun.com ~all"},
		"a later redirect":      {[]string{"v=spf1 include:x.test", "v=spf1 redirect=_spf.y.test"}, "v=spf1 include:x.test include:spf1.dm.aliyun.com redirect=_spf.y.test"},
		"a later all":           {[]string{"v=spf1 a", "v=spf1 -all"}, "v=spf1 a include:spf1.dm.aliyun.com -all"},
		"a redirect too much":   {[]string{"v=spf1 a ~all", "v=spf1 redirect=_spf.y.test"}, "v=spf1 a include:_spf.y.test include:spf1.dm.aliyun.com ~all"},
		"the same redirect":     {[]string{"v=spf1 redirect=_spf.y.test", "v=spf1 redirect=_SPF.y.test"}, "v=spf1 include:spf1.dm.aliyun.com redirect=_spf.y.test"},
		"two redirects in one":  {[]string{"v=spf1 redirect=a.test redirect=b.test"}, "v=spf1 include:spf1.dm.aliyun.com redirect=a.test"},
		"right in its own way":  {[]string{"v=spf1 exp=why.test include:spf1.dm.aliyun.com  -all mx"}, "v=spf1 exp=why.test include:spf1.dm.aliyun.com  -all mx"},
		"one exp of two":        {[]string{"v=spf1 -all exp=a.test", "v=spf1 exp=b.test -all"}, "v=spf1 include:spf1.dm.aliyun.com -all exp=a.test"},
	}
	for name, test := range tests {
		if got := dnscheck.MergeSPF(test.existing, spfRecord); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}

func TestSPFRecords(t *testing.T) {
	t.Parallel()
	values := []string{other, "v=spf1", " V=spf1 -all", "v=spf1-all", ""}
	if diff := cmp.Diff([]string{"v=spf1", " V=spf1 -all"}, dnscheck.SPFRecords(values)); diff != "" {
		t.Errorf("SPF records (-want +got):\n%s", diff)
	}
}

// Whatever the DNS holds: what logtoctl advises is right once it is entered,
// and advising again changes nothing.
func FuzzCompare(f *testing.F) {
	f.Add("spf", "v=spf1 include:_spf.google.com ~all", "v=spf1 a")
	f.Add("spf", "v=spf1 -include:spf1.dm.aliyun.com. exp=x -all a", "v=spf1 redirect=")
	f.Add("spf", "v=spf1 . - + = : -all:x", "V=spf1 redirect=a redirect=b")
	f.Add("dkim", "p=;p", "v=DKIM1; p=a b")
	f.Add("dmarc", "v=DMARC1", "=;=")
	f.Add("mx", " ", "10 \t")
	f.Add("ownership", "\x00", "ü")
	f.Fuzz(func(t *testing.T, purpose, first, second string) {
		record, known := records()[purpose]
		if !known {
			t.Skip()
		}
		finding := dnscheck.Compare(record, []string{first, second})
		entered := finding.Want
		if record.Type == "MX" {
			entered = "10 " + entered
		}
		again := dnscheck.Compare(record, []string{entered})
		if again.Verdict != dnscheck.OK || again.Want != finding.Want {
			t.Errorf("%q and %q: entering %q is %s, and %q is advised", first, second, entered, again.Verdict, again.Want)
		}
	})
}
