package directmail_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/sandbox/directmail"
	"github.com/logtoctl/logtoctl/pkg/secret"
)

const (
	keyID     = "LTAI5tExampleKeyId"
	keySecret = "ExampleSecretDoNotUse"
)

// TestRecordedCalls sends recorded requests of the official SDKs and of Logto
// over a real connection and looks at what they get.
func TestRecordedCalls(t *testing.T) {
	t.Parallel()
	for name, field := range map[string]string{
		"go-sdk-v3-SingleSendMail":                       "EnvId",
		"go-sdk-v3-SingleSendMail-attachments-template":  "EnvId",
		"go-sdk-v1-SingleSendMail":                       "EnvId",
		"go-sdk-v3-QueryMailAddressByParam-GET":          "TotalCount",
		"go-sdk-v1-QueryMailAddressByParam-specialchars": "TotalCount",
		"go-sdk-v3-DescAccountSummary-noparams":          "DailyQuota",
		"node-sdk-v3-SingleSendMail":                     "EnvId",
		"node-sdk-v3-SingleSendMail-sts":                 "EnvId",
		"node-sdk-v1-SingleSendMail":                     "EnvId",
		"logto-connector-v1-SingleSendMail":              "EnvId",
		"go-sdk-v1-CreateDomain":                         "DomainId",
		"go-sdk-v3-CreateDomain":                         "DomainId",
		"node-sdk-v1-CreateDomain":                       "DomainId",
		"node-sdk-v3-CreateDomain":                       "DomainId",
		"go-sdk-v1-CreateTag-emptyvalue":                 "TagId",
		"go-sdk-v3-CreateTag-emptyvalue":                 "TagId",
		"node-sdk-v1-CreateTag-emptyvalue":               "TagId",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var recording struct {
				Clock struct {
					ClientTimestamp time.Time `json:"client_timestamp"`
				}
				Credentials struct{ SecurityToken string }
				Raw         []byte `json:"raw_base64"`
			}
			data, err := os.ReadFile("../../../testdata/recordings/aliyun-dm/" + name + ".json")
			if err == nil {
				err = json.Unmarshal(data, &recording)
			}
			if err != nil {
				t.Fatal(err)
			}
			account := fullAccount()
			if strings.Contains(name, "Create") {
				account = emptyAccount() // what they make must not be there yet
			}
			server := directmail.New(directmail.Options{
				Now: func() time.Time { return recording.Clock.ClientTimestamp },
				AccessKeys: []directmail.AccessKey{
					{ID: keyID, Secret: keySecret, SecurityToken: secret.Text(recording.Credentials.SecurityToken)},
				},
				Account: account,
			})
			r, err := http.ReadRequest(bufio.NewReader(bytes.NewReader(recording.Raw)))
			if err != nil {
				t.Fatal(err)
			}
			recorder := httptest.NewRecorder()
			server.ServeHTTP(recorder, r)
			var got map[string]any
			if err := json.Unmarshal(recorder.Body.Bytes(), &got); err != nil {
				t.Fatalf("%v: %s", err, recorder.Body)
			}
			if _, ok := got[field]; !ok {
				t.Errorf("no %s in %d %s", field, recorder.Code, recorder.Body)
			}
		})
	}
}

func TestServer_region(t *testing.T) {
	t.Parallel()
	for host, want := range map[string]string{
		"dm.aliyuncs.com":                       "dm.aliyuncs.com",
		"dm.ap-southeast-1.aliyuncs.com":        "dm.ap-southeast-1.aliyuncs.com",
		"dm-vpc.eu-central-1.aliyuncs.com:8443": "dm.eu-central-1.aliyuncs.com",
		"127.0.0.1:1234":                        "dm.us-east-1.aliyuncs.com", // of the parameter
		"ecs.ap-southeast-1.aliyuncs.com":       "dm.us-east-1.aliyuncs.com",
		"dm.a.b.aliyuncs.com":                   "dm.us-east-1.aliyuncs.com",
		"dm.mars-1.aliyuncs.com":                "dm.us-east-1.aliyuncs.com", // no region of Direct Mail
	} {
		w := newWorld(directmail.Account{})
		signed := w.sign(http.MethodGet, "NoSuchAction", url.Values{"RegionId": {"us-east-1"}})
		r := httptest.NewRequest(http.MethodGet, "/?"+signed.Encode(), nil)
		r.Host = host
		if got := w.serve(t, r).text("HostId"); got != want {
			t.Errorf("%s: HostId = %s, want %s", host, got, want)
		}
	}
}

