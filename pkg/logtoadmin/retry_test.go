package logtoadmin_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

var farFuture = time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)

// The failures that a server can be scripted with.
func drop(w http.ResponseWriter, _ *http.Request) {
	connection, _, err := w.(http.Hijacker).Hijack()
	if err == nil {
		_ = connection.Close()
	}
}

func cutOff(w http.ResponseWriter, r *http.Request) { cutOffWith(http.StatusOK)(w, r) }

func cutOffWith(status int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", "1000")
		w.WriteHeader(status)
		_, _ = w.Write([]byte(`{"id": "a"`))
	}
}

// hang waits until the client is gone, which the server notices only once it has
// read the body.
func hang(_ http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	<-r.Context().Done()
}

func fail(status int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "a proxy says no", status) }
}

func failLater(status int, retryAfter string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", retryAfter)
		w.WriteHeader(status)
	}
}

var (
	ok       = answerJSON(http.StatusOK, `{"id": "a"}`)
	gone     = answerJSON(http.StatusNotFound, `{"code": "entity.not_found", "message": "The resource does not exist."}`)
	refusal  = answerJSON(http.StatusInternalServerError, `{"code": "application.sync_application_secret_failed"}`)
	tooMany  = answerJSON(http.StatusTooManyRequests, `{"code": "request.message_rate_limited"}`)
	conflict = answerJSON(http.StatusUnprocessableEntity, `{"code": "entity.create_failed"}`)
	errAny   = errors.New("any error")
)

// The four kinds of call, by what it means to send one twice.
func get(ctx context.Context, c *logtoadmin.Client) error {
	_, err := c.Applications.Get(ctx, "a")
	return err
}

func create(ctx context.Context, c *logtoadmin.Client) error {
	_, err := c.Applications.Create(ctx, logtoadmin.CreateApplicationRequest{Name: "a"})
	return err
}

func update(ctx context.Context, c *logtoadmin.Client) error {
	_, err := c.Applications.Update(ctx, "a", logtoadmin.UpdateApplicationRequest{Name: new("a")})
	return err
}

func remove(ctx context.Context, c *logtoadmin.Client) error { return c.Applications.Delete(ctx, "a") }

