package logto_test

import (
	"cmp"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"
	"time"
)

const (
	challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM" // of RFC 7636, appendix B
	verifier  = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
	password  = "Kn8-heron-pier"
	callback  = "http://localhost:3000/callback"
)

// browser is a person's browser in front of the sign-in page. It keeps cookies
// and follows no redirect.
type browser struct {
	sandbox  *sandbox
	client   *http.Client
	language string // of the Accept-Language header
}

func (s *sandbox) browser(tb testing.TB) *browser {
	tb.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		tb.Fatal(err)
	}
	return &browser{sandbox: s, client: &http.Client{
		Jar:           jar,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// opens is a new browser that an application has sent to the sign-in page.
func (s *sandbox) opens(tb testing.TB, query ...string) *browser {
	tb.Helper()
	b := s.browser(tb)
	b.authorize(tb, query...)
	return b
}

// bookstore is the id of an application that people sign in to.
func (s *sandbox) bookstore(tb testing.TB) string {
	tb.Helper()
	if known, ok := s.tokens.Load("bookstore"); ok {
		return known.(string)
	}
	id := s.api(tb, http.MethodPost, "/applications", encode(tb, map[string]any{
		"name": "Bookstore", "type": "Traditional",
		"oidcClientMetadata": map[string]any{"redirectUris": []string{callback}, "postLogoutRedirectUris": []string{}},
	})).wants(tb, http.StatusOK).id(tb)
	s.tokens.Store("bookstore", id)
	return id
}

// authorize goes where the application's sign-in link leads. The query has
// names and values to add.
func (b *browser) authorize(tb testing.TB, query ...string) reply {
	tb.Helper()
	parameters := url.Values{
		"client_id": {b.sandbox.bookstore(tb)}, "redirect_uri": {callback}, "response_type": {"code"},
		"scope": {"openid offline_access profile"}, "prompt": {"consent"}, "state": {"xyz"},
		"code_challenge": {challenge}, "code_challenge_method": {"S256"},
	}
	for i := 0; i < len(query); i += 2 {
		parameters.Set(query[i], query[i+1])
	}
	return b.send(tb, http.MethodGet, "/oidc/auth?"+parameters.Encode(), "").wants(tb, http.StatusSeeOther)
}

// send sends a request as the page does.
func (b *browser) send(tb testing.TB, method, path, body string) reply {
	tb.Helper()
	target := path
	if strings.HasPrefix(path, "/") {
		target = b.sandbox.url + path
	}
	request, err := http.NewRequestWithContext(tb.Context(), method, target, strings.NewReader(body))
	if err != nil {
		tb.Fatal(err)
	}
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	if b.language != "" {
		request.Header.Set("Accept-Language", b.language)
	}
	response, err := b.client.Do(request)
	if err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	read, err := io.ReadAll(response.Body)
	if err != nil {
		tb.Fatal(err)
	}
	return reply{response.StatusCode, response.Header, read, method + " " + path + " " + body}
}

// experience calls the Experience API. The path is below /api/experience.
func (b *browser) experience(tb testing.TB, method, path, body string) reply {
	tb.Helper()
	return b.send(tb, method, "/api/experience"+path, body)
}

// starts begins an interaction.
func (b *browser) starts(tb testing.TB, event string) *browser {
	tb.Helper()
	b.experience(tb, http.MethodPut, "", `{"interactionEvent":"`+event+`"}`).wants(tb, http.StatusNoContent)
	return b
}

func (b *browser) turnsTo(tb testing.TB, event string) reply {
	tb.Helper()
	return b.experience(tb, http.MethodPut, "/interaction-event", `{"interactionEvent":"`+event+`"}`)
}

func identifier(kind, value string) string { return fmt.Sprintf(`{"type":%q,"value":%q}`, kind, value) }

// asksForCode has a code sent to an address.
func (b *browser) asksForCode(tb testing.TB, event, to string) reply {
	tb.Helper()
	return b.experience(tb, http.MethodPost, "/verification/verification-code",
		`{"interactionEvent":"`+event+`","identifier":`+identifier("email", to)+`}`)
}

func (b *browser) verifies(tb testing.TB, to, verificationID, code string) reply {
	tb.Helper()
	return b.experience(tb, http.MethodPost, "/verification/verification-code/verify",
		fmt.Sprintf(`{"identifier":%s,"verificationId":%q,"code":%q}`, identifier("email", to), verificationID, code))
}

func (r reply) verificationID(tb testing.TB) string {
	tb.Helper()
	id, _ := r.wants(tb, http.StatusOK).object(tb)["verificationId"].(string)
	if id == "" {
		tb.Fatalf("%s: no verification id in %s", r.what, r.body)
	}
	return id
}

// proves reads the code that was sent to an address and gives it.
func (b *browser) proves(tb testing.TB, event, to string) string {
	tb.Helper()
	id := b.asksForCode(tb, event, to).verificationID(tb)
	return b.verifies(tb, to, id, b.sandbox.mail.lastCode(to)).verificationID(tb)
}

func (b *browser) identifies(tb testing.TB, verificationID string) reply {
	tb.Helper()
	body := `{}`
	if verificationID != "" {
		body = `{"verificationId":"` + verificationID + `"}`
	}
	return b.experience(tb, http.MethodPost, "/identification", body)
}

func (b *browser) submits(tb testing.TB) reply {
	tb.Helper()
	return b.experience(tb, http.MethodPost, "/submit", "")
}

// givesPassword verifies a password.
func (b *browser) givesPassword(tb testing.TB, kind, value, password string) reply {
	tb.Helper()
	return b.experience(tb, http.MethodPost, "/verification/password",
		fmt.Sprintf(`{"identifier":%s,"password":%q}`, identifier(kind, value), password))
}

// adds sends a part of the profile.
func (b *browser) adds(tb testing.TB, body string) reply {
	tb.Helper()
	return b.experience(tb, http.MethodPost, "/profile", body)
}

// signsUp makes an account for an address, with a password unless it is empty.
func (b *browser) signsUp(tb testing.TB, address, password string) *browser {
	tb.Helper()
	b.starts(tb, "Register")
	proof := b.proves(tb, "Register", address)
	if password != "" {
		b.adds(tb, `{"type":"password","value":"`+password+`"}`).wants(tb, http.StatusNoContent)
	}
	b.identifies(tb, proof).wants(tb, http.StatusCreated)
	b.submits(tb).wants(tb, http.StatusOK)
	return b
}

// user is the only user with that address.
func (s *sandbox) user(tb testing.TB, address string) map[string]any {
	tb.Helper()
	found := s.api(tb, http.MethodGet, "/users?mode=exact&search.primaryEmail="+url.QueryEscape(address), "").
		wants(tb, http.StatusOK).list(tb)
	if len(found) != 1 {
		tb.Fatalf("%d users with the address %s", len(found), address)
	}
	return found[0]
}

// later lets time pass, and forgets the token that may not have lived to see it.
func (s *sandbox) later(d time.Duration) {
	s.clock.advance(d)
	s.tokens.Delete("seed")
}

// changes sets a part of the sign-in experience.
func (s *sandbox) changes(tb testing.TB, body string) {
	tb.Helper()
	s.api(tb, http.MethodPatch, "/sign-in-exp", body).wants(tb, http.StatusOK)
}

// experienceOf is a tenant with an email connector whose people sign up and in
// as the methods say; by a code sent to their address when they say nothing.
func experienceOf(tb testing.TB, signUp, methods string) *sandbox {
	tb.Helper()
	s := newSandbox(tb)
	s.connect(tb, aliyun, aliyunConfig(nil)).wants(tb, http.StatusOK)
	s.changes(tb, `{"signUp":`+cmp.Or(signUp, byEmail)+`,"signIn":{"methods":[`+cmp.Or(methods, byCode)+`]},`+
		`"forgotPasswordMethods":["EmailVerificationCode"]}`)
	return s
}

// How people sign up.
const (
	byEmail            = `{"identifiers":["email"],"password":false,"verify":true}`
	byEmailAndPassword = `{"identifiers":["email"],"password":true,"verify":true}`
	byName             = `{"identifiers":["username"],"password":true,"verify":false}`
)

// How people sign in, beside byCode and byUsername.
const (
	byEmailPassword = `{"identifier":"email","password":true,"verificationCode":false,"isPasswordPrimary":true}`
	byEither        = `{"identifier":"email","password":true,"verificationCode":true,"isPasswordPrimary":true}`
)
