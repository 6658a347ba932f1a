package sandbox_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/sandbox"
	"github.com/logtoctl/logtoctl/internal/sandbox/directmail"
	"github.com/logtoctl/logtoctl/internal/sandbox/fault"
	"github.com/logtoctl/logtoctl/internal/sandbox/inbox"
)

func start(t *testing.T, options sandbox.Options) *sandbox.Sandbox {
	t.Helper()
	s, err := sandbox.Start(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		// The test's own context has ended by now.
		if err := s.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return s
}

// newClient returns one whose connections end with the test.
func newClient(t *testing.T) *http.Client {
	t.Helper()
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport, Timeout: 20 * time.Second}
}

func do(t *testing.T, client *http.Client, r *http.Request, into any) int {
	t.Helper()
	response, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	if into != nil {
		if err := json.Unmarshal(body, into); err != nil {
			t.Fatalf("%s %s: %d %s", r.Method, r.URL, response.StatusCode, body)
		}
	}
	return response.StatusCode
}

func request(t *testing.T, method, target, contentType, body string) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, target, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	return r
}

// TestSandbox walks the way of a mail: a token of the Logto, a connector test
// with the AccessKey of the environment, the Direct Mail, the inbox.
func TestSandbox(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Options{})
	client, env := newClient(t), environ(s)

	form := url.Values{"grant_type": {"client_credentials"}, "resource": {env["LOGTO_RESOURCE"]}, "scope": {"all"}}
	r := request(t, "POST", env["LOGTO_ENDPOINT"]+"/oidc/token", "application/x-www-form-urlencoded", form.Encode())
	r.SetBasicAuth(env["LOGTO_M2M_APP_ID"], env["LOGTO_M2M_APP_SECRET"])
	var token struct {
		AccessToken string `json:"access_token"`
	}
	if status := do(t, client, r, &token); status != http.StatusOK {
		t.Fatalf("token: %d", status)
	}

	test := func(secret string) (int, map[string]any) {
		templates := make([]map[string]string, 4)
		for i, usage := range []string{"Register", "SignIn", "ForgotPassword", "Generic"} {
			templates[i] = map[string]string{"usageType": usage, "subject": usage, "content": "<p>Your code is {{code}}</p>"}
		}
		body, err := json.Marshal(map[string]any{"email": "you@example.com", "config": map[string]any{
			"accessKeyId": env["ALIBABA_CLOUD_ACCESS_KEY_ID"], "accessKeySecret": secret,
			"accountName": "noreply@mail.example.com", "fromAlias": "Bookstore", "templates": templates,
		}})
		if err != nil {
			t.Fatal(err)
		}
		r := request(t, "POST", env["LOGTO_ENDPOINT"]+"/api/connectors/aliyun-direct-mail/test", "application/json", string(body))
		r.Header.Set("Authorization", "Bearer "+token.AccessToken)
		response, err := client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = response.Body.Close() }()
		answer := map[string]any{}
		_ = json.NewDecoder(response.Body).Decode(&answer) // a 204 has none
		return response.StatusCode, answer
	}
	if status, answer := test(env["ALIBABA_CLOUD_ACCESS_KEY_SECRET"]); status != http.StatusNoContent {
		t.Fatalf("connector test: %d %v", status, answer)
	}
	status, answer := test("wrong")
	data, _ := answer["data"].(map[string]any)
	if status != http.StatusBadRequest || answer["code"] != "connector.general" || data["Code"] != "SignatureDoesNotMatch" {
		t.Errorf("connector test with a wrong secret: %d %v", status, answer)
	}

	var messages []inbox.Message
	do(t, client, request(t, "GET", env["LOGTOCTL_INBOX_URL"]+"/api/messages?wait=10s&to=you@example.com", "", ""), &messages)
	if len(messages) != 1 || messages[0].Code == "" || messages[0].From != "noreply@mail.example.com" ||
		messages[0].FromAlias != "Bookstore" || messages[0].Text != "Your code is "+messages[0].Code {
		t.Errorf("inbox = %+v", messages)
	}

	want := []sandbox.Request{
		{Service: "logto", Method: "POST", Path: "/oidc/token", Status: 200},
		{Service: "logto", Method: "POST", Path: "/api/connectors/aliyun-direct-mail/test", Status: 204, Write: true},
		{Service: "direct-mail", Method: "POST", Path: "/", Action: "SingleSendMail", Status: 200, Write: true},
		{Service: "logto", Method: "POST", Path: "/api/connectors/aliyun-direct-mail/test", Status: 400, Write: true},
		{Service: "direct-mail", Method: "POST", Path: "/", Action: "SingleSendMail", Status: 400, Write: true},
	}
	if diff := cmp.Diff(want, s.Requests.All()); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want[1:], s.Requests.Writes()); diff != "" {
		t.Errorf("writes (-want +got):\n%s", diff)
	}
}

// TestSandbox_skew sets the clock of Direct Mail off, so that a request that
// was signed now has expired there.
func TestSandbox_skew(t *testing.T) {
	t.Parallel()
	var faults fault.Injector
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	s := start(t, sandbox.Options{Faults: &faults, Now: func() time.Time { return now }})
	client, env := newClient(t), environ(s)
	call := func(nonce string) string {
		form := url.Values{
			"Action": {"DescAccountSummary"}, "Version": {"2015-11-23"}, "Format": {"JSON"},
			"AccessKeyId": {env["ALIBABA_CLOUD_ACCESS_KEY_ID"]}, "SignatureMethod": {"HMAC-SHA1"}, "SignatureVersion": {"1.0"},
			"SignatureNonce": {nonce}, "Timestamp": {now.Format(time.RFC3339)},
		}
		form.Set("Signature", directmail.SignRPC("POST", form, env["ALIBABA_CLOUD_ACCESS_KEY_SECRET"]))
		var answer struct{ Code string }
		do(t, client, request(t, "POST", s.DirectMailURL(), "application/x-www-form-urlencoded", form.Encode()), &answer)
		return answer.Code
	}
	if code := call("1"); code != "" {
		t.Errorf("code = %s", code)
	}
	if err := faults.Set(fault.Rule{Match: fault.Match{Service: sandbox.ServiceDirectMail}, Kind: fault.Skew, Delay: fault.Duration(20 * time.Minute)}); err != nil {
		t.Fatal(err)
	}
	if code := call("2"); code != "InvalidTimeStamp.Expired" {
		t.Errorf("with a skewed clock: code = %s", code)
	}
}
