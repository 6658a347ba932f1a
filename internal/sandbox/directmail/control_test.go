package directmail_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/logtoctl/logtoctl/internal/sandbox/directmail"
)

const normalAccount = `{"activated":true,"userStatus":0,"dailyQuota":2000,"remainFreeQuota":2000,"dailyRemainFreeQuota":200,"frozenMailAddresses":[],"foreignDomains":[]}`

func TestAccountControl(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, change string
		summary      string // a field of DescAccountSummary, and what it is then
		value        float64
		code         string // of a mail
	}{
		{"nothing", `{}`, "UserStatus", 0, ""},
		{"frozen", `{"userStatus": 1}`, "UserStatus", 1, "InvalidSendMail.Spam"},
		{"overdue", `{"userStatus": 2}`, "UserStatus", 2, "InvalidSendMail.Spam"},
		{"restricted", `{"userStatus": 4}`, "UserStatus", 4, "InvalidSendMail.Spam"},
		{"no quota", `{"dailyQuota": 0}`, "DailyQuota", 0, "InvalidSendMail.Spam"},
		{"month", `{"dailyQuota": 1}`, "MonthQuota", 30, ""},
		{"free mails", `{"remainFreeQuota": 7}`, "RemainFreeQuota", 7, ""},
		{"free mails of the day", `{"dailyRemainFreeQuota": 0}`, "DailyRemainFreeQuota", 0, ""},
		{"frozen sender", `{"frozenMailAddresses": ["NoReply@mail.example.com"]}`, "UserStatus", 0, "InvalidMailAddressStatus.Malformed"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(directmail.Account{})
			if status, body := controlAPI(t, w.server.AccountControl(), "PUT", "/api/account", test.change); status != http.StatusOK {
				t.Fatalf("PUT: %d %s", status, body)
			}
			if got := w.must(t, "DescAccountSummary").fields[test.summary]; got != test.value {
				t.Errorf("%s = %v, want %v", test.summary, got, test.value)
			}
			if code := w.call(t, "SingleSendMail", mail()).text("Code"); code != test.code {
				t.Errorf("a mail: %q, want %q", code, test.code)
			}
		})
	}
}

func TestAccountControl_activated(t *testing.T) {
	t.Parallel()
	w := newWorld(directmail.Account{})
	controlAPI(t, w.server.AccountControl(), "PUT", "/api/account", `{"activated": false}`)
	w.refused(t, "InvalidUser.NotFound", "DescAccountSummary")
	w.refused(t, "InvalidUser.NotFound", "CreateTag", "TagName", "x")
}

func TestAccountControl_empty(t *testing.T) {
	t.Parallel()
	w := newWorld(fullAccount())
	api := w.server.AccountControl()
	w.call(t, "SingleSendMail", mail())
	w.now = w.now.Add(time.Minute)
	controlAPI(t, api, "PUT", "/api/account", `{"userStatus": 1}`)
	if status, _ := controlAPI(t, api, "DELETE", "/api/account", ""); status != http.StatusNoContent {
		t.Errorf("DELETE: %d", status)
	}
	for _, region := range []string{"cn-hangzhou", "ap-southeast-1"} {
		got := w.must(t, "DescAccountSummary", "RegionId", region)
		for field, want := range map[string]float64{"Domains": 0, "MailAddresses": 0, "Tags": 0, "UserStatus": 0, "RemainFreeQuota": 2000} {
			if got.fields[field] != want {
				t.Errorf("%s in %s: %v", field, region, got.fields[field])
			}
		}
	}
	if rows := w.must(t, "SenderStatisticsDetailByParam").rows(t, "mailDetail"); len(rows) != 0 {
		t.Errorf("deliveries: %v", rows)
	}
	if status, body := controlAPI(t, api, "GET", "/api/account", ""); status != http.StatusOK || body != normalAccount {
		t.Errorf("GET: %d %s", status, body)
	}
}

func TestAccountControl_refused(t *testing.T) {
	t.Parallel()
	w := newWorld(directmail.Account{})
	api := w.server.AccountControl()
	for body, failure := range map[string]string{
		`{"userStatus": 3}`:               "userStatus 3 is none of",
		`{"dailyQuota": -1}`:              "cannot be negative",
		`{"quota": 1}`:                    "unknown field",
		`{"frozenMailAddresses": [1]}`:    "cannot unmarshal",
		strings.Repeat(" ", 1<<20) + "{}": "too large",
	} {
		status, answer := controlAPI(t, api, "PUT", "/api/account", body)
		if status != http.StatusBadRequest || !strings.Contains(answer, `"account.invalid"`) || !strings.Contains(answer, failure) {
			t.Errorf("%.40s: %d %s", body, status, answer)
		}
	}
	if _, body := controlAPI(t, api, "GET", "/api/account", ""); body != normalAccount {
		t.Errorf("account = %s", body)
	}
}

// TestAccountControl_nextDay holds that a new day brings new free mails, and
// no new ones for the account altogether.
func TestAccountControl_nextDay(t *testing.T) {
	t.Parallel()
	w := newWorld(directmail.Account{})
	controlAPI(t, w.server.AccountControl(), "PUT", "/api/account", `{"dailyRemainFreeQuota": 1, "remainFreeQuota": 1}`)
	w.call(t, "SingleSendMail", mail("ToAddress", "a@example.com,b@example.com"))
	w.now = w.now.Add(24 * time.Hour)
	got := w.must(t, "DescAccountSummary")
	if got.fields["DailyRemainFreeQuota"] != 200.0 || got.fields["RemainFreeQuota"] != 0.0 {
		t.Errorf("summary = %v", got.fields)
	}
}

