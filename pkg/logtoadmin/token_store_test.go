package logtoadmin_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
	"github.com/logtoctl/logtoctl/pkg/secret"
)

// memoryStore is a token store that counts, and fails when it is told to.
type memoryStore struct {
	mu      sync.Mutex
	tokens  map[string]logtoadmin.Token
	saved   int
	deleted int
	failure error
}

func (s *memoryStore) Load(_ context.Context, key string) (logtoadmin.Token, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	token, ok := s.tokens[key]
	return token, ok, s.failure
}

func (s *memoryStore) Save(_ context.Context, key string, token logtoadmin.Token) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.tokens == nil {
		s.tokens = make(map[string]logtoadmin.Token)
	}
	s.tokens[key] = token
	s.saved++
	return s.failure
}

func (s *memoryStore) Delete(_ context.Context, key string, refused secret.Text) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.tokens[key].AccessToken == refused {
		delete(s.tokens, key)
	}
	s.deleted++
	return s.failure
}

var _ logtoadmin.TokenStore = (*memoryStore)(nil)

func TestClient_tokenStore(t *testing.T) {
	t.Parallel()
	tenant := newTenant(t)
	store := new(memoryStore)
	now := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	clock := &clock{now: now}
	client := func(options ...logtoadmin.Option) *logtoadmin.Client {
		return tenant.client(append([]logtoadmin.Option{logtoadmin.WithTokenStore(store), logtoadmin.WithClock(clock.Now)}, options...)...)
	}
	steps := []struct {
		name   string
		client *logtoadmin.Client
		atHand bool
		tokens int32
	}{
		{"empty store", client(), false, 1},
		{"second process", client(), true, 1},
		{"other secret", client(logtoadmin.WithCredentials(appID, "another secret")), false, 2},
		{"other application", client(logtoadmin.WithCredentials("other", appSecret)), false, 3},
		{"other resource", client(logtoadmin.WithResource("https://other.logto.app/api")), false, 4},
	}
	for _, step := range steps {
		if got := step.client.HasToken(t.Context()); got != step.atHand {
			t.Errorf("%s: a token is at hand: %t", step.name, got)
		}
		if err := step.client.Authenticate(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := tenant.tokens.Load(); got != step.tokens {
			t.Errorf("%s: %d tokens, want %d", step.name, got, step.tokens)
		}
	}
	for key, token := range store.tokens {
		if len(key) != 64 || strings.Trim(key, "0123456789abcdef") != "" {
			t.Errorf("key %q is not 64 hexadecimal digits", key)
		}
		if !token.ExpiresAt.Equal(now.Add(time.Hour)) || token.Scope != "all" || !strings.HasPrefix(token.AccessToken.Reveal(), "token-") {
			t.Errorf("stored token is %+v", token)
		}
	}
	clock.Advance(59*time.Minute + 30*time.Second)
	if client().HasToken(t.Context()) {
		t.Error("a token that is about to expire is at hand")
	}
	if err := client().Authenticate(t.Context()); err != nil || tenant.tokens.Load() != 5 {
		t.Errorf("%d tokens, %v; want a fifth instead of the old one", tenant.tokens.Load(), err)
	}
}

func TestClient_tokenStoreFails(t *testing.T) {
	t.Parallel()
	tenant := newTenant(t)
	tenant.handle("GET /api/connectors", answerJSON(http.StatusOK, "[]"))
	log := new(logBuffer)
	client := tenant.client(logtoadmin.WithTokenStore(&memoryStore{failure: errors.New("disk full")}), logtoadmin.WithLogger(log.logger()))
	if _, err := client.Connectors.List(t.Context()); err != nil {
		t.Errorf("a store that fails stopped the work: %v", err)
	}
	if text := log.String(); !strings.Contains(text, "disk full") || strings.Contains(text, "token-1") {
		t.Errorf("log is %s", text)
	}
}
