package dns_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/sandbox/dns"
)

const zoneFile = `; as logtoctl prints it
$ORIGIN example.com.
aliyundm.mail 600 IN TXT "0c40d5f125af4e42892a"
mail          600 IN TXT "v=spf1 include:spf1.dm.aliyun.com -all"
mail          600 IN MX  10 mx01.dm.aliyun.com.
key._domainkey.mail  IN TXT ( "v=DKIM1; "
                              "k=rsa; p=MIIB\"\\\065" )
dmtrace.mail 30 IN CNAME tracedm.aliyuncs.com.
mail                 IN A 192.0.2.1
`

func TestParseZoneFile(t *testing.T) {
	t.Parallel()
	got, err := dns.ParseZoneFile(strings.NewReader(zoneFile))
	want := []dns.Record{
		{Name: "aliyundm.mail.example.com", Type: "TXT", Value: "0c40d5f125af4e42892a", TTL: 600},
		{Name: "mail.example.com", Type: "TXT", Value: "v=spf1 include:spf1.dm.aliyun.com -all", TTL: 600},
		{Name: "mail.example.com", Type: "MX", Value: "mx01.dm.aliyun.com", Priority: 10, TTL: 600},
		{Name: "key._domainkey.mail.example.com", Type: "TXT", Value: `v=DKIM1; k=rsa; p=MIIB"\A`, TTL: 600},
		{Name: "dmtrace.mail.example.com", Type: "CNAME", Value: "tracedm.aliyuncs.com", TTL: 30},
		{Name: "mail.example.com", Type: "A", Value: "192.0.2.1", TTL: 30},
	}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("error %v, records (-want +got):\n%s", err, diff)
	}
}

func TestParseZoneFile_refused(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, text, failure string }{
		{"name without origin", "mail IN TXT x", "names without $ORIGIN end with a dot"},
		{"not a record", "hello", "read zone file"},
		{"type", "a.b. IN NS c.d.", "record a.b NS: its type is not"},
		{"class", "a.b. CH TXT x", "record a.b TXT: its class is not IN"},
		{"include", "$INCLUDE /etc/hostname", "$INCLUDE"},
		{"too many", "$GENERATE 0-1000 a$.b. A 192.0.2.1", "more than 1000 records"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if _, err := dns.ParseZoneFile(strings.NewReader(test.text)); err == nil || !strings.Contains(err.Error(), test.failure) {
				t.Errorf("error %v, want %q", err, test.failure)
			}
		})
	}
}

// FuzzParseZoneFile holds that what can be read from a zone file can stand in
// a zone as it was read, or is refused by it with a reason.
func FuzzParseZoneFile(f *testing.F) {
	f.Add(zoneFile)
	f.Add("a.b. TXT \\300 \"\\\"\"")
	f.Add("$GENERATE 1-3 a$.b. A 192.0.2.$")
	f.Fuzz(func(t *testing.T, text string) {
		records, err := dns.ParseZoneFile(strings.NewReader(text))
		if err != nil {
			return
		}
		for _, record := range records {
			var zone dns.Zone
			if err := zone.Replace(record); err != nil {
				continue
			}
			kept := zone.Records()
			if len(kept) != 1 || kept[0].Value != record.Value && record.Type == "TXT" {
				t.Errorf("%+v became %+v", record, kept)
			}
			var again dns.Zone
			if err := again.Replace(kept...); err != nil {
				t.Fatalf("%+v cannot be set again: %v", kept, err)
			}
			if diff := cmp.Diff(kept, again.Records()); diff != "" {
				t.Errorf("set again (-want +got):\n%s", diff)
			}
		}
	})
}
