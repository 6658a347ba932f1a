package provider_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"github.com/logtoctl/logtoctl/internal/sandbox/logto/provider"
	"github.com/logtoctl/logtoctl/pkg/secret"
)

const notGranted = "grant request is invalid"

func TestToken_claims(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	now := float64(h.clock.time().Unix())
	granted := h.tokens(t, with(asking(), "scope", "openid offline_access profile email phone custom_data identities roles unknown", "nonce", "n-1"), bob)
	if granted["token_type"] != "Bearer" || granted["expires_in"] != 3600.0 ||
		granted["scope"] != "openid offline_access profile email phone custom_data identities roles" {
		t.Errorf("granted %v", granted)
	}
	same(t, map[string]any{
		"iss": h.url + "/oidc", "sub": bob, "aud": webID, "iat": now, "exp": now + 3600, "nonce": "n-1",
		"name": "Bob", "username": "bob", "preferred_username": "bob", "picture": "https://example.com/bob.png",
		"created_at": float64(time.Time{}.UnixMilli()), "updated_at": float64(time.Time{}.UnixMilli()),
		"email": nil, "email_verified": false, "phone_number": "4915112345678", "phone_number_verified": true,
	}, h.claims(t, granted["id_token"]))

	parsed, err := jwt.ParseSigned(granted["id_token"].(string), []jose.SignatureAlgorithm{jose.ES384})
	if err != nil {
		t.Fatal(err)
	}
	if header := parsed.Headers[0]; header.KeyID != "key-1" || header.ExtraHeaders["typ"] != "JWT" {
		t.Errorf("header %+v", header)
	}
}

// TestToken_recordedScopes has the claims of the recorded user, who has an email
// address alone, with the recorded scopes.
func TestToken_recordedScopes(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	now := float64(h.clock.time().Unix())
	granted := h.tokens(t, asking(), ann)
	same(t, map[string]any{
		"iss": h.url + "/oidc", "sub": ann, "aud": webID, "iat": now, "exp": now + 3600,
		"name": nil, "username": nil, "picture": nil, "created_at": 1000.0, "updated_at": 2000.0,
	}, h.claims(t, granted["id_token"]))
	same(t, map[string]any{
		"sub": ann, "name": nil, "username": nil, "picture": nil, "created_at": 1000.0, "updated_at": 2000.0,
	}, h.me(t, granted["access_token"]).object(t))
}

func TestToken_lifetime(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.directory.change(webID, func(app *provider.Application) { app.IDTokenTTL = 5 * time.Minute })
	claims := h.claims(t, h.tokens(t, asking(), ann)["id_token"])
	if got := claims["exp"].(float64) - claims["iat"].(float64); got != 300 {
		t.Errorf("an ID token for %v seconds, want 300", got)
	}
}

func TestToken_whatWasAskedFor(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		asked               url.Values
		always              bool
		scope               any
		refresh, id, authed bool
	}{
		"all":                      {asking(), false, "openid offline_access profile", true, true, false},
		"no offline_access":        {with(asking(), "scope", "openid"), false, "openid", false, true, false},
		"offline without consent":  {with(asking(), "prompt", ""), false, "openid profile", false, true, false},
		"refresh token always":     {with(asking(), "prompt", ""), true, "openid profile", true, true, false},
		"no openid":                {with(asking(), "scope", "profile"), false, "profile", false, false, false},
		"max_age shows auth_time":  {with(asking(), "max_age", "60"), false, "openid offline_access profile", true, true, true},
		"login shows auth_time":    {with(asking(), "prompt", "login consent"), false, "openid offline_access profile", true, true, true},
		"max_age 0 is a login":     {with(asking(), "max_age", "0"), false, "openid offline_access profile", true, true, true},
		"scopes that are repeated": {with(asking(), "scope", "openid openid email"), false, "openid email", false, true, false},
		"no PKCE, but a secret":    {with(asking(), "code_challenge", "", "code_challenge_method", ""), false, "openid offline_access profile", true, true, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			h.directory.change(webID, func(app *provider.Application) { app.AlwaysIssueRefreshToken = tt.always })
			form := redeeming(h.browser(t).signIn(t, tt.asked, ann))
			if !tt.asked.Has("code_challenge") {
				form.Del("code_verifier")
			}
			granted := h.exchange(t, webID, webKey, form).granted(t)
			_, refresh := granted["refresh_token"]
			_, id := granted["id_token"]
			if granted["scope"] != tt.scope || refresh != tt.refresh || id != tt.id {
				t.Errorf("granted %v", granted)
			}
			if !id {
				return
			}
			if _, authed := h.claims(t, granted["id_token"])["auth_time"]; authed != tt.authed {
				t.Errorf("auth_time: %v, want %v", authed, tt.authed)
			}
		})
	}
}

