package provider_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/zitadel/oidc/v3/pkg/client/rp"
	httphelper "github.com/zitadel/oidc/v3/pkg/http"
	"github.com/zitadel/oidc/v3/pkg/oidc"
)

// TestRelyingParty has somebody else's client sign a user in, who checks what
// OpenID Connect makes a client check: state, signature, issuer, audience,
// expiry, nonce and the subject of the claims.
func TestRelyingParty(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	cookies := httphelper.NewCookieHandler([]byte("0123456789abcdef0123456789abcdef"), []byte("0123456789abcdef"), httphelper.WithUnsecure())
	party, err := rp.NewRelyingPartyOIDC(t.Context(), h.url+"/oidc", webID, webKey, callback,
		[]string{oidc.ScopeOpenID, oidc.ScopeOfflineAccess, oidc.ScopeProfile, oidc.ScopeEmail},
		rp.WithPKCE(cookies), rp.WithCookieHandler(cookies),
		rp.WithVerifierOpts(rp.WithSupportedSigningAlgorithms("ES384"), rp.WithNonce(nil)),
	)
	if err != nil {
		t.Fatal(err)
	}
	start := httptest.NewRecorder()
	rp.AuthURLHandler(func() string { return "st" }, party, rp.WithPromptURLParam("consent"))(
		start, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/login", nil))

	b := h.browser(t)
	b.get(t, start.Header().Get("Location")).goes(t, http.StatusSeeOther, "/sign-in?")
	b.get(t, b.login(t, ann)).goes(t, http.StatusSeeOther, "/consent?")
	back := b.finishConsent(t)

	var tokens *oidc.Tokens[*oidc.IDTokenClaims]
	returned := httptest.NewRequestWithContext(t.Context(), http.MethodGet, strings.TrimPrefix(back.location, "http://localhost:3000"), nil)
	for _, cookie := range start.Result().Cookies() {
		returned.AddCookie(cookie)
	}
	end := httptest.NewRecorder()
	rp.CodeExchangeHandler(func(_ http.ResponseWriter, _ *http.Request, got *oidc.Tokens[*oidc.IDTokenClaims], _ string, _ rp.RelyingParty) {
		tokens = got
	}, party)(end, returned)
	if tokens == nil {
		t.Fatalf("status %d: %s", end.Code, end.Body)
	}
	if tokens.IDTokenClaims.Subject != ann || tokens.IDTokenClaims.Email != "ann@example.com" {
		t.Errorf("claims %+v", tokens.IDTokenClaims)
	}

	info, err := rp.Userinfo[*oidc.UserInfo](t.Context(), tokens.AccessToken, oidc.BearerToken, ann, party)
	if err != nil || !bool(info.EmailVerified) {
		t.Errorf("userinfo %+v, %v", info, err)
	}
	fresh, err := rp.RefreshTokens[*oidc.IDTokenClaims](t.Context(), party, tokens.RefreshToken, "", "")
	if err != nil || fresh.IDTokenClaims.Subject != ann {
		t.Errorf("refreshed %+v, %v", fresh, err)
	}
	b.signOut(t, url.Values{"id_token_hint": {tokens.IDToken}, "post_logout_redirect_uri": {"http://localhost:3000"}, "state": {"out"}}).
		goes(t, http.StatusSeeOther, "http://localhost:3000/?state=out")
}
