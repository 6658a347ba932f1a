package aliyundm_test

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"net/url"
	"sync"
	"syscall"
	"testing"

	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

// The pair that the recordings of the official SDKs use as well.
const (
	accessKeyID     = "LTAI5tExampleKeyId"
	accessKeySecret = "ExampleSecretDoNotUse"
)

func exampleCredentials() aliyundm.Credentials {
	return aliyundm.Credentials{AccessKeyID: accessKeyID, AccessKeySecret: accessKeySecret}
}

func exampleMail() aliyundm.SingleSendMailRequest {
	return aliyundm.SingleSendMailRequest{
		AccountName: "noreply@mail.example.com",
		ToAddress:   "you@example.com",
		Subject:     "Your code",
		HTMLBody:    "<p>123456</p>",
	}
}

// newClient returns a client of the endpoint, with credentials unless the
// options bring others.
func newClient(t testing.TB, endpoint string, options ...aliyundm.Option) *aliyundm.Client {
	t.Helper()
	options = append([]aliyundm.Option{
		aliyundm.WithEndpoint(endpoint),
		aliyundm.WithCredentials(exampleCredentials()),
	}, options...)
	client, err := aliyundm.New(options...)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// seenRequest is a request as it went over the wire.
type seenRequest struct {
	host, method, path string
	query, form        url.Values
	header             http.Header
	body               string
}

// server is a real HTTP server which records requests and answers them all with
// one answer.
type server struct {
	*httptest.Server
	mu       sync.Mutex
	requests []seenRequest
}

func newServer(t testing.TB, handler http.HandlerFunc) *server {
	t.Helper()
	s := &server{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Errorf("read the request body: %v", err)
		}
		form, err := url.ParseQuery(string(body))
		if err != nil {
			t.Errorf("the request body is no form: %v", err)
		}
		s.mu.Lock()
		s.requests = append(s.requests, seenRequest{
			host: r.Host, method: r.Method, path: r.URL.Path,
			query: r.URL.Query(), form: form, header: r.Header.Clone(), body: string(body),
		})
		s.mu.Unlock()
		handler(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *server) seen() []seenRequest {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.requests
}

const jsonType = "application/json;charset=utf-8"

func respond(status int, contentType, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// step is what happens to one attempt: it never leaves, it breaks on the way, or
// it is answered.
type step func(*http.Request) (*http.Response, error)

// script is a transport in memory, so that tests of pauses and deadlines can run
// on synctest's clock. It plays one step for each attempt, the last one again and
// again, and reports connections as net/http does.
type script struct {
	steps    []step
	mu       sync.Mutex
	attempts int
	nonces   map[string]bool
}

func newScript(steps ...step) *script { return &script{steps: steps, nonces: map[string]bool{}} }

func (s *script) RoundTrip(request *http.Request) (*http.Response, error) {
	s.mu.Lock()
	next := s.steps[min(s.attempts, len(s.steps)-1)]
	s.attempts++
	// The SDK writes its headers in lower case, past http.Header's rules.
	s.nonces[request.Header["x-acs-signature-nonce"][0]] = true //nolint:staticcheck // the spelling on the wire
	s.mu.Unlock()
	return next(request)
}

func (s *script) option() aliyundm.Option {
	return aliyundm.WithHTTPClient(&http.Client{Transport: s})
}

func wantConn(request *http.Request) *httptrace.ClientTrace {
	trace := httptrace.ContextClientTrace(request.Context())
	trace.GetConn(request.URL.Host)
	return trace
}

// refused is a connection that could not be made.
func refused(request *http.Request) (*http.Response, error) {
	wantConn(request)
	return nil, &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
}

// reset is a connection that broke when the request was on its way.
func reset(request *http.Request) (*http.Response, error) {
	wantConn(request).GotConn(httptrace.GotConnInfo{})
	return nil, &net.OpError{Op: "read", Net: "tcp", Err: syscall.ECONNRESET}
}

// silent is a server that takes the request and never answers.
func silent(request *http.Request) (*http.Response, error) {
	wantConn(request).GotConn(httptrace.GotConnInfo{})
	<-request.Context().Done()
	return nil, request.Context().Err()
}

// unconnected is an endpoint that swallows packets.
func unconnected(request *http.Request) (*http.Response, error) {
	wantConn(request)
	<-request.Context().Done()
	return nil, request.Context().Err()
}

func answer(status int, contentType, body string) step {
	return answerWith(http.Header{"Content-Type": {contentType}}, status, body)
}

func answerWith(header http.Header, status int, body string) step {
	return func(request *http.Request) (*http.Response, error) {
		wantConn(request).GotConn(httptrace.GotConnInfo{})
		return &http.Response{
			StatusCode: status,
			Header:     header,
			Body:       io.NopCloser(bytes.NewReader([]byte(body))),
			Request:    request,
		}, nil
	}
}

func errorBody(code string) string {
	return `{"RequestId":"A-1","HostId":"dm.aliyuncs.com","Code":"` + code + `","Message":"Something is wrong."}`
}

const (
	sentBody    = `{"EnvId":"600000123456789642","RequestId":"A-1"}`
	summaryBody = `{"RequestId":"A-1","UserStatus":0,"DailyQuota":2000}`
)
