package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"
)

const (
	testAppID     = "app-id"
	testAppSecret = "app-secret"
	testEmail     = "ada@example.com"
)

// fakeLogto is as much of Logto as the app talks to. Instead of a sign-in page it
// has the method consent.
type fakeLogto struct {
	*httptest.Server
	key *ecdsa.PrivateKey

	mu         sync.Mutex
	challenges map[string]string // PKCE challenges by code
	revoked    []string          // refresh tokens
}

func newFakeLogto(t *testing.T) *fakeLogto {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	f := &fakeLogto{key: key, challenges: map[string]string{}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /oidc/.well-known/openid-configuration", f.discovery)
	mux.HandleFunc("GET /oidc/jwks", f.jwks)
	mux.HandleFunc("POST /oidc/token", f.token)
	mux.HandleFunc("POST /oidc/token/revocation", f.revoke)
	mux.HandleFunc("GET /oidc/me", f.me)
	f.Server = httptest.NewServer(mux)
	t.Cleanup(f.Close)
	return f
}

// consent does what a person does at Logto: from the address that the app
// redirected to it makes the one that Logto redirects back to.
func (f *fakeLogto) consent(t *testing.T, address string) string {
	t.Helper()
	query := parseURL(t, address).Query()
	code := rand.Text()
	f.mu.Lock()
	f.challenges[code] = query.Get("code_challenge")
	f.mu.Unlock()
	return query.Get("redirect_uri") + "?" + url.Values{"code": {code}, "state": {query.Get("state")}}.Encode()
}

func (f *fakeLogto) discovery(w http.ResponseWriter, _ *http.Request) {
	reply(w, http.StatusOK, map[string]string{
		"issuer":                 f.URL + "/oidc",
		"authorization_endpoint": f.URL + "/oidc/auth",
		"token_endpoint":         f.URL + "/oidc/token",
		"userinfo_endpoint":      f.URL + "/oidc/me",
		"end_session_endpoint":   f.URL + "/oidc/session/end",
		"revocation_endpoint":    f.URL + "/oidc/token/revocation",
		"jwks_uri":               f.URL + "/oidc/jwks",
	})
}

func (f *fakeLogto) jwks(w http.ResponseWriter, _ *http.Request) {
	point, err := f.key.PublicKey.Bytes() // 4, then x and y
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	reply(w, http.StatusOK, map[string]any{"keys": []any{map[string]string{
		"kty": "EC", "crv": "P-384", "alg": "ES384", "use": "sig", "kid": "test", "x": encode(point[1:49]), "y": encode(point[49:]),
	}}})
}

// token redeems a code once, for the app that has the secret and the verifier.
func (f *fakeLogto) token(w http.ResponseWriter, r *http.Request) {
	id, secret, _ := r.BasicAuth()
	verifier := sha256.Sum256([]byte(r.FormValue("code_verifier")))
	f.mu.Lock()
	challenge, known := f.challenges[r.FormValue("code")]
	delete(f.challenges, r.FormValue("code"))
	f.mu.Unlock()
	switch {
	case id != testAppID || secret != testAppSecret:
		reply(w, http.StatusUnauthorized, map[string]string{"error": "invalid_client"})
	case r.FormValue("grant_type") != "authorization_code" || !known || challenge != encode(verifier[:]):
		reply(w, http.StatusBadRequest, map[string]string{"error": "invalid_grant"})
	default:
		reply(w, http.StatusOK, map[string]any{
			"access_token": "access-token", "refresh_token": "refresh-token", "id_token": f.idToken(),
			"scope": "openid offline_access profile email", "expires_in": 3600, "token_type": "Bearer",
		})
	}
}

// idToken returns a token signed with ES384, as Logto signs them.
func (f *fakeLogto) idToken() string {
	now := time.Now().Unix()
	head, _ := json.Marshal(map[string]string{"alg": "ES384", "typ": "JWT", "kid": "test"})
	claims, _ := json.Marshal(map[string]any{
		"iss": f.URL + "/oidc", "sub": "user-id", "aud": testAppID, "iat": now, "exp": now + 3600, "email": testEmail, "email_verified": true,
	})
	signed := encode(head) + "." + encode(claims)
	digest := sha512.Sum384([]byte(signed))
	r, s, err := ecdsa.Sign(rand.Reader, f.key, digest[:])
	if err != nil {
		return ""
	}
	return signed + "." + encode(append(r.FillBytes(make([]byte, 48)), s.FillBytes(make([]byte, 48))...))
}

func (f *fakeLogto) revoke(_ http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.revoked = append(f.revoked, r.FormValue("token"))
}

func (f *fakeLogto) me(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Authorization") != "Bearer access-token" {
		reply(w, http.StatusUnauthorized, map[string]string{"error": "invalid_token"})
		return
	}
	reply(w, http.StatusOK, map[string]any{"sub": "user-id", "email": testEmail, "email_verified": true})
}

func reply(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

func encode(data []byte) string { return base64.RawURLEncoding.EncodeToString(data) }
