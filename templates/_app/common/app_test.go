package main

import (
	"encoding/base64"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
)

func TestHome_signedOut(t *testing.T) {
	t.Parallel()
	b := open(t, newFakeLogto(t))
	b.expect("/", http.StatusOK, "Not signed in", `href="/sign-in"`)
	if cookies := b.Jar.Cookies(parseURL(t, b.origin)); len(cookies) > 0 {
		t.Errorf("cookies for somebody who did nothing: %v", cookies)
	}
}

// Logto is asked for the email address, and for an answer that only this session
// can use.
func TestSignIn_redirect(t *testing.T) {
	t.Parallel()
	logto := newFakeLogto(t)
	b := open(t, logto)
	address := b.redirect("/sign-in")
	query := parseURL(t, address).Query()
	for name, want := range map[string]string{
		"client_id": testAppID, "redirect_uri": b.origin + callbackPath, "response_type": "code",
		"code_challenge_method": "S256", "scope": "email openid offline_access profile",
	} {
		if got := query.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if !strings.HasPrefix(address, logto.URL+"/oidc/auth?") || strings.Contains(address, " ") {
		t.Errorf("the address is %q", address)
	}
	if len(query.Get("state")) < 20 || len(query.Get("code_challenge")) != 43 {
		t.Errorf("no state or challenge in %q", address)
	}
	if again := parseURL(t, b.redirect("/sign-in")).Query(); again.Get("state") == query.Get("state") {
		t.Error("two sign-ins have the same state")
	}
}

func TestSignIn(t *testing.T) {
	t.Parallel()
	logto := newFakeLogto(t)
	b := open(t, logto)
	callback := logto.consent(t, b.redirect("/sign-in"))
	before := b.session()
	if got := b.redirect(callback); got != "/" {
		t.Errorf("it goes on at %q", got)
	}
	if before == "" || b.session() == before {
		t.Error("the session has kept its token, which somebody else may have planted")
	}
	b.expect("/", http.StatusOK, "Signed in", testEmail, `href="/sign-out"`)
	b.expect("/profile", http.StatusOK, testEmail, "verified", "user-id")
	b.expect("/user-info", http.StatusOK, `"email": "`+testEmail+`"`)
	b.expect(callback, http.StatusBadRequest, "expired") // it is over

	leave := parseURL(t, b.redirect("/sign-out"))
	if leave.Path != "/oidc/session/end" || leave.Query().Get("post_logout_redirect_uri") != b.origin {
		t.Errorf("signing out goes to %s", leave)
	}
	b.expect("/", http.StatusOK, "Not signed in")
	if !slices.Equal(logto.revoked, []string{"refresh-token"}) {
		t.Errorf("revoked: %q", logto.revoked)
	}
}

func TestProfile_signedOut(t *testing.T) {
	t.Parallel()
	logto := newFakeLogto(t)
	b := open(t, logto)
	signIn := b.redirect("/profile?tab=1")
	if signIn != "/sign-in?return_to=%2Fprofile%3Ftab%3D1" {
		t.Fatalf("it leads to %q", signIn)
	}
	if got := b.redirect(logto.consent(t, b.redirect(signIn))); got != "/profile?tab=1" {
		t.Errorf("after signing in it goes on at %q", got)
	}
}

func TestUserInfo_signedOut(t *testing.T) {
	t.Parallel()
	open(t, newFakeLogto(t)).expect("/user-info", http.StatusUnauthorized, `"error": "not signed in"`)
}

// What goes wrong at Logto ends on a page that says what to do, and does not
// repeat what anybody could have put into a link.
func TestCallback_errors(t *testing.T) {
	t.Parallel()
	b := open(t, newFakeLogto(t))
	b.expect("/callback?code=x&state=y", http.StatusBadRequest, "Sign-in expired", `href="/sign-in"`)
	b.redirect("/sign-in")
	b.expect("/callback?error=access_denied&error_description=Call+555", http.StatusForbidden, "Sign-in cancelled", `href="/sign-in"`, "!555")
	b.expect("/callback?error=oidc.aborted&state=x", http.StatusForbidden, "Sign-in cancelled", `href="/sign-in"`)
	b.expect("/callback?error=server_error&error_description=Call+555", http.StatusBadGateway, "Logto could not sign you in", "!555", "!server_error")
	b.expect("/callback?code=x&state=wrong", http.StatusBadRequest, "Sign-in expired")
	b.expect("/callback", http.StatusBadRequest, "Sign-in expired")
	state := parseURL(t, b.redirect("/sign-in")).Query().Get("state")
	b.expect("/callback?code=unknown&state="+state, http.StatusInternalServerError, "Something went wrong", "!invalid_grant")
	b.expect("/", http.StatusOK, "Not signed in")
}

func TestLogto_unreachable(t *testing.T) {
	t.Parallel()
	logto := newFakeLogto(t)
	b := open(t, logto)
	b.redirect(logto.consent(t, b.redirect("/sign-in")))
	logto.Close()
	b.expect("/user-info", http.StatusBadGateway, "Logto gave no user info")
	b.expect("/sign-out", http.StatusBadGateway, "only here")
	b.expect("/", http.StatusOK, "Not signed in")
	b.expect("/sign-in", http.StatusBadGateway, "Logto cannot be reached", "!127.0.0.1")
}

// A link on another website does not sign people out.
func TestSignOut_foreign(t *testing.T) {
	t.Parallel()
	logto := newFakeLogto(t)
	b := open(t, logto)
	b.redirect(logto.consent(t, b.redirect("/sign-in")))
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, b.origin+"/sign-out", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Sec-Fetch-Site", "cross-site")
	if got := b.send(request); got.status != http.StatusForbidden || !strings.Contains(got.body, `href="/sign-out"`) {
		t.Errorf("status %d, %s", got.status, got.body)
	}
	b.expect("/", http.StatusOK, "Signed in")
}

func TestOtherPages(t *testing.T) {
	t.Parallel()
	b := open(t, newFakeLogto(t))
	b.expect("/health", http.StatusOK, "ok")
	b.expect("/style.css", http.StatusOK, ".button")
	b.expect("/nothing", http.StatusNotFound, "Page not found")
	header := b.get("/").header
	for name, want := range map[string]string{
		"Content-Security-Policy": "frame-ancestors 'none'", "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store",
	} {
		if got := header.Get(name); !strings.Contains(got, want) {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}

func TestGuarded_panic(t *testing.T) {
	t.Parallel()
	w := httptest.NewRecorder()
	guarded(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("secret") })).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
	if body := w.Body.String(); w.Code != http.StatusInternalServerError || !strings.Contains(body, "Something went wrong") || strings.Contains(body, "secret") {
		t.Errorf("status %d, %s", w.Code, body)
	}
}

func TestSession_cookie(t *testing.T) {
	t.Parallel()
	for redirectURI, want := range map[string]string{
		"http://localhost:3000/callback":    "session HttpOnly SameSite=Lax",
		"https://shop.example.com/callback": "__Host-session HttpOnly SameSite=Lax Secure",
	} {
		sessions, closeSessions, err := newSessions(t.Context(), settings{redirectURI: redirectURI})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(closeSessions)
		w := httptest.NewRecorder()
		sessions.LoadAndSave(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			sessions.Put(r.Context(), "key", "value")
		})).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
		cookie := w.Result().Cookies()[0]
		got := []string{cookie.Name}
		for _, attribute := range []string{"HttpOnly", "SameSite=Lax", "Secure"} {
			if strings.Contains(cookie.String(), "; "+attribute) {
				got = append(got, attribute)
			}
		}
		if strings.Join(got, " ") != want || cookie.Path != "/" || cookie.MaxAge != int(sessionIdleTimeout.Seconds()) {
			t.Errorf("%s: the cookie is %s", redirectURI, cookie)
		}
	}
}

