package fault_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/sandbox/fault"
)

// service counts what reaches it and answers 201.
type service struct{ calls atomic.Int32 }

func (s *service) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	s.calls.Add(1)
	w.WriteHeader(http.StatusCreated)
	_, _ = io.WriteString(w, "done")
}

// send sends a request through the injector to the service "logto", without a
// network.
func send(i *fault.Injector, s *service, method, target string) *httptest.ResponseRecorder {
	recorder := httptest.NewRecorder()
	action := func(r *http.Request) string { return r.URL.Query().Get("Action") }
	i.Wrap("logto", action, s).ServeHTTP(recorder, httptest.NewRequest(method, target, nil))
	return recorder
}

func set(t *testing.T, rules ...fault.Rule) *fault.Injector {
	t.Helper()
	var i fault.Injector
	if err := i.Set(rules...); err != nil {
		t.Fatal(err)
	}
	return &i
}

func TestInjector_status(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name                    string
		rule                    fault.Rule
		retryAfter, contentType string
		body                    string
	}{
		{"500", fault.Rule{Status: 500}, "", "text/plain; charset=utf-8", "Internal Server Error\n"},
		{"503", fault.Rule{Status: 503}, "", "text/plain; charset=utf-8", "Service Unavailable\n"},
		{"429", fault.Rule{Status: 429}, "1", "text/plain; charset=utf-8", "Too Many Requests\n"},
		{"429 with time", fault.Rule{Status: 429, RetryAfter: 7}, "7", "text/plain; charset=utf-8", "Too Many Requests\n"},
		{"502", fault.Rule{Status: 502}, "", "text/html; charset=utf-8", "<html>\n<head><title>502 Bad Gateway</title></head>\n<body><center><h1>502 Bad Gateway</h1></center></body>\n</html>\n"},
		{"body", fault.Rule{Status: 400, Body: `{"Code":"Throttling.User"}`}, "", "application/json; charset=utf-8", `{"Code":"Throttling.User"}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			test.rule.Kind = fault.Status
			var s service
			got := send(set(t, test.rule), &s, "GET", "/")
			if got.Code != test.rule.Status || s.calls.Load() != 0 {
				t.Errorf("status = %d after %d calls of the service", got.Code, s.calls.Load())
			}
			if got.Header().Get("Retry-After") != test.retryAfter || got.Header().Get("Content-Type") != test.contentType {
				t.Errorf("header = %v", got.Header())
			}
			if diff := cmp.Diff(test.body, got.Body.String()); diff != "" {
				t.Errorf("body (-want +got):\n%s", diff)
			}
		})
	}
}

func TestInjector_match(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		match  fault.Match
		method string
		target string
		want   bool
	}{
		{fault.Match{}, "GET", "/", true},
		{fault.Match{Service: "logto"}, "GET", "/", true},
		{fault.Match{Service: "direct-mail"}, "GET", "/", false},
		{fault.Match{Method: "POST"}, "POST", "/api/applications", true},
		{fault.Match{Method: "POST"}, "GET", "/api/applications", false},
		{fault.Match{Path: "/api/applications"}, "GET", "/api/applications?page=1", true},
		{fault.Match{Path: "/api/applications"}, "GET", "/api/applications/x", false},
		{fault.Match{Path: "/api/applications/*"}, "GET", "/api/applications/x", true},
		{fault.Match{Action: "SingleSendMail"}, "POST", "/?Action=SingleSendMail", true},
		{fault.Match{Action: "SingleSendMail"}, "POST", "/?Action=DescAccountSummary", false},
		{fault.Match{Method: "POST", Path: "/api/*"}, "POST", "/oidc/token", false},
	} {
		var s service
		i := set(t, fault.Rule{Match: test.match, Kind: fault.Status, Status: 503})
		if got := send(i, &s, test.method, test.target).Code == 503; got != test.want {
			t.Errorf("%+v on %s %s: works = %v", test.match, test.method, test.target, got)
		}
	}
}

func TestInjector_actionUnknown(t *testing.T) {
	t.Parallel()
	i := set(t, fault.Rule{Match: fault.Match{Action: "SingleSendMail"}, Kind: fault.Status, Status: 503})
	recorder := httptest.NewRecorder()
	i.Wrap("logto", nil, &service{}).ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, "/", nil))
	if recorder.Code != http.StatusCreated {
		t.Errorf("status = %d", recorder.Code)
	}
}

func TestInjector_afterAndTimes(t *testing.T) {
	t.Parallel()
	i := set(t,
		fault.Rule{Match: fault.Match{Method: "POST"}, Kind: fault.Status, Status: 500, After: 1, Times: 2},
		fault.Rule{Match: fault.Match{Method: "POST"}, Kind: fault.Status, Status: 503, After: 1, Times: 1},
		fault.Rule{Match: fault.Match{Method: "PUT"}, Kind: fault.Status, Status: 502},
	)
	var s service
	methods := []string{"POST", "GET", "POST", "POST", "PUT", "POST", "POST", "PUT"}
	got := make([]int, len(methods))
	for n, method := range methods {
		got[n] = send(i, &s, method, "/").Code
	}
	// The second rule saw the first POST and the fourth, when the first rule
	// was used up.
	if diff := cmp.Diff([]int{201, 201, 500, 500, 502, 503, 201, 502}, got); diff != "" {
		t.Errorf("statuses (-want +got):\n%s", diff)
	}
	if err := i.Set(i.Rules()...); err != nil {
		t.Fatal(err)
	}
	if got := []int{send(i, &s, "POST", "/").Code, send(i, &s, "POST", "/").Code}; !cmp.Equal(got, []int{201, 500}) {
		t.Errorf("counts did not start anew: %v", got)
	}
}

func TestInjector_delay(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		i := set(t, fault.Rule{Kind: fault.Delay, Delay: fault.Duration(3 * time.Second)})
		var s service
		start := time.Now()
		if got := send(i, &s, "GET", "/"); got.Code != http.StatusCreated || time.Since(start) != 3*time.Second {
			t.Errorf("status %d after %v", got.Code, time.Since(start))
		}
	})
}

func TestInjector_delayEndsWithRequest(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		i := set(t, fault.Rule{Kind: fault.Delay, Delay: fault.Duration(time.Hour)})
		var s service
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		start := time.Now()
		ctx, cancel := context.WithTimeout(r.Context(), time.Second)
		defer cancel()
		i.Wrap("logto", nil, &s).ServeHTTP(httptest.NewRecorder(), r.WithContext(ctx))
		if s.calls.Load() != 0 || time.Since(start) != time.Second {
			t.Errorf("%d calls after %v", s.calls.Load(), time.Since(start))
		}
	})
}

func TestInjector_drop(t *testing.T) {
	t.Parallel()
	for kind, reached := range map[fault.Kind]int32{fault.DropBefore: 0, fault.DropAfter: 1} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			var s service
			server := httptest.NewServer(set(t, fault.Rule{Kind: kind, Times: 1}).Wrap("logto", nil, &s))
			defer server.Close()
			post := func() (*http.Response, error) {
				return server.Client().Post(server.URL, "text/plain", strings.NewReader("x"))
			}
			response, err := post()
			if err == nil {
				_ = response.Body.Close()
				t.Fatalf("status = %d, want a dropped connection", response.StatusCode)
			}
			if !errors.Is(err, io.EOF) || s.calls.Load() != reached {
				t.Errorf("error %v after %d calls of the service, want EOF after %d", err, s.calls.Load(), reached)
			}
			response, err = post()
			if err != nil || response.StatusCode != http.StatusCreated {
				t.Fatalf("afterwards: %v %v", response, err)
			}
			_ = response.Body.Close()
		})
	}
}

func TestInjector_dropWithoutConnection(t *testing.T) {
	t.Parallel()
	if got := send(set(t, fault.Rule{Kind: fault.DropAfter}), &service{}, "GET", "/"); got.Code != http.StatusServiceUnavailable || got.Body.Len() != 0 {
		t.Errorf("answer = %d %q", got.Code, got.Body)
	}
}

func TestInjector_clock(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	i := set(t,
		fault.Rule{Match: fault.Match{Service: "logto"}, Kind: fault.Skew, Delay: fault.Duration(20 * time.Minute)},
		fault.Rule{Kind: fault.Skew, Delay: fault.Duration(-time.Minute)},
	)
	now := func() time.Time { return noon }
	logto, directMail := i.Clock("logto", now), i.Clock("direct-mail", now)
	if got := logto(); !got.Equal(noon.Add(19 * time.Minute)) {
		t.Errorf("logto: %v", got)
	}
	if got := directMail(); !got.Equal(noon.Add(-time.Minute)) {
		t.Errorf("direct mail: %v", got)
	}
	var s service
	if got := send(i, &s, "GET", "/"); got.Code != http.StatusCreated {
		t.Errorf("a skewed clock changed the answer to %d", got.Code)
	}
	if err := i.Set(); err != nil || !logto().Equal(noon) {
		t.Errorf("afterwards: %v, %v", logto(), err)
	}
}

func TestInjector_SetRefuses(t *testing.T) {
	t.Parallel()
	good := fault.Rule{Kind: fault.DropAfter}
	for reason, rule := range map[string]fault.Rule{
		"kind must be":                        {Kind: "explode"},
		"status must be from 400":             {Kind: fault.Status, Status: 200},
		"status must be from 400 to 599":      {Kind: fault.Status, Status: 600},
		"delay must be positive":              {Kind: fault.Delay},
		"delay must say how far the clock":    {Kind: fault.Skew},
		"cannot be negative":                  {Kind: fault.DropAfter, Times: -1},
		"match.path is not a pattern: /api/[": {Kind: fault.DropAfter, Match: fault.Match{Path: "/api/["}},
	} {
		i := set(t, good)
		err := i.Set(good, rule)
		failure, ok := errors.AsType[*fault.RuleError](err)
		if !ok || failure.Index != 1 || !strings.Contains(err.Error(), "fault rule 1: ") || !strings.Contains(err.Error(), reason) {
			t.Errorf("error = %v, want %q", err, reason)
		}
		if diff := cmp.Diff([]fault.Rule{good}, i.Rules()); diff != "" {
			t.Errorf("rules after the error (-want +got):\n%s", diff)
		}
	}
}

func TestInjector_concurrent(t *testing.T) {
	t.Parallel()
	i := set(t, fault.Rule{Kind: fault.Status, Status: 500, Times: 10})
	var s service
	var group sync.WaitGroup
	for range 50 {
		group.Go(func() {
			send(i, &s, "GET", "/")
			i.Rules()
			i.Clock("logto", time.Now)()
		})
	}
	group.Wait()
	if got := s.calls.Load(); got != 40 {
		t.Errorf("%d calls reached the service, want 40", got)
	}
}

// TestInjector_delayedBody: the service gets the whole body, and what was wrong
// with it.
func TestInjector_delayedBody(t *testing.T) {
	t.Parallel()
	cut := errors.New("the connection was cut")
	for _, want := range []error{nil, cut} {
		synctest.Test(t, func(t *testing.T) {
			i := set(t, fault.Rule{Kind: fault.Delay, Delay: fault.Duration(time.Second)})
			body := io.Reader(strings.NewReader("hello"))
			if want != nil {
				body = io.MultiReader(body, failing{want})
			}
			got, err := "", error(nil)
			service := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				var read []byte
				read, err = io.ReadAll(r.Body)
				got = string(read)
			})
			i.Wrap("logto", nil, service).ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodPost, "/", body))
			if got != "hello" || !errors.Is(err, want) {
				t.Errorf("the service read %q, %v", got, err)
			}
		})
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// TestInjector_delayedAndGone: a request with a body ends when its client gives
// up, which a server notices once it has read the body.
func TestInjector_delayedAndGone(t *testing.T) {
	t.Parallel()
	i := set(t, fault.Rule{Kind: fault.Delay, Delay: fault.Duration(time.Hour), Match: fault.Match{Action: "wait"}})
	arrived, ended := make(chan struct{}), make(chan struct{})
	action := func(*http.Request) string {
		close(arrived)
		return "wait"
	}
	var s service
	handler := i.Wrap("logto", action, &s)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		handler.ServeHTTP(w, r)
		close(ended)
	}))
	ctx, giveUp := context.WithCancel(t.Context())
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, server.URL, strings.NewReader("hello"))
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		<-arrived
		giveUp()
	}()
	if response, err := server.Client().Do(request); err == nil {
		_ = response.Body.Close()
		t.Errorf("answered %d", response.StatusCode)
	}
	select {
	case <-ended:
		server.Close()
	case <-time.After(20 * time.Second):
		t.Fatal("the request is still waiting")
	}
	if s.calls.Load() != 0 {
		t.Error("the service was called for nobody")
	}
}
