package aliyundm_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

const detailBody = `{
	"RequestId":"A-1","DomainId":"158910","DomainName":"mail.example.com","TlDomainName":"example.com","HostRecord":"mail",
	"DomainStatus":"1","DefaultDomain":"0","IcpStatus":"1","CreateTime":"2025-03-19T12:49Z",
	"DomainType":"0c40d5f125af4e42892a","DnsTxt":"0c40d5f125af4e42892a",
	"SpfRecord":"include:spf1.dm.aliyun.com","SpfRecordV2":"v=spf1 include:spf1.dm.aliyun.com -all","SpfAuthStatus":"0","DnsSpf":"v=spf1 include:spf1.dm.aliyun.com -all",
	"DkimRR":"aliyun-cn-hangzhou._domainkey.mail","DkimPublicKey":"v=DKIM1; k=rsa; p=MIGf","DkimRsaLength":1024,"DkimAuthStatus":"1",
	"MxRecord":"mx01.dm.aliyun.com","MxAuthStatus":"1","DnsMx":"mx.other.example",
	"DmarcHostRecord":"_dmarc.mail","DmarcRecord":"v=DMARC1;p=none;rua=mailto:dmarc_report@service.aliyun.com","DmarcAuthStatus":0,"DnsDmarc":"v=DMARC1;p=none",
	"CnameRecord":"dmtrace","TracefRecord":"tracedm.aliyuncs.com","CnameAuthStatus":"1","CnameConfirmStatus":"0"
}`

func describe(t *testing.T, body string) aliyundm.DomainDetail {
	t.Helper()
	server := newServer(t, respond(200, jsonType, body))
	detail, err := newClient(t, server.URL).DescDomain(t.Context(), "158910")
	if err != nil {
		t.Fatal(err)
	}
	return detail
}

func TestDescDomain(t *testing.T) {
	t.Parallel()
	want := aliyundm.DomainDetail{
		ID: "158910", Name: "mail.example.com", Status: aliyundm.DomainUnverified, ICPStatus: aliyundm.ICPFiled,
		CreateTime:     time.Date(2025, 3, 19, 12, 49, 0, 0, time.UTC),
		TopLevelDomain: "example.com", HostRecord: "mail",
		OwnershipRecord: "0c40d5f125af4e42892a",
		SPFRecord:       "v=spf1 include:spf1.dm.aliyun.com -all", SPFInclude: "include:spf1.dm.aliyun.com",
		DKIMHost: "aliyun-cn-hangzhou._domainkey.mail", DKIMRecord: "v=DKIM1; k=rsa; p=MIGf", DKIMLength: 1024,
		MXRecord:  "mx01.dm.aliyun.com",
		DMARCHost: "_dmarc.mail", DMARCRecord: "v=DMARC1;p=none;rua=mailto:dmarc_report@service.aliyun.com",
		TrackingHost: "dmtrace", TrackingRecord: "tracedm.aliyuncs.com",
		OwnershipAuthStatus: aliyundm.AuthPassed, SPFAuthStatus: aliyundm.AuthPassed, DKIMAuthStatus: aliyundm.AuthFailed,
		MXAuthStatus: aliyundm.AuthFailed, DMARCAuthStatus: aliyundm.AuthPassed, CNAMEAuthStatus: aliyundm.AuthFailed,
		SeenTXT: "0c40d5f125af4e42892a", SeenSPF: "v=spf1 include:spf1.dm.aliyun.com -all", SeenMX: "mx.other.example", SeenDMARC: "v=DMARC1;p=none",
		RequestID: "A-1",
	}
	if diff := cmp.Diff(want, describe(t, detailBody)); diff != "" {
		t.Errorf("domain (-want +got):\n%s", diff)
	}
}

func TestDescDomain_ownership(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fields string
		want   aliyundm.AuthStatus
	}{
		"can send":                {`"DomainStatus":"0","DomainType":"0c40","DnsTxt":""`, aliyundm.AuthPassed},
		"can send, without CNAME": {`"DomainStatus":"4"`, aliyundm.AuthPassed},
		"seen":                    {`"DomainStatus":"1","DomainType":"0c40","DnsTxt":"0c40"`, aliyundm.AuthPassed},
		"seen among others":       {`"DomainStatus":"1","DomainType":"0c40","DnsTxt":"\"other\",\"0c40\""`, aliyundm.AuthPassed},
		"not seen":                {`"DomainStatus":"1","DomainType":"0c40","DnsTxt":""`, aliyundm.AuthFailed},
		"another seen":            {`"DomainStatus":"1","DomainType":"0c40","DnsTxt":"ffff"`, aliyundm.AuthFailed},
		"nobody looked":           {`"DomainStatus":"1","DomainType":"0c40"`, aliyundm.AuthUnknown},
		"null":                    {`"DomainStatus":"1","DomainType":"0c40","DnsTxt":null`, aliyundm.AuthUnknown},
		"nothing to look for":     {`"DomainStatus":"1","DnsTxt":"ffff"`, aliyundm.AuthUnknown},
		"no status":               {`"DomainType":"0c40","DnsTxt":"ffff"`, aliyundm.AuthFailed},
	} {
		if got := describe(t, `{"DomainName":"mail.example.com",`+test.fields+`}`).OwnershipAuthStatus; got != test.want {
			t.Errorf("%s: ownership is %v, want %v", name, got, test.want)
		}
	}
}