func TestOwnPath(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"/": "/", "/profile": "/profile", "/profile?tab=1&x=//y": "/profile?tab=1&x=//y",
		"": "/", "profile": "/", "//evil.example": "/", "///evil.example": "/", `/\evil.example`: "/", `\/evil.example`: "/",
		"https://evil.example/": "/", "javascript:alert(1)": "/", "/\t/evil.example": "/", "/a\nb": "/", "/#x": "/", "?x": "/",
	} {
		if got := ownPath(path); got != want {
			t.Errorf("%q becomes %q, want %q", path, got, want)
		}
	}
}

func TestNewSettings(t *testing.T) {
	t.Parallel()
	complete := map[string]string{
		"LOGTO_ENDPOINT": "http://localhost:3001", "LOGTO_APP_ID": "id", "LOGTO_APP_SECRET": "hush",
		"LOGTO_REDIRECT_URI": "http://localhost:3000/callback", "LOGTO_POST_SIGN_OUT_REDIRECT_URI": "http://localhost:3000",
		"SESSION_SECRET": base64.StdEncoding.EncodeToString(make([]byte, 32)),
	}
	with := func(name, value string) func(string) string {
		return func(asked string) string {
			if asked == name {
				return value
			}
			return complete[asked]
		}
	}
	if s, err := newSettings(with("", "")); err != nil || s.port != "3000" || s.redis != nil || s.origin() != "http://localhost:3000" {
		t.Errorf("settings %+v, error %v", s, err)
	}
	if s, err := newSettings(with("REDIS_URL", "redis://user:hush@cache:6380/2")); err != nil || s.redis.Addr != "cache:6380" {
		t.Errorf("error %v", err)
	}
	for name := range complete {
		if _, err := newSettings(with(name, "")); err == nil || !strings.Contains(err.Error(), name+" is not set") {
			t.Errorf("without %s: %v", name, err)
		}
	}
	for _, wrong := range [][2]string{
		{"LOGTO_ENDPOINT", "hush"}, {"LOGTO_REDIRECT_URI", "http://localhost:3000/hush"}, {"LOGTO_POST_SIGN_OUT_REDIRECT_URI", "ftp://hush"},
		{"SESSION_SECRET", "hush"}, {"SESSION_SECRET", "aHVzaA=="}, {"PORT", "70000"}, {"PORT", "hush"}, {"REDIS_URL", "http://user:hush@cache"}, {"REDIS_URL", "redis://user:hush@%zz"},
	} {
		if _, err := newSettings(with(wrong[0], wrong[1])); err == nil || !strings.Contains(err.Error(), wrong[0]+" must") || strings.Contains(err.Error(), "hush") {
			t.Errorf("%s=%s: %v", wrong[0], wrong[1], err)
		}
	}
	if _, err := newSettings(func(string) string { return "" }); strings.Count(err.Error(), "is not set") != len(complete) {
		t.Errorf("not everything that is missing is named: %v", err)
	}
}

