package provider_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/logtoctl/logtoctl/internal/sandbox/logto/provider"
)

// TestInteraction_twoApplications: a browser signs in to two applications at once, and
// each page goes on with its own.
func TestInteraction_twoApplications(t *testing.T) {
	t.Parallel()
	b := newHouse(t).browser(t)
	b.ask(t, asking())
	b.ask(t, with(asking(), "client_id", otherID))
	uidOf := func(header, query string) string {
		t.Helper()
		request := b.request(t)
		request.URL.RawQuery = query
		if header != "" {
			request.Header.Set("Logto-App-Id", header)
		}
		found, err := b.provider.Interaction(request)
		if err != nil {
			t.Fatal(err)
		}
		same(t, true, header == "" || found.ApplicationID == header)
		return found.UID
	}
	first, second := uidOf(webID, ""), uidOf(otherID, "")
	if first == second {
		t.Error("the two applications share a sign-in")
	}
	same(t, second, uidOf("", "")) // the latest
	same(t, first, uidOf("", "app_id="+webID))
	same(t, first, uidOf(webID, "app_id="+otherID)) // the header is stronger

	next, err := b.provider.Login(first, ann)
	if err != nil {
		t.Fatal(err)
	}
	b.get(t, next).goes(t, http.StatusSeeOther, "/consent?app_id="+webID)
	at := b.get(t, "/consent?app_id="+webID).goes(t, http.StatusFound, b.url+"/oidc/auth/")
	code := b.get(t, at.location).goes(t, http.StatusSeeOther, callback+"?code=").query(t, "code")
	b.exchange(t, otherID, otherKey, redeeming(code)).refused(t, http.StatusBadRequest, "invalid_grant", "grant request is invalid")
	b.exchange(t, webID, webKey, redeeming(code)).granted(t)

	b.get(t, "/consent?app_id="+webID).goes(t, http.StatusFound, b.url+"/unknown-session") // its interaction is over
	same(t, second, uidOf(otherID, ""))
}

func TestInteraction_ofAnotherApplication(t *testing.T) {
	t.Parallel()
	b := newHouse(t).browser(t)
	b.ask(t, asking())
	request := b.request(t)
	request.Header.Set("Logto-App-Id", otherID)
	_, err := b.provider.Interaction(request)
	if !errors.Is(err, provider.ErrNoInteraction) || !strings.Contains(err.Error(), "interaction client_id mismatch") {
		t.Errorf("error %v", err)
	}
	b.get(t, "/consent?app_id="+otherID).goes(t, http.StatusFound, b.url+"/unknown-session")
}

// TestInteraction_cookieIsBounded: the cookie must not grow until the server
// refuses the browser's requests.
func TestInteraction_cookieIsBounded(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	b := h.browser(t)
	for i := range 20 {
		id := fmt.Sprintf("app%d", i)
		h.directory.change(id, func(app *provider.Application) {
			app.Type, app.RedirectURIs = "Traditional", []string{callback}
		})
		b.ask(t, with(asking(), "client_id", id)).goes(t, http.StatusSeeOther, "/sign-in?")
	}
	cookie := b.cookie(t, "_interaction")
	if strings.Count(cookie, "=") != 8 || !strings.HasPrefix(cookie, "app12=") || !strings.Contains(cookie, "&app19=") {
		t.Errorf("cookie %s", cookie)
	}
	b.ask(t, with(asking(), "client_id", "app15"))
	if again := b.cookie(t, "_interaction"); strings.Count(again, "app15=") != 1 || len(again) != len(cookie) {
		t.Errorf("cookie %s", again)
	}
}

// FuzzInteraction_cookie: a browser may send anything.
func FuzzInteraction_cookie(f *testing.F) {
	h := newHouse(f)
	for _, value := range []string{"", "x", "a=b&c=d", "&&=", "%zz=1", webID + "=" + strings.Repeat("x", 5000)} {
		f.Add(value)
	}
	f.Fuzz(func(t *testing.T, value string) {
		got := h.browser(t).send(t, http.MethodGet, "/consent?app_id="+webID, "", "Cookie", "_interaction="+headerSafe(value))
		got.goes(t, http.StatusFound, h.url+"/unknown-session")
	})
}

// headerSafe leaves out what an HTTP client would not send.
func headerSafe(value string) string {
	return strings.Map(func(c rune) rune {
		if c < ' ' || c > '~' {
			return -1
		}
		return c
	}, value)
}