func TestDescDomain_odd(t *testing.T) {
	t.Parallel()
	got := describe(t, `{"DomainName":"mail.example.com","DomainStatus":1,"DmarcAuthStatus":"1","DkimRsaLength":"2048","SpfAuthStatus":"","MxAuthStatus":null,"DkimAuthStatus":"soon"}`)
	want := aliyundm.DomainDetail{
		ID: "158910", Name: "mail.example.com", Status: aliyundm.DomainUnverified, ICPStatus: aliyundm.ICPUnknown, DKIMLength: 2048,
		OwnershipAuthStatus: aliyundm.AuthUnknown, SPFAuthStatus: aliyundm.AuthUnknown, DKIMAuthStatus: aliyundm.AuthUnknown,
		MXAuthStatus: aliyundm.AuthUnknown, DMARCAuthStatus: aliyundm.AuthFailed, CNAMEAuthStatus: aliyundm.AuthUnknown,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("domain (-want +got):\n%s", diff)
	}
	if records := got.Records(); len(records) != 0 {
		t.Errorf("records are %v, want none, for there are no values", records)
	}
}

func TestDescDomain_notFound(t *testing.T) {
	t.Parallel()
	server := newServer(t, respond(404, jsonType, errorBody("InvalidDomainId.NotFound")))
	_, err := newClient(t, server.URL).DescDomain(t.Context(), "158910")
	if !errors.Is(err, aliyundm.ErrNotFound) || !strings.Contains(err.Error(), `"158910"`) {
		t.Errorf("error is %v, want that 158910 is not found", err)
	}
}

func TestDomainDetail_Records(t *testing.T) {
	t.Parallel()
	want := []aliyundm.DNSRecord{
		{Purpose: "ownership", Type: "TXT", Host: "aliyundm.mail", FQDN: "aliyundm.mail.example.com", Value: "0c40d5f125af4e42892a", Status: aliyundm.AuthPassed, Seen: "0c40d5f125af4e42892a"},
		{
			Purpose: "spf", Type: "TXT", Host: "mail", FQDN: "mail.example.com", Value: "v=spf1 include:spf1.dm.aliyun.com -all",
			Status: aliyundm.AuthPassed, Seen: "v=spf1 include:spf1.dm.aliyun.com -all",
		},
		{
			Purpose: "dkim", Type: "TXT", Host: "aliyun-cn-hangzhou._domainkey.mail", FQDN: "aliyun-cn-hangzhou._domainkey.mail.example.com",
			Value: "v=DKIM1; k=rsa; p=MIGf", Status: aliyundm.AuthFailed,
		},
		{Purpose: "mx", Type: "MX", Host: "mail", FQDN: "mail.example.com", Value: "mx01.dm.aliyun.com", Priority: 10, Status: aliyundm.AuthFailed, Seen: "mx.other.example"},
		{
			Purpose: "dmarc", Type: "TXT", Host: "_dmarc.mail", FQDN: "_dmarc.mail.example.com",
			Value: "v=DMARC1;p=none;rua=mailto:dmarc_report@service.aliyun.com", Status: aliyundm.AuthPassed, Seen: "v=DMARC1;p=none",
		},
		{
			Purpose: "tracking", Type: "CNAME", Host: "dmtrace.mail", FQDN: "dmtrace.mail.example.com",
			Value: "tracedm.aliyuncs.com", Optional: true, Status: aliyundm.AuthFailed,
		},
	}
	if diff := cmp.Diff(want, describe(t, detailBody).Records()); diff != "" {
		t.Errorf("records (-want +got):\n%s", diff)
	}
}

