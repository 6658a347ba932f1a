package provider_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// signOut goes through a sign-out and returns where the browser goes.
func (b *browser) signOut(tb testing.TB, asked url.Values) page {
	tb.Helper()
	confirm := b.get(tb, "/oidc/session/end?"+asked.Encode())
	if confirm.status != http.StatusOK || !strings.HasPrefix(confirm.header.Get("Content-Type"), "text/html") {
		tb.Fatalf("status %d: %s", confirm.status, confirm.body)
	}
	for _, want := range []string{`action="` + b.url + `/oidc/session/end/confirm"`, `name="logout" value="yes"`, `<button type="submit">`, `.submit()`} {
		if !strings.Contains(confirm.body, want) {
			tb.Errorf("no %s in\n%s", want, confirm.body)
		}
	}
	return b.post(tb, "/oidc/session/end/confirm", url.Values{"xsrf": {xsrfOf(confirm.body)}, "logout": {"yes"}})
}

func TestEndSession(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	hint := h.tokens(t, asking(), ann)["id_token"].(string)
	home := "http://localhost:3000"
	tests := map[string]struct {
		asked url.Values
		goes  string
	}{
		"client":           {url.Values{"client_id": {webID}, "post_logout_redirect_uri": {home}}, home + "/"},
		"hint":             {url.Values{"id_token_hint": {hint}, "post_logout_redirect_uri": {home}}, home + "/"},
		"both, with state": {url.Values{"client_id": {webID}, "id_token_hint": {hint}, "post_logout_redirect_uri": {home + "/"}, "state": {"a&b"}}, home + "/?state=a%26b"},
		"nowhere to go":    {url.Values{"client_id": {webID}, "state": {"x"}}, h.url + "/oidc/session/end/success"},
		"nobody asks":      {url.Values{}, h.url + "/oidc/session/end/success"},
		"nobody to vouch":  {url.Values{"post_logout_redirect_uri": {"http://evil.example"}}, h.url + "/oidc/session/end/success"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := h.browser(t)
			b.signIn(t, asking(), ann)
			if got := b.signOut(t, tt.asked).goes(t, http.StatusSeeOther, "http"); got.location != tt.goes {
				t.Errorf("goes to %s, want %s", got.location, tt.goes)
			}
			if cookie, err := b.request(t).Cookie("_session"); err == nil {
				t.Errorf("the browser keeps its cookie %s", cookie.Value)
			}
			b.ask(t, asking()).goes(t, http.StatusSeeOther, "/sign-in?")
			b.signOut(t, tt.asked) // there is nobody to sign out now, which is no error
		})
	}
}

func TestEndSession_refused(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	hint := h.tokens(t, asking(), ann)["id_token"].(string)
	stranger := newHouse(t)
	foreign := stranger.tokens(t, asking(), ann)["id_token"].(string)
	tests := map[string]struct {
		asked             url.Values
		name, description string
	}{
		"wrong URI":           {url.Values{"client_id": {webID}, "post_logout_redirect_uri": {"http://evil.example"}}, "invalid_request", "post_logout_redirect_uri not registered"},
		"longer URI":          {url.Values{"client_id": {webID}, "post_logout_redirect_uri": {"http://localhost:3000/x"}}, "invalid_request", "post_logout_redirect_uri not registered"},
		"redirect URI":        {url.Values{"client_id": {webID}, "post_logout_redirect_uri": {callback}}, "invalid_request", "post_logout_redirect_uri not registered"},
		"unknown client":      {url.Values{"client_id": {"nope"}}, "invalid_client", "invalid client nope"},
		"hint of another":     {url.Values{"client_id": {otherID}, "id_token_hint": {hint}}, "invalid_request", "client_id does not match the provided id_token_hint"},
		"hint that is none":   {url.Values{"id_token_hint": {"x"}}, "invalid_request", "could not validate id_token_hint"},
		"hint of another key": {url.Values{"id_token_hint": {foreign}}, "invalid_request", "could not validate id_token_hint"},
		"hint, forged":        {url.Values{"id_token_hint": {hint[:len(hint)-4] + "AAAA"}}, "invalid_request", "could not validate id_token_hint"},
		"client twice":        {url.Values{"client_id": {webID, webID}}, "invalid_request", "'client_id' parameter must not be provided twice"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h.browser(t).get(t, "/oidc/session/end?"+tt.asked.Encode()).refused(t, http.StatusBadRequest, tt.name, tt.description)
		})
	}
}

