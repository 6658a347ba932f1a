package logto_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/logtoctl/logtoctl/internal/sandbox/logto"
)

// sandbox is a server under test, and the Direct Mail that it posts to.
type sandbox struct {
	url    string
	server *logto.Server
	mail   *directMail
	clock  *clock
	tokens sync.Map // of the seeded application, so that each test draws one
}

// clock is a time that tests move.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) time() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func newSandbox(tb testing.TB) *sandbox {
	tb.Helper()
	s := &sandbox{
		mail:  newDirectMail(tb),
		clock: &clock{now: time.Date(2026, 11, 22, 18, 0, 0, 0, time.UTC)},
	}
	var handler http.Handler
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { handler.ServeHTTP(w, r) }))
	tb.Cleanup(web.Close)
	s.url = web.URL
	server, err := logto.New(logto.Options{
		Endpoint:   web.URL,
		DirectMail: func(region string) string { return s.mail.url + "/" + region },
		Now:        s.clock.time,
	})
	if err != nil {
		tb.Fatal(err)
	}
	s.server, handler = server, server
	return s
}

// directMail accepts every mail and remembers it, except to fail@example.com,
// which gets the answer that a real Logto once got.
type directMail struct {
	url string

	mu       sync.Mutex
	requests []url.Values
	regions  []string
	answer   func(w http.ResponseWriter)
}

func newDirectMail(tb testing.TB) *directMail {
	tb.Helper()
	d := &directMail{}
	web := httptest.NewServer(d)
	tb.Cleanup(web.Close)
	d.url = web.URL
	return d
}

func (d *directMail) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	d.mu.Lock()
	defer d.mu.Unlock()
	_ = r.ParseForm()
	d.requests = append(d.requests, r.PostForm)
	d.regions = append(d.regions, strings.TrimPrefix(r.URL.Path, "/"))
	switch {
	case d.answer != nil:
		d.answer(w)
	case r.PostForm.Get("ToAddress") == "fail@example.com":
		w.WriteHeader(http.StatusNotFound)
		_, _ = io.WriteString(w, `{"Code":"InvalidMailAddress.NotFound","Message":"The specified mailaddress does not exist.",`+
			`"RequestId":"0873DFA2-23B2-49ED-AFEB-D7ADDCA828BE","HostId":"dm.aliyuncs.com",`+
			`"Recommend":"https://next.api.aliyun.com/troubleshoot?q=InvalidMailAddress.NotFound&product=Dm","More":1}`)
	default:
		_, _ = io.WriteString(w, `{"EnvId":"600000000000000642","RequestId":"2D086F6-xxxx-xxxx-xxxx-006DED011A85"}`)
	}
}

// answers makes Direct Mail answer everything in one way from now on.
func (d *directMail) answers(answer func(w http.ResponseWriter)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.answer = answer
}

// last returns the parameters of the last request, and the region that it was for.
func (d *directMail) last(tb testing.TB) (url.Values, string) {
	tb.Helper()
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.requests) == 0 {
		tb.Fatal("no mail was sent")
	}
	return d.requests[len(d.requests)-1], d.regions[len(d.regions)-1]
}

func (d *directMail) count() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return len(d.requests)
}

var sixDigits = regexp.MustCompile(`\d{6}`)

// lastCode is the code in the last mail to an address.
func (d *directMail) lastCode(to string) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	for i := len(d.requests) - 1; i >= 0; i-- {
		if d.requests[i].Get("ToAddress") == to {
			return sixDigits.FindString(d.requests[i].Get("HtmlBody"))
		}
	}
	return ""
}

func basic(id, secret string) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(url.QueryEscape(id)+":"+url.QueryEscape(secret)))
}

func form(fields map[string]any) string {
	values := url.Values{}
	for name, value := range fields {
		values.Set(name, fmt.Sprint(value))
	}
	return values.Encode()
}

const resource = "https://default.logto.app/api"

// token returns a token of the seeded application.
func (s *sandbox) token(tb testing.TB) string {
	tb.Helper()
	if known, ok := s.tokens.Load("seed"); ok {
		return known.(string)
	}
	id, secret := s.server.Credentials()
	granted := s.grant(tb, basic(id, secret))
	s.tokens.Store("seed", granted["access_token"])
	return granted["access_token"].(string)
}

// grant asks for a token for the Management API, which must be given.
func (s *sandbox) grant(tb testing.TB, authorization string) map[string]any {
	tb.Helper()
	got := s.do(tb, http.MethodPost, "/oidc/token",
		url.Values{"grant_type": {"client_credentials"}, "resource": {resource}, "scope": {"all"}}.Encode(),
		"Authorization", authorization, "Content-Type", "application/x-www-form-urlencoded")
	got.wants(tb, http.StatusOK)
	return got.object(tb)
}

// reply is an answer of the sandbox.
type reply struct {
	status int
	header http.Header
	body   []byte
	what   string
}

// do sends a request with exactly the headers that are given.
func (s *sandbox) do(tb testing.TB, method, path, body string, headers ...string) reply {
	tb.Helper()
	request, err := http.NewRequestWithContext(tb.Context(), method, s.url+path, strings.NewReader(body))
	if err != nil {
		tb.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	read, err := io.ReadAll(response.Body)
	if err != nil {
		tb.Fatal(err)
	}
	return reply{response.StatusCode, response.Header, read, method + " " + path + " " + body}
}

// api sends a JSON request to the Management API as the seeded application.
func (s *sandbox) api(tb testing.TB, method, path, body string) reply {
	tb.Helper()
	return s.do(tb, method, "/api"+path, body, "Authorization", "Bearer "+s.token(tb), "Content-Type", "application/json")
}

func (r reply) wants(tb testing.TB, status int) reply {
	tb.Helper()
	if r.status != status {
		tb.Fatalf("%s: status %d, want %d\n%s", r.what, r.status, status, r.body)
	}
	return r
}

func (r reply) object(tb testing.TB) map[string]any {
	tb.Helper()
	var object map[string]any
	if err := json.Unmarshal(r.body, &object); err != nil {
		tb.Fatalf("%s: %v\n%s", r.what, err, r.body)
	}
	return object
}

func (r reply) list(tb testing.TB) []map[string]any {
	tb.Helper()
	var list []map[string]any
	if err := json.Unmarshal(r.body, &list); err != nil {
		tb.Fatalf("%s: %v\n%s", r.what, err, r.body)
	}
	return list
}

// code is the error code of a refusal.
func (r reply) code(tb testing.TB) string {
	tb.Helper()
	code, _ := r.object(tb)["code"].(string)
	return code
}

// refused fails the test unless the answer is a refusal with that status and code.
func (r reply) refused(tb testing.TB, status int, code string) {
	tb.Helper()
	r.wants(tb, status)
	if got := r.code(tb); got != code {
		tb.Errorf("%s: code %q, want %q\n%s", r.what, got, code, r.body)
	}
}

// message is the sentence of a refusal.
func (r reply) message(tb testing.TB) string {
	tb.Helper()
	message, _ := r.object(tb)["message"].(string)
	return message
}

func (r reply) contains(tb testing.TB, text string) {
	tb.Helper()
	if !bytes.Contains(r.body, []byte(text)) {
		tb.Errorf("%s: no %q in\n%s", r.what, text, r.body)
	}
}

// id is the id of the object that was answered.
func (r reply) id(tb testing.TB) string {
	tb.Helper()
	id, _ := r.object(tb)["id"].(string)
	if id == "" {
		tb.Fatalf("%s: no id in\n%s", r.what, r.body)
	}
	return id
}