func TestToken_refusedCodes(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		id, key           string
		change            []string
		after             time.Duration
		name, description string
	}{
		"no code":             {webID, webKey, []string{"code", ""}, 0, "invalid_request", "missing required parameter 'code'"},
		"unknown code":        {webID, webKey, []string{"code", "x"}, 0, "invalid_grant", notGranted},
		"code of another":     {otherID, otherKey, nil, 0, "invalid_grant", notGranted},
		"wrong verifier":      {webID, webKey, []string{"code_verifier", challenge}, 0, "invalid_grant", notGranted},
		"no verifier":         {webID, webKey, []string{"code_verifier", ""}, 0, "invalid_grant", notGranted},
		"short verifier":      {webID, webKey, []string{"code_verifier", "x"}, 0, "invalid_request", "code_verifier must be a string with a minimum length of 43 characters"},
		"another redirect":    {webID, webKey, []string{"redirect_uri", callback + "/"}, 0, "invalid_grant", notGranted},
		"same URL, other URI": {webID, webKey, []string{"redirect_uri", "HTTP://localhost:3000/callback"}, 0, "invalid_grant", notGranted},
		"too late":            {webID, webKey, nil, time.Minute, "invalid_grant", notGranted},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			form := with(redeeming(h.browser(t).signIn(t, asking(), ann)), tt.change...)
			h.clock.advance(tt.after)
			got := h.exchange(t, tt.id, tt.key, form)
			got.refused(t, http.StatusBadRequest, tt.name, tt.description)
			if uri := got.object(t)["error_uri"]; tt.name == "invalid_grant" && uri != "https://openid.sh/debug/invalid_grant" {
				t.Errorf("error_uri %v", uri)
			}
		})
	}
}

func TestToken_codeInTime(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	code := h.browser(t).signIn(t, asking(), ann)
	h.clock.advance(59 * time.Second)
	h.exchange(t, webID, webKey, with(redeeming(code), "redirect_uri", "")).granted(t)
}

func TestToken_verifierNobodyAskedFor(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	code := h.browser(t).signIn(t, with(asking(), "code_challenge", "", "code_challenge_method", ""), ann)
	h.exchange(t, webID, webKey, redeeming(code)).refused(t, http.StatusBadRequest, "invalid_grant", notGranted)
}

// TestToken_codeTwice takes everything back that a code gave when it comes again.
func TestToken_codeTwice(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	code := h.browser(t).signIn(t, asking(), ann)
	granted := h.exchange(t, webID, webKey, redeeming(code)).granted(t)
	if got := h.me(t, granted["access_token"]); got.status != http.StatusOK {
		t.Fatalf("status %d: %s", got.status, got.body)
	}
	h.exchange(t, webID, webKey, redeeming(code)).refused(t, http.StatusBadRequest, "invalid_grant", notGranted)
	h.me(t, granted["access_token"]).refused(t, http.StatusUnauthorized, "invalid_token", "invalid token provided")
	h.exchange(t, webID, webKey, refreshing(granted["refresh_token"])).refused(t, http.StatusBadRequest, "invalid_grant", notGranted)
}

func TestToken_userIsGone(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	b := h.browser(t)
	granted := h.exchange(t, webID, webKey, redeeming(b.signIn(t, asking(), ann))).granted(t)
	b.ask(t, asking()).goes(t, http.StatusSeeOther, "/consent?")
	h.directory.removeUser(ann)
	h.exchange(t, webID, webKey, refreshing(granted["refresh_token"])).refused(t, http.StatusBadRequest, "invalid_grant", notGranted)
	h.me(t, granted["access_token"]).refused(t, http.StatusBadRequest, "invalid_grant", notGranted)
	b.ask(t, asking()).goes(t, http.StatusSeeOther, callback+"?error=invalid_grant")
}

