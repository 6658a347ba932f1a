package aliyundm_test

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

func TestRetry_attempts(t *testing.T) {
	t.Parallel()
	var (
		throttled = answer(400, jsonType, errorBody("Throttling.User"))
		success   = answer(200, jsonType, `{"EnvId":"6","UserStatus":0,"RequestId":"A-1"}`)
	)
	tests := map[string]struct {
		steps      []step
		read, send int // attempts
		uncertain  bool
	}{
		"success":                  {steps: []step{success}, read: 1, send: 1},
		"refused, then up":         {steps: []step{refused, refused, success}, read: 3, send: 3},
		"refused for good":         {steps: []step{refused}, read: 4, send: 4},
		"throttled, then accepted": {steps: []step{throttled, throttled, throttled, success}, read: 4, send: 4},
		"throttled for good":       {steps: []step{throttled}, read: 4, send: 4},
		"429 of a gateway":         {steps: []step{answer(429, "text/html", "<html>")}, read: 4, send: 4},
		"reset on the way":         {steps: []step{reset}, read: 4, send: 1, uncertain: true},
		"refused, then reset":      {steps: []step{refused, reset}, read: 4, send: 2, uncertain: true},
		"502":                      {steps: []step{answer(502, "text/html", "<html>")}, read: 4, send: 1, uncertain: true},
		"503":                      {steps: []step{answer(503, jsonType, errorBody("ServiceUnavailable"))}, read: 4, send: 1, uncertain: true},
		"504":                      {steps: []step{answer(504, "", "")}, read: 4, send: 1, uncertain: true},
		"500 InternalError":        {steps: []step{answer(500, jsonType, errorBody("InternalError"))}, read: 4, send: 1, uncertain: true},
		"500 of unknown code":      {steps: []step{answer(500, jsonType, errorBody("Weird"))}, read: 1, send: 1, uncertain: true},
		"500 empty":                {steps: []step{answer(500, "", "")}, read: 1, send: 1, uncertain: true},
		"404":                      {steps: []step{answer(404, jsonType, errorBody("InvalidMailAddress.NotFound"))}, read: 1, send: 1},
		"wrong signature":          {steps: []step{answer(400, jsonType, errorBody("SignatureDoesNotMatch"))}, read: 1, send: 1},
		"repeated on the way":      {steps: []step{answer(400, jsonType, errorBody("SignatureNonceUsed"))}, read: 1, send: 1, uncertain: true},
		"200 without a result":     {steps: []step{answer(200, jsonType, "{}")}, read: 1, send: 1, uncertain: true},
		"no answer":                {steps: []step{silent}, read: 1, send: 1, uncertain: true},
		"no connection in time":    {steps: []step{unconnected}, read: 1, send: 1},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				reads := newScript(test.steps...)
				_, err := newClient(t, "dm.example.com", reads.option()).DescAccountSummary(t.Context())
				if reads.attempts != test.read {
					t.Errorf("read: %d attempts, want %d (%v)", reads.attempts, test.read, err)
				}
				if errors.Is(err, aliyundm.ErrUncertain) {
					t.Errorf("read: the error is uncertain: %v", err)
				}
				if len(reads.nonces) != reads.attempts {
					t.Errorf("read: %d nonces in %d attempts", len(reads.nonces), reads.attempts)
				}

				sends := newScript(test.steps...)
				_, err = newClient(t, "dm.example.com", sends.option()).SingleSendMail(t.Context(), exampleMail())
				if sends.attempts != test.send {
					t.Errorf("send: %d attempts, want %d (%v)", sends.attempts, test.send, err)
				}
				if errors.Is(err, aliyundm.ErrUncertain) != test.uncertain {
					t.Errorf("send: uncertain is %v, want %v (%v)", !test.uncertain, test.uncertain, err)
				}
			})
		})
	}
}

func TestRetry_pauses(t *testing.T) {
	t.Parallel()
	// Three pauses of 250, 500 and 1000 ms on average, each half as long to one
	// and a half times as long.
	const shortest, longest = 875 * time.Millisecond, 2625 * time.Millisecond
	throttled := func(key, value string) step {
		header := http.Header{"Content-Type": {jsonType}}
		header.Set(key, value)
		return answerWith(header, 400, errorBody("Throttling"))
	}
	tests := map[string]struct {
		step     step
		min, max time.Duration
	}{
		"own":                {refused, shortest, longest},
		"Retry-After":        {throttled("Retry-After", "3"), 9 * time.Second, 9 * time.Second},
		"Retry-After, long":  {throttled("Retry-After", "3600"), 24 * time.Second, 24 * time.Second},
		"Retry-After, a day": {throttled("Retry-After", "Sun, 22 Nov 2026 18:24:12 GMT"), shortest, longest},
		"time left":          {throttled("X-Ratelimit-User-Api", "Limit:1,Remain:0,TimeLeft:4000,Reset:5"), 12 * time.Second, 12 * time.Second},
		"time left of user":  {throttled("X-Ratelimit-User", "TimeLeft:2000"), 6 * time.Second, 6 * time.Second},
		"time left, garbage": {throttled("X-Ratelimit-User", "TimeLeft:soon"), shortest, longest},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				start := time.Now()
				client := newClient(t, "dm.example.com", newScript(test.step).option())
				if _, err := client.DescAccountSummary(t.Context()); err == nil {
					t.Error("no error")
				}
				if took := time.Since(start); took < test.min || took > test.max {
					t.Errorf("took %v, want %v to %v", took, test.min, test.max)
				}
			})
		})
	}
}

