package provider_test

import (
	"net/http"
	"testing"

	"github.com/logtoctl/logtoctl/internal/sandbox/logto/provider"
)

// TestOrigins are the pages whose scripts may call for an application.
func TestOrigins(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.directory.change(webID, func(app *provider.Application) {
		app.CORSAllowedOrigins = []string{"https://books.example.com"}
		app.RedirectURIs = []string{callback, "HTTPS://App.example.com:443/back", "https://*.preview.example.com/*", "com.example.books://callback"}
	})
	form := "token=x&client_id=" + webID + "&client_secret=" + webKey
	for origin, allowed := range map[string]bool{
		h.url:                                 true, // the provider's own pages
		"http://localhost:3000":               true, // a redirect URI
		"https://app.example.com":             true,
		"https://books.example.com":           true, // by name
		"https://one.preview.example.com":     true,
		"null":                                true, // the app on a device
		"https://one.two.preview.example.com": false,
		"http://one.preview.example.com":      false,
		"https://preview.example.com":         false,
		"https://localhost:3000":              false,
		"http://localhost:3001":               false,
		"https://books.example.com.evil.test": false,
		"https://evil.test":                   false,
	} {
		got := h.browser(t).send(t, http.MethodPost, "/oidc/token/revocation", form, "Origin", origin)
		if allowed {
			same(t, http.StatusOK, got.status)
			same(t, origin, got.header.Get("Access-Control-Allow-Origin"))
		} else {
			got.refused(t, http.StatusBadRequest, "invalid_request", "origin "+origin+" not allowed for client: "+webID)
			same(t, "", got.header.Get("Access-Control-Allow-Origin"))
		}
		same(t, []string{"Origin"}, got.header.Values("Vary"))
	}
}

// TestOrigins_wrongSecret: a page of the application may read how its request
// went wrong; another must not even learn that the secret was wrong.
func TestOrigins_wrongSecret(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ask := func(origin string) page {
		return h.browser(t).send(t, http.MethodPost, "/oidc/token/introspection", "token=x", "Origin", origin, "Authorization", basic(webID, "wrong"))
	}
	got := ask("http://localhost:3000")
	got.refused(t, http.StatusUnauthorized, "invalid_client", "client authentication failed")
	same(t, "http://localhost:3000", got.header.Get("Access-Control-Allow-Origin"))
	same(t, "WWW-Authenticate", got.header.Get("Access-Control-Expose-Headers"))
	ask("https://evil.test").refused(t, http.StatusBadRequest, "invalid_request", "origin https://evil.test not allowed for client: "+webID)
}

func TestOrigins_userinfo(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	token := "Bearer " + h.tokens(t, asking(), ann)["access_token"].(string)
	me := func(headers ...string) page { return h.browser(t).send(t, http.MethodGet, "/oidc/me", "", headers...) }
	same(t, "*", me("Authorization", token).header.Get("Access-Control-Allow-Origin"))
	same(t, http.StatusOK, me("Authorization", token, "Origin", "http://localhost:3000").status)
	me("Authorization", token, "Origin", "https://evil.test").
		refused(t, http.StatusBadRequest, "invalid_request", "origin https://evil.test not allowed for client: "+webID)

	delete(h.directory.applications, webID)
	me("Authorization", token).refused(t, http.StatusUnauthorized, "invalid_token", "invalid token provided")
}

func TestOrigins_preflight(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for path, methods := range map[string]string{
		"/oidc/me": "GET,POST", "/oidc/token/revocation": "POST", "/oidc/token/introspection": "POST",
	} {
		got := h.browser(t).send(t, http.MethodOptions, path, "", "Origin", "https://anywhere.test",
			"Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", "authorization")
		same(t, http.StatusNoContent, got.status)
		for header, want := range map[string]string{
			"Access-Control-Allow-Origin": "https://anywhere.test", "Access-Control-Allow-Methods": methods,
			"Access-Control-Allow-Headers": "authorization", "Access-Control-Max-Age": "3600", "Vary": "Origin",
		} {
			if got.header.Get(header) != want {
				t.Errorf("%s: %s %q, want %q", path, header, got.header.Get(header), want)
			}
		}
		h.browser(t).send(t, http.MethodOptions, path, "", "Origin", "https://anywhere.test").
			refused(t, http.StatusNotFound, "invalid_request", "unrecognized route or not allowed method (OPTIONS on "+path[len("/oidc"):]+")")
	}
}
