package logto_test

import (
	"net/http"
	"net/url"
	"testing"
)

// TestOrigins: what is public may be read by every page, what is a client's by
// the client's own, and the API by none.
func TestOrigins(t *testing.T) {
	t.Parallel()
	s := newSandbox(t)
	const elsewhere = "https://elsewhere.test"
	allowed := func(method, path string, headers ...string) string {
		got := s.do(t, method, path, "", headers...)
		if got.header.Get("Vary") != "Origin" {
			t.Errorf("%s %s: Vary %q", method, path, got.header.Get("Vary"))
		}
		return got.header.Get("Access-Control-Allow-Origin")
	}
	for _, path := range []string{"/oidc/jwks", "/oidc/.well-known/openid-configuration"} {
		for want, headers := range map[string][]string{"*": nil, elsewhere: {"Origin", elsewhere}} {
			if got := allowed(http.MethodGet, path, headers...); got != want {
				t.Errorf("%s: open to %q, want %q", path, got, want)
			}
		}
	}
	for _, path := range []string{"/oidc/jwks", "/oidc/.well-known/openid-configuration", "/oidc/token"} {
		got := s.do(t, http.MethodOptions, path, "", "Origin", elsewhere, "Access-Control-Request-Method", "POST").wants(t, http.StatusNoContent)
		if got.header.Get("Access-Control-Allow-Origin") != elsewhere || got.header.Get("Access-Control-Max-Age") != "3600" {
			t.Errorf("%s: %v", path, got.header)
		}
		s.do(t, http.MethodOptions, path, "", "Origin", elsewhere).refused(t, http.StatusNotFound, "oidc.invalid_request")
	}
	for _, path := range []string{"/api/status", "/api/applications", "/api/nope"} {
		if got := allowed(http.MethodGet, path, "Origin", elsewhere); got != "" {
			t.Errorf("%s: open to %q", path, got)
		}
	}
}

// TestOrigins_ofAnApplication reads the origins where an administrator has set them.
func TestOrigins_ofAnApplication(t *testing.T) {
	t.Parallel()
	s := newSandbox(t)
	id := s.api(t, http.MethodPost, "/applications", `{"name":"Books","type":"SPA","oidcClientMetadata":{"redirectUris":["http://localhost:3000/callback"],`+
		`"postLogoutRedirectUris":[]},"customClientMetadata":{"corsAllowedOrigins":["https://books.test"]}}`).wants(t, http.StatusOK).id(t)
	form := url.Values{"client_id": {id}, "grant_type": {"authorization_code"}, "code": {"x"}, "redirect_uri": {"http://localhost:3000/callback"}}
	for origin, description := range map[string]string{
		"https://books.test":    "grant request is invalid",
		"http://localhost:3000": "grant request is invalid",
		"https://evil.test":     "origin https://evil.test not allowed for client: " + id,
	} {
		got := s.ask(t, "", form, "Origin", origin).wants(t, http.StatusBadRequest)
		if got.object(t)["error_description"] != description {
			t.Errorf("%s: %s", origin, got.body)
		}
	}
}

// TestSignInPage_elsewhere: who comes without a sign-in goes where the tenant says.
func TestSignInPage_elsewhere(t *testing.T) {
	t.Parallel()
	s := experienceOf(t, "", "")
	const own = "https://app.example.com/start"
	s.changes(t, `{"unknownSessionRedirectUrl":"`+own+`"}`)
	for _, path := range []string{"/", "/sign-in", "/consent", "/single-sign-on"} {
		if got := s.browser(t).send(t, http.MethodGet, path, "").wants(t, http.StatusFound).header.Get("Location"); got != own {
			t.Errorf("%s leads to %s", path, got)
		}
	}
	b := s.browser(t)
	next := b.authorize(t, "first_screen", "single_sign_on").header.Get("Location")
	next = b.send(t, http.MethodGet, next, "").wants(t, http.StatusFound).header.Get("Location")
	b.send(t, http.MethodGet, next, "").wants(t, http.StatusOK)
}
