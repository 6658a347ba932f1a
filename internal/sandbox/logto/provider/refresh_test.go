package provider_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/logtoctl/logtoctl/internal/sandbox/logto/provider"
)

const day = 24 * time.Hour

// publicTokens signs a user in to an application without a secret.
func (h *house) publicTokens(tb testing.TB, id string) map[string]any {
	tb.Helper()
	code := h.browser(tb).signIn(tb, with(asking(), "client_id", id), ann)
	return h.exchange(tb, id, "", redeeming(code)).granted(tb)
}

func TestRefresh(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	granted := h.tokens(t, with(asking(), "nonce", "n-1"), ann)
	h.clock.advance(time.Hour)
	h.me(t, granted["access_token"]).refused(t, http.StatusUnauthorized, "invalid_token", "invalid token provided")

	fresh := h.exchange(t, webID, webKey, refreshing(granted["refresh_token"])).granted(t)
	if fresh["scope"] != "openid offline_access profile" || fresh["access_token"] == granted["access_token"] {
		t.Errorf("granted %v", fresh)
	}
	claims := h.claims(t, fresh["id_token"])
	if claims["iat"] != float64(h.clock.time().Unix()) || claims["nonce"] != "n-1" {
		t.Errorf("claims %v", claims)
	}
	if got := h.me(t, fresh["access_token"]); got.status != http.StatusOK {
		t.Errorf("status %d: %s", got.status, got.body)
	}
}

func TestRefresh_narrower(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	token := h.tokens(t, asking(), ann)["refresh_token"]
	narrow := h.exchange(t, webID, webKey, with(refreshing(token), "scope", "openid")).granted(t)
	if narrow["scope"] != "openid" || h.claims(t, narrow["id_token"])["created_at"] != nil {
		t.Errorf("granted %v", narrow)
	}
	whole := h.exchange(t, webID, webKey, refreshing(token)).granted(t)
	if whole["scope"] != "openid offline_access profile" {
		t.Errorf("the narrow request narrowed the token: %v", whole["scope"])
	}
	for scope, want := range map[string]string{"openid email": "scope", "email phone": "scopes"} {
		got := h.exchange(t, webID, webKey, with(refreshing(token), "scope", scope))
		got.refused(t, http.StatusBadRequest, "invalid_scope", "refresh token missing requested "+want)
	}
}

func TestRefresh_refused(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	token := h.tokens(t, asking(), ann)["refresh_token"]
	h.exchange(t, webID, webKey, refreshing("")).refused(t, http.StatusBadRequest, "invalid_request", "missing required parameter 'refresh_token'")
	h.exchange(t, webID, webKey, refreshing("x")).refused(t, http.StatusBadRequest, "invalid_grant", notGranted)
	h.exchange(t, otherID, otherKey, refreshing(token)).refused(t, http.StatusBadRequest, "invalid_grant", notGranted)
	h.exchange(t, webID, webKey, with(refreshing(token), "organization_id", "o")).
		refused(t, http.StatusForbidden, "access_denied", "user is not a member of the organization")
	twice := refreshing(token)
	twice.Add("scope", "openid")
	twice.Add("scope", "profile")
	h.exchange(t, webID, webKey, twice).refused(t, http.StatusBadRequest, "invalid_request", "'scope' parameter must not be provided twice")
}

// TestRefresh_rotation: an application with a secret keeps its token for most
// of its life; one without gets another each time, unless it is set to keep it.
func TestRefresh_rotation(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		id, key string
		keep    bool
		after   time.Duration
		rotates bool
	}{
		"secret, young":    {webID, webKey, false, 9 * day, false},
		"secret, old":      {webID, webKey, false, 10 * day, true},
		"secret, set off":  {webID, webKey, true, 13 * day, false},
		"SPA":              {spaID, "", false, time.Second, true},
		"SPA, set off":     {spaID, "", true, 13 * day, false},
		"native":           {nativeID, "", false, time.Second, true},
		"native, near end": {nativeID, "", false, 14*day - time.Second, true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			h.directory.change(tt.id, func(app *provider.Application) { app.RotateRefreshToken = !tt.keep })
			code := h.browser(t).signIn(t, with(asking(), "client_id", tt.id), ann)
			first := h.exchange(t, tt.id, tt.key, redeeming(code)).granted(t)["refresh_token"]
			h.clock.advance(tt.after)
			second := h.exchange(t, tt.id, tt.key, refreshing(first)).granted(t)["refresh_token"]
			if (first != second) != tt.rotates {
				t.Errorf("rotates: %v, want %v", first != second, tt.rotates)
			}
			h.exchange(t, tt.id, tt.key, refreshing(second)).granted(t)
		})
	}
}

// TestRefresh_reuse: a token that comes again after it was replaced is stolen.
func TestRefresh_reuse(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	first := h.publicTokens(t, spaID)
	second := h.exchange(t, spaID, "", refreshing(first["refresh_token"])).granted(t)
	h.exchange(t, spaID, "", refreshing(first["refresh_token"])).refused(t, http.StatusBadRequest, "invalid_grant", notGranted)
	h.exchange(t, spaID, "", refreshing(second["refresh_token"])).refused(t, http.StatusBadRequest, "invalid_grant", notGranted)
	h.me(t, second["access_token"]).refused(t, http.StatusUnauthorized, "invalid_token", "invalid token provided")
}

// TestRefresh_lifetime: rotation prolongs a native application's sign-in, not a browser's.
func TestRefresh_lifetime(t *testing.T) {
	t.Parallel()
	for id, lives := range map[string]bool{nativeID: true, spaID: false} {
		h := newHouse(t)
		h.directory.change(id, func(app *provider.Application) { app.RefreshTokenTTL = 10 * day })
		token := h.publicTokens(t, id)["refresh_token"]
		h.clock.advance(9 * day)
		token = h.exchange(t, id, "", refreshing(token)).granted(t)["refresh_token"]
		h.clock.advance(2 * day)
		if got := h.exchange(t, id, "", refreshing(token)); (got.status == http.StatusOK) != lives {
			t.Errorf("%s after eleven of ten days: status %d", id, got.status)
		}
	}
}

// TestRefresh_grantEnds: no rotation outlives the consent.
func TestRefresh_grantEnds(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	token := h.publicTokens(t, nativeID)["refresh_token"]
	for range 13 {
		h.clock.advance(13 * day)
		token = h.exchange(t, nativeID, "", refreshing(token)).granted(t)["refresh_token"]
	}
	h.clock.advance(13 * day) // 182 days after the consent
	h.exchange(t, nativeID, "", refreshing(token)).refused(t, http.StatusBadRequest, "invalid_grant", notGranted)
}
