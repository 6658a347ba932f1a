// Package tokenstore keeps access tokens between two runs of logtoctl, one file
// each, readable by their owner only. A token lives an hour at most and can be had
// again at any time, so every trouble with a file means: no token.
//
// Runs at the same time need no lock, and none ever waits for another: a file is
// replaced whole. Between a look at a file and the change to it another run may put
// a newer token there, which is then lost. That costs one more token request.
package tokenstore

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"golang.org/x/net/http/httpguts"

	"github.com/logtoctl/logtoctl/internal/infile"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
	"github.com/logtoctl/logtoctl/pkg/secret"
)

var _ logtoadmin.TokenStore = (*Store)(nil)

// fileLimit is the size in bytes of the largest file that is read: a token with
// many claims has a few thousand.
const fileLimit = 1 << 20

// A file under way has a name of this kind. What a run that was killed has left is
// removed once no writer can be at it any more.
const (
	underWay      = "new-"
	underWayLimit = time.Minute
)

// Store keeps tokens in a folder. It implements logtoadmin.TokenStore.
type Store struct {
	directory string
	pruning   sync.Once
}

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
// trusted: somebody could have put it there. Nor is a token that no request can
// carry.
func (s *Store) Load(_ context.Context, key string) (logtoadmin.Token, bool, error) {
	path := s.path(key)
	info, err := os.Lstat(path)
	if err != nil || !info.Mode().IsRegular() || !private(info) {
		return logtoadmin.Token{}, false, nil
	}
	content, err := infile.Read(path, fileLimit)
	if errors.Is(err, fs.ErrNotExist) { // another run has removed it since
		return logtoadmin.Token{}, false, nil
	}
	if err != nil {
		return logtoadmin.Token{}, false, fmt.Errorf("read the token: %w", err)
	}
	var r record
	if json.Unmarshal(content, &r) != nil || r.AccessToken == "" || !httpguts.ValidHeaderFieldValue(r.AccessToken) {
		return logtoadmin.Token{}, false, nil
	}
	return logtoadmin.Token{AccessToken: secret.Text(r.AccessToken), ExpiresAt: r.ExpiresAt, Scope: r.Scope}, true, nil
}

// Save writes the token whole or not at all, so that two runs at the same time
// never read half a file. A token that lasts longer, which another run has had
// meanwhile, stays.
func (s *Store) Save(ctx context.Context, key string, token logtoadmin.Token) error {
	content, err := json.Marshal(record{AccessToken: token.AccessToken.Reveal(), ExpiresAt: token.ExpiresAt, Scope: token.Scope})
	if err != nil {
		return fmt.Errorf("encode the token: %w", err)
	}
	if err := os.MkdirAll(s.directory, 0o700); err != nil {
		return fmt.Errorf("keep the token: %w", err)
	}
	defer s.pruning.Do(func() { s.prune(time.Now()) })
	if other, ok, err := s.Load(ctx, key); err == nil && ok && other.ExpiresAt.After(token.ExpiresAt) {
		return nil
	}
	if err := s.write(s.path(key), content); err != nil {
		return fmt.Errorf("keep the token: %w", err)
	}
	return nil
}

// write puts a new file, of mode 0600, in the place of what is there. It does not
// wait for the disk: a token that a power cut takes away is had again.
func (s *Store) write(path string, content []byte) error {
	file, err := os.CreateTemp(s.directory, underWay+"*.json")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(file.Name()) }() // when it has not been renamed
	_, err = file.Write(content)
	if err = errors.Join(err, file.Close()); err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}

// prune removes what has expired: a sandbox is another endpoint each time, and
// its tokens would pile up. A run does it once, because it reads all the files.
func (s *Store) prune(now time.Time) {
	entries, err := os.ReadDir(s.directory)
	if err != nil {
		return
	}
	for _, entry := range entries {
		if s.isOver(entry, now) {
			_ = os.Remove(filepath.Join(s.directory, entry.Name()))
		}
	}
}

// isOver tells whether a file is of no use any more: an expired token, or what is
// left of one that was never written to its end.
func (s *Store) isOver(entry os.DirEntry, now time.Time) bool {
	if !entry.Type().IsRegular() || filepath.Ext(entry.Name()) != ".json" {
		return false
	}
	if strings.HasPrefix(entry.Name(), underWay) {
		info, err := entry.Info()
		return err == nil && now.Sub(info.ModTime()) > underWayLimit
	}
	content, err := infile.Read(filepath.Join(s.directory, entry.Name()), fileLimit)
	var r record
	return err == nil && json.Unmarshal(content, &r) == nil && r.ExpiresAt.Before(now)
}

// Delete forgets a token that was refused. When another one has taken its place,
// that stays.
func (s *Store) Delete(ctx context.Context, key string, refused secret.Text) error {
	kept, ok, err := s.Load(ctx, key)
	if err == nil && (!ok || kept.AccessToken != refused) {
		return nil
	}
	if err := os.Remove(s.path(key)); err != nil && !os.IsNotExist(err) {
		return fmt.Errorf("forget the token: %w", err)
	}
	return nil
}

// path is safe because a key consists of hexadecimal digits. As a hash it tells
// nobody which tenants somebody works with.
func (s *Store) path(key string) string { return filepath.Join(s.directory, key+".json") }
