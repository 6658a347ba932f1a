package directmail_test

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/sandbox/directmail"
	"github.com/logtoctl/logtoctl/internal/sandbox/inbox"
)

func TestSingleSendMail(t *testing.T) {
	t.Parallel()
	w := newWorld(directmail.Account{})
	got := w.call(t, "SingleSendMail", mail(
		"AccountName", "NoReply@mail.example.com", "ToAddress", "user@example.com,second+tag@example.org", "FromAlias", "示例 Ltd."))

	if got.status != http.StatusOK {
		t.Fatalf("answer: %d %v", got.status, got.fields)
	}
	if envID := got.text("EnvId"); !regexp.MustCompile(`^600000\d{10}642$`).MatchString(envID) {
		t.Errorf("EnvId = %q", envID)
	}
	if diff := cmp.Diff("application/json;charset=utf-8", got.header.Get("Content-Type")); diff != "" {
		t.Errorf("content type (-want +got):\n%s", diff)
	}
	sent := inbox.Message{
		ReceivedAt: noon, From: "noreply@mail.example.com", FromAlias: "示例 Ltd.", To: "user@example.com",
		Subject: "Code: 123456", HTML: "<p>Your code is <b>123456</b></p>", RequestID: got.text("RequestId"), EnvID: got.text("EnvId"),
		Parameters: map[string]string{
			"Action": "SingleSendMail", "AccountName": "NoReply@mail.example.com", "AddressType": "1", "FromAlias": "示例 Ltd.",
			"ReplyToAddress": "false", "Subject": "Code: 123456", "ToAddress": "user@example.com,second+tag@example.org",
		},
	}
	second := sent
	second.To = "second+tag@example.org"
	if diff := cmp.Diff([]inbox.Message{sent, second}, w.mails); diff != "" {
		t.Errorf("delivered (-want +got):\n%s", diff)
	}
}

func TestSingleSendMail_rules(t *testing.T) {
	t.Parallel()
	long := strings.Repeat
	for _, test := range []struct {
		name   string
		change []string
		code   string
	}{
		{"no sender", []string{"AccountName", ""}, "MissingAccountName"},
		{"no address type", []string{"AddressType", ""}, "MissingAddressType"},
		{"no reply to", []string{"ReplyToAddress", ""}, "MissingReplyToAddress"},
		{"no recipient", []string{"ToAddress", ""}, "MissingToAddress"},
		{"no subject", []string{"Subject", ""}, "MissingSubject"},
		{"no body", []string{"HtmlBody", ""}, "InvalidBody"},
		{"text only", []string{"HtmlBody", "", "TextBody", "123456"}, ""},
		{"body of 8 MiB", []string{"HtmlBody", long("x", 8<<20)}, ""},
		{"body above 8 MiB", []string{"HtmlBody", long("x", 8<<20+1)}, "InvalidBody"},
		{"address type 2", []string{"AddressType", "2"}, "InvalidAddressType.Malformed"},
		{"reply to yes", []string{"ReplyToAddress", "yes"}, "InvalidReplyAddress.Malformed"},
		{"reply address", []string{"ReplyAddress", "me"}, "InvalidReplyAddress.Malformed"},
		{"reply alias of 15", []string{"ReplyAddressAlias", long("码", 15)}, ""},
		{"reply alias of 16", []string{"ReplyAddressAlias", long("码", 16)}, "InvalidReplyAddressAlias.Malformed"},
		{"recipient without host", []string{"ToAddress", "user"}, "InvalidToAddress"},
		{"recipient with name", []string{"ToAddress", "User <user@example.com>"}, "InvalidToAddress"},
		{"recipient on a local host", []string{"ToAddress", "user@localhost"}, "InvalidToAddress"},
		{"empty recipient in list", []string{"ToAddress", "user@example.com,"}, "InvalidToAddress"},
		{"100 recipients", []string{"ToAddress", long("a@example.com,", 99) + "b@example.com"}, ""},
		{"101 recipients", []string{"ToAddress", long("a@example.com,", 100) + "b@example.com"}, "InvalidToAddress"},
		{"subject of 256", []string{"Subject", long("码", 256)}, ""},
		{"subject of 257", []string{"Subject", long("x", 257)}, "InvalidSubject.Malformed"},
		{"subject with line break", []string{"Subject", "a\r\nBcc: b"}, "InvalidSubject.Malformed"},
		{"alias of 14", []string{"FromAlias", long("店", 14)}, ""},
		{"alias of 15", []string{"FromAlias", long("x", 15)}, "InvalidFromAlias.Malformed"},
		{"tag", []string{"TagName", "logto_test"}, ""},
		{"unknown tag", []string{"TagName", "other"}, "InvalidTag.NotFound"},
		{"tag with space", []string{"TagName", "a b"}, "InvalidTagName.Malformed"},
		{"tag of 129", []string{"TagName", long("x", 129)}, "InvalidTagName.Malformed"},
		{"clicks without tag", []string{"ClickTrace", "1"}, "MissingTagName"},
		{"clicks with tag", []string{"ClickTrace", "1", "TagName", "logto_test"}, ""},
		{"clicks 2", []string{"ClickTrace", "2"}, "InvalidClickTrace.Malformed"},
		{"unsubscribe link", []string{"UnSubscribeLinkType", "no"}, "InvalidUnSubscribeLinkType.Malformed"},
		{"unsubscribe level", []string{"UnSubscribeFilterLevel", "no"}, "InvalidUnSubscribeFilterLevel.Malformed"},
		{"headers", []string{"Headers", `{"X-User-UID1":"1"}`}, ""},
		{"headers not JSON", []string{"Headers", `X-User-UID1: 1`}, "InvalidHeaders.Malformed"},
		{"template", []string{"Template", `{"TemplateId":"1234"}`, "HtmlBody", ""}, ""},
		{"template without id", []string{"Template", `{}`}, "InvalidTemplate.Malformed"},
		{"unknown sender", []string{"AccountName", "other@mail.example.com"}, "InvalidMailAddress.NotFound"},
		{"frozen sender", []string{"AccountName", "frozen@mail.example.com"}, "InvalidMailAddressStatus.Malformed"},
		{"unverified domain", []string{"AccountName", "me@new.example.com"}, "InvalidMailAddressDomain.Malformed"},
		{"no domain", []string{"AccountName", "me@gone.example.com"}, "InvalidMailAddressDomain.Malformed"},
		{"sender of another region", []string{"AccountName", "me@sg.example.com"}, "InvalidMailAddress.NotFound"},
		{"in that region", []string{"AccountName", "me@sg.example.com", "RegionId", "ap-southeast-1"}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(fullAccount())
			got := w.call(t, "SingleSendMail", mail(test.change...))
			if code := got.text("Code"); code != test.code {
				t.Fatalf("code = %q, want %q (%s)", code, test.code, got.text("Message"))
			}
			if delivered := len(w.mails) > 0; delivered != (test.code == "") {
				t.Errorf("delivered = %v", delivered)
			}
			wantStatus := http.StatusBadRequest
			if test.code == "" {
				wantStatus = http.StatusOK
			} else if strings.HasSuffix(test.code, ".NotFound") {
				wantStatus = http.StatusNotFound
			}
			if got.status != wantStatus {
				t.Errorf("status = %d, want %d", got.status, wantStatus)
			}
		})
	}
}

