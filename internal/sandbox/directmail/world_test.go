package directmail_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/logtoctl/logtoctl/internal/sandbox/directmail"
	"github.com/logtoctl/logtoctl/internal/sandbox/inbox"
)

// noon is in the middle of a day in China too, so that quotas do not start
// anew in the middle of a test.
var noon = time.Date(2026, 11, 22, 4, 0, 0, 0, time.UTC)

// world is a server with a clock that the test sets, and what it delivered.
type world struct {
	server *directmail.Server
	now    time.Time
	nonce  int

	mu    sync.Mutex
	mails []inbox.Message
	dns   map[string][]string // values by name and type, as "a.b TXT"
}

func newWorld(account directmail.Account) *world {
	w := &world{now: noon, dns: map[string][]string{}}
	w.server = directmail.New(directmail.Options{
		Deliver:    w.deliver,
		Now:        func() time.Time { return w.now },
		AccessKeys: []directmail.AccessKey{{ID: keyID, Secret: keySecret}},
		Account:    account,
		Lookup:     func(name, recordType string) []string { return w.dns[name+" "+recordType] },
	})
	return w
}

// must calls an operation that is to succeed.
func (w *world) must(t *testing.T, action string, pairs ...string) answer {
	t.Helper()
	got := w.call(t, action, values(pairs...))
	if got.status != http.StatusOK {
		t.Fatalf("%s: %d %v", action, got.status, got.fields)
	}
	return got
}

// refused calls an operation that is to fail with a code and its status.
func (w *world) refused(t *testing.T, code, action string, pairs ...string) {
	t.Helper()
	got := w.call(t, action, values(pairs...))
	status := http.StatusBadRequest
	if strings.HasSuffix(code, ".NotFound") {
		status = http.StatusNotFound
	}
	if got.text("Code") != code || got.status != status {
		t.Errorf("%s %v: %d %s, want %d %s", action, pairs, got.status, got.text("Code"), status, code)
	}
}

func values(pairs ...string) url.Values {
	parameters := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		parameters.Set(pairs[i], pairs[i+1])
	}
	return parameters
}

// rows returns the list at data.kind of an answer.
func (a answer) rows(t *testing.T, kind string) []map[string]any {
	t.Helper()
	data, _ := a.fields["data"].(map[string]any)
	list, ok := data[kind].([]any)
	if !ok {
		t.Fatalf("data.%s is %T, want a list", kind, data[kind])
	}
	rows := make([]map[string]any, len(list))
	for i, item := range list {
		rows[i] = item.(map[string]any)
	}
	return rows
}

// column returns one field of all rows.
func column(rows []map[string]any, name string) []string {
	list := make([]string, len(rows))
	for i, row := range rows {
		list[i] = row[name].(string)
	}
	return list
}

// controlAPI sends a request to a handler of the control API.
func controlAPI(t *testing.T, handler http.Handler, method, path, body string) (int, string) {
	t.Helper()
	recorder := httptest.NewRecorder()
	handler.ServeHTTP(recorder, httptest.NewRequest(method, path, strings.NewReader(body)))
	return recorder.Code, strings.TrimSpace(recorder.Body.String())
}

// emptyAccount is activated and holds nothing.
func emptyAccount() directmail.Account { return directmail.Account{Domains: []directmail.Domain{}} }

func (w *world) deliver(m inbox.Message) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.mails = append(w.mails, m)
}

// answer is what a call came back with, error fields and all.
type answer struct {
	status int
	header http.Header
	fields map[string]any
}

func (a answer) text(name string) string { text, _ := a.fields[name].(string); return text }

// sign completes the parameters of a call as Logto's connector does.
func (w *world) sign(method, action string, parameters url.Values) url.Values {
	w.nonce++
	signed := url.Values{
		"Action":           {action},
		"Version":          {"2015-11-23"},
		"Format":           {"json"},
		"AccessKeyId":      {keyID},
		"SignatureMethod":  {"HMAC-SHA1"},
		"SignatureVersion": {"1.0"},
		"SignatureNonce":   {strconv.Itoa(w.nonce)},
		"Timestamp":        {w.now.Format(time.RFC3339)},
	}
	maps.Copy(signed, parameters)
	signed.Set("Signature", directmail.SignRPC(method, signed, keySecret))
	return signed
}

func (w *world) call(t *testing.T, action string, parameters url.Values) answer {
	t.Helper()
	return w.post(t, w.sign(http.MethodPost, action, parameters))
}

func (w *world) post(t *testing.T, form url.Values) answer {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return w.serve(t, r)
}

func (w *world) serve(t *testing.T, r *http.Request) answer {
	t.Helper()
	recorder := httptest.NewRecorder()
	w.server.ServeHTTP(recorder, r)
	a := answer{status: recorder.Code, header: recorder.Header()}
	if err := json.Unmarshal(recorder.Body.Bytes(), &a.fields); err != nil {
		t.Fatalf("answer is not JSON: %v\n%s", err, recorder.Body)
	}
	if id := a.text("RequestId"); id == "" || id != recorder.Header().Get("x-acs-request-id") {
		t.Errorf("request id is %q in the body and %q in the header", id, recorder.Header().Get("x-acs-request-id"))
	}
	return a
}

func mail(changes ...string) url.Values {
	parameters := url.Values{
		"AccountName":    {"noreply@mail.example.com"},
		"AddressType":    {"1"},
		"ReplyToAddress": {"false"},
		"ToAddress":      {"user@example.com"},
		"Subject":        {"Code: 123456"},
		"HtmlBody":       {"<p>Your code is <b>123456</b></p>"},
	}
	for i := 0; i < len(changes); i += 2 {
		parameters.Set(changes[i], changes[i+1])
	}
	return parameters
}

func fullAccount() directmail.Account {
	const here, there = "cn-hangzhou", "ap-southeast-1"
	return directmail.Account{
		Domains: []directmail.Domain{
			{Region: here, Name: "mail.example.com", Status: "0"},
			{Region: here, Name: "new.example.com", Status: "1"},
			{Region: there, Name: "sg.example.com", Status: "4"},
		},
		MailAddresses: []directmail.MailAddress{
			{Region: here, AccountName: "noreply@mail.example.com", SendType: "trigger"},
			{Region: here, AccountName: "frozen@mail.example.com", SendType: "batch", Frozen: true},
			{Region: here, AccountName: "me@new.example.com", SendType: "trigger"},
			{Region: here, AccountName: "me@gone.example.com", SendType: "trigger"},
			{Region: there, AccountName: "me@sg.example.com", SendType: "batch", ReplyAddress: "re@example.com"},
		},
		Tags: []directmail.Tag{{Region: here, Name: "logto_test"}},
	}
}
