package logtoadmin_test

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
	"github.com/logtoctl/logtoctl/pkg/secret"
)

func TestClient_refusedToken(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		accepted   string // the token that the API accepts
		wantTokens int32
		wantCalls  int
		want       error
	}{
		"revoked once":    {"token-2", 2, 2, nil},
		"always refused":  {"none", 2, 2, logtoadmin.ErrUnauthorized},
		"accepted at all": {"token-1", 1, 1, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tenant := newTenant(t)
			calls := 0
			tenant.handle("POST /api/applications", func(w http.ResponseWriter, r *http.Request) {
				calls++
				if r.Header.Get("Authorization") != "Bearer "+test.accepted {
					writeJSON(w, http.StatusUnauthorized, `{"code": "auth.unauthorized", "message": "Unauthorized."}`)
					return
				}
				writeJSON(w, http.StatusOK, `{"id": "a"}`)
			})
			store := new(memoryStore)
			_, err := tenant.client(logtoadmin.WithTokenStore(store)).Applications.Create(t.Context(), logtoadmin.CreateApplicationRequest{Name: "x"})
			if !errors.Is(err, test.want) || errors.Is(err, logtoadmin.ErrUncertain) {
				t.Errorf("error is %v, want %v", err, test.want)
			}
			if calls != test.wantCalls || tenant.tokens.Load() != test.wantTokens {
				t.Errorf("%d calls with %d tokens, want %d with %d", calls, tenant.tokens.Load(), test.wantCalls, test.wantTokens)
			}
			if want := int(test.wantTokens) - 1; store.deleted != want {
				t.Errorf("%d tokens were dropped from the store, want %d", store.deleted, want)
			}
		})
	}
}

// A stored token that was revoked is replaced, also when the store cannot
// forget it.
func TestClient_refusedStoredToken(t *testing.T) {
	t.Parallel()
	tenant := newTenant(t)
	tenant.tokens.Add(1)
	tenant.handle("GET /api/connectors", func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer token-2" {
			writeJSON(w, http.StatusUnauthorized, `{"code": "auth.unauthorized"}`)
			return
		}
		writeJSON(w, http.StatusOK, "[]")
	})
	stale := logtoadmin.Token{AccessToken: "token-revoked", ExpiresAt: time.Now().Add(time.Hour), Scope: "all"}
	client := tenant.client(logtoadmin.WithTokenStore(stubbornStore{stale}))
	if _, err := client.Connectors.List(t.Context()); err != nil {
		t.Error(err)
	}
}

// stubbornStore always has the same token.
type stubbornStore struct{ token logtoadmin.Token }

func (s stubbornStore) Load(context.Context, string) (logtoadmin.Token, bool, error) {
	return s.token, true, nil
}
func (s stubbornStore) Save(context.Context, string, logtoadmin.Token) error { return nil }
func (s stubbornStore) Delete(context.Context, string, secret.Text) error    { return nil }

// Two runs got a token each, at the same time, and the store keeps that of the
// other one. The server has revoked both.
func TestClient_refusedToken_anotherInStore(t *testing.T) {
	t.Parallel()
	tenant := newTenant(t)
	tenant.handle("GET /api/connectors", func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer token-3" {
			writeJSON(w, http.StatusUnauthorized, `{"code": "auth.unauthorized"}`)
			return
		}
		writeJSON(w, http.StatusOK, "[]")
	})
	store := new(memoryStore)
	client, other := tenant.client(logtoadmin.WithTokenStore(store)), tenant.client()
	if err := errors.Join(client.Authenticate(t.Context()), other.Authenticate(t.Context())); err != nil {
		t.Fatal(err)
	}
	for key, kept := range store.tokens {
		kept.AccessToken = "token-2"
		store.tokens[key] = kept
	}
	if _, err := client.Connectors.List(t.Context()); err != nil {
		t.Error(err)
	}
	for _, kept := range store.tokens {
		if kept.AccessToken != "token-3" {
			t.Error("a token that was revoked is kept")
		}
	}
	if got := tenant.tokens.Load(); got != 3 {
		t.Errorf("%d tokens, want 3", got)
	}
}

// When the API refuses a token that many calls hold, it is renewed once.
func TestClient_refusedToken_concurrent(t *testing.T) {
	t.Parallel()
	const callers = 12
	tenant := newTenant(t)
	var together sync.WaitGroup
	together.Add(callers)
	tenant.handle("GET /api/connectors", func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") == "Bearer token-1" {
			together.Done()
			together.Wait() // all hold token-1 before the first is refused
			writeJSON(w, http.StatusUnauthorized, `{"code": "auth.unauthorized"}`)
			return
		}
		writeJSON(w, http.StatusOK, "[]")
	})
	client := tenant.client()
	if err := client.Authenticate(t.Context()); err != nil {
		t.Fatal(err)
	}
	var calls sync.WaitGroup
	for range callers {
		calls.Go(func() {
			if _, err := client.Connectors.List(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	calls.Wait()
	if got := tenant.tokens.Load(); got != 2 {
		t.Errorf("%d tokens, want 2", got)
	}
}

// The caller that happens to start the token request gives up; the other one
// gets the token of the same request.
func TestClient_tokenRequestOutlivesItsCaller(t *testing.T) {
	t.Parallel()
	started, proceed := make(chan struct{}), make(chan struct{})
	requests := 0
	tenant := tokenTenant(t, func(w http.ResponseWriter, _ *http.Request) {
		requests++
		close(started)
		<-proceed
		writeJSON(w, http.StatusOK, `{"access_token": "jwt", "expires_in": 3600, "token_type": "Bearer", "scope": "all"}`)
	})
	client := tenant.client()
	ctx, cancel := context.WithCancel(t.Context())
	first, second := make(chan error, 1), make(chan error, 1)
	go func() { first <- client.Authenticate(ctx) }()
	<-started
	go func() { second <- client.Authenticate(t.Context()) }()
	cancel()
	if err := <-first; !errors.Is(err, context.Canceled) {
		t.Errorf("the first caller got %v, want context.Canceled", err)
	}
	close(proceed)
	if err := <-second; err != nil {
		t.Errorf("the second caller got %v", err)
	}
	if requests != 1 {
		t.Errorf("%d token requests, want 1", requests)
	}
}

func TestClient_Authenticate_cancelled(t *testing.T) {
	t.Parallel()
	tenant := newTenant(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := tenant.client().Authenticate(ctx); !errors.Is(err, context.Canceled) || tenant.tokens.Load() != 0 {
		t.Errorf("%d tokens, %v; want none and context.Canceled", tenant.tokens.Load(), err)
	}
}
