package provider_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
)

// together gets all the targets at once, as tabs of one browser do that send
// the same cookies. There is no network in between, and so nothing that keeps
// the requests in order: the race detector sees all that the lock does not cover.
func (b *browser) together(tb testing.TB, targets ...string) []page {
	tb.Helper()
	mux := http.NewServeMux()
	b.provider.Register(mux)
	pages := make([]page, len(targets))
	start := make(chan struct{})
	var group sync.WaitGroup
	for i, target := range targets {
		request := httptest.NewRequestWithContext(tb.Context(), http.MethodGet, target, nil)
		for _, cookie := range b.client.Jar.Cookies(request.URL) {
			request.AddCookie(cookie)
		}
		group.Go(func() {
			<-start
			got := httptest.NewRecorder()
			mux.ServeHTTP(got, request)
			pages[i] = page{got.Code, got.Header(), got.Header().Get("Location"), got.Body.String()}
		})
	}
	close(start)
	group.Wait()
	return pages
}

// TestResume_concurrently switches the user in many tabs: each is told a secret
// of its own, and the last one told ends the session, once.
func TestResume_concurrently(t *testing.T) {
	t.Parallel()
	b := newHouse(t).browser(t)
	b.signIn(t, asking(), ann)
	b.ask(t, with(asking(), "prompt", "login")).goes(t, http.StatusSeeOther, "/sign-in?")
	told := map[string]bool{}
	for _, ending := range b.together(t, slices.Repeat([]string{b.login(t, bob)}, 8)...) {
		if ending.status != http.StatusOK || !strings.Contains(ending.body, "/oidc/session/end/confirm") {
			t.Fatalf("status %d: %s", ending.status, ending.body)
		}
		told[xsrfOf(ending.body)] = true
	}
	if len(told) != 8 {
		t.Errorf("8 tabs are told %d secrets", len(told))
	}
	ended := 0
	for xsrf := range told {
		if b.post(t, "/oidc/session/end/confirm", url.Values{"xsrf": {xsrf}, "logout": {"yes"}}).status == http.StatusSeeOther {
			ended++
		}
	}
	if ended != 1 {
		t.Errorf("the session ends %d times", ended)
	}
}

// TestEndSession_concurrently signs out in many tabs while another one signs in
// again, which gives the session a new cookie.
func TestEndSession_concurrently(t *testing.T) {
	t.Parallel()
	b := newHouse(t).browser(t)
	b.signIn(t, asking(), ann)
	b.ask(t, with(asking(), "prompt", "login")).goes(t, http.StatusSeeOther, "/sign-in?")
	again := b.login(t, ann)
	targets := slices.Insert(slices.Repeat([]string{b.url + "/oidc/session/end"}, 15), 4, again)
	for i, got := range b.together(t, targets...) {
		switch {
		case targets[i] == again:
			got.goes(t, http.StatusSeeOther, callback+"?code=")
		case got.status != http.StatusOK || xsrfOf(got.body) == "":
			t.Errorf("status %d: %s", got.status, got.body)
		}
	}
}
