package logto_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

// ask sends a token request with exactly these form fields and headers.
func (s *sandbox) ask(tb testing.TB, query string, fields url.Values, headers ...string) reply {
	tb.Helper()
	headers = append([]string{"Content-Type", "application/x-www-form-urlencoded"}, headers...)
	return s.do(tb, http.MethodPost, "/oidc/token"+query, fields.Encode(), headers...)
}

func wholeForm() url.Values {
	return url.Values{"grant_type": {"client_credentials"}, "resource": {resource}, "scope": {"all"}}
}

// with returns the form with one field set, or removed.
func with(fields url.Values, name string, values ...string) url.Values {
	fields.Del(name)
	if len(values) > 0 {
		fields[name] = values
	}
	return fields
}

func TestToken_claims(t *testing.T) {
	t.Parallel()
	s := newSandbox(t)
	id, _ := s.server.Credentials()

	var keys jose.JSONWebKeySet
	served := s.do(t, http.MethodGet, "/oidc/jwks", "").wants(t, http.StatusOK)
	if err := json.Unmarshal(served.body, &keys); err != nil {
		t.Fatal(err)
	}
	parsed, err := jwt.ParseSigned(s.token(t), []jose.SignatureAlgorithm{jose.ES384})
	if err != nil {
		t.Fatal(err)
	}
	if header := parsed.Headers[0]; header.ExtraHeaders["typ"] != "at+jwt" || len(keys.Key(header.KeyID)) != 1 {
		t.Errorf("header %+v does not name a served key", header)
	}
	var claims map[string]any
	if err := parsed.Claims(keys.Keys[0].Key, &claims); err != nil {
		t.Fatal(err)
	}
	issued := float64(s.clock.time().Unix())
	for name, want := range map[string]any{
		"iss": s.url + "/oidc", "aud": resource, "sub": id, "client_id": id, "scope": "all",
		"iat": issued, "exp": issued + 3600,
	} {
		if claims[name] != want {
			t.Errorf("claim %s = %v, want %v", name, claims[name], want)
		}
	}
	if served.header.Get("Cache-Control") != "no-cache, max-age=0, must-revalidate" {
		t.Errorf("keys may be cached: %v", served.header)
	}
	for _, secret := range []string{`"d"`, "private"} {
		if strings.Contains(string(served.body), secret) {
			t.Errorf("the served keys hold %s", secret)
		}
	}
}

func TestToken_granted(t *testing.T) {
	t.Parallel()
	s := newSandbox(t)
	id, secret := s.server.Credentials()
	withoutRole := s.api(t, http.MethodPost, "/applications", `{"name":"m","type":"MachineToMachine"}`).id(t)
	tests := map[string]struct {
		form   url.Values
		header string
		scope  any
	}{
		"basic":                      {wholeForm(), basic(id, secret), "all"},
		"post":                       {with(with(wholeForm(), "client_id", id), "client_secret", secret), "", "all"},
		"basic, id repeated in form": {with(wholeForm(), "client_id", id), basic(id, secret), "all"},
		"no scope asked for":         {with(wholeForm(), "scope"), basic(id, secret), nil},
		"another scope asked for":    {with(wholeForm(), "scope", "openid nope"), basic(id, secret), nil},
		"several scopes asked for":   {with(wholeForm(), "scope", "openid all"), basic(id, secret), "all"},
		"resource given twice":       {with(wholeForm(), "resource", resource, resource), basic(id, secret), "all"},
		"application without role":   {wholeForm(), basic(withoutRole, s.firstSecret(t, withoutRole)), nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			headers := []string{}
			if tt.header != "" {
				headers = []string{"Authorization", tt.header}
			}
			got := s.ask(t, "", tt.form, headers...).wants(t, http.StatusOK)
			granted := got.object(t)
			if granted["scope"] != tt.scope || granted["expires_in"] != 3600.0 || granted["token_type"] != "Bearer" {
				t.Errorf("granted %v, want scope %v", granted, tt.scope)
			}
			if got.header.Get("Cache-Control") != "no-store" {
				t.Error("the token may be cached")
			}
		})
	}
}

// firstSecret reads the first secret of an application.
func (s *sandbox) firstSecret(tb testing.TB, id string) string {
	tb.Helper()
	secrets := s.api(tb, http.MethodGet, "/applications/"+id+"/secrets", "").wants(tb, http.StatusOK).list(tb)
	return secrets[0]["value"].(string)
}

