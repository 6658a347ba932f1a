package provider_test

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/logtoctl/logtoctl/internal/sandbox/logto/provider"
)

// TestSession_secondSignIn: who is signed in is not asked again, but for the
// consent that the Go SDK always wants.
func TestSession_secondSignIn(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	tests := map[string]struct {
		first, second []string // what changes in the request
		change        func(app *provider.Application)
		after         time.Duration
		goes          string
	}{
		"consent":               {nil, nil, nil, 0, "/consent?app_id=" + webID},
		"nothing to ask":        {nil, []string{"prompt", ""}, nil, 0, callback + "?code="},
		"more scopes":           {nil, []string{"prompt", "", "scope", "openid email"}, nil, 0, "/consent?"},
		"another application":   {nil, []string{"prompt", "", "client_id", otherID}, nil, 0, "/consent?app_id=" + otherID},
		"nobody to be asked":    {nil, []string{"prompt", "none"}, nil, 0, callback + "?code="},
		"none, but more scopes": {nil, []string{"prompt", "none", "scope", "email"}, nil, 0, callback + "?error=consent_required"},
		"login":                 {nil, []string{"prompt", "login"}, nil, 0, "/sign-in?"},
		"login and consent":     {nil, []string{"prompt", "login consent"}, nil, 0, "/sign-in?"},
		"young enough":          {nil, []string{"prompt", "", "max_age", "60"}, nil, time.Minute, callback + "?code="},
		"too old":               {nil, []string{"prompt", "", "max_age", "60"}, nil, 61 * time.Second, "/sign-in?"},
		"in hexadecimal":        {nil, []string{"prompt", "", "max_age", " 0x3c "}, nil, time.Minute, callback + "?code="},
		"too old, exponent":     {nil, []string{"prompt", "", "max_age", "+6.0e1"}, nil, 61 * time.Second, "/sign-in?"},
		"of blank age":          {nil, []string{"prompt", "", "max_age", " \t"}, nil, 0, "/sign-in?"},
		"of no negative age":    {nil, []string{"prompt", "", "max_age", "-0"}, nil, 0, "/sign-in?"},
		"of no age":             {nil, []string{"prompt", "", "max_age", "0"}, nil, 0, "/sign-in?"},
		"none, but too old":     {nil, []string{"prompt", "none", "max_age", "60"}, nil, time.Hour, callback + "?error=login_required"},
		"a fortnight later":     {nil, nil, nil, 14 * day, "/sign-in?"},
		"a day less":            {nil, nil, nil, 13 * day, "/consent?"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := h
			if tt.after > 0 {
				h = newHouse(t)
			}
			b := h.browser(t)
			b.signIn(t, asking(), ann)
			h.clock.advance(tt.after)
			b.ask(t, with(asking(), tt.second...)).goes(t, http.StatusSeeOther, tt.goes)
		})
	}
}

// TestSession_slides: each visit prolongs a session.
func TestSession_slides(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	b := h.browser(t)
	b.signIn(t, asking(), ann)
	for range 3 {
		h.clock.advance(13 * day)
		b.ask(t, with(asking(), "prompt", "")).goes(t, http.StatusSeeOther, callback+"?code=")
	}
}

// TestSession_native: a native application, which anybody may pretend to be,
// always has to be consented to.
func TestSession_native(t *testing.T) {
	t.Parallel()
	b := newHouse(t).browser(t)
	b.signIn(t, with(asking(), "client_id", nativeID), ann)
	b.ask(t, with(asking(), "client_id", nativeID, "prompt", "")).goes(t, http.StatusSeeOther, "/consent?")
	b.ask(t, with(asking(), "client_id", nativeID, "prompt", "none")).goes(t, http.StatusSeeOther, callback+"?error=interaction_required")
}

// TestSession_thirdParty: the sandbox consents for its users, to anybody.
func TestSession_thirdParty(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.directory.change(webID, func(app *provider.Application) { app.ThirdParty = true })
	h.browser(t).signIn(t, asking(), ann)
}

func TestSession_renamed(t *testing.T) {
	t.Parallel()
	b := newHouse(t).browser(t)
	b.signIn(t, asking(), ann)
	before := b.cookie(t, "_session")
	b.signInAgain(t, ann)
	if after := b.cookie(t, "_session"); after == before {
		t.Error("a sign-in leaves the session its cookie")
	}
	old := b.browser(t)
	old.client.Jar.SetCookies(old.request(t).URL, []*http.Cookie{{Name: "_session", Value: before, Path: "/"}})
	old.ask(t, asking()).goes(t, http.StatusSeeOther, "/sign-in?")
}

