package provider_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/logtoctl/logtoctl/internal/sandbox/logto/provider"
)

func TestNew_refused(t *testing.T) {
	t.Parallel()
	key := func(curve elliptic.Curve) *ecdsa.PrivateKey {
		drawn, err := ecdsa.GenerateKey(curve, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		return drawn
	}
	good := provider.Options{Endpoint: "http://localhost:3001", Directory: newDirectory(), Key: key(elliptic.P384()), KeyID: "k"}
	if _, err := provider.New(good); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(o *provider.Options){
		"no endpoint":    func(o *provider.Options) { o.Endpoint = "" },
		"trailing slash": func(o *provider.Options) { o.Endpoint += "/" },
		"no directory":   func(o *provider.Options) { o.Directory = nil },
		"no key":         func(o *provider.Options) { o.Key = nil },
		"another curve":  func(o *provider.Options) { o.Key = key(elliptic.P256()) },
		"key, no name":   func(o *provider.Options) { o.KeyID = "" },
	} {
		options := good
		spoil(&options)
		if _, err := provider.New(options); err == nil {
			t.Errorf("%s: started", name)
		}
	}
}

// TestProvider_concurrently lets many browsers sign in at once; under the race
// detector this shows that the state is locked. Each code must be good once.
func TestProvider_concurrently(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			b := h.browser(t)
			code := b.signIn(t, asking(), ann)
			var granted sync.Map
			var exchanges sync.WaitGroup
			for attempt := range 4 {
				exchanges.Go(func() { granted.Store(attempt, h.exchange(t, webID, webKey, redeeming(code)).status) })
			}
			exchanges.Wait()
			good := 0
			granted.Range(func(_, status any) bool {
				if status == http.StatusOK {
					good++
				}
				return true
			})
			if good != 1 {
				t.Errorf("a code was good %d times", good)
			}
		})
	}
	group.Wait()
}

// TestProvider_bounded: sign-ins that nobody finishes make room for others.
func TestProvider_bounded(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	first := h.browser(t)
	first.ask(t, asking())
	for range 1999 {
		served(t, h.provider, "/oidc/auth?"+asking().Encode())
	}
	first.interaction(t)
	served(t, h.provider, "/oidc/auth?"+asking().Encode())
	if found, err := h.provider.Interaction(first.request(t)); err == nil {
		t.Errorf("the oldest of 2001 sign-ins is still there: %+v", found)
	}
}

// TestProvider_secureCookies: a sandbox with TLS sends its cookies over TLS only.
func TestProvider_secureCookies(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	secured, err := provider.New(provider.Options{Endpoint: "https://localhost:3001", Directory: h.directory, Key: h.key, KeyID: "k"})
	if err != nil {
		t.Fatal(err)
	}
	for _, cookie := range served(t, secured, "/oidc/auth?"+asking().Encode()).Result().Cookies() {
		if !cookie.Secure {
			t.Errorf("cookie %s travels in clear", cookie.Name)
		}
	}
}

// served is the answer of a provider of its own to a GET.
func served(tb testing.TB, p *provider.Provider, target string) *httptest.ResponseRecorder {
	tb.Helper()
	mux := http.NewServeMux()
	p.Register(mux)
	got := httptest.NewRecorder()
	mux.ServeHTTP(got, httptest.NewRequestWithContext(tb.Context(), http.MethodGet, target, nil))
	return got
}