func TestToken_refused(t *testing.T) {
	t.Parallel()
	s := newSandbox(t)
	id, secret := s.server.Credentials()
	web := s.api(t, http.MethodPost, "/applications", `{"name":"w","type":"Traditional"}`).id(t)
	spa := s.api(t, http.MethodPost, "/applications", `{"name":"s","type":"SPA"}`).id(t)
	seed, none := basic(id, secret), ""
	tests := map[string]struct {
		form              url.Values
		header            string
		status            int
		name, description string
	}{
		"wrong secret":          {wholeForm(), basic(id, "wrong"), 401, "invalid_client", "client authentication failed"},
		"wrong secret, posted":  {with(with(wholeForm(), "client_id", id), "client_secret", "wrong"), none, 401, "invalid_client", "client authentication failed"},
		"no secret":             {with(wholeForm(), "client_id", id), none, 401, "invalid_client", "client authentication failed"},
		"secret of a public":    {wholeForm(), basic(spa, "any"), 401, "invalid_client", "client authentication failed"},
		"unknown client":        {wholeForm(), basic("nope", "x"), 400, "invalid_client", "invalid client nope"},
		"nothing presented":     {wholeForm(), none, 400, "invalid_request", "no client authentication mechanism provided"},
		"both ways":             {with(wholeForm(), "client_secret", secret), seed, 400, "invalid_request", "client authentication must only be provided using one mechanism"},
		"another id in form":    {with(wholeForm(), "client_id", web), seed, 400, "invalid_request", "client_id mismatch"},
		"id twice":              {with(wholeForm(), "client_id", id, id), none, 400, "invalid_request", "'client_id' parameter must not be provided twice"},
		"not basic":             {wholeForm(), "Bearer x", 400, "invalid_request", "invalid authorization header value format"},
		"not base64":            {wholeForm(), "Basic %", 400, "invalid_request", "invalid authorization header value format"},
		"no colon":              {wholeForm(), "Basic eA==", 400, "invalid_request", "invalid authorization header value format"},
		"badly encoded":         {wholeForm(), "Basic JTp4", 400, "invalid_request", "client_id and client_secret in the authorization header are not properly encoded"},
		"empty secret":          {wholeForm(), basic(id, ""), 400, "invalid_request", "client_secret must be provided in the Authorization header"},
		"no grant type":         {with(wholeForm(), "grant_type"), seed, 400, "invalid_request", "missing required parameter 'grant_type'"},
		"two grant types":       {with(wholeForm(), "grant_type", "a", "b"), seed, 400, "invalid_request", "'grant_type' parameter must not be provided twice"},
		"unknown grant type":    {with(wholeForm(), "grant_type", "password"), seed, 400, "unsupported_grant_type", "unsupported grant_type requested"},
		"implicit":              {with(wholeForm(), "grant_type", "implicit"), seed, 400, "unsupported_grant_type", "unsupported grant_type requested"},
		"grant of users":        {with(wholeForm(), "grant_type", "refresh_token"), seed, 400, "invalid_request", "requested grant type is not allowed for this client"},
		"not a machine":         {wholeForm(), basic(web, s.firstSecret(t, web)), 400, "invalid_request", "requested grant type is not allowed for this client"},
		"public client":         {with(wholeForm(), "client_id", spa), none, 400, "invalid_request", "requested grant type is not allowed for this client"},
		"two scopes":            {with(wholeForm(), "scope", "all", "all"), seed, 400, "invalid_request", "'scope' parameter must not be provided twice"},
		"no resource":           {with(wholeForm(), "resource"), seed, 400, "invalid_target", "both `resource` and `organization_id` are not provided"},
		"endpoint as resource":  {with(wholeForm(), "resource", "http://localhost:3001/api"), seed, 400, "invalid_target", "resource indicator is missing, or unknown"},
		"slash after resource":  {with(wholeForm(), "resource", resource+"/"), seed, 400, "invalid_target", "resource indicator is missing, or unknown"},
		"relative resource":     {with(wholeForm(), "resource", "/api"), seed, 400, "invalid_target", "resource indicator must be an absolute URI"},
		"fragment in resource":  {with(wholeForm(), "resource", resource+"#x"), seed, 400, "invalid_target", "resource indicator must not contain a fragment component"},
		"second one is unknown": {with(wholeForm(), "resource", resource, "https://example.com"), seed, 400, "invalid_target", "resource indicator is missing, or unknown"},
		"organization":          {with(wholeForm(), "organization_id", "o"), seed, 403, "access_denied", "app has not associated with the organization"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			headers := []string{}
			if tt.header != "" {
				headers = []string{"Authorization", tt.header}
			}
			got := s.ask(t, "", tt.form, headers...)
			got.refused(t, tt.status, "oidc."+tt.name)
			refusal := got.object(t)
			if refusal["error"] != tt.name || refusal["error_description"] != tt.description {
				t.Errorf("refused with %v", refusal)
			}
			challenge := got.header.Get("WWW-Authenticate")
			want := ""
			if tt.status == http.StatusUnauthorized && tt.header != "" {
				want = fmt.Sprintf("Basic realm=%q, error=%q, error_description=%q", s.url+"/oidc", tt.name, tt.description)
			}
			if challenge != want {
				t.Errorf("challenge %q, want %q", challenge, want)
			}
			if strings.Contains(string(got.body), secret) {
				t.Error("the refusal repeats the secret")
			}
		})
	}
}

