package provider_test

import (
	"fmt"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/logtoctl/logtoctl/internal/sandbox/logto/provider"
)

const everyScope = "openid profile email phone address custom_data identities roles urn:logto:scope:organizations urn:logto:scope:organization_roles"

func TestUserinfo_claims(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	granted := h.tokens(t, with(asking(), "scope", everyScope), ann)
	got := h.me(t, granted["access_token"])
	same(t, map[string]any{
		"sub": ann, "name": nil, "picture": nil, "username": nil, "created_at": 1000.0, "updated_at": 2000.0,
		"email": "ann@example.com", "email_verified": true, "phone_number": nil, "phone_number_verified": false,
		"custom_data": map[string]any{}, "identities": map[string]any{}, "sso_identities": []any{}, "roles": []any{},
		"organizations": []any{}, "organization_data": []any{}, "organization_roles": []any{},
	}, got.object(t))
	if got.header.Get("Cache-Control") != "no-store" || got.header.Get("Content-Type") != "application/json; charset=utf-8" {
		t.Errorf("headers %v", got.header)
	}
	custom := h.me(t, h.tokens(t, with(asking(), "scope", "openid custom_data"), bob)["access_token"]).object(t)
	same(t, map[string]any{"sub": bob, "custom_data": map[string]any{"plan": "gold"}}, custom)
}

func TestUserinfo_posted(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	token := fmt.Sprint(h.tokens(t, with(asking(), "scope", everyScope), ann)["access_token"])
	b := h.browser(t)
	same(t, map[string]any{"sub": ann, "email": "ann@example.com", "email_verified": true},
		b.post(t, "/oidc/me", url.Values{"access_token": {token}, "scope": {"openid email"}}).object(t))
	b.post(t, "/oidc/me", url.Values{"access_token": {token}, "scope": {"urn:logto:scope:sessions"}}).
		refused(t, http.StatusForbidden, "insufficient_scope", "access token missing requested scope")
	b.post(t, "/oidc/me", url.Values{"access_token": {token, token}}).
		refused(t, http.StatusBadRequest, "invalid_request", "'access_token' parameter must not be provided twice")
	b.send(t, http.MethodPost, "/oidc/me", "access_token="+token, "Authorization", "Bearer "+token).
		refused(t, http.StatusBadRequest, "invalid_request", "access token must only be provided using one mechanism")
	b.get(t, "/oidc/me?access_token="+token).
		refused(t, http.StatusBadRequest, "invalid_request", "access tokens must not be provided via query parameter")
}

func TestUserinfo_refused(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	plain := h.tokens(t, with(asking(), "scope", "profile"), ann)["access_token"]
	old := h.tokens(t, asking(), ann)["access_token"]
	h.clock.advance(time.Hour)
	challenge := func(name, description string) string {
		return fmt.Sprintf("Bearer realm=%q, error=%q, error_description=%q", h.url+"/oidc", name, description)
	}
	fresh := h.tokens(t, with(asking(), "scope", "profile"), ann)["access_token"]
	tests := map[string]struct {
		header            string
		status            int
		name, description string
		challenge         string
	}{
		"nothing":      {"", 401, "invalid_token", "no access token provided", fmt.Sprintf("Bearer realm=%q", h.url+"/oidc")},
		"unknown":      {"Bearer x", 401, "invalid_token", "invalid token provided", challenge("invalid_token", "invalid token provided")},
		"expired":      {fmt.Sprint("Bearer ", old), 401, "invalid_token", "invalid token provided", challenge("invalid_token", "invalid token provided")},
		"also expired": {fmt.Sprint("bearer ", plain), 401, "invalid_token", "invalid token provided", challenge("invalid_token", "invalid token provided")},
		"no openid": {
			fmt.Sprint("Bearer ", fresh), 403, "insufficient_scope", "access token missing openid scope",
			challenge("insufficient_scope", "access token missing openid scope") + `, scope="openid"`,
		},
		"two words": {"Bearer x y", 400, "invalid_request", "invalid authorization header value format", challenge("invalid_request", "invalid authorization header value format")},
		"no word":   {"Bearer", 400, "invalid_request", "invalid authorization header value format", challenge("invalid_request", "invalid authorization header value format")},
		"basic":     {"Basic x", 400, "invalid_request", "authorization header scheme must be `Bearer`", challenge("invalid_request", "authorization header scheme must be `Bearer`")},
		"dpop":      {"DPoP x", 400, "invalid_request", "`DPoP` header not provided", challenge("invalid_request", "`DPoP` header not provided")},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			headers := []string{}
			if tt.header != "" {
				headers = []string{"Authorization", tt.header}
			}
			got := h.browser(t).send(t, http.MethodGet, "/oidc/me", "", headers...)
			got.refused(t, tt.status, tt.name, tt.description)
			if header := got.header.Get("WWW-Authenticate"); header != tt.challenge {
				t.Errorf("challenge %s, want %s", header, tt.challenge)
			}
		})
	}
}

