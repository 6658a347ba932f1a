package dns_test

import (
	"errors"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/sandbox/dns"
)

func TestZone_Replace(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("p=0123456789 ", 40)
	for _, test := range []struct {
		name   string
		record dns.Record
		want   dns.Record // its TTL is 60 when not set
		reason string
	}{
		{"TXT", dns.Record{Name: "Example.com.", Type: "txt", Value: "v=spf1 -all"}, dns.Record{Name: "example.com", Type: "TXT", Value: "v=spf1 -all"}, ""},
		{"long TXT", dns.Record{Name: "a.example.com", Type: "TXT", Value: long}, dns.Record{Name: "a.example.com", Type: "TXT", Value: long}, ""},
		{"TXT with escapes", dns.Record{Name: "a.b", Type: "TXT", Value: `\065 "quoted" \ 码;` + "\t"}, dns.Record{Name: "a.b", Type: "TXT", Value: `\065 "quoted" \ 码;` + "\t"}, ""},
		{"empty TXT", dns.Record{Name: "a.b", Type: "TXT"}, dns.Record{Name: "a.b", Type: "TXT"}, ""},
		{"MX", dns.Record{Name: "a.b", Type: "MX", Value: "MX01.dm.aliyun.com.", Priority: 5, TTL: 600}, dns.Record{Name: "a.b", Type: "MX", Value: "mx01.dm.aliyun.com", Priority: 5, TTL: 600}, ""},
		{"CNAME", dns.Record{Name: "a_b.c", Type: "CNAME", Value: "d.e"}, dns.Record{Name: "a_b.c", Type: "CNAME", Value: "d.e"}, ""},
		{"A", dns.Record{Name: "a.b", Type: "A", Value: "192.0.2.1"}, dns.Record{Name: "a.b", Type: "A", Value: "192.0.2.1"}, ""},
		{"AAAA", dns.Record{Name: "a.b", Type: "AAAA", Value: "2001:db8::1"}, dns.Record{Name: "a.b", Type: "AAAA", Value: "2001:db8::1"}, ""},
		{"no name", dns.Record{Type: "TXT"}, dns.Record{}, "its name is not a domain name"},
		{"name with a space", dns.Record{Name: "a b", Type: "TXT"}, dns.Record{}, "its name is not a domain name"},
		{"empty label", dns.Record{Name: "a..b", Type: "TXT"}, dns.Record{}, "its name is not a domain name"},
		{"unknown type", dns.Record{Name: "a.b", Type: "NS", Value: "c.d"}, dns.Record{}, "its type is not TXT, MX, CNAME, A or AAAA"},
		{"priority of a TXT", dns.Record{Name: "a.b", Type: "TXT", Priority: 1}, dns.Record{}, "only MX records have a priority"},
		{"MX without host", dns.Record{Name: "a.b", Type: "MX"}, dns.Record{}, "its value is not a domain name"},
		{"A with IPv6", dns.Record{Name: "a.b", Type: "A", Value: "::1"}, dns.Record{}, "its value is not an address of this type"},
		{"AAAA with a zone", dns.Record{Name: "a.b", Type: "AAAA", Value: "fe80::1%lo"}, dns.Record{}, "its value is not an address of this type"},
		{"endless TXT", dns.Record{Name: "a.b", Type: "TXT", Value: strings.Repeat("x", 4097)}, dns.Record{}, "its value is longer than 4096 bytes"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var zone dns.Zone
			err := zone.Replace(test.record)
			if test.reason != "" {
				refused, ok := errors.AsType[*dns.RecordError](err)
				if !ok || refused.Reason != test.reason || !strings.Contains(err.Error(), test.reason) || len(zone.Records()) != 0 {
					t.Errorf("error %v, want %q", err, test.reason)
				}
				return
			}
			if test.want.TTL == 0 {
				test.want.TTL = 60
			}
			if diff := cmp.Diff([]dns.Record{test.want}, zone.Records()); err != nil || diff != "" {
				t.Errorf("error %v, records (-want +got):\n%s", err, diff)
			}
			if diff := cmp.Diff([]string{test.want.Value}, zone.Lookup(strings.ToUpper(test.record.Name), test.record.Type)); diff != "" {
				t.Errorf("found (-want +got):\n%s", diff)
			}
		})
	}
}

func TestZone_Add(t *testing.T) {
	t.Parallel()
	var zone dns.Zone
	first := dns.Record{Name: "example.com", Type: "TXT", Value: "one", TTL: 60}
	second := dns.Record{Name: "example.com", Type: "TXT", Value: "two", TTL: 60}
	if err := errors.Join(zone.Add(first), zone.Add(first, second)); err != nil {
		t.Fatal(err)
	}
	alias := dns.Record{Name: "example.com", Type: "CNAME", Value: "example.net"}
	if err := zone.Add(dns.Record{Name: "new.example.com", Type: "TXT"}, alias); err == nil || !strings.Contains(err.Error(), "CNAME") {
		t.Errorf("an alias beside others: %v", err)
	}
	if diff := cmp.Diff([]dns.Record{first, second}, zone.Records()); diff != "" {
		t.Errorf("records (-want +got):\n%s", diff)
	}
	zone.Clear()
	if left := zone.Records(); left == nil || len(left) != 0 {
		t.Errorf("left = %v", left)
	}
}

func TestZone_Add_limit(t *testing.T) {
	t.Parallel()
	var zone dns.Zone
	add := func(i int) error {
		return zone.Add(dns.Record{Name: "a.b", Type: "TXT", Value: strconv.Itoa(i)})
	}
	for i := range 1000 {
		if err := add(i); err != nil {
			t.Fatal(err)
		}
	}
	if err := add(999); err != nil {
		t.Errorf("one that is there: %v", err)
	}
	if err := add(1000); err == nil || len(zone.Records()) != 1000 {
		t.Errorf("one more: %v", err)
	}
}

func TestZone_Lookup(t *testing.T) {
	t.Parallel()
	var zone dns.Zone
	if err := zone.Replace(
		dns.Record{Name: "key.example.com", Type: "CNAME", Value: "key.example.net"},
		dns.Record{Name: "key.example.net", Type: "TXT", Value: "k"},
		dns.Record{Name: "a.circle.com", Type: "CNAME", Value: "b.circle.com"},
		dns.Record{Name: "b.circle.com", Type: "CNAME", Value: "a.circle.com"},
	); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name, kind string
		want       []string
	}{
		{"key.example.com", "TXT", []string{"k"}},
		{"key.example.com", "CNAME", []string{"key.example.net"}},
		{"key.example.com", "MX", nil},
		{"a.circle.com", "TXT", nil},
		{"example.com", "TXT", nil},
		{"other.com", "TXT", nil},
		{"key.example.net", "HINFO", nil},
	} {
		if diff := cmp.Diff(test.want, zone.Lookup(test.name, test.kind)); diff != "" {
			t.Errorf("%s %s (-want +got):\n%s", test.name, test.kind, diff)
		}
	}
}