func TestTimeout_ofAttempt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		client := newClient(t, "dm.example.com", newScript(silent).option(), aliyundm.WithTimeout(5*time.Second))
		_, err := client.DescAccountSummary(t.Context())
		if !errors.Is(err, aliyundm.ErrUnreachable) || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error is %v, want unreachable by a deadline", err)
		}
		if !strings.Contains(err.Error(), "no answer within 5s") {
			t.Errorf("error is %q, want it to name the timeout", err)
		}
		if took := time.Since(start); took != 5*time.Second {
			t.Errorf("took %v, want 5s", took)
		}
	})
}

func TestTimeout_default(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		if _, err := newClient(t, "dm.example.com", newScript(silent).option()).DescAccountSummary(t.Context()); err == nil {
			t.Error("no error")
		}
		if took := time.Since(start); took != 30*time.Second {
			t.Errorf("took %v, want 30s", took)
		}
	})
}

func TestCancel_before(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	transport := newScript(answer(200, jsonType, sentBody))
	_, err := newClient(t, "dm.example.com", transport.option()).SingleSendMail(ctx, exampleMail())
	if !errors.Is(err, context.Canceled) || len(kindsOf(err)) != 0 {
		t.Errorf("error is %v of kinds %v, want only cancelled", err, kindsOf(err))
	}
	if transport.attempts != 0 {
		t.Error("a request left after the cancellation")
	}
}

func TestCancel_during(t *testing.T) {
	t.Parallel()
	interrupted := errors.New("interrupt signal received")
	throttled := answer(400, jsonType, errorBody("Throttling"))
	tests := map[string]struct {
		step      step
		uncertain bool
	}{
		"a sent request": {silent, true},
		"a connection":   {unconnected, false},
		"a pause":        {throttled, false},
		"another pause":  {refused, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancelCause(t.Context())
				defer time.AfterFunc(100*time.Millisecond, func() { cancel(interrupted) }).Stop()
				start := time.Now()
				transport := newScript(test.step)
				_, err := newClient(t, "dm.example.com", transport.option()).SingleSendMail(ctx, exampleMail())
				if !errors.Is(err, context.Canceled) || !errors.Is(err, interrupted) {
					t.Errorf("error is %v, want cancelled, and by what", err)
				}
				if errors.Is(err, aliyundm.ErrUncertain) != test.uncertain {
					t.Errorf("uncertain is %v, want %v (%v)", !test.uncertain, test.uncertain, err)
				}
				if took := time.Since(start); took != 100*time.Millisecond || transport.attempts != 1 {
					t.Errorf("stopped after %v and %d attempts, want 100ms and 1", took, transport.attempts)
				}
			})
		})
	}
}

// The caller's deadline ends all attempts, and what the last one met is kept.
func TestDeadline_ofCaller(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		transport := newScript(answer(400, jsonType, errorBody("Throttling.Api")))
		_, err := newClient(t, "dm.example.com", transport.option()).DescAccountSummary(ctx)
		if !errors.Is(err, context.DeadlineExceeded) || !errors.Is(err, aliyundm.ErrThrottled) {
			t.Errorf("error is %v, want the deadline and the throttling", err)
		}
	})
}

// A transport which reports no connections is believed only about dialling.
func TestRetry_foreignTransport(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		op        string
		uncertain bool
		attempts  int
	}{
		"dial": {"dial", false, 4},
		"read": {"read", true, 1},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				transport := newScript(func(*http.Request) (*http.Response, error) {
					return nil, &net.OpError{Op: test.op, Err: errors.New("broken")}
				})
				_, err := newClient(t, "dm.example.com", transport.option()).SingleSendMail(t.Context(), exampleMail())
				if errors.Is(err, aliyundm.ErrUncertain) != test.uncertain || transport.attempts != test.attempts {
					t.Errorf("%d attempts and %v, want %d, uncertain %v", transport.attempts, err, test.attempts, test.uncertain)
				}
			})
		})
	}
}

// A server that cannot be talked to will not change a second later.
func TestRetry_notForWrongServers(t *testing.T) {
	t.Parallel()
	tests := map[string]func(*httptest.Server) (endpoint string){
		"certificate of nobody": func(s *httptest.Server) string { s.StartTLS(); return s.URL },
		"https to a plain port": func(s *httptest.Server) string { s.Start(); return s.Listener.Addr().String() },
	}
	for name, start := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var connections atomic.Int32
			server := httptest.NewUnstartedServer(http.NotFoundHandler())
			server.Config.ErrorLog = log.New(io.Discard, "", 0)
			server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
				if state == http.StateNew {
					connections.Add(1)
				}
			}
			endpoint := start(server)
			defer server.Close()

			_, err := newClient(t, endpoint).SingleSendMail(t.Context(), exampleMail())
			if !errors.Is(err, aliyundm.ErrUnreachable) || errors.Is(err, aliyundm.ErrUncertain) {
				t.Errorf("error is %v, want unreachable and certain", err)
			}
			if connections.Load() != 1 {
				t.Errorf("%d connections, want 1", connections.Load())
			}
		})
	}
}

// A closed port, with the transport of the client itself.
func TestRetry_closedPort(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close()
	_, err := newClient(t, server.URL).SingleSendMail(t.Context(), exampleMail())
	if !errors.Is(err, aliyundm.ErrUnreachable) || errors.Is(err, aliyundm.ErrUncertain) {
		t.Errorf("error is %v, want unreachable and certain", err)
	}
	if strings.Contains(err.Error(), "http://") {
		t.Errorf("error is %q, want it without the URL of the request", err)
	}
}