func TestToken_bodies(t *testing.T) {
	t.Parallel()
	s := newSandbox(t)
	s.do(t, http.MethodPost, "/oidc/token", `{}`, "Content-Type", "application/json").
		refused(t, http.StatusBadRequest, "oidc.invalid_request")
	s.do(t, http.MethodPost, "/oidc/token", "").contains(t, "no client authentication mechanism provided")
	s.do(t, http.MethodPost, "/oidc/token", "%zz", "Content-Type", "application/x-www-form-urlencoded").
		contains(t, "no client authentication mechanism provided")
	s.do(t, http.MethodPost, "/oidc/token", "a\x00b", "Content-Type", "text/plain").
		contains(t, "null bytes are not allowed in the request body")
	s.do(t, http.MethodPost, "/oidc/token", "a=b", "Content-Type", "text/plain").
		contains(t, "only application/x-www-form-urlencoded content-type bodies are supported on POST /token")

	id, secret := s.server.Credentials()
	s.do(t, http.MethodPost, "/oidc/token", fmt.Sprintf(
		`{"grant_type":"client_credentials","resource":"https://default.logto.app/api","scope":"all","client_id":%q,"client_secret":%q}`, id, secret,
	), "Content-Type", "application/json; charset=utf-8").wants(t, http.StatusOK)
}

func TestToken_rawError(t *testing.T) {
	t.Parallel()
	s := newSandbox(t)
	got := s.ask(t, "?parse_error=false", wholeForm()).wants(t, http.StatusBadRequest)
	if want := `{"error":"invalid_request","error_description":"no client authentication mechanism provided"}`; string(got.body) != want {
		t.Errorf("got %s, want %s", got.body, want)
	}
}

func TestToken_secretsExpireAndRotate(t *testing.T) {
	t.Parallel()
	s := newSandbox(t)
	id, first := s.server.Credentials()
	expires := s.clock.time().Add(time.Hour).UnixMilli()
	added := s.api(t, http.MethodPost, "/applications/"+id+"/secrets", fmt.Sprintf(`{"name":"next","expiresAt":%d}`, expires)).
		wants(t, http.StatusCreated).object(t)
	second := added["value"].(string)

	s.grant(t, basic(id, first))
	s.grant(t, basic(id, second))
	s.api(t, http.MethodDelete, "/applications/"+id+"/secrets/Default%20secret", "").wants(t, http.StatusNoContent)
	s.ask(t, "", wholeForm(), "Authorization", basic(id, first)).refused(t, http.StatusUnauthorized, "oidc.invalid_client")

	s.clock.advance(time.Hour + time.Millisecond)
	got := s.ask(t, "", wholeForm(), "Authorization", basic(id, second))
	got.refused(t, http.StatusBadRequest, "oidc.invalid_request")
	got.contains(t, "client secret has expired")
}

func TestOIDC_unknownRoutes(t *testing.T) {
	t.Parallel()
	s := newSandbox(t)
	got := s.do(t, http.MethodGet, "/oidc/token", "")
	got.refused(t, http.StatusNotFound, "oidc.invalid_request")
	got.contains(t, "unrecognized route or not allowed method (GET on /token)")
}