// TestClient_repeats holds the whole rule: which failure of which kind of call
// is repeated, and what the caller learns when it is not.
func TestClient_repeats(t *testing.T) {
	t.Parallel()
	type call func(context.Context, *logtoadmin.Client) error
	tests := map[string]struct {
		call      call
		refuse    int32              // dials that are refused
		script    []http.HandlerFunc // what the server does with each request; the last goes on
		requests  int32              // that reach the server
		is        error              // nil for success
		uncertain bool
		min, max  time.Duration // that pass
	}{
		"read, lost once":                   {get, 0, []http.HandlerFunc{drop, ok}, 2, nil, false, 125 * time.Millisecond, 375 * time.Millisecond},
		"read, cut off once":                {get, 0, []http.HandlerFunc{cutOff, ok}, 2, nil, false, 125 * time.Millisecond, 375 * time.Millisecond},
		"read, always lost":                 {get, 0, []http.HandlerFunc{drop}, 4, logtoadmin.ErrUnreachable, false, 875 * time.Millisecond, 2625 * time.Millisecond},
		"read, always cut off":              {get, 0, []http.HandlerFunc{cutOff}, 4, logtoadmin.ErrUnexpectedResponse, false, 875 * time.Millisecond, 2625 * time.Millisecond},
		"read, 502 503 504":                 {get, 0, []http.HandlerFunc{fail(502), fail(503), fail(504), ok}, 4, nil, false, 875 * time.Millisecond, 2625 * time.Millisecond},
		"read, 500":                         {get, 0, []http.HandlerFunc{fail(500)}, 1, errAny, false, 0, 0},
		"read, timeout":                     {get, 0, []http.HandlerFunc{hang}, 1, logtoadmin.ErrUnreachable, false, 30 * time.Second, 30 * time.Second},
		"read, not found":                   {get, 0, []http.HandlerFunc{gone}, 1, logtoadmin.ErrNotFound, false, 0, 0},
		"read, refused dials":               {get, 3, []http.HandlerFunc{ok}, 1, nil, false, 875 * time.Millisecond, 2625 * time.Millisecond},
		"read, always refused":              {get, 100, nil, 0, logtoadmin.ErrUnreachable, false, 875 * time.Millisecond, 2625 * time.Millisecond},
		"read, retry after 2 s":             {get, 0, []http.HandlerFunc{failLater(429, "2"), ok}, 2, nil, false, 2 * time.Second, 2 * time.Second},
		"read, retry after 30 s":            {get, 0, []http.HandlerFunc{failLater(503, "30"), ok}, 2, nil, false, 30 * time.Second, 30 * time.Second},
		"read, retry after 31 s":            {get, 0, []http.HandlerFunc{failLater(429, "31")}, 1, logtoadmin.ErrRateLimited, false, 0, 0},
		"read, unavailable for an hour":     {get, 0, []http.HandlerFunc{failLater(503, "3600")}, 1, errAny, false, 0, 0},
		"read, retry after a date":          {get, 0, []http.HandlerFunc{failLater(429, "Sat, 01 Jan 2000 00:00:05 GMT"), ok}, 2, nil, false, 5 * time.Second, 5 * time.Second},
		"read, always 429":                  {get, 0, []http.HandlerFunc{failLater(429, "1")}, 4, logtoadmin.ErrRateLimited, false, 3 * time.Second, 4 * time.Second},
		"create, lost":                      {create, 0, []http.HandlerFunc{drop}, 1, logtoadmin.ErrUnreachable, true, 0, 0},
		"create, cut off":                   {create, 0, []http.HandlerFunc{cutOff}, 1, logtoadmin.ErrUnexpectedResponse, true, 0, 0},
		"create, 422 cut off":               {create, 0, []http.HandlerFunc{cutOffWith(422)}, 1, logtoadmin.ErrUnexpectedResponse, false, 0, 0},
		"create, timeout":                   {create, 0, []http.HandlerFunc{hang}, 1, logtoadmin.ErrUnreachable, true, 30 * time.Second, 30 * time.Second},
		"create, 500 of a proxy":            {create, 0, []http.HandlerFunc{fail(500)}, 1, errAny, true, 0, 0},
		"create, 502":                       {create, 0, []http.HandlerFunc{fail(502)}, 1, errAny, true, 0, 0},
		"create, 503":                       {create, 0, []http.HandlerFunc{failLater(503, "1")}, 1, errAny, true, 0, 0},
		"create, 501":                       {create, 0, []http.HandlerFunc{fail(501)}, 1, errAny, false, 0, 0},
		"create, refusal by Logto":          {create, 0, []http.HandlerFunc{refusal}, 1, errAny, false, 0, 0},
		"create, 422":                       {create, 0, []http.HandlerFunc{conflict}, 1, errAny, false, 0, 0},
		"create, page instead of an answer": {create, 0, []http.HandlerFunc{fail(200)}, 1, logtoadmin.ErrUnexpectedResponse, true, 0, 0},
		"create, 429":                       {create, 0, []http.HandlerFunc{failLater(429, "1"), ok}, 2, nil, false, time.Second, time.Second},
		"create, 429 and then lost":         {create, 0, []http.HandlerFunc{failLater(429, "1"), drop}, 2, logtoadmin.ErrUnreachable, true, time.Second, time.Second},
		"create, limit of messages":         {create, 0, []http.HandlerFunc{tooMany}, 1, logtoadmin.ErrRateLimited, false, 0, 0},
		"create, refused dials":             {create, 3, []http.HandlerFunc{ok}, 1, nil, false, 875 * time.Millisecond, 2625 * time.Millisecond},
		"create, always refused":            {create, 100, nil, 0, logtoadmin.ErrUnreachable, false, 875 * time.Millisecond, 2625 * time.Millisecond},
		"update, lost once":                 {update, 0, []http.HandlerFunc{drop, ok}, 2, nil, false, 125 * time.Millisecond, 375 * time.Millisecond},
		"update, always lost":               {update, 0, []http.HandlerFunc{drop}, 4, logtoadmin.ErrUnreachable, true, 875 * time.Millisecond, 2625 * time.Millisecond},
		"update, always 504":                {update, 0, []http.HandlerFunc{fail(504)}, 4, errAny, true, 875 * time.Millisecond, 2625 * time.Millisecond},
		"update, lost and then 422":         {update, 0, []http.HandlerFunc{drop, conflict}, 2, errAny, false, 125 * time.Millisecond, 375 * time.Millisecond},
		"update, lost and then 429":         {update, 0, []http.HandlerFunc{drop, tooMany}, 2, logtoadmin.ErrRateLimited, true, 125 * time.Millisecond, 375 * time.Millisecond},
		"update, always refused":            {update, 100, nil, 0, logtoadmin.ErrUnreachable, false, 875 * time.Millisecond, 2625 * time.Millisecond},
		"delete, lost and then gone":        {remove, 0, []http.HandlerFunc{drop, gone}, 2, nil, false, 125 * time.Millisecond, 375 * time.Millisecond},
		"delete, 502 and then gone":         {remove, 0, []http.HandlerFunc{fail(502), gone}, 2, nil, false, 125 * time.Millisecond, 375 * time.Millisecond},
		"delete, gone":                      {remove, 0, []http.HandlerFunc{gone}, 1, logtoadmin.ErrNotFound, false, 0, 0},
		"delete, 429 and then gone":         {remove, 0, []http.HandlerFunc{failLater(429, "1"), gone}, 2, logtoadmin.ErrNotFound, false, time.Second, time.Second},
		"delete, refused and then gone":     {remove, 1, []http.HandlerFunc{gone}, 1, logtoadmin.ErrNotFound, false, 125 * time.Millisecond, 375 * time.Millisecond},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var requests atomic.Int32
				pipe, httpClient := newPipe(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					n := int(requests.Add(1))
					test.script[min(n, len(test.script))-1](w, r)
				}))
				pipe.refuse.Store(test.refuse)
				start := time.Now()
				err := test.call(t.Context(), pipeClient(t, httpClient))
				elapsed := time.Since(start)
				switch {
				case test.is == nil && err != nil:
					t.Errorf("error is %v", err)
				case test.is != nil && (err == nil || !errors.Is(test.is, errAny) && !errors.Is(err, test.is)):
					t.Errorf("error is %v, want %v", err, test.is)
				}
				if errors.Is(err, logtoadmin.ErrUncertain) != test.uncertain {
					t.Errorf("error is %v, want it to be uncertain: %t", err, test.uncertain)
				}
				if requests.Load() != test.requests {
					t.Errorf("%d requests, want %d", requests.Load(), test.requests)
				}
				if elapsed < test.min || elapsed > test.max {
					t.Errorf("it took %s, want %s to %s", elapsed, test.min, test.max)
				}
			})
		})
	}
}

