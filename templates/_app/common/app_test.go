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
	"time"

	"github.com/alexedwards/scs/v2"
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
	start := func() (state string) { return parseURL(t, b.redirect("/sign-in")).Query().Get("state") }
	b.expect("/callback?error=server_error&error_description=Call+555&state="+start(), http.StatusBadGateway, "Logto could not sign you in", `href="/sign-in"`, "!555", "!server_error")
	b.expect("/callback?state="+start(), http.StatusBadRequest, "Sign-in expired")
	start()
	for _, foreign := range []string{"?code=x&state=wrong", "?error=access_denied&state=wrong", "?error=access_denied", "?error=server_error", ""} {
		b.expect("/callback"+foreign, http.StatusBadRequest, "Sign-in expired", `href="/sign-in"`)
	}
	b.expect("/callback?code=unknown&state="+start(), http.StatusBadGateway, "Logto could not sign you in", `href="/sign-in"`, "!invalid_grant")
	b.expect("/", http.StatusOK, "Not signed in")
}

// Who cancels can try again, and gets to the page that he wanted.
func TestCallback_cancelled(t *testing.T) {
	t.Parallel()
	logto := newFakeLogto(t)
	b := open(t, logto)
	for _, refusal := range []string{"access_denied", "oidc.aborted"} {
		state := parseURL(t, b.redirect("/sign-in?return_to=%2Fprofile%3Ftab%3D1%262")).Query().Get("state")
		b.expect("/callback?error="+refusal+"&error_description=Call+555&state="+state, http.StatusForbidden,
			"Sign-in cancelled", "!You are not", `href="/sign-in?return_to=%2fprofile%3ftab%3d1%262"`, "!555", `!href="/sign-out"`)
	}
	if got := b.redirect(logto.consent(t, b.redirect("/sign-in?return_to=%2fprofile%3ftab%3d1%262"))); got != "/profile?tab=1&2" {
		t.Errorf("after signing in it goes on at %q", got)
	}
	state := parseURL(t, b.redirect("/sign-in")).Query().Get("state")
	b.expect("/callback?error=access_denied&state="+state, http.StatusForbidden, "Sign-in cancelled", "!You are not", `href="/sign-in"`, `href="/sign-out"`)
	b.expect("/", http.StatusOK, "Signed in", testEmail)
}

// A session in which nobody has signed in yet is not kept for long.
func TestSignIn_deadline(t *testing.T) {
	t.Parallel()
	logto := newFakeLogto(t)
	b := open(t, logto)
	lasts := func(path string) time.Duration {
		t.Helper()
		cookies := (&http.Response{Header: b.get(path).header}).Cookies()
		if len(cookies) != 1 {
			t.Fatalf("%s: the cookies are %v", path, cookies)
		}
		return (time.Duration(cookies[0].MaxAge) * time.Second).Round(time.Minute)
	}
	if got := lasts("/sign-in"); got != signInTimeout {
		t.Errorf("a sign-in lasts %s", got)
	}
	if got := lasts("/"); got != signInTimeout {
		t.Errorf("after another request it lasts %s", got)
	}
	b.redirect(logto.consent(t, b.redirect("/sign-in")))
	for _, path := range []string{"/", "/sign-in", "/"} {
		if got := lasts(path); got != sessionIdleTimeout {
			t.Errorf("%s: signed in, it lasts %s", path, got)
		}
	}
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
	for path, status := range map[string]int{"/": http.StatusOK, "/health": http.StatusOK, "/style.css": http.StatusOK, "/profile": http.StatusSeeOther, "/nothing": http.StatusNotFound} {
		if got := b.ask(http.MethodHead, path); got.status != status || got.body != "" {
			t.Errorf("HEAD %s: status %d, want %d", path, got.status, status)
		}
	}
	for _, path := range []string{"/", "/sign-in", "/sign-out", "/profile", "/health"} {
		if got := b.ask(http.MethodPost, path); got.status != http.StatusMethodNotAllowed || got.header.Get("Allow") != "GET, HEAD" {
			t.Errorf("POST %s: status %d, allowed are %q", path, got.status, got.header.Get("Allow"))
		}
	}
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
	new(app).guarded(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("secret") })).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
	if body := w.Body.String(); w.Code != http.StatusInternalServerError || !strings.Contains(body, "Something went wrong") || strings.Contains(body, "secret") {
		t.Errorf("status %d, %s", w.Code, body)
	}
}

