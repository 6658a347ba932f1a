package provider_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/logtoctl/logtoctl/internal/sandbox/logto/provider"
)

// hop is one request of a recorded sign-in.
type hop struct {
	Method   string `json:"method"`
	URL      string `json:"url"`
	Status   int    `json:"status"`
	Location string `json:"location"`
	Body     string `json:"body"`
}

// What the recorded Logto drew and told the sign-in page, or its browser, in a
// body that was not recorded.
const (
	recordedUID    = "-_8Otevk96Nxf_y8bGAtc0hBlCh7QT5tFGHPlFL1hwd"
	recordedSecret = "a327da595136675a47c78cdf1996f56a905a2ea298a2f799"
)

// TestRecordedSignIn replays a sign-in to a real Logto: every hop through the
// provider must be answered as that one answered it. What was drawn by chance
// is taken from the answers here instead.
func TestRecordedSignIn(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("testdata/sign-in-flow.json")
	if err != nil {
		t.Fatal(err)
	}
	var recorded struct {
		Hops []hop `json:"hops"`
	}
	if err := json.Unmarshal(raw, &recorded); err != nil {
		t.Fatal(err)
	}
	const appID = "dgazwwetgquffbo2ybnpy"
	h := newHouse(t)
	h.directory.change(appID, func(app *provider.Application) {
		app.Type, app.RedirectURIs = "Traditional", []string{callback}
		app.PostLogoutRedirectURIs = []string{"http://localhost:3000"}
	})
	b := h.browser(t)
	replayed, drawn := 0, map[string]string{}
	for _, hop := range recorded.Hops {
		at, err := url.Parse(hop.URL)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(at.Path, "/api/experience/submit") {
			drawn[recordedUID] = b.interaction(t).UID
			b.login(t, ann)
		}
		if at.Port() != "3001" || !regexp.MustCompile(`^/(oidc/(auth|session)|consent)`).MatchString(at.Path) {
			continue
		}
		replayed++
		got := b.replay(t, hop, drawn)
		if got.status != hop.Status {
			t.Fatalf("%s %s: status %d, recorded %d\n%s", hop.Method, hop.URL, got.status, hop.Status, got.body)
		}
		if want := strings.ReplaceAll(hop.Location, "http://localhost:3001", h.url); drawnOut(want) != drawnOut(got.location) {
			t.Errorf("%s %s: goes to\n%s, recorded\n%s", hop.Method, hop.URL, got.location, want)
		}
		note(t, drawn, hop, got)
	}
	if replayed != 6 {
		t.Errorf("%d hops were replayed, want 6", replayed)
	}
}

// replay sends a recorded request, with what this provider drew.
func (b *browser) replay(tb testing.TB, recorded hop, drawn map[string]string) page {
	tb.Helper()
	target, body := recorded.URL, recorded.Body
	for was, is := range drawn {
		target, body = strings.ReplaceAll(target, was, is), strings.ReplaceAll(body, was, is)
	}
	return b.send(tb, recorded.Method, strings.ReplaceAll(target, "http://localhost:3001", b.url), body)
}

// note learns what this provider drew where the real one drew something.
func note(tb testing.TB, drawn map[string]string, recorded hop, got page) {
	tb.Helper()
	uid := regexp.MustCompile(`/oidc/auth/([\w-]{43})`)
	if was := uid.FindStringSubmatch(recorded.Location); was != nil {
		drawn[was[1]] = uid.FindStringSubmatch(got.location)[1]
	}
	if is := xsrfOf(got.body); is != "" {
		drawn[recordedSecret] = is
	}
}

var xsrfField = regexp.MustCompile(`name="xsrf" value="([0-9a-f]{48})"`)

func xsrfOf(body string) string {
	if match := xsrfField.FindStringSubmatch(body); match != nil {
		return match[1]
	}
	return ""
}

// drawnOut replaces what is drawn by chance, and the port that the test listens on.
func drawnOut(location string) string {
	for _, pattern := range []string{`(/oidc/auth/)[\w-]{43}`, `(code=)[\w-]{43}`, `(iss=http%3A%2F%2F)(?:localhost|127\.0\.0\.1)%3A\d+`} {
		location = regexp.MustCompile(pattern).ReplaceAllString(location, "$1…")
	}
	return location
}

func TestRecordedSignIn_cookies(t *testing.T) {
	t.Parallel()
	b := newHouse(t).browser(t)
	at := b.ask(t, asking())
	uid := b.interaction(t).UID
	want := []string{
		"_interaction=" + webID + "=" + uid + "; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax",
		"_interaction_resume=" + uid + "; Path=/oidc/auth/" + uid + "; Max-Age=3600; HttpOnly; SameSite=Lax",
	}
	same(t, want, at.header.Values("Set-Cookie"))
	at = b.get(t, b.login(t, ann)).goes(t, http.StatusSeeOther, "/consent?app_id="+webID)
	session := ""
	for _, cookie := range at.header.Values("Set-Cookie") {
		if strings.HasPrefix(cookie, "_session=") {
			session = cookie
		}
	}
	if !regexp.MustCompile(`^_session=[\w-]{43}; Path=/; Max-Age=1209600; HttpOnly; SameSite=Lax$`).MatchString(session) {
		t.Errorf("session cookie %q", session)
	}
	if at.header.Get("Cache-Control") != "no-store" {
		t.Error("a step of the sign-in may be cached")
	}
}