func TestAccessKeysControl(t *testing.T) {
	t.Parallel()
	w := newWorld(directmail.Account{})
	api := w.server.AccessKeysControl()
	as := func(id, secret, action string) string {
		parameters := mail("AccessKeyId", id)
		signed := w.sign(http.MethodPost, action, parameters)
		signed.Set("Signature", directmail.SignRPC(http.MethodPost, without(signed, "Signature"), secret))
		return w.post(t, signed).text("Code")
	}
	const body = `[{"id": "LTAISecond", "secret": "SecondSecret", "allow": ["dm:SingleSendMail", "dm:Query*"]}, {"id": "LTAIOff", "secret": "OffSecret", "inactive": true}]`
	status, answer := controlAPI(t, api, "PUT", "/api/access-keys", body)
	if want := `[{"id":"LTAISecond","allow":["dm:SingleSendMail","dm:Query*"]},{"id":"LTAIOff","inactive":true}]`; status != http.StatusOK || answer != want {
		t.Errorf("PUT: %d %s", status, answer)
	}
	for _, test := range []struct{ id, secret, action, code string }{
		{"LTAISecond", "SecondSecret", "SingleSendMail", ""},
		{"LTAISecond", "SecondSecret", "QueryTagByParam", ""},
		{"LTAISecond", "SecondSecret", "DescAccountSummary", "Forbidden.RAM"},
		{"LTAISecond", "wrong", "SingleSendMail", "SignatureDoesNotMatch"},
		{"LTAIOff", "OffSecret", "SingleSendMail", "InvalidAccessKeyId.Inactive"},
		{keyID, keySecret, "DescAccountSummary", ""},
	} {
		if code := as(test.id, test.secret, test.action); code != test.code {
			t.Errorf("%s by %s: %q, want %q", test.action, test.id, code, test.code)
		}
	}
	// A key with the id of the first one stands in for it.
	controlAPI(t, api, "PUT", "/api/access-keys", `[{"id": "`+keyID+`", "secret": "`+keySecret+`", "allow": []}]`)
	if code := as(keyID, keySecret, "SingleSendMail"); code != "Forbidden.RAM" {
		t.Errorf("with nothing allowed: %q", code)
	}
	if code := as("LTAISecond", "SecondSecret", "SingleSendMail"); code != "InvalidAccessKeyId.NotFound" {
		t.Errorf("replaced: %q", code)
	}
	if status, _ := controlAPI(t, api, "DELETE", "/api/access-keys", ""); status != http.StatusNoContent {
		t.Errorf("DELETE: %d", status)
	}
	if code := as(keyID, keySecret, "SingleSendMail"); code != "" {
		t.Errorf("after DELETE: %q", code)
	}
	if _, answer := controlAPI(t, api, "GET", "/api/access-keys", ""); answer != "[]" {
		t.Errorf("GET: %s", answer)
	}
}

func without(parameters url.Values, name string) url.Values {
	parameters.Del(name)
	return parameters
}

func TestAccessKeysControl_refused(t *testing.T) {
	t.Parallel()
	w := newWorld(directmail.Account{})
	api := w.server.AccessKeysControl()
	for body, failure := range map[string]string{
		`[{"id": "a"}]`:     "needs an id and a secret",
		`[{"secret": "b"}]`: "needs an id and a secret",
		`[{"id": "a", "secret": "hush", "allow": ["SingleSendMail"]}]`:   "access key a: allow is a list of actions",
		`[{"id": "a", "secret": "hush", "allow": ["dm:["]}]`:             "access key a: allow is a list of actions",
		`[{"id": "a", "secret": "hush"}, {"id": "a", "secret": "hush"}]`: "access key a is there twice",
		`{"id": "a"}`:                     "cannot unmarshal",
		`[{"id": "a", "actions": []}]`:    "unknown field",
		strings.Repeat(" ", 1<<20) + "[]": "too large",
	} {
		status, answer := controlAPI(t, api, "PUT", "/api/access-keys", body)
		if status != http.StatusBadRequest || !strings.Contains(answer, failure) || strings.Contains(answer, "hush") {
			t.Errorf("%.60s: %d %s", body, status, answer)
		}
	}
}

// FuzzOperations holds that no parameters of any operation are too much for
// the server: it answers, or refuses with a code, and never fails itself.
func FuzzOperations(f *testing.F) {
	f.Add("CreateDomain", "DomainName=a.b&dkimSelector=k")
	f.Add("DescDomain", "DomainId=158911")
	f.Add("QueryDomainByParam", "PageNo=2&PageSize=3&KeyWord=a&Status=1")
	f.Add("CreateMailAddress", "AccountName=a@mail.example.com&Sendtype=batch&ReplyAddress=b@c.d")
	f.Add("ModifyMailAddress", "MailAddressId=158910&Password=abCD12efGH")
	f.Add("ModifyTag", "TagId=1&TagName=x")
	f.Add("SenderStatisticsByTagNameAndBatchID", "StartTime=2026-11-20&EndTime=2026-11-22")
	f.Add("SenderStatisticsDetailByParam", "NextStart=1z%23a&StartTime=2026-11-22 11:00&Length=5")
	f.Fuzz(func(t *testing.T, action, query string) {
		parameters, err := url.ParseQuery(query)
		if err != nil || action == "" {
			return
		}
		for _, signed := range []string{"Action", "Version", "Format", "AccessKeyId", "SignatureMethod", "SignatureVersion", "SignatureNonce", "Timestamp", "Signature", "SecurityToken"} {
			parameters.Del(signed)
		}
		w := newWorld(directmail.Account{})
		w.call(t, "SingleSendMail", mail())
		got := w.call(t, action, parameters)
		if got.status >= http.StatusInternalServerError || got.status >= http.StatusBadRequest && got.text("Code") == "" {
			t.Errorf("%d %v", got.status, got.fields)
		}
	})
}
