package logto_test

import (
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

// code follows the browser back to the application, which gets a code.
func (b *browser) code(tb testing.TB, submitted reply) string {
	tb.Helper()
	next, _ := submitted.object(tb)["redirectTo"].(string)
	for range 4 {
		target, err := url.Parse(next)
		if err != nil {
			tb.Fatal(err)
		}
		if code := target.Query().Get("code"); code != "" {
			return code
		}
		next = b.send(tb, http.MethodGet, next, "").header.Get("Location")
	}
	tb.Fatalf("no code, but %s", next)
	return ""
}

// exchange asks for tokens as the bookstore.
func (s *sandbox) exchange(tb testing.TB, fields url.Values) reply {
	tb.Helper()
	id := s.bookstore(tb)
	return s.ask(tb, "", fields, "Authorization", basic(id, s.firstSecret(tb, id)))
}

// signedUp is what the bookstore gets when somebody signs up to it.
func (s *sandbox) signedUp(tb testing.TB, address string, query ...string) map[string]any {
	tb.Helper()
	b := s.opens(tb, query...)
	b.starts(tb, "Register")
	b.identifies(tb, b.proves(tb, "Register", address)).wants(tb, http.StatusCreated)
	return s.exchange(tb, url.Values{
		"grant_type": {"authorization_code"}, "code": {b.code(tb, b.submits(tb).wants(tb, http.StatusOK))},
		"redirect_uri": {callback}, "code_verifier": {verifier},
	}).wants(tb, http.StatusOK).object(tb)
}

// TestDirectory: the provider goes by the application's metadata and the user's columns.
func TestDirectory(t *testing.T) {
	t.Parallel()
	s := experienceOf(t, "", "")
	s.api(t, http.MethodPatch, "/applications/"+s.bookstore(t),
		`{"customClientMetadata":{"idTokenTtl":120,"refreshTokenTtlInDays":2,"alwaysIssueRefreshToken":true}}`).wants(t, http.StatusOK)
	granted := s.signedUp(t, "ann@example.com", "scope", "openid email custom_data", "prompt", "login")
	parsed, err := jwt.ParseSigned(fmt.Sprint(granted["id_token"]), []jose.SignatureAlgorithm{jose.ES384})
	if err != nil {
		t.Fatal(err)
	}
	var keys jose.JSONWebKeySet
	if err := json.Unmarshal(s.do(t, http.MethodGet, "/oidc/jwks", "").body, &keys); err != nil {
		t.Fatal(err)
	}
	var claims map[string]any
	if err := parsed.Claims(keys.Keys[0].Key, &claims); err != nil {
		t.Fatal(err)
	}
	user := s.user(t, "ann@example.com")
	if claims["sub"] != user["id"] || claims["email"] != "ann@example.com" || claims["exp"].(float64)-claims["iat"].(float64) != 120 {
		t.Errorf("claims %v of user %v", claims, user)
	}
	me := s.do(t, http.MethodGet, "/oidc/me", "", "Authorization", fmt.Sprint("Bearer ", granted["access_token"])).wants(t, http.StatusOK).object(t)
	if me["sub"] != user["id"] || me["email_verified"] != true || fmt.Sprint(me["custom_data"]) != "map[]" {
		t.Errorf("userinfo %v", me)
	}
	refreshing := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {fmt.Sprint(granted["refresh_token"])}}
	s.exchange(t, refreshing).wants(t, http.StatusOK)
	s.later(48 * time.Hour)
	s.exchange(t, refreshing).refused(t, http.StatusBadRequest, "oidc.invalid_grant")
}

// TestDirectory_longLives: a life that no time.Duration holds does not turn into
// one that is over.
func TestDirectory_longLives(t *testing.T) {
	t.Parallel()
	const longest = math.MaxInt64 / int64(time.Second)
	for _, life := range []string{"1e10", "1e300"} {
		s := experienceOf(t, "", "")
		s.api(t, http.MethodPatch, "/applications/"+s.bookstore(t),
			`{"customClientMetadata":{"idTokenTtl":`+life+`,"refreshTokenTtl":`+life+`,"alwaysIssueRefreshToken":true}}`).wants(t, http.StatusOK)
		granted := s.signedUp(t, "ann@example.com", "prompt", "login")
		parsed, err := jwt.ParseSigned(fmt.Sprint(granted["id_token"]), []jose.SignatureAlgorithm{jose.ES384})
		if err != nil {
			t.Fatal(err)
		}
		var claims jwt.Claims
		if err := parsed.UnsafeClaimsWithoutVerification(&claims); err != nil {
			t.Fatal(err)
		}
		if lasts := int64(*claims.Expiry - *claims.IssuedAt); lasts != longest {
			t.Errorf("idTokenTtl %s: an ID token of %d seconds, want %d", life, lasts, longest)
		}
		refreshing := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {fmt.Sprint(granted["refresh_token"])}}
		s.exchange(t, refreshing).wants(t, http.StatusOK)
	}
}

// TestAuth_tokensOfUsers: what the same key signs for users opens no Management API.
func TestAuth_tokensOfUsers(t *testing.T) {
	t.Parallel()
	s := experienceOf(t, "", "")
	granted := s.signedUp(t, "ann@example.com", "resource", resource)
	s.do(t, http.MethodGet, "/api/roles", "", "Authorization", fmt.Sprint("Bearer ", granted["access_token"])).
		refused(t, http.StatusUnauthorized, "auth.unauthorized")
	got := s.do(t, http.MethodGet, "/api/roles", "", "Authorization", fmt.Sprint("Bearer ", granted["id_token"]))
	got.refused(t, http.StatusUnauthorized, "auth.unauthorized")
	got.contains(t, "ERR_JWT_CLAIM_VALIDATION_FAILED")
	forAPI := s.exchange(t, url.Values{
		"grant_type": {"refresh_token"}, "refresh_token": {fmt.Sprint(granted["refresh_token"])}, "resource": {resource},
	}).wants(t, http.StatusOK).object(t)
	s.do(t, http.MethodGet, "/api/roles", "", "Authorization", fmt.Sprint("Bearer ", forAPI["access_token"])).
		refused(t, http.StatusForbidden, "auth.forbidden")
}
