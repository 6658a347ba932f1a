package directmail_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDescAccountSummary(t *testing.T) {
	t.Parallel()
	w := newWorld(fullAccount())
	w.call(t, "SingleSendMail", mail("ToAddress", "a@example.com,b@example.com"))
	got := w.call(t, "DescAccountSummary", nil)
	want := map[string]any{
		"DailyQuota": 2000.0, "MonthQuota": 60000.0, "QuotaLevel": 2.0, "MaxQuotaLevel": 9.0,
		"RemainFreeQuota": 1998.0, "DailyRemainFreeQuota": 198.0,
		"Domains": 2.0, "MailAddresses": 4.0, "Tags": 1.0, "Templates": 0.0, "Receivers": 0.0, "EnableTimes": 0.0,
		"DayuStatus": 0.0, "SmsRecord": 0.0, "SmsSign": 0.0, "SmsTemplates": 0.0,
		"IpChannelType": "normal", "UserStatus": 0.0, "RequestId": got.text("RequestId"),
	}
	if diff := cmp.Diff(want, got.fields); diff != "" {
		t.Errorf("summary (-want +got):\n%s", diff)
	}
}
