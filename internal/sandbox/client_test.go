package sandbox_test

import (
	"errors"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/sandbox"
	"github.com/logtoctl/logtoctl/internal/sandbox/fault"
	"github.com/logtoctl/logtoctl/internal/sandbox/inbox"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
	"github.com/logtoctl/logtoctl/pkg/secret"
)

// mailClient is the client of logtoctl, with the official SDK inside.
func mailClient(t *testing.T, s *sandbox.Sandbox, keySecret secret.Text) *aliyundm.Client {
	t.Helper()
	client, err := aliyundm.New(
		aliyundm.WithEndpoint(s.DirectMailURL()),
		aliyundm.WithCredentials(aliyundm.Credentials{
			AccessKeyID:     environ(s)["ALIBABA_CLOUD_ACCESS_KEY_ID"],
			AccessKeySecret: keySecret,
		}))
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// TestSandbox_officialSDK calls every operation as the official SDK does.
func TestSandbox_officialSDK(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Options{})
	client := mailClient(t, s, secret.Text(environ(s)["ALIBABA_CLOUD_ACCESS_KEY_SECRET"]))

	sent, err := client.SingleSendMail(t.Context(), aliyundm.SingleSendMailRequest{
		AccountName: "noreply@mail.example.com", ToAddress: "you@example.com",
		Subject: "验证码 Code *~'()!+&=%/?", HTMLBody: "<p>您的验证码是 123456 &amp; 🎉</p>", FromAlias: "示例 Ltd.",
	})
	if err != nil {
		t.Fatal(err)
	}
	got := s.Inbox.List(inbox.Filter{})
	if len(got) != 1 || got[0].RequestID != sent.RequestID || got[0].Code != "123456" ||
		got[0].Subject != "验证码 Code *~'()!+&=%/?" || got[0].Text != "您的验证码是 123456 & 🎉" || got[0].FromAlias != "示例 Ltd." {
		t.Errorf("inbox = %+v", got)
	}

	summary, err := client.DescAccountSummary(t.Context())
	if err != nil || summary.DailyQuota != 2000 || summary.RemainFreeQuota != 1999 || summary.MailAddresses != 1 {
		t.Errorf("summary = %+v, %v", summary, err)
	}

	var names []string
	for address, err := range client.QueryMailAddressByParam(t.Context(), aliyundm.MailAddressQuery{KeyWord: "noreply"}) {
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, address.AccountName)
	}
	if diff := cmp.Diff([]string{"noreply@mail.example.com"}, names); diff != "" {
		t.Errorf("sender addresses (-want +got):\n%s", diff)
	}
}

func TestSandbox_officialSDKRefused(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Options{})
	keySecret := secret.Text(environ(s)["ALIBABA_CLOUD_ACCESS_KEY_SECRET"])

	_, err := mailClient(t, s, "wrong").DescAccountSummary(t.Context())
	if failure, ok := errors.AsType[*aliyundm.Error](err); !ok || failure.Code != "SignatureDoesNotMatch" || failure.RequestID == "" {
		t.Errorf("wrong secret: %v", err)
	}
	_, err = mailClient(t, s, keySecret).SingleSendMail(t.Context(), aliyundm.SingleSendMailRequest{
		AccountName: "other@mail.example.com", ToAddress: "you@example.com", Subject: "s", HTMLBody: "b",
	})
	if failure, ok := errors.AsType[*aliyundm.Error](err); !ok || failure.Code != "InvalidMailAddress.NotFound" || failure.StatusCode != http.StatusNotFound {
		t.Errorf("unknown sender: %v", err)
	}
	if err := s.Faults.Set(fault.Rule{Kind: fault.Status, Status: http.StatusBadRequest, Body: `{"Code":"Throttling.User","Message":"slow down","RequestId":"R"}`, Times: 1}); err != nil {
		t.Fatal(err)
	}
	if _, err := mailClient(t, s, keySecret).DescAccountSummary(t.Context()); err != nil || len(s.Requests.All()) != 4 {
		t.Errorf("throttled once: %v after %v", err, s.Requests.All())
	}
}
