package logtoadmin_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// roundTripper is a transport of the caller that reports nothing to a trace.
type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// Where nothing says how far a request got, it counts as sent, unless the error
// itself says that there was no connection.
func TestWithHTTPClient_transportWithoutTrace(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		err       error
		attempts  int32
		uncertain bool
	}{
		"lost":    {io.ErrUnexpectedEOF, 1, true},
		"unknown": {errors.New("something"), 1, true},
		"dial":    {&net.OpError{Op: "dial", Err: errors.New("connection refused")}, 4, false},
		"lookup":  {&net.DNSError{Err: "server misbehaving", IsTemporary: true}, 4, false},
		"reset":   {&net.OpError{Op: "read", Err: errors.New("connection reset by peer")}, 1, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var attempts atomic.Int32
				transport := roundTripper(func(*http.Request) (*http.Response, error) {
					attempts.Add(1)
					return nil, test.err
				})
				err := create(t.Context(), pipeClient(t, &http.Client{Transport: transport}))
				if !errors.Is(err, logtoadmin.ErrUnreachable) || !errors.Is(err, test.err) {
					t.Errorf("error is %v, want ErrUnreachable with the cause", err)
				}
				if errors.Is(err, logtoadmin.ErrUncertain) != test.uncertain || attempts.Load() != test.attempts {
					t.Errorf("%d attempts, %v; want %d, uncertain: %t", attempts.Load(), err, test.attempts, test.uncertain)
				}
			})
		})
	}
}

func TestConnectionError_Error(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		err  error
		want string
	}{
		"lost": {
			&logtoadmin.ConnectionError{Host: "a.test", Err: io.EOF},
			"lost the connection to a.test: EOF",
		},
		"timeout of the attempt": {
			&logtoadmin.ConnectionError{Host: "a.test", Err: context.DeadlineExceeded, Timeout: time.Second},
			"a.test gave no answer within 1s",
		},
		"deadline of the caller": {
			&logtoadmin.ConnectionError{Host: "a.test", Err: context.DeadlineExceeded},
			"a.test gave no answer before the deadline",
		},
		"cancelled by the caller": {
			&logtoadmin.ConnectionError{Host: "a.test", Err: context.Canceled},
			"request to a.test was cancelled",
		},
	}
	for name, test := range tests {
		if got := test.err.Error(); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}

// An error names the host and not the whole URL, whose query may say more than a
// log should hold.
func TestConnectionError_hidesQuery(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		transport := roundTripper(func(r *http.Request) (*http.Response, error) {
			return nil, &url.Error{Op: "Get", URL: r.URL.String(), Err: io.EOF}
		})
		client := pipeClient(t, &http.Client{Transport: transport})
		for _, err := range client.Applications.List(t.Context(), logtoadmin.ListApplicationsOptions{Search: "private"}) {
			if err == nil || strings.Contains(err.Error(), "private") {
				t.Errorf("error is %v", err)
			}
		}
	})
}

func TestClient_deadlineOfCaller(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		_, httpClient := newPipe(t, http.HandlerFunc(hang))
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		err := update(ctx, pipeClient(t, httpClient))
		want := "update application a: logto.test gave no answer before the deadline; it is not known whether the request took effect"
		if err == nil || err.Error() != want {
			t.Errorf("error is %v, want %s", err, want)
		}
		for _, is := range []error{context.DeadlineExceeded, logtoadmin.ErrUnreachable, logtoadmin.ErrUncertain} {
			if !errors.Is(err, is) {
				t.Errorf("error is not %v", is)
			}
		}
	})
}

// Calls that follow each other use one connection, also after a failure.
func TestClient_reusesConnection(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var requests atomic.Int32
		pipe, httpClient := newPipe(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch requests.Add(1) {
			case 2:
				gone(w, r)
			case 3:
				failLater(http.StatusServiceUnavailable, "1")(w, r)
			default:
				ok(w, r)
			}
		}))
		client := pipeClient(t, httpClient)
		for range 4 {
			if err := get(t.Context(), client); err != nil && !errors.Is(err, logtoadmin.ErrNotFound) {
				t.Fatal(err)
			}
		}
		if requests.Load() != 5 || pipe.dials.Load() != 1 {
			t.Errorf("%d requests over %d connections, want 5 over 1", requests.Load(), pipe.dials.Load())
		}
	})
}

// A body is the same at each attempt, and after a token was renewed.
func TestClient_bodyOfEachAttempt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var bodies []string
		_, httpClient := newPipe(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/oidc/token" {
				writeJSON(w, http.StatusOK, `{"access_token": "token-1", "expires_in": 3600, "token_type": "Bearer", "scope": "all"}`)
				return
			}
			body, _ := io.ReadAll(r.Body)
			bodies = append(bodies, r.Header.Get("Authorization")+" "+string(body))
			switch len(bodies) {
			case 1:
				fail(http.StatusBadGateway)(w, r)
			case 2:
				writeJSON(w, http.StatusUnauthorized, `{"code": "auth.unauthorized"}`)
			case 3:
				drop(w, r)
			default:
				ok(w, r)
			}
		}))
		if err := update(t.Context(), pipeClient(t, httpClient)); err != nil {
			t.Fatal(err)
		}
		want := []string{
			`Bearer token-0 {"name":"a"}`, `Bearer token-0 {"name":"a"}`,
			`Bearer token-1 {"name":"a"}`, `Bearer token-1 {"name":"a"}`,
		}
		if got := strings.Join(bodies, "\n"); got != strings.Join(want, "\n") {
			t.Errorf("requests were\n%s", got)
		}
	})
}

func TestWithLogger_attempts(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var requests atomic.Int32
		_, httpClient := newPipe(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if requests.Add(1) == 1 {
				drop(w, r)
				return
			}
			ok(w, r)
		}))
		log := new(logBuffer)
		if err := get(t.Context(), pipeClient(t, httpClient, logtoadmin.WithLogger(log.logger()))); err != nil {
			t.Fatal(err)
		}
		want := `level=DEBUG msg="logto request" method=GET path=/api/applications/a attempt=1 error=EOF
level=DEBUG msg="logto request" method=GET path=/api/applications/a attempt=2 status=200 request_id=""
`
		if got := log.String(); got != want {
			t.Errorf("log is\n%swant\n%s", got, want)
		}
	})
}

// Nothing between the client and its transport gets in the way of HTTP/2.
func TestClient_http2(t *testing.T) {
	t.Parallel()
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ProtoMajor != 2 {
			t.Errorf("protocol is %s", r.Proto)
		}
		w.WriteHeader(http.StatusNoContent)
	}))
	server.EnableHTTP2 = true
	server.StartTLS()
	t.Cleanup(server.Close)
	client, err := logtoadmin.New(server.URL, logtoadmin.WithHTTPClient(server.Client()))
	if err != nil {
		t.Fatal(err)
	}
	if err := client.Status(t.Context()); err != nil {
		t.Error(err)
	}
}