// about sends a request about a token, as an application.
func (h *house) about(tb testing.TB, what, id, key string, form url.Values) page {
	tb.Helper()
	sender := h.browser(tb)
	if key == "" {
		form.Set("client_id", id)
		return sender.post(tb, "/oidc/token/"+what, form)
	}
	return sender.send(tb, http.MethodPost, "/oidc/token/"+what, form.Encode(), "Authorization", basic(id, key))
}

func token(value any) url.Values { return url.Values{"token": {fmt.Sprint(value)}} }

func TestRevocation(t *testing.T) {
	t.Parallel()
	for revoked, refreshLives := range map[string]bool{"access_token": false, "refresh_token": false} {
		h := newHouse(t)
		granted := h.tokens(t, asking(), ann)
		got := h.about(t, "revocation", webID, webKey, token(granted[revoked]))
		if got.status != http.StatusOK || got.body != "" {
			t.Fatalf("%s: status %d: %s", revoked, got.status, got.body)
		}
		h.me(t, granted["access_token"]).refused(t, http.StatusUnauthorized, "invalid_token", "invalid token provided")
		if got := h.exchange(t, webID, webKey, refreshing(granted["refresh_token"])); (got.status == http.StatusOK) != refreshLives {
			t.Errorf("%s: the refresh token is answered with %d", revoked, got.status)
		}
		if again := h.about(t, "revocation", webID, webKey, token(granted[revoked])); again.status != http.StatusOK {
			t.Errorf("%s: revoked twice: %d", revoked, again.status)
		}
	}
}

func TestRevocation_refused(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	granted := h.tokens(t, asking(), ann)
	h.about(t, "revocation", otherID, otherKey, token(granted["refresh_token"])).
		refused(t, http.StatusBadRequest, "invalid_request", "client is not authorized to revoke the presented token")
	if got := h.about(t, "revocation", spaID, "", token(granted["refresh_token"])); got.status != http.StatusOK {
		t.Errorf("status %d: %s", got.status, got.body)
	}
	h.exchange(t, webID, webKey, refreshing(granted["refresh_token"])).granted(t)
	h.about(t, "revocation", webID, webKey, url.Values{}).
		refused(t, http.StatusBadRequest, "invalid_request", "missing required parameter 'token'")
	h.about(t, "revocation", webID, webKey, url.Values{"token": {"a", "b"}}).
		refused(t, http.StatusBadRequest, "invalid_request", "'token' parameter must not be provided twice")
	h.about(t, "revocation", webID, webKey, token(granted["id_token"])).
		refused(t, http.StatusBadRequest, "unsupported_token_type", "Structured JWT Tokens cannot be revoked via the revocation_endpoint")
	// The Go SDK forgets its secret here, and overlooks the refusal.
	h.about(t, "revocation", webID, "", token(granted["refresh_token"])).
		refused(t, http.StatusUnauthorized, "invalid_client", "client authentication failed")
}

func TestIntrospection(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	granted := h.tokens(t, with(asking(), "scope", "openid offline_access"), ann)
	now := float64(h.clock.time().Unix())
	want := map[string]any{
		"active": true, "sub": ann, "client_id": webID, "iss": h.url + "/oidc", "scope": "openid offline_access",
		"iat": now, "exp": now + 3600, "token_type": "Bearer",
	}
	same(t, want, h.about(t, "introspection", webID, webKey, token(granted["access_token"])).object(t))
	same(t, want, h.about(t, "introspection", otherID, otherKey, token(granted["access_token"])).object(t))
	delete(want, "token_type")
	want["exp"] = now + (14 * day).Seconds()
	same(t, want, h.about(t, "introspection", webID, webKey, token(granted["refresh_token"])).object(t))

	inactive := map[string]any{"active": false}
	same(t, inactive, h.about(t, "introspection", webID, webKey, token("x")).object(t))
	same(t, inactive, h.about(t, "introspection", spaID, "", token(granted["access_token"])).object(t))
	h.clock.advance(time.Hour)
	same(t, inactive, h.about(t, "introspection", webID, webKey, token(granted["access_token"])).object(t))
	h.about(t, "introspection", webID, webKey, token(granted["id_token"])).
		refused(t, http.StatusBadRequest, "unsupported_token_type", "Structured JWT Tokens cannot be introspected via the introspection_endpoint")
}

func TestIntrospection_replaced(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.directory.change(spaID, func(app *provider.Application) { app.RotateRefreshToken = true })
	first := h.publicTokens(t, spaID)["refresh_token"]
	h.exchange(t, spaID, "", refreshing(first)).granted(t)
	same(t, map[string]any{"active": false}, h.about(t, "introspection", spaID, "", token(first)).object(t))
}
