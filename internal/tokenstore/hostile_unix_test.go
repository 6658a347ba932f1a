//go:build linux || darwin

package tokenstore_test

import (
	"path/filepath"
	"syscall"
	"testing"
)

// TestStore_pipes has named pipes in the place of a token and beside it. Nobody
// writes into them, so that whoever read one would wait for ever.
func TestStore_pipes(t *testing.T) {
	t.Parallel()
	store, path := saved(t)
	for _, name := range []string{"2e3.json", "01d.json"} {
		if err := syscall.Mkfifo(filepath.Join(filepath.Dir(path), name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, found := load(t, store, "2e3"); found {
		t.Error("there is a token in a pipe")
	}
	if err := anotherRun(path).Save(t.Context(), "2e3", token()); err != nil {
		t.Fatal(err)
	}
	if _, found := load(t, store, "2e3"); !found {
		t.Error("the pipe is still there")
	}
}
