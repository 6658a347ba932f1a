package tokenstore_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sync/errgroup"

	"github.com/logtoctl/logtoctl/internal/tokenstore"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
	"github.com/logtoctl/logtoctl/pkg/secret"
)

// numbered returns one of several tokens, each of which lasts longer than the one
// before.
func numbered(n int) logtoadmin.Token {
	return logtoadmin.Token{
		AccessToken: secret.Text(fmt.Sprintf("ey.token-%d", n)), Scope: "all", ExpiresAt: valid.Add(time.Duration(n) * time.Second),
	}
}

// anotherRun returns a store on the same folder, which knows of the first no more
// than another process does.
func anotherRun(path string) *tokenstore.Store {
	return tokenstore.New(filepath.Dir(filepath.Dir(path)))
}

// TestStore_newerStays has a run that is late: another one has a newer token
// already. It neither takes that away nor puts its own in its place.
func TestStore_newerStays(t *testing.T) {
	t.Parallel()
	store, path := newStore(t)
	late := anotherRun(path)
	for _, n := range []int{1, 2} {
		if err := store.Save(t.Context(), key, numbered(n)); err != nil {
			t.Fatal(err)
		}
	}
	if err := late.Delete(t.Context(), key, numbered(1).AccessToken); err != nil {
		t.Fatal(err)
	}
	if err := late.Save(t.Context(), key, numbered(1)); err != nil {
		t.Fatal(err)
	}
	if kept, _ := load(t, store, key); kept.AccessToken != numbered(2).AccessToken {
		t.Errorf("kept is the token of %v", kept.ExpiresAt)
	}
}

// TestStore_severalRuns has runs that drop each token as refused and save the
// next one, all at the same time. Nobody ever reads half a token, and in the end
// the newest is there.
func TestStore_severalRuns(t *testing.T) {
	t.Parallel()
	const runs, tokens = 4, 50
	first, path := newStore(t)
	var group errgroup.Group
	for range runs {
		store := anotherRun(path)
		group.Go(func() error {
			for n := range tokens {
				if err := store.Save(t.Context(), key, numbered(n)); err != nil {
					return err
				}
				kept, ok, err := store.Load(t.Context(), key)
				if err != nil {
					return err
				}
				if whole := numbered(int(kept.ExpiresAt.Sub(valid) / time.Second)); ok && kept != whole {
					return fmt.Errorf("read half a token, of %v", kept.ExpiresAt)
				}
				if n == tokens-1 {
					break
				}
				if err := store.Delete(t.Context(), key, numbered(n).AccessToken); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		t.Fatal(err)
	}
	if kept, ok := load(t, first, key); !ok || kept.AccessToken != numbered(tokens-1).AccessToken {
		t.Errorf("there is a token: %t, of %v", ok, kept.ExpiresAt)
	}
}

// TestStore_waitsForNobody: a run that hangs must not hang all the others, so there
// is no file but the tokens that one could hold and another wait for.
func TestStore_waitsForNobody(t *testing.T) {
	t.Parallel()
	store, path := saved(t)
	if err := store.Delete(t.Context(), key, token().AccessToken); err != nil {
		t.Fatal(err)
	}
	if err := anotherRun(path).Save(t.Context(), key, token()); err != nil {
		t.Fatal(err)
	}
	tokens := filepath.Dir(path)
	if diff := cmp.Diff([]string{"tokens"}, entries(t, filepath.Dir(tokens))); diff != "" {
		t.Errorf("beside the tokens (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{key + ".json"}, entries(t, tokens)); diff != "" {
		t.Errorf("tokens (-want +got):\n%s", diff)
	}
}

// TestStore_killedRun has files of runs that were killed while they wrote, and one
// of a run that is at it.
func TestStore_killedRun(t *testing.T) {
	t.Parallel()
	_, path := saved(t)
	folder := filepath.Dir(path)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for name, file := range map[string]struct {
		content []byte
		age     time.Duration
	}{
		"new-1.json": {nil, 2 * time.Minute},
		"new-2.json": {whole[:20], time.Hour},
		"new-3.json": {whole, time.Hour},
		"new-4.json": {whole[:20], 0},
	} {
		written := time.Now().Add(-file.age)
		left := filepath.Join(folder, name)
		if err := errors.Join(os.WriteFile(left, file.content, 0o600), os.Chtimes(left, written, written)); err != nil {
			t.Fatal(err)
		}
	}
	if err := anotherRun(path).Save(t.Context(), key, token()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{key + ".json", "new-4.json"}, entries(t, folder)); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
}

// BenchmarkStore_Save saves the token of one tenant after that of many others,
// whose files it must not read each time.
func BenchmarkStore_Save(b *testing.B) {
	store := tokenstore.New(b.TempDir())
	for n := range 1000 {
		if err := store.Save(b.Context(), fmt.Sprintf("%064x", n), token()); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		if err := store.Save(b.Context(), key, token()); err != nil {
			b.Fatal(err)
		}
	}
}
