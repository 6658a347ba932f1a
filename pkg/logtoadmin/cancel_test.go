package logtoadmin_test

import (
	"context"
	"errors"
	"net/http"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

func TestClient_cancelledDuringPause(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		_, httpClient := newPipe(t, failLater(http.StatusServiceUnavailable, "20"))
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		start := time.Now()
		err := update(ctx, pipeClient(t, httpClient))
		if elapsed := time.Since(start); elapsed != 5*time.Second {
			t.Errorf("it took %s, want 5s", elapsed)
		}
		for _, is := range []error{context.DeadlineExceeded, logtoadmin.ErrUncertain} {
			if !errors.Is(err, is) {
				t.Errorf("error is %v, want %v", err, is)
			}
		}
		if refusal, ok := errors.AsType[*logtoadmin.Error](err); !ok || refusal.StatusCode != http.StatusServiceUnavailable {
			t.Errorf("error is %v, want it to hold the last answer", err)
		}
	})
}

func TestClient_cancelled(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		call      func(context.Context, *logtoadmin.Client) error
		early     bool // cancelled before the call
		uncertain bool
	}{
		"read in flight":      {get, false, false},
		"create in flight":    {create, false, true},
		"update in flight":    {update, false, true},
		"create, never begun": {create, true, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				var requests atomic.Int32
				_, httpClient := newPipe(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					requests.Add(1)
					cancel()
					hang(w, r)
				}))
				client := pipeClient(t, httpClient)
				if err := client.Authenticate(ctx); err != nil {
					t.Fatal(err)
				}
				if test.early {
					cancel()
				}
				err := test.call(ctx, client)
				if !errors.Is(err, context.Canceled) || errors.Is(err, logtoadmin.ErrUnreachable) {
					t.Errorf("error is %v, want context.Canceled and not ErrUnreachable", err)
				}
				if errors.Is(err, logtoadmin.ErrUncertain) != test.uncertain {
					t.Errorf("error is %v, want it to be uncertain: %t", err, test.uncertain)
				}
				if test.early != (requests.Load() == 0) || requests.Load() > 1 {
					t.Errorf("%d requests", requests.Load())
				}
			})
		})
	}
}

func TestWithTimeout(t *testing.T) {
	t.Parallel()
	tests := map[string]http.HandlerFunc{
		"no answer": hang,
		"slow body": func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(http.StatusOK)
			_ = http.NewResponseController(w).Flush()
			hang(w, r)
		},
	}
	for name, handler := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				_, httpClient := newPipe(t, handler)
				start := time.Now()
				err := get(t.Context(), pipeClient(t, httpClient, logtoadmin.WithTimeout(3*time.Second)))
				if elapsed := time.Since(start); elapsed != 3*time.Second {
					t.Errorf("it took %s, want 3s", elapsed)
				}
				if want := "get application a: logto.test gave no answer within 3s"; err == nil || err.Error() != want {
					t.Errorf("error is %v, want %s", err, want)
				}
				if !errors.Is(err, logtoadmin.ErrUnreachable) {
					t.Error("error is not ErrUnreachable")
				}
			})
		})
	}
}

// A dial that never ends has sent nothing, so that a create is not uncertain.
func TestWithTimeout_dial(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		silent := &pipe{closed: make(chan struct{})} // nobody accepts
		t.Cleanup(func() { _ = silent.Close() })
		transport := &http.Transport{DialContext: silent.dial}
		err := create(t.Context(), pipeClient(t, &http.Client{Transport: transport}))
		if !errors.Is(err, logtoadmin.ErrUnreachable) || errors.Is(err, logtoadmin.ErrUncertain) {
			t.Errorf("error is %v, want ErrUnreachable and not ErrUncertain", err)
		}
		if want := `create application "a": cannot connect to logto.test within 30s`; err == nil || err.Error() != want {
			t.Errorf("error is %v, want %s", err, want)
		}
	})
}