// cookie is the value of a cookie that every page gets.
func (b *browser) cookie(tb testing.TB, name string) string {
	tb.Helper()
	cookie, err := b.request(tb).Cookie(name)
	if err != nil {
		tb.Fatalf("%s: %v", name, err)
	}
	return cookie.Value
}

// signInAgain goes through a sign-in with prompt=login and returns the last page.
func (b *browser) signInAgain(tb testing.TB, userID string) page {
	tb.Helper()
	b.ask(tb, with(asking(), "prompt", "login")).goes(tb, http.StatusSeeOther, "/sign-in?")
	return b.get(tb, b.login(tb, userID))
}

// TestSession_switchesUser: the session of somebody else is ended first.
func TestSession_switchesUser(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	b := h.browser(t)
	granted := h.exchange(t, webID, webKey, redeeming(b.signIn(t, with(asking(), "scope", "openid"), ann))).granted(t)

	ending := b.signInAgain(t, bob)
	if ending.status != http.StatusOK || !strings.Contains(ending.body, "/oidc/session/end/confirm") {
		t.Fatalf("status %d: %s", ending.status, ending.body)
	}
	at := b.post(t, "/oidc/session/end/confirm", url.Values{"xsrf": {xsrfOf(ending.body)}, "logout": {"yes"}}).
		goes(t, http.StatusSeeOther, h.url+"/oidc/auth/")
	h.me(t, granted["access_token"]).refused(t, http.StatusUnauthorized, "invalid_token", "invalid token provided")
	at = b.get(t, b.get(t, b.get(t, at.location).goes(t, http.StatusSeeOther, "/consent?").location).location)
	fresh := h.exchange(t, webID, webKey, redeeming(at.goes(t, http.StatusSeeOther, callback+"?code=").query(t, "code"))).granted(t)
	if sub := h.claims(t, fresh["id_token"])["sub"]; sub != bob {
		t.Errorf("the tokens are %v's", sub)
	}
}

func TestSession_hint(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	b := h.browser(t)
	hint := h.exchange(t, webID, webKey, redeeming(b.signIn(t, asking(), ann))).granted(t)["id_token"].(string)
	b.ask(t, with(asking(), "prompt", "none", "id_token_hint", hint)).goes(t, http.StatusSeeOther, callback+"?code=")
	b.ask(t, with(asking(), "client_id", otherID, "id_token_hint", hint)).
		goes(t, http.StatusSeeOther, callback+"?error=invalid_request&error_description=could+not+validate+id_token_hint")

	h.clock.advance(2 * time.Hour)
	b.ask(t, with(asking(), "prompt", "none", "id_token_hint", hint)).goes(t, http.StatusSeeOther, callback+"?code=")

	other := h.browser(t)
	other.signIn(t, asking(), bob)
	other.ask(t, with(asking(), "prompt", "none", "id_token_hint", hint)).
		goes(t, http.StatusSeeOther, callback+"?error=login_required&error_description=id_token_hint+and+authenticated")
	stranger := newHouse(t)
	stranger.browser(t).ask(t, with(asking(), "id_token_hint", hint)).goes(t, http.StatusSeeOther, callback+"?error=invalid_request")
}

func TestInteraction(t *testing.T) {
	t.Parallel()
	b := newHouse(t).browser(t)
	b.ask(t, with(asking(), "login_hint", "ann@example.com", "ui_locales", "de-CH de", "first_screen", "register"))
	got := b.interaction(t)
	same(t, provider.Interaction{
		UID: strings.TrimPrefix(b.cookie(t, "_interaction"), webID+"="), ApplicationID: webID, Prompt: "login",
		UILocales: []string{"de-CH", "de"}, LoginHint: "ann@example.com", FirstScreen: "register",
	}, got)
	b.get(t, b.login(t, ann)).goes(t, http.StatusSeeOther, "/consent?")
	got = b.interaction(t)
	if got.Prompt != "consent" || got.AccountID != ann {
		t.Errorf("after the login: %+v", got)
	}
}

// TestInteraction_wrongWishes: one wish that Logto does not know, and it drops all.
func TestInteraction_wrongWishes(t *testing.T) {
	t.Parallel()
	b := newHouse(t).browser(t)
	b.ask(t, with(asking(), "first_screen", "bogus", "login_hint", "ann@example.com", "ui_locales", "de"))
	got := b.interaction(t)
	if len(got.UILocales) > 0 || got.LoginHint != "" || got.FirstScreen != "sign-in" {
		t.Errorf("found %+v", got)
	}
}

