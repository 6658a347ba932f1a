package directmail_test

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/sandbox/directmail"
)

func TestCreateDomain_rules(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, code string
		parameters []string
	}{
		{"good", "", []string{"DomainName", "Good.example.com"}},
		{"selector", "", []string{"DomainName", "good.example.com", "dkimSelector", "my-key1"}},
		{"selector of 60", "", []string{"DomainName", "good.example.com", "dkimSelector", strings.Repeat("k", 60)}},
		{"name of 50", "", []string{"DomainName", strings.Repeat("a", 46) + ".com"}},
		{"same in another region", "", []string{"DomainName", "mail.example.com", "RegionId", "eu-central-1"}},
		{"none", "MissingDomainName", nil},
		{"name of 51", "InvalidDomainName.Malformed", []string{"DomainName", strings.Repeat("a", 47) + ".com"}},
		{"one label", "InvalidDomainName.Malformed", []string{"DomainName", "example"}},
		{"underscore", "InvalidDomainName.Malformed", []string{"DomainName", "a_b.example.com"}},
		{"hyphen at the end", "InvalidDomainName.Malformed", []string{"DomainName", "a-.example.com"}},
		{"dot at the end", "InvalidDomainName.Malformed", []string{"DomainName", "example.com."}},
		{"selector of 61", "InvalidDkimSelector.Malformed", []string{"DomainName", "good.example.com", "dkimSelector", strings.Repeat("k", 61)}},
		{"selector with underscore", "InvalidDkimSelector.Malformed", []string{"DomainName", "good.example.com", "dkimSelector", "a_b"}},
		{"selector with hyphen in front", "InvalidDkimSelector.Malformed", []string{"DomainName", "good.example.com", "dkimSelector", "-a"}},
		{"twice", "InvalidDomainName.Duplicate", []string{"DomainName", "MAIL.example.com"}},
		{"of another account", "InvalidDomainName.Conflict", []string{"DomainName", "taken.example.net"}},
		{"below one of another account", "InvalidDomainName.Conflict", []string{"DomainName", "mail.taken.example.net"}},
		{"only ends like it", "", []string{"DomainName", "nottaken.example.net"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(directmail.Account{})
			controlAPI(t, w.server.AccountControl(), "PUT", "/api/account", `{"foreignDomains": ["Taken.example.net"]}`)
			if test.code != "" {
				w.refused(t, test.code, "CreateDomain", test.parameters...)
				return
			}
			if id := w.must(t, "CreateDomain", test.parameters...).text("DomainId"); !regexp.MustCompile(`^\d+$`).MatchString(id) {
				t.Errorf("DomainId = %q", id)
			}
		})
	}
}

func TestCreateDomain_limit(t *testing.T) {
	t.Parallel()
	w := newWorld(emptyAccount())
	for i := range 5 {
		w.must(t, "CreateDomain", "DomainName", strconv.Itoa(i)+".example.com")
	}
	w.refused(t, "InvalidDomainNumber.Malformed", "CreateDomain", "DomainName", "5.example.com")
	w.must(t, "CreateDomain", "DomainName", "5.example.com", "RegionId", "us-east-1")
}

func TestDeleteDomain(t *testing.T) {
	t.Parallel()
	w := newWorld(emptyAccount())
	id := w.must(t, "CreateDomain", "DomainName", "new.example.com").text("DomainId")
	address := w.must(t, "CreateMailAddress", "AccountName", "a@new.example.com", "Sendtype", "trigger").text("MailAddressId")
	w.refused(t, "InvalidDomain.Malformed", "DeleteDomain", "DomainId", id)
	w.must(t, "DeleteMailAddress", "MailAddressId", address)
	w.refused(t, "InvalidDomainId.NotFound", "DeleteDomain", "DomainId", id, "RegionId", "us-east-1")
	if diff := cmp.Diff(1, len(w.must(t, "DeleteDomain", "DomainId", id).fields)); diff != "" {
		t.Errorf("fields beside RequestId (-want +got):\n%s", diff)
	}
	w.refused(t, "InvalidDomainId.NotFound", "DeleteDomain", "DomainId", id)
	w.refused(t, "MissingDomainId", "DeleteDomain")
	w.refused(t, "InvalidDomainId.Malformed", "DeleteDomain", "DomainId", "2147483648")
	w.refused(t, "InvalidDomainId.Malformed", "DeleteDomain", "DomainId", "mail.example.com")
}

func TestQueryDomainByParam(t *testing.T) {
	t.Parallel()
	w := newWorld(fullAccount())
	got := w.must(t, "QueryDomainByParam", "KeyWord", "Mail", "Status", "0")
	rows := got.rows(t, "domain")
	if len(rows) != 1 {
		t.Fatalf("rows = %v", rows)
	}
	ownership, _ := rows[0]["DomainRecord"].(string)
	if !regexp.MustCompile(`^[0-9a-f]{20}$`).MatchString(ownership) {
		t.Errorf("DomainRecord = %q", ownership)
	}
	want := map[string]any{
		"TotalCount": 1.0, "PageNumber": 1.0, "PageSize": 10.0, "RequestId": got.text("RequestId"),
		"data": map[string]any{"domain": []any{map[string]any{
			"DomainId": "158915", "DomainName": "mail.example.com", "DomainStatus": "0", "DomainRecord": ownership,
			"SpfAuthStatus": "0", "MxAuthStatus": "0", "CnameAuthStatus": "0", "ConfirmStatus": "0", "IcpStatus": "1",
			"CreateTime": "2026-11-22T04:00Z", "UtcCreateTime": float64(noon.Unix()),
		}}},
	}
	if diff := cmp.Diff(want, got.fields); diff != "" {
		t.Errorf("page (-want +got):\n%s", diff)
	}
}

func TestQueryDomainByParam_pages(t *testing.T) {
	t.Parallel()
	w := newWorld(fullAccount())
	for _, test := range []struct {
		parameters url.Values
		names      []string
	}{
		{nil, []string{"mail.example.com", "new.example.com"}},
		{url.Values{"PageNo": {"2"}, "PageSize": {"1"}}, []string{"new.example.com"}},
		{url.Values{"Status": {"1"}}, []string{"new.example.com"}},
		{url.Values{"Status": {"2"}}, []string{}},
		{url.Values{"RegionId": {"ap-southeast-1"}, "Status": {"0"}}, []string{"sg.example.com"}},
		{url.Values{"RegionId": {"mars-1"}, "PageSize": {"1000"}}, []string{"mail.example.com", "new.example.com"}},
	} {
		got := w.call(t, "QueryDomainByParam", test.parameters)
		if diff := cmp.Diff(test.names, column(got.rows(t, "domain"), "DomainName")); diff != "" {
			t.Errorf("%v (-want +got):\n%s", test.parameters, diff)
		}
	}
	w.refused(t, "InvalidPageSize.Malformed", "QueryDomainByParam", "PageSize", "1001")
	w.refused(t, "InvalidStatus.Malformed", "QueryDomainByParam", "Status", "3")
	w.refused(t, "InvalidKeyWord.Malformed", "QueryDomainByParam", "KeyWord", strings.Repeat("x", 51))
}