func TestToken_resource(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	asked := with(asking(), "resource", api)
	code := h.browser(t).signIn(t, asked, ann)
	granted := h.exchange(t, webID, webKey, redeeming(code)).granted(t)
	if got := h.me(t, granted["access_token"]); got.status != http.StatusOK {
		t.Errorf("without resource in the token request: %s", got.body)
	}
	for range 2 {
		forAPI := h.exchange(t, webID, webKey, with(refreshing(granted["refresh_token"]), "resource", api)).granted(t)
		claims := h.claims(t, forAPI["access_token"])
		if claims["aud"] != api || claims["sub"] != ann || claims["client_id"] != webID || claims["iss"] != h.url+"/oidc" {
			t.Errorf("claims %v", claims)
		}
		if _, scoped := forAPI["scope"]; scoped {
			t.Errorf("a user may do %v", forAPI["scope"])
		}
		h.me(t, forAPI["access_token"]).refused(t, http.StatusUnauthorized, "invalid_token", "invalid token provided")
	}
	h.exchange(t, webID, webKey, with(refreshing(granted["refresh_token"]), "resource", "https://example.com")).
		refused(t, http.StatusBadRequest, "invalid_target", "resource indicator is missing, or unknown")
}

func TestToken_authentication(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.directory.change(webID, func(app *provider.Application) {
		app.Secrets = append(app.Secrets, provider.Secret{Value: secret.Text("old"), ExpiresAt: h.clock.time().Add(-time.Second)})
	})
	const failed = "client authentication failed"
	tests := map[string]struct {
		id, key           string
		status            int
		name, description string
	}{
		"wrong secret":       {webID, "wrong", 401, "invalid_client", failed},
		"no secret":          {webID, "", 401, "invalid_client", failed},
		"secret of an SPA":   {spaID, "x", 401, "invalid_client", failed},
		"expired secret":     {webID, "old", 400, "invalid_request", "client secret has expired"},
		"unknown client":     {"nope", "x", 400, "invalid_client", "invalid client nope"},
		"secret of another":  {webID, otherKey, 401, "invalid_client", failed},
		"client without any": {spaID, "", 400, "invalid_grant", notGranted},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h.exchange(t, tt.id, tt.key, redeeming("x")).refused(t, tt.status, tt.name, tt.description)
		})
	}
}

// TestToken_presented are the ways in which a client can say who it is, right and wrong.
func TestToken_presented(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	posted := with(redeeming("x"), "client_id", webID, "client_secret", webKey)
	twice := with(redeeming("x"), "client_id", webID)
	twice.Add("client_id", webID)
	tests := map[string]struct {
		form        url.Values
		header      string
		description string
	}{
		"posted":          {posted, "", notGranted},
		"id repeated":     {with(redeeming("x"), "client_id", webID), basic(webID, webKey), notGranted},
		"nothing":         {redeeming("x"), "", "no client authentication mechanism provided"},
		"both ways":       {posted, basic(webID, webKey), "client authentication must only be provided using one mechanism"},
		"id twice":        {twice, "", "'client_id' parameter must not be provided twice"},
		"another id":      {with(redeeming("x"), "client_id", spaID), basic(webID, webKey), "client_id mismatch"},
		"not basic":       {redeeming("x"), "Bearer x", "invalid authorization header value format"},
		"not base64":      {redeeming("x"), "Basic %", "invalid authorization header value format"},
		"no colon":        {redeeming("x"), "Basic eA==", "invalid authorization header value format"},
		"badly encoded":   {redeeming("x"), "Basic JTp4", "client_id and client_secret in the authorization header are not properly encoded"},
		"an empty secret": {redeeming("x"), basic(webID, ""), "client_secret must be provided in the Authorization header"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			headers := []string{}
			if tt.header != "" {
				headers = []string{"Authorization", tt.header}
			}
			got := h.browser(t).send(t, http.MethodPost, "/oidc/token", tt.form.Encode(), headers...)
			if got.object(t)["error_description"] != tt.description || got.status != http.StatusBadRequest {
				t.Errorf("status %d: %s, want %s", got.status, got.body, tt.description)
			}
		})
	}
}

func TestApplication_allows(t *testing.T) {
	t.Parallel()
	for kind, want := range map[string][]bool{
		"Traditional": {true, true, false}, "SPA": {true, true, false}, "Native": {true, true, false}, "MachineToMachine": {false, false, true},
	} {
		for i, grant := range []string{"authorization_code", "refresh_token", "client_credentials"} {
			if got := (provider.Application{Type: kind}).Allows(grant); got != want[i] {
				t.Errorf("%s may use %s: %v", kind, grant, got)
			}
		}
	}
}
