package tokenstore_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/tokenstore"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

const key = "0a1b2c"

func token() logtoadmin.Token {
	return logtoadmin.Token{AccessToken: "ey.token", ExpiresAt: valid, Scope: "all"}
}

// valid is long after this test, expired long before.
var (
	valid   = time.Date(2100, 1, 2, 10, 0, 0, 0, time.UTC)
	expired = time.Date(2000, 1, 2, 10, 0, 0, 0, time.UTC)
)

// newStore returns a store in a folder that does not exist yet, and the path of
// the file of the key.
func newStore(t *testing.T) (*tokenstore.Store, string) {
	t.Helper()
	directory := filepath.Join(t.TempDir(), "cache", "logtoctl")
	return tokenstore.New(directory), filepath.Join(directory, "tokens", key+".json")
}

// saved returns a store with one token in it.
func saved(t *testing.T) (*tokenstore.Store, string) {
	t.Helper()
	store, path := newStore(t)
	if err := store.Save(t.Context(), key, token()); err != nil {
		t.Fatal(err)
	}
	return store, path
}

func load(t *testing.T, store *tokenstore.Store, key string) (logtoadmin.Token, bool) {
	t.Helper()
	loaded, found, err := store.Load(t.Context(), key)
	if err != nil {
		t.Fatalf("load: %v", err)
	}
	return loaded, found
}

func TestStore_roundTrip(t *testing.T) {
	t.Parallel()
	store, path := saved(t)
	loaded, found := load(t, store, key)
	if diff := cmp.Diff(token(), loaded); !found || diff != "" {
		t.Errorf("found %t (-saved +loaded):\n%s", found, diff)
	}
	if loaded.AccessToken.Reveal() != "ey.token" {
		t.Errorf("the token has become %d bytes", len(loaded.AccessToken))
	}
	content, err := os.ReadFile(path)
	const want = `{"accessToken":"ey.token","expiresAt":"2100-01-02T10:00:00Z","scope":"all"}`
	if err != nil || string(content) != want {
		t.Errorf("the file is %s, %v", content, err)
	}
	if other, found := load(t, store, "ffff"); found {
		t.Errorf("another key has a token of scope %q", other.Scope)
	}
}

func TestStore_Save_replaces(t *testing.T) {
	t.Parallel()
	store, _ := saved(t)
	newer := token()
	newer.AccessToken = "ey.newer"
	if err := store.Save(t.Context(), key, newer); err != nil {
		t.Fatal(err)
	}
	if loaded, _ := load(t, store, key); loaded.AccessToken != newer.AccessToken {
		t.Error("the older token is still there")
	}
}

// Each sandbox is another endpoint, so expired tokens would pile up.
func TestStore_Save_prunes(t *testing.T) {
	t.Parallel()
	store, path := saved(t)
	old := token()
	old.ExpiresAt = expired
	if err := store.Save(t.Context(), "01d", old); err != nil {
		t.Fatal(err)
	}
	notOurs := filepath.Join(filepath.Dir(path), "notes.json")
	if err := os.WriteFile(notOurs, []byte("not a token"), 0o600); err != nil {
		t.Fatal(err)
	}
	nextRun := tokenstore.New(filepath.Dir(filepath.Dir(path)))
	if err := nextRun.Save(t.Context(), "2e3", token()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{key + ".json", "2e3.json", "notes.json"}, entries(t, filepath.Dir(path))); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
}

func TestStore_modes(t *testing.T) {
	t.Parallel()
	skipWithoutModes(t)
	_, path := saved(t)
	for path, want := range map[string]fs.FileMode{path: 0o600, filepath.Dir(path): 0o700, filepath.Dir(filepath.Dir(path)): 0o700} {
		if got := mode(t, path); got != want {
			t.Errorf("%s has the mode %o, want %o", filepath.Base(path), got, want)
		}
	}
	if names := entries(t, filepath.Dir(path)); len(names) != 1 {
		t.Errorf("temporary files are left: %q", names)
	}
}

// A file that somebody else can read, or could have put there, is no token, and
// goes when there is a new one.
func TestStore_untrustedFiles(t *testing.T) {
	t.Parallel()
	skipWithoutModes(t)
	elsewhere := func(t *testing.T, path string) {
		t.Helper()
		target := filepath.Join(t.TempDir(), "planted.json")
		if err := errors.Join(os.Rename(path, target), os.Symlink(target, path)); err != nil {
			t.Fatal(err)
		}
	}
	modes := func(mode fs.FileMode) func(*testing.T, string) {
		return func(t *testing.T, path string) {
			t.Helper()
			if err := os.Chmod(path, mode); err != nil {
				t.Fatal(err)
			}
		}
	}
	tests := map[string]func(*testing.T, string){
		"others read":  modes(0o604),
		"group reads":  modes(0o640),
		"others write": modes(0o602),
		"link":         elsewhere,
	}
	for name, spoil := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			store, path := saved(t)
			spoil(t, path)
			if _, found := load(t, store, key); found {
				t.Error("the file was trusted")
			}
			if err := store.Save(t.Context(), key, token()); err != nil {
				t.Fatal(err)
			}
			if _, found := load(t, store, key); !found || mode(t, path) != 0o600 {
				t.Errorf("after saving: found %t, mode %o", found, mode(t, path))
			}
		})
	}
}

func TestStore_brokenFiles(t *testing.T) {
	t.Parallel()
	for _, content := range []string{"", "{", `[]`, `null`, `{"accessToken":""}`, `{"accessToken":1}`, `{"accessToken":"a","expiresAt":"soon"}`} {
		t.Run(content, func(t *testing.T) {
			t.Parallel()
			store, path := saved(t)
			if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
			if _, found := load(t, store, key); found {
				t.Error("there is a token in it")
			}
		})
	}
	t.Run("folder", func(t *testing.T) {
		t.Parallel()
		store, path := newStore(t)
		if err := os.MkdirAll(filepath.Join(path, "full"), 0o700); err != nil {
			t.Fatal(err)
		}
		if _, found := load(t, store, key); found {
			t.Error("there is a token in it")
		}
		if err := store.Delete(t.Context(), key, token().AccessToken); err != nil { // there is none
			t.Errorf("delete: %v", err)
		}
	})
}

func TestStore_Delete(t *testing.T) {
	t.Parallel()
	store, _ := saved(t)
	for range 2 {
		if err := store.Delete(t.Context(), key, token().AccessToken); err != nil {
			t.Errorf("delete: %v", err)
		}
	}
	if _, found := load(t, store, key); found {
		t.Error("the token is still there")
	}
}

func TestStore_Save_impossible(t *testing.T) {
	t.Parallel()
	blocked := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(blocked, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	store, path := newStore(t)
	if err := os.MkdirAll(path, 0o700); err != nil { // a folder of the file's name
		t.Fatal(err)
	}
	for _, store := range []*tokenstore.Store{tokenstore.New(blocked), store} {
		err := store.Save(t.Context(), key, token())
		if err == nil || !strings.HasPrefix(err.Error(), "keep the token: ") || strings.Contains(err.Error(), "ey.token") {
			t.Errorf("save: %v", err)
		}
	}
}

func skipWithoutModes(t *testing.T) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no mode bits")
	}
}

func mode(t *testing.T, path string) fs.FileMode {
	t.Helper()
	info, err := os.Lstat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Mode().Perm()
}

func entries(t *testing.T, folder string) []string {
	t.Helper()
	listed, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, entry := range listed {
		names = append(names, entry.Name())
	}
	return names
}