// browser is somebody who uses the app.
type browser struct {
	*http.Client
	t      *testing.T
	origin string
}

// open starts the app against a Logto, and a browser.
func open(t *testing.T, logto *fakeLogto) *browser {
	t.Helper()
	server := httptest.NewUnstartedServer(nil)
	origin := "http://" + server.Listener.Addr().String()
	s := settings{
		endpoint: logto.URL, appID: testAppID, appSecret: testAppSecret,
		redirectURI: origin + callbackPath, postSignOutURI: origin, sessionKey: make([]byte, sessionKeySize),
	}
	sessions, closeSessions, err := newSessions(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(closeSessions)
	server.Config.Handler = newHandler(newApp(s, sessions))
	server.Start()
	t.Cleanup(server.Close)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &browser{&http.Client{Jar: jar, CheckRedirect: stay}, t, origin}
}

// answer is what the app says to a request.
type answer struct {
	status int
	header http.Header
	body   string
}

// get asks for a path of the app, or for a whole address.
func (b *browser) get(address string) answer {
	b.t.Helper()
	if strings.HasPrefix(address, "/") {
		address = b.origin + address
	}
	request, err := http.NewRequestWithContext(b.t.Context(), http.MethodGet, address, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	return b.send(request)
}

func (b *browser) send(request *http.Request) answer {
	b.t.Helper()
	response, err := b.Do(request)
	if err != nil {
		b.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return answer{response.StatusCode, response.Header, string(body)}
}

// expect demands a status and what the body says, or does not say after a !.
func (b *browser) expect(address string, status int, texts ...string) {
	b.t.Helper()
	got := b.get(address)
	if got.status != status {
		b.t.Errorf("%s: status %d, want %d", address, got.status, status)
	}
	for _, text := range texts {
		unwanted, isUnwanted := strings.CutPrefix(text, "!")
		if strings.Contains(got.body, unwanted) == isUnwanted {
			b.t.Errorf("%s: want %q in\n%s", address, text, got.body)
		}
	}
}

// redirect returns where the app sends the browser.
func (b *browser) redirect(address string) string {
	b.t.Helper()
	got := b.get(address)
	if got.status != http.StatusSeeOther {
		b.t.Fatalf("%s: status %d, want a redirect", address, got.status)
	}
	return got.header.Get("Location")
}

// session returns the token in the session cookie.
func (b *browser) session() string {
	for _, cookie := range b.Jar.Cookies(parseURL(b.t, b.origin)) {
		if cookie.Name == "session" {
			return cookie.Value
		}
	}
	return ""
}

func parseURL(t *testing.T, address string) *url.URL {
	t.Helper()
	parsed, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}
