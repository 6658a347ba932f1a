// Package tokenstore keeps access tokens between two runs of logtoctl, one file
// each, readable by their owner only. A token lives an hour at most and can be
// had again at any time, so every trouble with a file means: no token.
package tokenstore

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/natefinch/atomic"

	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
	"github.com/logtoctl/logtoctl/pkg/secret"
)

var _ logtoadmin.TokenStore = (*Store)(nil)

// Store keeps tokens in a folder. It implements logtoadmin.TokenStore.
type Store struct{ directory string }

// New returns a store in the folder "tokens" of the directory, which is made
// when the first token is saved.
func New(directory string) *Store { return &Store{directory: filepath.Join(directory, "tokens")} }

// record is the content of a file.
type record struct {
	AccessToken string    `json:"accessToken"`
	ExpiresAt   time.Time `json:"expiresAt"`
	Scope       string    `json:"scope"`
}

// Load returns the token of the key. A file that others could read is not
// trusted: somebody could have put it there.
func (s *Store) Load(_ context.Context, key string) (logtoadmin.Token, bool, error) {
	path := s.path(key)
	info, err := os.Lstat(path)
	if err != nil || !info.Mode().IsRegular() || !private(info) {
		return logtoadmin.Token{}, false, nil
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return logtoadmin.Token{}, false, fmt.Errorf("read the token: %w", err)
	}
	var r record
	if json.Unmarshal(content, &r) != nil || r.AccessToken == "" {
		return logtoadmin.Token{}, false, nil
	}
	return logtoadmin.Token{AccessToken: secret.Text(r.AccessToken), ExpiresAt: r.ExpiresAt, Scope: r.Scope}, true, nil
}

// Save writes the token whole or not at all, so that two runs at the same time
// never read half a file.
func (s *Store) Save(_ context.Context, key string, token logtoadmin.Token) error {
	content, err := json.Marshal(record{AccessToken: token.AccessToken.Reveal(), ExpiresAt: token.ExpiresAt, Scope: token.Scope})
	if err != nil {
		return fmt.Errorf("encode the token: %w", err)
	}
	if err := os.MkdirAll(s.directory, 0o700); err != nil {
		return fmt.Errorf("keep the token: %w", err)
	}
	// A new file gets mode 0600; one that stands there keeps its mode, so a
	// readable one must go first.
	path := s.path(key)
	if info, err := os.Lstat(path); err == nil && !private(info) {
		_ = os.Remove(path)
	}
	if err := atomic.WriteFile(path, bytes.NewReader(content)); err != nil {
		return fmt.Errorf("keep the token: %w", err)
	}
	s.prune(time.Now())
	return nil
}

// prune removes what has expired: a sandbox is another endpoint each time, and
// its tokens would pile up.
func (s *Store) prune(now time.Time) {
	files, err := filepath.Glob(filepath.Join(s.directory, "*.json"))
	if err != nil {
		return
	}
	for _, file := range files {
		var r record
		if content, err := os.ReadFile(file); err == nil && json.Unmarshal(content, &r) == nil && r.ExpiresAt.Before(now) {
			_ = os.Remove(file)
		}
	}
}

// Delete forgets the token of the key.
func (s *Store) Delete(_ context.Context, key string) error {
	if err := os.Remove(s.path(key)); err != nil && !os.IsNotExist(err) {
		return fmt.Errorf("forget the token: %w", err)
	}
	return nil
}

// path is safe because a key consists of hexadecimal digits. As a hash it tells
// nobody which tenants somebody works with.
func (s *Store) path(key string) string { return filepath.Join(s.directory, key+".json") }
