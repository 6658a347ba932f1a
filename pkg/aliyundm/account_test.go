package aliyundm_test

import (
	"errors"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

func TestDescAccountSummary(t *testing.T) {
	t.Parallel()
	server := newServer(t, respond(200, jsonType, `{
		"RequestId": "82B295BB-7E69-491F-9896-ECEAFF09E1A4", "DailyQuota": 2000, "MonthQuota": 60000,
		"DailyRemainFreeQuota": 199, "RemainFreeQuota": 1910, "QuotaLevel": 2, "MaxQuotaLevel": 10,
		"Domains": 1, "MailAddresses": 3, "Tags": 4, "Templates": 5, "Receivers": 6, "EnableTimes": 0,
		"DayuStatus": 0, "SmsRecord": 0, "SmsSign": 0, "SmsTemplates": 0, "IpChannelType": "normal", "UserStatus": 4
	}`))
	summary, err := newClient(t, server.URL).DescAccountSummary(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := aliyundm.AccountSummary{
		DailyQuota: 2000, MonthQuota: 60000, DailyRemainFreeQuota: 199, RemainFreeQuota: 1910,
		QuotaLevel: 2, MaxQuotaLevel: 10, Domains: 1, MailAddresses: 3, Tags: 4, Templates: 5, Receivers: 6,
		UserStatus: aliyundm.UserRestricted, RequestID: "82B295BB-7E69-491F-9896-ECEAFF09E1A4",
	}
	if diff := cmp.Diff(want, summary); diff != "" {
		t.Errorf("summary (-want +got):\n%s", diff)
	}

	seen := server.seen()[0]
	if len(seen.query) != 0 || seen.body != "" || seen.header.Get("X-Acs-Action") != "DescAccountSummary" {
		t.Errorf("request is %q with query %v and body %q, want no parameters",
			seen.header.Get("X-Acs-Action"), seen.query, seen.body)
	}
}

// A status that is left out must not be taken for the normal one, which is 0.
func TestDescAccountSummary_needsUserStatus(t *testing.T) {
	t.Parallel()
	server := newServer(t, respond(200, jsonType, `{"RequestId":"A-1","DailyQuota":2000}`))
	_, err := newClient(t, server.URL).DescAccountSummary(t.Context())
	if !errors.Is(err, aliyundm.ErrUnexpectedResponse) {
		t.Errorf("error is %v, want an unexpected response", err)
	}
	if failure, ok := errors.AsType[*aliyundm.Error](err); !ok || failure.RequestID != "A-1" || failure.StatusCode != http.StatusOK {
		t.Errorf("error is %#v, want the request id and the status of the answer", failure)
	}
}

func TestUserStatus_String(t *testing.T) {
	t.Parallel()
	for status, want := range map[aliyundm.UserStatus]string{
		aliyundm.UserNormal:     "normal",
		aliyundm.UserFrozen:     "frozen",
		aliyundm.UserOverdue:    "payment overdue",
		aliyundm.UserRestricted: "sending restricted",
		aliyundm.UserDeleted:    "deleted",
		3:                       "unknown state 3",
	} {
		if got := status.String(); got != want {
			t.Errorf("UserStatus(%d) is %q, want %q", int(status), got, want)
		}
	}
}