// TestInteraction_none are the requests that belong to no sign-in.
func TestInteraction_none(t *testing.T) {
	t.Parallel()
	for name, lose := range map[string]func(t *testing.T, b *browser){
		"no cookie": func(*testing.T, *browser) {},
		"an hour later": func(t *testing.T, b *browser) {
			t.Helper()
			b.ask(t, asking())
			b.clock.advance(time.Hour)
		},
		"already finished": func(t *testing.T, b *browser) {
			t.Helper()
			b.ask(t, asking())
			b.get(t, b.login(t, ann))
			b.finishConsent(t)
		},
		"session lost": func(t *testing.T, b *browser) {
			t.Helper()
			b.ask(t, asking())
			b.get(t, b.login(t, ann))
			b.client.Jar.SetCookies(b.request(t).URL, []*http.Cookie{{Name: "_session", Value: "x", Path: "/"}})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newHouse(t).browser(t)
			lose(t, b)
			if found, err := b.provider.Interaction(b.request(t)); !errors.Is(err, provider.ErrNoInteraction) {
				t.Errorf("found %+v, %v", found, err)
			}
			b.get(t, "/consent?app_id="+webID).goes(t, http.StatusFound, b.url+"/unknown-session")
		})
	}
}

// finishConsent goes from the consent prompt to the application.
func (b *browser) finishConsent(tb testing.TB) page {
	tb.Helper()
	return b.get(tb, b.get(tb, "/consent?app_id="+webID).location).goes(tb, http.StatusSeeOther, callback)
}

func TestInteraction_unknownUID(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	if _, err := h.provider.Login("nope", ann); !strings.Contains(err.Error(), "nope") {
		t.Errorf("login: %v", err)
	}
	if _, err := h.provider.Abort("nope", "x", ""); err == nil {
		t.Error("aborted nothing")
	}
}

func TestInteraction_aborted(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for description, want := range map[string]string{"": "", "Enough.": "&error_description=Enough."} {
		b := h.browser(t)
		b.ask(t, asking())
		next, err := h.provider.Abort(b.interaction(t).UID, "oidc.aborted", description)
		if err != nil {
			t.Fatal(err)
		}
		b.get(t, next).goes(t, http.StatusSeeOther, callback+"?error=oidc.aborted"+want+"&state=st&iss=")
		b.get(t, next).refused(t, http.StatusBadRequest, "invalid_request", "authorization request has expired")
	}
}

// TestInteraction_twoTabs: two sign-ins of one browser do not meet, except on
// the pages, which know the later one.
func TestInteraction_twoTabs(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	b := h.browser(t)
	b.ask(t, with(asking(), "state", "first"))
	first := b.login(t, ann)
	b.ask(t, with(asking(), "state", "second"))
	second := b.login(t, ann)
	b.get(t, first).goes(t, http.StatusSeeOther, "/consent?")
	if state := b.finishConsent(t).query(t, "state"); state != "first" {
		t.Errorf("state %q", state)
	}
	b.get(t, second).goes(t, http.StatusSeeOther, "/consent?")
	if state := b.finishConsent(t).query(t, "state"); state != "second" {
		t.Errorf("state %q", state)
	}
}

func TestResume_refused(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	b := h.browser(t)
	b.ask(t, asking())
	next := b.login(t, ann)
	check := func(got page, code, description string) {
		t.Helper()
		got.refused(t, http.StatusBadRequest, "invalid_request", description)
		if got.object(t)["code"] != code {
			t.Errorf("code %v", got.object(t)["code"])
		}
	}
	const gone, mismatch = "session.not_found", "oidc.invalid_request"
	check(h.browser(t).get(t, next), gone, "authorization request has expired")
	check(h.browser(t).send(t, http.MethodGet, "/oidc/auth/x", "", "Cookie", "_interaction_resume=x"), gone, "interaction session not found")
	check(h.browser(t).send(t, http.MethodGet, "/oidc/auth/x", "", "Cookie", "_interaction_resume="+b.interaction(t).UID),
		mismatch, "authorization session and cookie identifier mismatch")

	b.get(t, next).goes(t, http.StatusSeeOther, "/consent?")
	consent := b.interaction(t).UID
	check(h.browser(t).send(t, http.MethodGet, "/oidc/auth/"+consent, "", "Cookie", "_interaction_resume="+consent),
		mismatch, "interaction session and authentication session mismatch")
}

// TestResume_unfinished: who goes on without having signed in is asked again.
func TestResume_unfinished(t *testing.T) {
	t.Parallel()
	b := newHouse(t).browser(t)
	b.ask(t, asking())
	b.get(t, "/oidc/auth/"+b.interaction(t).UID).goes(t, http.StatusSeeOther, "/sign-in?")
	b.get(t, "/consent?app_id="+webID).refused(t, http.StatusBadRequest, "invalid_request", "session not found")
}
