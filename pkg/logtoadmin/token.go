package logtoadmin

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"github.com/logtoctl/logtoctl/pkg/secret"
)

// expiryMargin is how long before its expiry a token is renewed, so that it
// does not expire on its way to the server.
const expiryMargin = 60 * time.Second

// tokenSource keeps the current token and renews it, once for all the callers
// that ask at the same time.
type tokenSource struct {
	fetch  func(context.Context) (Token, error)
	store  TokenStore // may be nil
	key    string
	now    func() time.Time
	logger *slog.Logger
	learn  func(...secret.Text) // tells the redactor of each token in use
	flight singleflight.Group

	mu      sync.Mutex
	current Token
	refused bool // the API has refused a token: what the store has may be no better
}

// token returns the current token, or a new one when it is about to expire.
// The renewal does not end with the caller that happened to start it: others
// wait for the same one. It has its own deadline per attempt.
func (s *tokenSource) token(ctx context.Context) (secret.Text, error) {
	if token, ok := s.valid(); ok {
		return token, nil
	}
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	detached := context.WithoutCancel(ctx)
	renewal := s.flight.DoChan(s.key, func() (any, error) {
		return s.renew(detached)
	})
	select {
	case <-ctx.Done():
		return "", ctx.Err()
	case result := <-renewal:
		token, _ := result.Val.(secret.Text)
		return token, result.Err
	}
}

// reject forgets a token that the API refused, here and in the store. A caller
// that comes late, when another has already renewed the token, takes none away.
//
// From here on a new token comes from the server. The store may have another one,
// of another process, but whatever ended the first may have ended that as well,
// and a call is repeated with one new token only.
func (s *tokenSource) reject(ctx context.Context, token secret.Text) {
	s.mu.Lock()
	s.refused = true
	stale := s.current.AccessToken == token
	if stale {
		s.current = Token{}
	}
	s.mu.Unlock()
	if stale && s.store != nil {
		s.warn(ctx, "forget", s.store.Delete(ctx, s.key, token))
	}
}

func (s *tokenSource) valid() (secret.Text, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.current.AccessToken, s.fresh(s.current)
}

func (s *tokenSource) fresh(token Token) bool {
	return token.AccessToken != "" && s.now().Add(expiryMargin).Before(token.ExpiresAt)
}

// renew takes the token from the store, unless one was refused, else from the server.
func (s *tokenSource) renew(ctx context.Context) (secret.Text, error) {
	if token, ok := s.atHand(ctx); ok {
		return token, nil
	}
	token, err := s.fetch(ctx)
	if err != nil {
		return "", err
	}
	s.keep(token)
	if s.store != nil {
		s.warn(ctx, "save", s.store.Save(ctx, s.key, token))
	}
	return token.AccessToken, nil
}

// atHand returns a valid token without asking the server for one. During a renewal
// another may have ended just before.
func (s *tokenSource) atHand(ctx context.Context) (secret.Text, bool) {
	if token, ok := s.valid(); ok {
		return token, true
	}
	token, ok := s.load(ctx)
	if ok {
		s.keep(token)
	}
	return token.AccessToken, ok
}

func (s *tokenSource) load(ctx context.Context) (Token, bool) {
	if s.store == nil {
		return Token{}, false
	}
	token, ok, err := s.store.Load(ctx, s.key)
	s.warn(ctx, "load", err)
	s.mu.Lock()
	defer s.mu.Unlock()
	return token, err == nil && ok && s.fresh(token) && !s.refused
}

func (s *tokenSource) keep(token Token) {
	s.learn(token.AccessToken)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.current = token
}

func (s *tokenSource) warn(ctx context.Context, verb string, err error) {
	if err != nil {
		s.logger.WarnContext(ctx, "token store failed", "verb", verb, "error", err.Error())
	}
}