func TestSingleSendMail_bodyInQuery(t *testing.T) {
	t.Parallel()
	w := newWorld(directmail.Account{})
	for size, code := range map[int]string{80 << 10: "", 80<<10 + 1: "InvalidBody"} {
		signed := w.sign(http.MethodGet, "SingleSendMail", mail("HtmlBody", strings.Repeat("x", size)))
		got := w.serve(t, httptest.NewRequest(http.MethodGet, "/?"+signed.Encode(), nil))
		if got.text("Code") != code {
			t.Errorf("%d bytes: code = %q, want %q", size, got.text("Code"), code)
		}
	}
}

func TestSingleSendMail_quota(t *testing.T) {
	t.Parallel()
	account := directmail.DefaultAccount()
	account.DailyQuota = 3
	w := newWorld(account)
	send := func(recipients int) string {
		list := strings.TrimSuffix(strings.Repeat("a@example.com,", recipients), ",")
		return w.call(t, "SingleSendMail", mail("ToAddress", list)).text("Code")
	}
	for i, step := range []struct {
		recipients int
		code       string
	}{{2, ""}, {2, "InvalidSendMail.Spam"}, {1, ""}, {1, "InvalidSendMail.Spam"}} {
		if code := send(step.recipients); code != step.code {
			t.Errorf("step %d: code = %q, want %q", i, code, step.code)
		}
	}
	w.now = w.now.Add(12*time.Hour - time.Second) // the last second of the day in China
	if code := send(1); code != "InvalidSendMail.Spam" {
		t.Errorf("on the same day: code = %q", code)
	}
	w.now = w.now.Add(time.Second)
	if code := send(3); code != "" {
		t.Errorf("on the next day: code = %q", code)
	}
}

func TestSingleSendMail_userStatus(t *testing.T) {
	t.Parallel()
	account := directmail.DefaultAccount()
	account.UserStatus = 4
	w := newWorld(account)
	if code := w.call(t, "SingleSendMail", mail()).text("Code"); code != "InvalidSendMail.Spam" {
		t.Errorf("code = %q", code)
	}
}
