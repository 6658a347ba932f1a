package provider_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/sandbox/logto/oauth"
	"github.com/logtoctl/logtoctl/internal/sandbox/logto/provider"
	"github.com/logtoctl/logtoctl/pkg/secret"
)

// The applications and the user that every test finds.
const (
	webID    = "web0000000000000000aa"
	webKey   = "websecretwebsecretwebsecretwebse"
	otherID  = "other0000000000000aaa"
	otherKey = "othersecretothersecretothersecre"
	spaID    = "spa0000000000000000aa"
	nativeID = "native00000000000000a"
	m2mID    = "m2m0000000000000000aa"
	bareID   = "bare000000000000000aa"

	callback = "http://localhost:3000/callback"
	ann      = "annannannann"
	bob      = "bobbobbobbob"
	api      = "https://default.logto.app/api"

	// verifier and challenge are the example of RFC 7636, appendix B.
	verifier  = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
	challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
)

// house is a provider under test.
type house struct {
	url       string
	provider  *provider.Provider
	directory *directory
	clock     *clock
	key       *ecdsa.PrivateKey
}

// directory is who may sign in where; tests change it.
type directory struct {
	mu           sync.Mutex
	applications map[string]provider.Application
	users        map[string]provider.User
	broken       bool
}

func (d *directory) Application(id string) (provider.Application, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.broken {
		return provider.Application{}, errors.New("the disk is on fire")
	}
	if found, ok := d.applications[id]; ok {
		return found, nil
	}
	return provider.Application{}, fmt.Errorf("application %s: %w", id, provider.ErrNotFound)
}

func (d *directory) User(id string) (provider.User, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.broken {
		return provider.User{}, errors.New("the disk is on fire")
	}
	if found, ok := d.users[id]; ok {
		return found, nil
	}
	return provider.User{}, fmt.Errorf("user %s: %w", id, provider.ErrNotFound)
}

// change alters an application.
func (d *directory) change(id string, how func(app *provider.Application)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	app := d.applications[id]
	app.ID = id
	how(&app)
	d.applications[id] = app
}

func (d *directory) removeUser(id string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.users, id)
}

type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) time() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func newHouse(tb testing.TB) *house {
	tb.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		tb.Fatal(err)
	}
	// The relying party of zitadel reads the real clock, which is why this one starts there.
	h := &house{key: key, clock: &clock{now: time.Now().Truncate(time.Second)}, directory: newDirectory()}
	mux := http.NewServeMux()
	web := httptest.NewServer(mux)
	tb.Cleanup(web.Close)
	h.url = web.URL
	h.provider, err = provider.New(provider.Options{
		Endpoint: h.url, Directory: h.directory, Resources: []string{api}, Key: key, KeyID: "key-1", Now: h.clock.time,
	})
	if err != nil {
		tb.Fatal(err)
	}
	h.provider.Register(mux)
	mux.HandleFunc("POST /oidc/token", h.token)
	mux.HandleFunc("GET /oidc/.well-known/openid-configuration", h.discovery)
	mux.HandleFunc("GET /oidc/jwks", func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{
			{Key: key.Public(), KeyID: "key-1", Algorithm: "ES384", Use: "sig"},
		}})
	})
	return h
}

func newDirectory() *directory {
	web := func(id, key string) provider.Application {
		return provider.Application{
			ID: id, Type: "Traditional", Secrets: []provider.Secret{{Value: secret.Text(key)}},
			RedirectURIs: []string{callback}, PostLogoutRedirectURIs: []string{"http://localhost:3000"},
			RotateRefreshToken: true,
		}
	}
	public := func(id, kind string) provider.Application {
		return provider.Application{ID: id, Type: kind, RedirectURIs: []string{callback}, RotateRefreshToken: true}
	}
	bare := web(bareID, "bare")
	bare.RedirectURIs = nil
	return &directory{
		applications: map[string]provider.Application{
			webID: web(webID, webKey), otherID: web(otherID, otherKey), bareID: bare,
			spaID: public(spaID, "SPA"), nativeID: public(nativeID, "Native"),
			m2mID: {ID: m2mID, Type: "MachineToMachine", Secrets: []provider.Secret{{Value: "machine"}}},
		},
		users: map[string]provider.User{
			ann: {ID: ann, Email: "ann@example.com", CreatedAt: time.UnixMilli(1000), UpdatedAt: time.UnixMilli(2000)},
			bob: {
				ID: bob, Username: "bob", Name: "Bob", Picture: "https://example.com/bob.png", Phone: "4915112345678",
				CustomData: map[string]any{"plan": "gold"},
			},
		},
	}
}