func TestSession_cookie(t *testing.T) {
	t.Parallel()
	for redirectURI, want := range map[string]string{
		"http://localhost:3000/callback":    cookieName + " HttpOnly SameSite=Lax",
		"https://shop.example.com/callback": "__Host-" + cookieName + " HttpOnly SameSite=Lax Secure",
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
	if s, err := newSettings(with("", "")); err != nil || s.name != appName || s.redis != nil || s.origin() != "http://localhost:3000" {
		t.Errorf("settings %+v, error %v", s, err)
	}
	if s, err := newSettings(with("REDIS_URL", "redis://user:hush@cache:6380/2")); err != nil || s.redis.Addr != "cache:6380" {
		t.Errorf("error %v", err)
	}
	if s, err := newSettings(with("APP_NAME", "Ada's Shop")); err != nil || s.name != "Ada's Shop" {
		t.Errorf("the name is %q, error %v", s.name, err)
	}
	for name := range complete {
		if _, err := newSettings(with(name, "")); err == nil || !strings.Contains(err.Error(), name+" is not set") {
			t.Errorf("without %s: %v", name, err)
		}
	}
	for _, wrong := range [][2]string{
		{"LOGTO_ENDPOINT", "hush"},
		{"LOGTO_REDIRECT_URI", "http://localhost:3000/hush"},
		{"LOGTO_POST_SIGN_OUT_REDIRECT_URI", "ftp://hush"},
		{"SESSION_SECRET", "hush"},
		{"SESSION_SECRET", "aHVzaA=="},
		{"PORT", "70000"},
		{"PORT", "hush"},
		{"LISTEN_HOST", "hush"},
		{"LISTEN_HOST", "0.0.0.0:3000"},
		{"REDIS_URL", "http://user:hush@cache"},
		{"REDIS_URL", "redis://user:hush@%zz"},
	} {
		if _, err := newSettings(with(wrong[0], wrong[1])); err == nil || !strings.Contains(err.Error(), wrong[0]+" must") || strings.Contains(err.Error(), "hush") {
			t.Errorf("%s=%s: %v", wrong[0], wrong[1], err)
		}
	}
	if _, err := newSettings(func(string) string { return "" }); strings.Count(err.Error(), "is not set") != len(complete) {
		t.Errorf("not everything that is missing is named: %v", err)
	}
}

// An app that people use on their own machine is for nobody else.
func TestSettings_address(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ redirectURI, host, port, want string }{
		{"http://localhost:3000/callback", "", "", "localhost:3000"},
		{"http://localhost:3005/callback", "", "", "localhost:3005"},
		{"http://127.0.0.1:3005/callback", "", "", "127.0.0.1:3005"},
		{"http://[::1]:3005/callback", "", "", "[::1]:3005"},
		{"http://localhost/callback", "", "", "localhost:80"},
		{"https://localhost:3005/callback", "", "", "localhost:3000"},
		{"http://shop.example.com:3005/callback", "", "", ":3000"},
		{"https://shop.example.com/callback", "", "8080", ":8080"},
		{"https://shop.example.com/callback", "127.0.0.1", "", "127.0.0.1:3000"},
		{"http://localhost:3005/callback", "0.0.0.0", "3000", "0.0.0.0:3000"},
	} {
		s, err := newSettings(func(name string) string {
			switch name {
			case "LOGTO_REDIRECT_URI":
				return test.redirectURI
			case "LISTEN_HOST":
				return test.host
			case "PORT":
				return test.port
			case "LOGTO_ENDPOINT", "LOGTO_POST_SIGN_OUT_REDIRECT_URI":
				return "http://localhost"
			case "SESSION_SECRET":
				return base64.StdEncoding.EncodeToString(make([]byte, sessionKeySize))
			case "LOGTO_APP_ID", "LOGTO_APP_SECRET":
				return "x"
			default:
				return ""
			}
		})
		if got := s.address(); err != nil || got != test.want {
			t.Errorf("%+v: it listens at %q, %v", test, got, err)
		}
	}
}

// What Redis has is not to be had unopened, not even as a list.
func TestSealedStore(t *testing.T) {
	t.Parallel()
	if _, listed := any(new(sealedStore)).(scs.IterableCtxStore); listed {
		t.Error("it lists sealed sessions")
	}
	if _, err := newSealedStore(nil, make([]byte, sessionKeySize-1)); err == nil {
		t.Error("it takes a short key")
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
		name: appName, endpoint: logto.URL, appID: testAppID, appSecret: testAppSecret,
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
	return b.ask(http.MethodGet, address)
}

func (b *browser) ask(method, address string) answer {
	b.t.Helper()
	if strings.HasPrefix(address, "/") {
		address = b.origin + address
	}
	request, err := http.NewRequestWithContext(b.t.Context(), method, address, nil)
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
		if cookie.Name == cookieName {
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
