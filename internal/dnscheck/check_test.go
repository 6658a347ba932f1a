package dnscheck_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/dnscheck"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

var errDown = errors.New("the server is down")

// zone answers look-ups from a map of "TYPE name".
func zone(entries map[string][]string) dnscheck.Lookup {
	return func(_ context.Context, name, recordType string) ([]string, error) {
		values := entries[recordType+" "+name]
		if len(values) > 0 && values[0] == "down" {
			return nil, errDown
		}
		return values, nil
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	named := records()
	asked := []aliyundm.DNSRecord{named["ownership"], named["spf"], named["mx"], named["tracking"]}
	findings := dnscheck.Check(t.Context(), zone(map[string][]string{
		"TXT aliyundm.mail.example.com": {"down"},
		"TXT mail.example.com":          {spfRecord},
		"MX mail.example.com":           {"1 mx.example.com"},
	}), asked)
	type outcome struct {
		Purpose string
		Verdict dnscheck.Verdict
		Wrong   bool
	}
	var got []outcome
	for _, finding := range findings {
		got = append(got, outcome{finding.Record.Purpose, finding.Verdict, finding.Wrong()})
	}
	want := []outcome{{"ownership", dnscheck.Unknown, false}, {"spf", dnscheck.OK, false}, {"mx", dnscheck.Different, true}, {"tracking", dnscheck.Missing, false}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	if !errors.Is(findings[0].Err, errDown) || findings[0].Fix == "" {
		t.Errorf("a failed look-up is told as %+v", findings[0])
	}
}

// Nothing can be added to a name that is an alias, so the alias is what the
// advice is about; where the record is right behind it, all is well.
func TestCheck_alias(t *testing.T) {
	t.Parallel()
	const first = "mail.example.com is an alias of host.example.net: no other record can stand beside it; remove the alias first"
	alias := map[string][]string{
		"CNAME mail.example.com":              {"host.example.net"},
		"CNAME s._domainkey.mail.example.com": {"s.example.net"},
		"TXT s._domainkey.mail.example.com":   {dkimRecord},
		"CNAME aliyundm.mail.example.com":     {"down"},
		"CNAME dmtrace.mail.example.com":      {"elsewhere.example.net"},
		"TXT _dmarc.mail.example.com":         {"v=DMARC1"},
		"CNAME _dmarc.mail.example.com":       {"dmarc.example.net"},
	}
	for name, test := range map[string]struct {
		verdict    dnscheck.Verdict
		start, end string // of the fix
	}{
		"spf":       {dnscheck.Missing, first, "then add TXT mail.example.com " + spfRecord},
		"mx":        {dnscheck.Missing, first, "then add MX mail.example.com 10 mx01.dm.aliyun.com"},
		"dmarc":     {dnscheck.Different, "_dmarc.mail.example.com is an alias of dmarc.example.net", "then add TXT _dmarc.mail.example.com " + dmarc},
		"dkim":      {dnscheck.OK, "", ""},
		"ownership": {dnscheck.Missing, "add TXT", "0123456789abcdef0123"},
		"tracking":  {dnscheck.Different, "change CNAME", ""},
	} {
		finding := dnscheck.Check(t.Context(), zone(alias), []aliyundm.DNSRecord{records()[name]})[0]
		if finding.Verdict != test.verdict || (finding.Fix == "") != (test.verdict == dnscheck.OK) || !strings.HasPrefix(finding.Fix, test.start) || !strings.HasSuffix(finding.Fix, test.end) {
			t.Errorf("%s: %s, fix %q", name, finding.Verdict, finding.Fix)
		}
	}
}

func TestCountSPFLookups(t *testing.T) {
	t.Parallel()
	many := map[string][]string{"TXT loop.example": {"v=spf1 include:loop.example -all"}, "TXT down.example": {"down"}}
	for i := range 12 {
		many[fmt.Sprintf("TXT %d.example", i)] = []string{other, fmt.Sprintf("v=spf1 include:%d.example -all", i+1)}
	}
	tests := map[string]struct {
		record string
		count  int
		fails  bool
	}{
		"none":           {"v=spf1 ip4:1.2.3.4 -all exp=e.example", 0, false},
		"each kind":      {"v=spf1 a mx:x.example ~ptr +exists:y.example ?a/24 include:nothing.example redirect=nothing.example", 7, false},
		"behind the end": {"v=spf1 a -all mx include:9.example redirect=9.example", 1, false},
		"in a row":       {"v=spf1 include:9.example -all", 4, false},
		"too many":       {"v=spf1 include:0.example -all", 11, false},
		"a circle":       {"v=spf1 include:loop.example -all", 11, false},
		"not available":  {"v=spf1 include:down.example -all", 1, true},
	}
	for name, test := range tests {
		count, err := dnscheck.CountSPFLookups(t.Context(), zone(many), test.record)
		if count != test.count || (err != nil) != test.fails {
			t.Errorf("%s: %d, %v, want %d", name, count, err, test.count)
		}
	}
	many["TXT mail.example.com"] = []string{"v=spf1 include:0.example -all"}
	findings := dnscheck.Check(t.Context(), zone(many), []aliyundm.DNSRecord{records()["spf"]})
	if !strings.Contains(findings[0].Warning, "more than 10 DNS look-ups") {
		t.Errorf("warning is %q", findings[0].Warning)
	}
}