// TestEndSession_expiredHint: an ID token is a hint for longer than it is valid.
func TestEndSession_expiredHint(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.clock.advance(-3 * time.Hour) // the library looks at the real clock
	hint := h.tokens(t, asking(), ann)["id_token"].(string)
	h.clock.advance(3 * time.Hour)
	got := h.browser(t).signOut(t, url.Values{"id_token_hint": {hint}, "post_logout_redirect_uri": {"http://localhost:3000"}})
	got.goes(t, http.StatusSeeOther, "http://localhost:3000/")
}

// TestEndSession_forged: another page cannot sign anybody out.
func TestEndSession_forged(t *testing.T) {
	t.Parallel()
	b := newHouse(t).browser(t)
	b.signIn(t, asking(), ann)
	b.post(t, "/oidc/session/end/confirm", url.Values{"logout": {"yes"}}).
		refused(t, http.StatusBadRequest, "invalid_request", "could not find logout details")
	b.get(t, "/oidc/session/end")
	for _, form := range []url.Values{{"logout": {"yes"}}, {"logout": {"yes"}, "xsrf": {strings.Repeat("0", 48)}}} {
		b.post(t, "/oidc/session/end/confirm", form).refused(t, http.StatusBadRequest, "invalid_request", "xsrf token invalid")
	}
	b.post(t, "/oidc/session/end/confirm", url.Values{"xsrf": {"a", "b"}}).
		refused(t, http.StatusBadRequest, "invalid_request", "'xsrf' parameter must not be provided twice")
	b.ask(t, asking()).goes(t, http.StatusSeeOther, "/consent?")
}

// TestEndSession_tokens: what was not granted for longer ends with the session.
func TestEndSession_tokens(t *testing.T) {
	t.Parallel()
	for scope, survives := range map[string]bool{"openid": false, "openid offline_access": true} {
		h := newHouse(t)
		b := h.browser(t)
		granted := h.exchange(t, webID, webKey, redeeming(b.signIn(t, with(asking(), "scope", scope), ann))).granted(t)
		b.signOut(t, url.Values{"client_id": {webID}})
		if got := h.me(t, granted["access_token"]); (got.status == http.StatusOK) != survives {
			t.Errorf("%s: status %d after the sign-out", scope, got.status)
		}
	}
}

// TestEndSession_declined: without logout only the application loses its share.
func TestEndSession_declined(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	b := h.browser(t)
	granted := h.exchange(t, webID, webKey, redeeming(b.signIn(t, with(asking(), "scope", "openid"), ann))).granted(t)
	confirm := b.get(t, "/oidc/session/end?client_id="+webID)
	b.post(t, "/oidc/session/end/confirm", url.Values{"xsrf": {xsrfOf(confirm.body)}}).
		goes(t, http.StatusSeeOther, h.url+"/oidc/session/end/success?client_id="+webID)
	h.me(t, granted["access_token"]).refused(t, http.StatusUnauthorized, "invalid_token", "invalid token provided")
	b.ask(t, with(asking(), "prompt", "")).goes(t, http.StatusSeeOther, "/consent?")
}

func TestEndSession_page(t *testing.T) {
	t.Parallel()
	b := newHouse(t).browser(t)
	got := b.get(t, "/oidc/session/end/success?client_id="+webID)
	if got.status != http.StatusOK || !strings.Contains(got.body, "You are signed out") {
		t.Errorf("status %d: %s", got.status, got.body)
	}
	b.get(t, "/oidc/session/end/success?client_id=nope").refused(t, http.StatusBadRequest, "invalid_client", "invalid client nope")
	b.post(t, "/oidc/session/end", url.Values{"client_id": {"nope"}}).refused(t, http.StatusBadRequest, "invalid_client", "invalid client nope")
}