// pipeClient is a client with a token for the server behind a pipe.
func pipeClient(t *testing.T, httpClient *http.Client, options ...logtoadmin.Option) *logtoadmin.Client {
	t.Helper()
	client, err := logtoadmin.New("http://"+pipeHost, append([]logtoadmin.Option{
		logtoadmin.WithCredentials(appID, appSecret), logtoadmin.WithHTTPClient(httpClient), storedToken(),
	}, options...)...)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func TestClient_retryAfterIsReported(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		_, httpClient := newPipe(t, failLater(http.StatusTooManyRequests, "120"))
		err := get(t.Context(), pipeClient(t, httpClient))
		limited, ok := errors.AsType[*logtoadmin.Error](err)
		if !ok || limited.RetryAfter != 2*time.Minute {
			t.Fatalf("error is %v, want *Error with two minutes", err)
		}
		if want := "get application a: logto answered 429, retry after 2m0s"; err.Error() != want {
			t.Errorf("error is %q, want %q", err, want)
		}
	})
}

func TestClient_tokenRequestIsRepeated(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var requests atomic.Int32
		_, httpClient := newPipe(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if requests.Add(1) < 3 {
				drop(w, r)
				return
			}
			writeJSON(w, http.StatusOK, `{"access_token": "jwt", "expires_in": 3600, "token_type": "Bearer", "scope": "all"}`)
		}))
		client, err := logtoadmin.New("http://"+pipeHost, logtoadmin.WithCredentials(appID, appSecret), logtoadmin.WithHTTPClient(httpClient))
		if err != nil {
			t.Fatal(err)
		}
		if err := client.Authenticate(t.Context()); err != nil || requests.Load() != 3 {
			t.Errorf("%d requests, %v; want the third to succeed", requests.Load(), err)
		}
	})
}

// A token request that fails is not repeated once more by the call that needs it.
func TestClient_tokenRequestFails(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var requests atomic.Int32
		_, httpClient := newPipe(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			requests.Add(1)
			drop(w, r)
		}))
		client, err := logtoadmin.New("http://"+pipeHost, logtoadmin.WithCredentials(appID, appSecret), logtoadmin.WithHTTPClient(httpClient))
		if err != nil {
			t.Fatal(err)
		}
		err = create(t.Context(), client)
		if !errors.Is(err, logtoadmin.ErrUnreachable) || errors.Is(err, logtoadmin.ErrUncertain) || requests.Load() != 4 {
			t.Errorf("%d requests, %v; want four and ErrUnreachable", requests.Load(), err)
		}
	})
}