// token is the endpoint around [provider.Provider.Token], as package logto has it.
func (h *house) token(w http.ResponseWriter, r *http.Request) {
	err := provider.ReadForm(w, r)
	var app provider.Application
	if err == nil {
		app, err = h.provider.Authenticate(w, r)
	}
	if refused, ok := errors.AsType[*oauth.Error](err); ok {
		refused.Write(w, r, h.url+"/oidc")
		return
	}
	if err != nil {
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	h.provider.Token(w, r, app)
}

func (h *house) discovery(w http.ResponseWriter, _ *http.Request) {
	issuer := h.url + "/oidc"
	_ = json.NewEncoder(w).Encode(map[string]any{
		"issuer": issuer, "authorization_endpoint": issuer + "/auth", "token_endpoint": issuer + "/token",
		"userinfo_endpoint": issuer + "/me", "jwks_uri": issuer + "/jwks", "end_session_endpoint": issuer + "/session/end",
		"id_token_signing_alg_values_supported": []string{"ES384"},
	})
}

// browser is a client with cookies that follows no redirect by itself.
type browser struct {
	*house

	client *http.Client
}

func (h *house) browser(tb testing.TB) *browser {
	tb.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		tb.Fatal(err)
	}
	return &browser{house: h, client: &http.Client{
		Jar:           jar,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// page is what a browser got.
type page struct {
	status   int
	header   http.Header
	location string
	body     string
}

func (b *browser) get(tb testing.TB, target string) page {
	tb.Helper()
	return b.send(tb, http.MethodGet, target, "")
}

func (b *browser) post(tb testing.TB, target string, form url.Values) page {
	tb.Helper()
	return b.send(tb, http.MethodPost, target, form.Encode())
}

func (b *browser) send(tb testing.TB, method, target, body string, headers ...string) page {
	tb.Helper()
	if strings.HasPrefix(target, "/") {
		target = b.url + target
	}
	request, err := http.NewRequestWithContext(tb.Context(), method, target, strings.NewReader(body))
	if err != nil {
		tb.Fatal(err)
	}
	if method == http.MethodPost {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
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
	return page{response.StatusCode, response.Header, response.Header.Get("Location"), string(read)}
}

// goes fails the test unless the page sends the browser to a URL with that prefix.
func (p page) goes(tb testing.TB, status int, prefix string) page {
	tb.Helper()
	if p.status != status || !strings.HasPrefix(p.location, prefix) {
		tb.Fatalf("status %d to %q, want %d to %q…\n%s", p.status, p.location, status, prefix, p.body)
	}
	return p
}

// query is a parameter of where the browser is sent.
func (p page) query(tb testing.TB, name string) string {
	tb.Helper()
	target, err := url.Parse(p.location)
	if err != nil {
		tb.Fatal(err)
	}
	return target.Query().Get(name)
}

func (p page) object(tb testing.TB) map[string]any {
	tb.Helper()
	var object map[string]any
	if err := json.Unmarshal([]byte(p.body), &object); err != nil {
		tb.Fatalf("status %d: %v\n%s", p.status, err, p.body)
	}
	return object
}

// refused fails the test unless the page is that refusal.
func (p page) refused(tb testing.TB, status int, name, description string) {
	tb.Helper()
	got := p.object(tb)
	if p.status != status || got["error"] != name || got["error_description"] != description || got["message"] == "" {
		tb.Errorf("status %d: %s, want %d %s: %s", p.status, p.body, status, name, description)
	}
}

// asking is an authorization request of the Traditional application, as the Go SDK sends it.
func asking() url.Values {
	return url.Values{
		"client_id": {webID}, "redirect_uri": {callback}, "response_type": {"code"}, "state": {"st"}, "prompt": {"consent"},
		"scope": {"openid offline_access profile"}, "code_challenge": {challenge}, "code_challenge_method": {"S256"},
	}
}

// with changes parameters; an empty value removes one.
func with(values url.Values, pairs ...string) url.Values {
	for i := 0; i < len(pairs); i += 2 {
		values.Set(pairs[i], pairs[i+1])
		if pairs[i+1] == "" {
			values.Del(pairs[i])
		}
	}
	return values
}

// ask sends an authorization request.
func (b *browser) ask(tb testing.TB, asked url.Values) page {
	tb.Helper()
	return b.get(tb, "/oidc/auth?"+asked.Encode())
}

// signIn goes through a whole sign-in and returns the code.
func (b *browser) signIn(tb testing.TB, asked url.Values, userID string) string {
	tb.Helper()
	b.ask(tb, asked).goes(tb, http.StatusSeeOther, "/sign-in?")
	at := b.get(tb, b.login(tb, userID))
	for strings.HasPrefix(at.location, "/consent?") {
		at = b.get(tb, b.get(tb, at.location).goes(tb, http.StatusFound, b.url+"/oidc/auth/").location)
	}
	code := at.goes(tb, http.StatusSeeOther, callback+"?").query(tb, "code")
	if code == "" {
		tb.Fatalf("no code in %s", at.location)
	}
	return code
}

// login finishes the login prompt of this browser and returns where it goes on.
func (b *browser) login(tb testing.TB, userID string) string {
	tb.Helper()
	next, err := b.provider.Login(b.interaction(tb).UID, userID)
	if err != nil {
		tb.Fatal(err)
	}
	return next
}

// interaction is the prompt that this browser is at.
func (b *browser) interaction(tb testing.TB) provider.Interaction {
	tb.Helper()
	found, err := b.provider.Interaction(b.request(tb))
	if err != nil {
		tb.Fatal(err)
	}
	return found
}

// request is a request to the sign-in page's API, with this browser's cookies.
func (b *browser) request(tb testing.TB) *http.Request {
	tb.Helper()
	request := httptest.NewRequestWithContext(tb.Context(), http.MethodGet, b.url+"/api/experience", nil)
	for _, cookie := range b.client.Jar.Cookies(request.URL) {
		request.AddCookie(cookie)
	}
	return request
}

// exchange asks for tokens as an application with a secret, or without one.
func (h *house) exchange(tb testing.TB, id, key string, form url.Values) page {
	tb.Helper()
	sender := h.browser(tb)
	if key == "" {
		form.Set("client_id", id)
		return sender.post(tb, "/oidc/token", form)
	}
	return sender.send(tb, http.MethodPost, "/oidc/token", form.Encode(), "Authorization", basic(id, key))
}

func basic(id, key string) string {
	request := http.Request{Header: http.Header{}}
	request.SetBasicAuth(id, key)
	return request.Header.Get("Authorization")
}

// redeeming is the token request for a code.
func redeeming(code string) url.Values {
	return url.Values{
		"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {callback}, "code_verifier": {verifier},
	}
}

func refreshing(token any) url.Values {
	return url.Values{"grant_type": {"refresh_token"}, "refresh_token": {fmt.Sprint(token)}}
}

// tokens signs a user in to the Traditional application and returns its tokens.
func (h *house) tokens(tb testing.TB, asked url.Values, userID string) map[string]any {
	tb.Helper()
	return h.exchange(tb, webID, webKey, redeeming(h.browser(tb).signIn(tb, asked, userID))).granted(tb)
}

// granted fails the test unless the page has tokens.
func (p page) granted(tb testing.TB) map[string]any {
	tb.Helper()
	if p.status != http.StatusOK {
		tb.Fatalf("status %d: %s", p.status, p.body)
	}
	return p.object(tb)
}

// claims are those of a JWT of the house.
func (h *house) claims(tb testing.TB, token any) map[string]any {
	tb.Helper()
	parsed, err := jwt.ParseSigned(fmt.Sprint(token), []jose.SignatureAlgorithm{jose.ES384})
	if err != nil {
		tb.Fatal(err)
	}
	var claims map[string]any
	if err := parsed.Claims(h.key.Public(), &claims); err != nil {
		tb.Fatal(err)
	}
	return claims
}

// me asks for the user's claims.
func (h *house) me(tb testing.TB, token any) page {
	tb.Helper()
	return h.browser(tb).send(tb, http.MethodGet, "/oidc/me", "", "Authorization", fmt.Sprintf("Bearer %v", token))
}

func same(tb testing.TB, want, got any) {
	tb.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		tb.Error(diff)
	}
}