func TestServer_errorShape(t *testing.T) {
	t.Parallel()
	w := newWorld(directmail.Account{})
	got := w.call(t, "SingleSendMail", mail("AccountName", "other@mail.example.com"))
	id := got.text("RequestId")
	want := map[string]any{
		"RequestId": id,
		"HostId":    "dm.aliyuncs.com",
		"Code":      "InvalidMailAddress.NotFound",
		"Message":   "The specified mailaddress does not exist.",
		"Recommend": "https://api.aliyun.com/troubleshoot?q=InvalidMailAddress.NotFound&product=Dm&requestId=" + id,
	}
	if diff := cmp.Diff(want, got.fields); diff != "" {
		t.Errorf("error (-want +got):\n%s", diff)
	}
	if !regexp.MustCompile(`^[0-9A-F]{8}-[0-9A-F]{4}-4[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}$`).MatchString(id) {
		t.Errorf("request id %q is not an upper-case UUID", id)
	}
}

func TestServer_xml(t *testing.T) {
	t.Parallel()
	w := newWorld(directmail.Account{})
	signed := w.sign(http.MethodGet, "QueryMailAddressByParam", url.Values{"Format": {"XML"}})
	recorder := httptest.NewRecorder()
	w.server.ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, "/?"+signed.Encode(), nil))
	var page struct {
		XMLName   xml.Name
		RequestID string   `xml:"RequestId"`
		Names     []string `xml:"data>mailAddress>AccountName"`
	}
	if err := xml.Unmarshal(recorder.Body.Bytes(), &page); err != nil {
		t.Fatal(err)
	}
	if page.XMLName.Local != "QueryMailAddressByParamResponse" || page.RequestID == "" ||
		!cmp.Equal(page.Names, []string{"noreply@mail.example.com"}) {
		t.Errorf("page = %s", recorder.Body)
	}

	recorder = httptest.NewRecorder()
	w.server.ServeHTTP(recorder, httptest.NewRequest(http.MethodPost, "/?Action=SingleSendMail", nil))
	var failure struct {
		XMLName   xml.Name
		RequestID string `xml:"RequestId"`
		Code      string
	}
	if err := xml.Unmarshal(recorder.Body.Bytes(), &failure); err != nil {
		t.Fatal(err)
	}
	if failure.XMLName.Local != "Error" || failure.Code != "MissingAccessKeyId" || failure.RequestID == "" || recorder.Code != 400 {
		t.Errorf("error = %d %s", recorder.Code, recorder.Body)
	}
	if got := recorder.Header().Get("Content-Type"); got != "text/xml;charset=utf-8" {
		t.Errorf("content type = %s", got)
	}
}

func TestAction(t *testing.T) {
	t.Parallel()
	const form = "application/x-www-form-urlencoded"
	for _, test := range []struct{ name, target, contentType, body, header, authorization, want string }{
		{name: "query", target: "/?Action=A", want: "A"},
		{name: "form", target: "/", contentType: form, body: "x=1&Action=A", want: "A"},
		{name: "signed header", target: "/?Action=B", header: "A", authorization: "ACS3-HMAC-SHA256 Credential=x", want: "A"},
		{name: "unsigned header", target: "/?Action=A", header: "B", want: "A"},
		{name: "header alone", target: "/", header: "A", want: "A"},
		{name: "JSON body", target: "/", contentType: "application/json", body: `{"Action":"A"}`, want: ""},
		{name: "broken form", target: "/", contentType: form, body: "Action=%zz", want: ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			r := httptest.NewRequest(http.MethodPost, test.target, strings.NewReader(test.body))
			r.Header = http.Header{"Content-Type": {test.contentType}, "X-Acs-Action": {test.header}, "Authorization": {test.authorization}}
			if got := directmail.Action(r); got != test.want {
				t.Errorf("Action() = %q, want %q", got, test.want)
			}
			if body, err := io.ReadAll(r.Body); err != nil || string(body) != test.body {
				t.Errorf("body afterwards: %q, %v", body, err)
			}
		})
	}
}

func TestServer_generatedKey(t *testing.T) {
	t.Parallel()
	firstID, firstSecret := directmail.New(directmail.Options{}).Credentials()
	secondID, secondSecret := directmail.New(directmail.Options{}).Credentials()
	if !regexp.MustCompile(`^LTAI5t[0-9A-Za-z]{18}$`).MatchString(firstID) || len(firstSecret) != 30 {
		t.Errorf("key %q with a secret of %d letters", firstID, len(firstSecret))
	}
	if firstID == secondID || firstSecret == secondSecret {
		t.Error("two servers have the same key")
	}
}

func TestServer_concurrent(t *testing.T) {
	t.Parallel()
	w := newWorld(directmail.Account{})
	calls := make([]url.Values, 20)
	for i := range calls {
		calls[i] = w.sign(http.MethodPost, "SingleSendMail", mail())
	}
	var group sync.WaitGroup
	for _, call := range append(calls, calls...) { // each nonce twice
		group.Go(func() { w.post(t, call) })
	}
	group.Wait()
	ids := map[string]bool{}
	for _, m := range w.mails {
		ids[m.RequestID] = true
	}
	if len(ids) != 20 || len(w.mails) != 20 {
		t.Errorf("%d mails of %d calls were accepted, want 20 of 20", len(w.mails), len(ids))
	}
}
