package tokenstore_test

import (
	"bytes"
	"context"
	"errors"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/logtoctl/logtoctl/internal/infile"
)

// TestStore_hugeFiles has a token, and an expired one, in files that are far larger
// than any token. Neither is read to its end: the first is an error and gives way
// to a new one, the second stays where it is.
func TestStore_hugeFiles(t *testing.T) {
	t.Parallel()
	_, path := saved(t)
	old := filepath.Join(filepath.Dir(path), "01d.json")
	spaces := strings.Repeat(" ", 1<<20)
	for path, content := range map[string]string{
		path: `{"accessToken":"ey.huge","expiresAt":"2200-01-02T10:00:00Z"}`,
		old:  `{"accessToken":"ey.old","expiresAt":"2000-01-02T10:00:00Z"}`,
	} {
		if err := os.WriteFile(path, []byte(spaces+content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	store := anotherRun(path)
	if _, found, err := store.Load(t.Context(), key); found || !errors.Is(err, infile.ErrTooLarge) {
		t.Errorf("load: found %t, %v", found, err)
	}
	if err := store.Save(t.Context(), key, token()); err != nil {
		t.Fatal(err)
	}
	if loaded, found := load(t, store, key); !found || loaded != token() {
		t.Error("the huge file is still there")
	}
	if _, err := os.Lstat(old); err != nil {
		t.Errorf("the expired one was read: %v", err)
	}
}

var errDialled = errors.New("dialled")

// FuzzStore_Load: whatever a file holds, what is taken from it is a token that a
// request can carry, it comes back as it was when it is saved again, and another
// file of the kind ends with the refusal of its token.
func FuzzStore_Load(f *testing.F) {
	for _, content := range []string{
		`{"accessToken":"ey.token","expiresAt":"2100-01-02T10:00:00Z","scope":"all"}`,
		`{"accessToken":"ey.token"}`, `{"accessToken":""}`, `{"accessToken":1}`, `{"accessToken":"a\nb"}`, `{"accessToken":"a\r\nX-Other: b"}`,
		`{"accessToken":"\u0000"}`, "{\"accessToken\":\"\xff\"}", `{"accessToken":" a "}`, `{"accessToken":"a"}{}`, `{"accessToken":"a","accessToken":"b"}`,
		`{"accessToken":"a","expiresAt":"9999-12-31T23:59:59.999999999Z"}`, `{"accessToken":"a","expiresAt":"0000-01-01T00:00:00+23:59"}`,
		`{"accessToken":"a","expiresAt":"soon"}`, `{"ACCESSTOKEN":"a"}`, "", "{", "[]", "null", "\ufeff{}", "\x00", strings.Repeat("[", 1e4),
	} {
		f.Add([]byte(content))
	}
	wire := &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) { return nil, errDialled }}
	f.Fuzz(func(t *testing.T, content []byte) {
		store, path := newStore(t)
		put := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, content, 0o600))
		if put != nil {
			t.Fatal(put)
		}
		loaded, found, err := store.Load(t.Context(), key)
		if err != nil || !found {
			if !bytes.Equal(content, read(t, path)) {
				t.Error("the file has changed")
			}
			return
		}
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://logto.example", http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Authorization", "Bearer "+loaded.AccessToken.Reveal())
		if answer, err := wire.RoundTrip(request); !errors.Is(err, errDialled) || answer != nil {
			t.Errorf("no request can carry the token: %v", err)
		}
		if err := store.Save(t.Context(), "2e3", loaded); err != nil {
			t.Fatalf("save: %v", err)
		}
		if again, found := load(t, store, "2e3"); found && (again.AccessToken != loaded.AccessToken || !again.ExpiresAt.Equal(loaded.ExpiresAt) || again.Scope != loaded.Scope) {
			t.Error("saved again, it is another token")
		}
		if err := store.Delete(t.Context(), key, loaded.AccessToken); err != nil {
			t.Errorf("delete: %v", err)
		}
		if _, found := load(t, store, key); found {
			t.Error("the refused token is still there")
		}
	})
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}
