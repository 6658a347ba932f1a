package logtoadmin_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"unicode"

	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// scripted is a Logto that grants tokens and gives one answer to a few other
// requests; then it has nothing any more, for a list may have no end.
type scripted struct {
	status  int
	header  http.Header
	body    string
	patient int // requests that get the answer
}

// RoundTrip answers without a network, so that the clock of a bubble can move.
func (s *scripted) RoundTrip(request *http.Request) (*http.Response, error) {
	if request.Body != nil {
		_ = request.Body.Close()
	}
	status, header, body := s.status, s.header.Clone(), s.body
	switch {
	case strings.HasSuffix(request.URL.Path, "/oidc/token"):
		status, header = http.StatusOK, http.Header{"Content-Type": {"application/json"}}
		body = `{"access_token":"token-of-the-test","expires_in":3600,"token_type":"Bearer","scope":"all"}`
	case s.patient == 0:
		status, header, body = http.StatusNotFound, http.Header{}, ""
	default:
		s.patient--
	}
	return &http.Response{
		StatusCode: status, Header: header, Body: io.NopCloser(strings.NewReader(body)), ContentLength: -1,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: request,
	}, nil
}

// FuzzCalls_answer: whatever a server answers, every call ends with a result or an
// error. The error is short, plays with no terminal, and has neither the secret nor
// the token in it, though the server has echoed both.
func FuzzCalls_answer(f *testing.F) {
	const jsonType = "application/json; charset=utf-8"
	for _, body := range []string{
		"", "null", "{}", "[]", "[null]", "[{}]", `""`, "1e999", `{"id":1}`, `[{"id":{}}]`, `{"config":[],"metadata":null}`, strings.Repeat("[", 1e4), strings.Repeat(`{"a":`, 1e4),
		`{"id":"a","name":"n","type":"SPA","oidcClientMetadata":{"redirectUris":[null]},"customData":{"logtoctl":[]},"customClientMetadata":{"x":{}}}`,
		`{"signUp":{"identifiers":["email"],"secondaryIdentifiers":null},"signIn":{"methods":[{"identifier":1}]},"forgotPasswordMethods":"x"}`,
		`[{"id":"a","connectorId":"aliyun-direct-mail","config":{"accessKeySecret":1},"type":"Email","extraInfo":null}]`,
		`{"code":"entity.not_found","message":"\u001b[2J\u009b31m\u202e","data":{"issues":[{"path":[1,{}],"message":"\u001b"}]}}`,
		`{"error":"invalid_grant","error_description":"token-of-the-test s3cr3t-of-the-m2m-app"}`, "<html>\x1b]0;owned\x07</html>", "\xff\xfe", "\x00",
	} {
		f.Add(200, jsonType, "1", body)
		f.Add(422, jsonType, "", body)
		f.Add(503, "text/html", "Wed, 21 Oct 2099 07:28:00 GMT", body)
	}
	f.Add(204, "", "", "")
	f.Add(302, "text/html", "-1", "moved")
	f.Add(429, jsonType, "9999999999999999999999", "")
	f.Add(999, "a/b; c=\"", "\x1b", "x")
	f.Fuzz(func(t *testing.T, status int, contentType, retryAfter, body string) {
		if status < 200 || status > 999 {
			return // net/http lets no other through
		}
		header := http.Header{"Content-Type": {contentType}, "Retry-After": {retryAfter}, "Logto-Core-Request-Id": {body[:min(len(body), 30)]}, "Total-Number": {retryAfter}}
		synctest.Test(t, func(t *testing.T) {
			for doing, one := range everyCall() {
				server := &scripted{status: status, header: header, body: body, patient: 3}
				client, err := logtoadmin.New("https://logto.test", logtoadmin.WithCredentials(appID, appSecret),
					logtoadmin.WithResource("https://default.logto.app/api"), logtoadmin.WithHTTPClient(&http.Client{Transport: server}))
				if err != nil {
					t.Fatal(err)
				}
				checkTold(t, doing, one.call(t.Context(), client))
			}
		})
	})
}

func checkTold(t *testing.T, doing string, err error) {
	t.Helper()
	if err == nil {
		return
	}
	told := err.Error()
	if failure, ok := errors.AsType[*logtoadmin.Error](err); ok {
		told += failure.RequestID
	}
	if at := strings.IndexFunc(told, func(r rune) bool { return unicode.IsControl(r) && r != '\n' }); at >= 0 {
		t.Errorf("%s: the error plays with the terminal: %q", doing, told)
	}
	if strings.Contains(told, appSecret.Reveal()) || strings.Contains(told, "token-of-the-test") {
		t.Errorf("%s: the error holds a secret: %q", doing, told)
	}
}
