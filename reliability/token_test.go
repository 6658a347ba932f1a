package reliability_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// keptToken is the content of a kept token's file.
type keptToken struct {
	AccessToken string    `json:"accessToken"`
	ExpiresAt   time.Time `json:"expiresAt"`
	Scope       string    `json:"scope"`
}

// TestTogether_token starts many runs that share one token at the same time, when
// there is none yet and when the one there is no good any more. All succeed, and
// whoever looks meanwhile sees no token or a whole one, which nobody else can read.
func TestTogether_token(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(path string, kept keptToken) error{
		"kept": func(string, keptToken) error { return nil },
		"none": func(path string, _ keptToken) error { return os.Remove(path) },
		"expired": func(path string, kept keptToken) error {
			kept.ExpiresAt = time.Now().Add(-time.Hour)
			return kept.write(path)
		},
		"revoked": func(path string, kept keptToken) error {
			kept.AccessToken = strings.Repeat("x", len(kept.AccessToken))
			return kept.write(path)
		},
		"torn": func(path string, _ keptToken) error { return os.Truncate(path, 20) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, err := scenario{name: "a kept token", before: []step{{args: []string{"app", "list"}}}}.prepare(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			closing(t, w)
			path, kept, err := w.keptToken()
			if err != nil {
				t.Fatal(err)
			}
			if err := spoil(path, kept); err != nil {
				t.Fatal(err)
			}
			spoilt, _ := os.ReadFile(path)
			w.share(t, path, string(spoilt))
			_, after, err := w.keptToken()
			if err != nil || time.Until(after.ExpiresAt) < time.Minute || strings.HasPrefix(after.AccessToken, "xx") {
				t.Errorf("the token that is kept is no good: %v", err)
			}
		})
	}
}

// share makes the runs, while somebody looks at the file of the token.
func (w *world) share(t *testing.T, path, before string) {
	t.Helper()
	const atOnce = 12
	var runs, looking sync.WaitGroup
	over := make(chan struct{})
	looking.Go(func() {
		ticker := time.NewTicker(time.Millisecond)
		defer ticker.Stop()
		for {
			select {
			case <-over:
				return
			case <-ticker.C:
			}
			if err := isWhole(path, before); err != nil {
				t.Error(err)
				return
			}
		}
	})
	if err := w.proxy.next(place{}, nil); err != nil {
		t.Fatal(err)
	}
	for range atOnce {
		runs.Go(func() {
			ended, err := w.newProcess(t.Context(), "app", "list", "-o", "json").end()
			if err != nil || ended.code != 0 || ended.stderr != "" {
				t.Errorf("exit code %d, %v\n%s", ended.code, err, ended.stderr)
			}
		})
	}
	runs.Wait()
	close(over)
	looking.Wait()
	asked := 0
	for _, point := range w.proxy.arrived() {
		if strings.HasPrefix(point, "POST /oidc/token") {
			asked++
		}
	}
	if asked > atOnce {
		t.Errorf("%d runs asked for %d tokens", atOnce, asked)
	}
}

// isWhole checks a file that others write at the same time. What was there before
// need not be good.
func isWhole(path, before string) error {
	content, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) || string(content) == before {
		return nil
	}
	var kept keptToken
	if err := errors.Join(err, json.Unmarshal(content, &kept)); err != nil {
		return fmt.Errorf("the token is torn: %w", err)
	}
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) || err == nil && info.Mode().Perm() == 0o600 {
		return nil
	}
	return errors.Join(errors.New("others can read the token"), err)
}

func (k keptToken) write(path string) error {
	content, err := json.Marshal(k)
	if err != nil {
		return err
	}
	return os.WriteFile(path, content, 0o600)
}

// keptToken returns the one kept token and its file.
func (w *world) keptToken() (path string, kept keptToken, err error) {
	paths, err := filepath.Glob(filepath.Join(w.environ["XDG_CACHE_HOME"], "logtoctl", "tokens", "*.json"))
	if err != nil || len(paths) != 1 {
		return "", keptToken{}, fmt.Errorf("there is not one kept token: %q (%w)", paths, err)
	}
	content, err := os.ReadFile(paths[0])
	if err != nil {
		return "", keptToken{}, err
	}
	err = json.Unmarshal(content, &kept)
	return paths[0], kept, err
}
