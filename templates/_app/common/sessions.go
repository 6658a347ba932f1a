package main

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"fmt"
	"net/http"
	"time"

	"github.com/alexedwards/scs/goredisstore"
	"github.com/alexedwards/scs/v2"
	"github.com/redis/go-redis/v9"
)

// cookieName is what the session cookie is called. It says whose it is, because
// browsers do not tell apps apart that run on one host at different ports.
const cookieName = "webapp_session"

const (
	sessionLifetime    = 24 * time.Hour // then people sign in again, whatever they do
	sessionIdleTimeout = 2 * time.Hour  // and when they do nothing

	// signInTimeout is how long people may take at Logto, whose codes by mail are
	// good for ten minutes. Everybody can begin a sign-in and so have a session
	// kept, so one in which nothing comes of it does not last longer.
	signInTimeout = 20 * time.Minute
)

// newSessions returns what keeps the sessions, and what closes it. The browser
// has a random token in a cookie and nothing else: the tokens of Logto are too
// big for cookies, and none of a browser's business.
func newSessions(ctx context.Context, settings settings) (*scs.SessionManager, func(), error) {
	sessions := scs.New() // in memory: gone when the app stops
	sessions.Lifetime = sessionLifetime
	sessions.IdleTimeout = sessionIdleTimeout
	sessions.Cookie.Name = cookieName
	sessions.Cookie.HttpOnly = true
	sessions.Cookie.SameSite = http.SameSiteLaxMode // Strict would lose the session on the way back from Logto
	if settings.secure() {
		sessions.Cookie.Secure = true
		sessions.Cookie.Name = "__Host-" + cookieName // no sub-domain can plant a cookie of that name
	}
	if settings.redis == nil {
		return sessions, func() {}, nil
	}

	client := redis.NewClient(settings.redis)
	if err := client.Ping(ctx).Err(); err != nil {
		_ = client.Close()
		return nil, nil, fmt.Errorf("connect to Redis at %s (REDIS_URL): %w", settings.redis.Addr, err)
	}
	store, err := newSealedStore(client, settings.sessionKey)
	if err != nil {
		_ = client.Close()
		return nil, nil, err
	}
	sessions.Store = store
	sessions.HashTokenInStore = true // who reads Redis cannot take a session over
	return sessions, func() { _ = client.Close() }, nil
}

// sealedStore keeps sessions in Redis, encrypted: they hold refresh tokens, and
// Redis has backups, replicas and administrators of its own.
type sealedStore struct {
	scs.CtxStore // and no more of Redis's own store, which would list sealed sessions
	aead         cipher.AEAD
}

func newSealedStore(client *redis.Client, key []byte) (*sealedStore, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return nil, err
	}
	return &sealedStore{goredisstore.New(client), aead}, nil
}

// CommitCtx seals a session for its own token, so that it cannot be moved to
// another one.
func (s *sealedStore) CommitCtx(ctx context.Context, token string, session []byte, expiry time.Time) error {
	// The nonce is not missing: this AEAD makes a random one each time, and puts it in front.
	sealed := s.aead.Seal(nil, nil, session, []byte(token)) // #nosec G407
	return s.CtxStore.CommitCtx(ctx, token, sealed, expiry)
}

// FindCtx opens a session. One that was sealed with another SESSION_SECRET is as
// good as expired: people sign in again.
func (s *sealedStore) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	sealed, found, err := s.CtxStore.FindCtx(ctx, token)
	if err != nil || !found {
		return nil, false, err
	}
	session, err := s.aead.Open(nil, nil, sealed, []byte(token))
	return session, err == nil, nil
}