func TestDomainDetail_Records_hosts(t *testing.T) {
	t.Parallel()
	type hosts = []string // of spf, dkim, dmarc and tracking: host and full name
	sub := hosts{"mail", "mail.example.com", "k._domainkey.mail", "k._domainkey.mail.example.com", "_dmarc.mail", "_dmarc.mail.example.com", "dmtrace.mail", "dmtrace.mail.example.com"}
	top := hosts{"@", "example.com", "k._domainkey", "k._domainkey.example.com", "_dmarc", "_dmarc.example.com", "dmtrace", "dmtrace.example.com"}
	alone := hosts{"@", "mail.example.com", "k._domainkey", "k._domainkey.mail.example.com", "_dmarc", "_dmarc.mail.example.com", "dmtrace", "dmtrace.mail.example.com"}
	for name, test := range map[string]struct {
		detail aliyundm.DomainDetail
		want   hosts
	}{
		"subdomain":                   {aliyundm.DomainDetail{Name: "mail.example.com", TopLevelDomain: "example.com", HostRecord: "mail", DKIMHost: "k._domainkey.mail", DMARCHost: "_dmarc.mail"}, sub},
		"names in full":               {aliyundm.DomainDetail{Name: "mail.example.com.", TopLevelDomain: "example.com.", HostRecord: "mail", DKIMHost: "k._domainkey.mail.example.com.", DMARCHost: "_dmarc.mail.example.com"}, sub},
		"mixed case":                  {aliyundm.DomainDetail{Name: "Mail.Example.COM", TopLevelDomain: "example.com", HostRecord: "Mail", DKIMHost: "K._DomainKey.mail", DMARCHost: "_DMARC.mail"}, sub},
		"no host":                     {aliyundm.DomainDetail{Name: "mail.example.com", TopLevelDomain: "example.com", DKIMHost: "k._domainkey.mail"}, sub},
		"no top-level domain":         {aliyundm.DomainDetail{Name: "mail.example.com", HostRecord: "mail", DKIMHost: "k._domainkey.mail"}, sub},
		"another's top-level domain":  {aliyundm.DomainDetail{Name: "mail.example.com", TopLevelDomain: "ample.com", HostRecord: "mail", DKIMHost: "k._domainkey.mail"}, sub},
		"neither":                     {aliyundm.DomainDetail{Name: "mail.example.com", DKIMHost: "k._domainkey"}, alone},
		"apex":                        {aliyundm.DomainDetail{Name: "example.com", TopLevelDomain: "example.com", DKIMHost: "k._domainkey", DMARCHost: "_dmarc"}, top},
		"apex with @":                 {aliyundm.DomainDetail{Name: "example.com", TopLevelDomain: "example.com", HostRecord: "@", DKIMHost: "k._domainkey.@", DMARCHost: "_dmarc.@"}, top},
		"apex, no top-level domain":   {aliyundm.DomainDetail{Name: "example.com", HostRecord: "@", DKIMHost: "k._domainkey"}, top},
		"host that is not the name's": {aliyundm.DomainDetail{Name: "mail.example.com", HostRecord: "news", DKIMHost: "k._domainkey"}, alone},
	} {
		test.detail.SPFInclude, test.detail.DKIMRecord, test.detail.DMARCRecord = "include:spf1.dm.aliyun.com", "v=DKIM1", "v=DMARC1"
		test.detail.TrackingHost, test.detail.TrackingRecord = "dmtrace", "tracedm.aliyuncs.com"
		var got hosts
		for _, record := range test.detail.Records() {
			got = append(got, record.Host, record.FQDN)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: hosts (-want +got):\n%s", name, diff)
		}
	}
}

func TestDomainDetail_Records_spf(t *testing.T) {
	t.Parallel()
	for want, detail := range map[string]aliyundm.DomainDetail{
		"v=spf1 include:a -all": {Name: "example.com", SPFInclude: "include:a"},
		"v=spf1 include:b -all": {Name: "example.com", SPFInclude: "include:a", SPFRecord: "v=spf1 include:b -all"},
	} {
		if records := detail.Records(); len(records) != 1 || records[0].Value != want || records[0].Purpose != aliyundm.PurposeSPF {
			t.Errorf("records are %+v, want one with %q", records, want)
		}
	}
}

func FuzzDomainDetail_Records(f *testing.F) {
	f.Add("mail.example.com", "example.com", "mail", "k._domainkey.mail", "_dmarc.mail", "dmtrace")
	f.Add("example.com", "example.com", "@", "k._domainkey", "_dmarc.@", "")
	f.Add("a", "", "", "", "", ".")
	f.Fuzz(func(t *testing.T, name, top, host, dkim, dmarc, tracking string) {
		detail := aliyundm.DomainDetail{
			Name: name, TopLevelDomain: top, HostRecord: host, OwnershipRecord: "0c40", SPFInclude: "include:a", DKIMHost: dkim, DKIMRecord: "v=DKIM1",
			MXRecord: "mx", DMARCHost: dmarc, DMARCRecord: "v=DMARC1", TrackingHost: tracking, TrackingRecord: "trace",
		}
		for _, record := range detail.Records() {
			fits := record.Host == "@" || strings.HasPrefix(record.FQDN, record.Host+".")
			if record.Host == "" || record.Value == "" || !fits {
				t.Errorf("%s: host %q and full name %q do not fit", record.Purpose, record.Host, record.FQDN)
			}
		}
	})
}
