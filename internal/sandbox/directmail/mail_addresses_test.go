package directmail_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestQueryMailAddressByParam(t *testing.T) {
	t.Parallel()
	w := newWorld(fullAccount())
	w.call(t, "SingleSendMail", mail("ToAddress", "a@example.com,b@example.com"))
	got := w.call(t, "QueryMailAddressByParam", url.Values{"KeyWord": {"NoReply"}, "Sendtype": {"trigger"}})
	want := map[string]any{
		"TotalCount": 1.0, "PageNumber": 1.0, "PageSize": 10.0, "RequestId": got.text("RequestId"),
		"data": map[string]any{"mailAddress": []any{map[string]any{
			"MailAddressId": "158910", "AccountName": "noreply@mail.example.com", "AccountStatus": "0",
			"DomainStatus": "0", "Sendtype": "trigger", "ReplyAddress": "", "ReplyStatus": "0",
			"CreateTime": "2026-11-22T04:00Z", "DailyCount": "2", "DailyReqCount": "1", "MonthCount": "2", "MonthReqCount": "1",
			"ConfigSetId": "", "ConfigSetName": "", "IpChannelType": "normal",
		}}},
	}
	if diff := cmp.Diff(want, got.fields); diff != "" {
		t.Errorf("page (-want +got):\n%s", diff)
	}
}

func TestQueryMailAddressByParam_pages(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name       string
		parameters url.Values
		code       string
		total      float64
		names      []string
	}{
		{"all", nil, "", 4, []string{"noreply@mail.example.com", "frozen@mail.example.com", "me@new.example.com", "me@gone.example.com"}},
		{"second page", url.Values{"PageNo": {"2"}, "PageSize": {"3"}}, "", 4, []string{"me@gone.example.com"}},
		{"beyond the last page", url.Values{"PageNo": {"9"}, "PageSize": {"500"}}, "", 4, nil},
		{"send type", url.Values{"Sendtype": {"batch"}}, "", 1, []string{"frozen@mail.example.com"}},
		{"another region", url.Values{"RegionId": {"ap-southeast-1"}}, "", 1, []string{"me@sg.example.com"}},
		{"region without anything", url.Values{"RegionId": {"us-east-1"}}, "", 0, nil},
		{"nothing found", url.Values{"KeyWord": {"nobody"}}, "", 0, nil},
		{"page 0", url.Values{"PageNo": {"0"}}, "InvalidPageNo.Malformed", 0, nil},
		{"page x", url.Values{"PageNo": {"x"}}, "InvalidPageNo.Malformed", 0, nil},
		{"page size 501", url.Values{"PageSize": {"501"}}, "InvalidPageSize.Malformed", 0, nil},
		{"long key word", url.Values{"KeyWord": {strings.Repeat("x", 61)}}, "InvalidKeyWord.Malformed", 0, nil},
		{"unknown send type", url.Values{"Sendtype": {"both"}}, "InvalidMailAddressSendType.Malformed", 0, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := newWorld(fullAccount()).call(t, "QueryMailAddressByParam", test.parameters)
			if got.text("Code") != test.code {
				t.Fatalf("code = %q, want %q", got.text("Code"), test.code)
			}
			if test.code != "" {
				return
			}
			data, _ := got.fields["data"].(map[string]any)
			list, ok := data["mailAddress"].([]any)
			if !ok {
				t.Fatalf("data.mailAddress is %T, want a list", data["mailAddress"])
			}
			var names []string
			for _, item := range list {
				names = append(names, item.(map[string]any)["AccountName"].(string))
			}
			if diff := cmp.Diff(test.names, names); diff != "" || got.fields["TotalCount"] != test.total {
				t.Errorf("total %v, names (-want +got):\n%s", got.fields["TotalCount"], diff)
			}
		})
	}
}
