package provider_test

import (
	"net/http"
	"net/url"
	"testing"
)

// TestSignOut: who is signed out is so everywhere, and keeps no token.
func TestSignOut(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	b, other := h.browser(t), h.browser(t)
	tokens := h.exchange(t, webID, webKey, redeeming(b.signIn(t, asking(), ann))).granted(t)
	unused := b.ask(t, with(asking(), "prompt", "none")).goes(t, http.StatusSeeOther, callback+"?code=").query(t, "code")
	other.signIn(t, asking(), bob)
	h.provider.SignOut(ann)

	b.ask(t, asking()).goes(t, http.StatusSeeOther, "/sign-in?")
	h.me(t, tokens["access_token"]).refused(t, http.StatusUnauthorized, "invalid_token", "invalid token provided")
	for _, name := range []string{"access_token", "refresh_token"} {
		got := b.send(t, http.MethodPost, "/oidc/token/introspection", url.Values{"token": {tokens[name].(string)}}.Encode(),
			"Authorization", basic(webID, webKey))
		same(t, map[string]any{"active": false}, got.object(t))
	}
	for _, form := range []url.Values{refreshing(tokens["refresh_token"]), redeeming(unused)} {
		h.exchange(t, webID, webKey, form).refused(t, http.StatusBadRequest, "invalid_grant", "grant request is invalid")
	}
	other.ask(t, with(asking(), "prompt", "none")).goes(t, http.StatusSeeOther, callback+"?code=")
}
