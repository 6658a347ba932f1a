package logto_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"net/http"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
	"github.com/google/go-cmp/cmp"
)

// forge signs claims with a key that the sandbox does not have, under a key id that it has.
func forge(t *testing.T, keyID string, claims any) string {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES384, Key: jose.JSONWebKey{Key: key, KeyID: keyID}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	token, err := jwt.Signed(signer).Claims(claims).Serialize()
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func TestAuthorization(t *testing.T) {
	t.Parallel()
	s := newSandbox(t)
	parsed, err := jwt.ParseSigned(s.token(t), []jose.SignatureAlgorithm{jose.ES384})
	if err != nil {
		t.Fatal(err)
	}
	claims := map[string]any{"iss": s.url + "/oidc", "aud": resource, "scope": "all", "sub": "x", "exp": 9999999999}
	hmac, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.HS256, Key: make([]byte, 32)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	symmetric, err := jwt.Signed(hmac).Claims(claims).Serialize()
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		header string
		code   string
		data   map[string]any
	}{
		"missing":       {"", "auth.authorization_header_missing", nil},
		"basic":         {"Basic eA==", "auth.authorization_token_type_not_supported", map[string]any{"supportedTypes": []any{"Bearer"}}},
		"lower case":    {"bearer x", "auth.authorization_token_type_not_supported", map[string]any{"supportedTypes": []any{"Bearer"}}},
		"empty":         {"Bearer", "auth.unauthorized", map[string]any{"name": "JWSInvalid", "code": "ERR_JWS_INVALID"}},
		"not a token":   {"Bearer nope", "auth.unauthorized", map[string]any{"name": "JWSInvalid", "code": "ERR_JWS_INVALID"}},
		"forged":        {"Bearer " + forge(t, parsed.Headers[0].KeyID, claims), "auth.unauthorized", map[string]any{"name": "JWSSignatureVerificationFailed", "code": "ERR_JWS_SIGNATURE_VERIFICATION_FAILED"}},
		"other key":     {"Bearer " + forge(t, "other", claims), "auth.unauthorized", map[string]any{"name": "JWKSNoMatchingKey", "code": "ERR_JWKS_NO_MATCHING_KEY"}},
		"other kind":    {"Bearer " + symmetric, "auth.unauthorized", map[string]any{"name": "JWKSNoMatchingKey", "code": "ERR_JWKS_NO_MATCHING_KEY"}},
		"no algorithm":  {"Bearer eyJhbGciOiJub25lIn0.e30.", "auth.unauthorized", map[string]any{"name": "JWKSNoMatchingKey", "code": "ERR_JWKS_NO_MATCHING_KEY"}},
		"cut off token": {"Bearer " + s.token(t)[:40], "auth.unauthorized", map[string]any{"name": "JWSInvalid", "code": "ERR_JWS_INVALID"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			headers := []string{}
			if tt.header != "" {
				headers = []string{"Authorization", tt.header}
			}
			got := s.do(t, http.MethodGet, "/api/applications", "", headers...)
			got.refused(t, http.StatusUnauthorized, tt.code)
			data, _ := got.object(t)["data"].(map[string]any)
			if diff := cmp.Diff(tt.data, data); diff != "" {
				t.Errorf("data: -want +got\n%s", diff)
			}
		})
	}
}

func TestAuthorization_tokensExpire(t *testing.T) {
	t.Parallel()
	s := newSandbox(t)
	s.clock.advance(-time.Second)
	s.token(t)
	s.clock.advance(time.Hour - time.Second)
	s.api(t, http.MethodGet, "/applications", "").wants(t, http.StatusOK)
	s.clock.advance(time.Second)
	got := s.api(t, http.MethodGet, "/applications", "")
	got.refused(t, http.StatusUnauthorized, "auth.unauthorized")
	data, _ := got.object(t)["data"].(map[string]any)
	if data["code"] != "ERR_JWT_EXPIRED" || data["claim"] != "exp" || data["reason"] != "check_failed" {
		t.Errorf("data %v", data)
	}
}

// TestAuthorization_otherSandbox uses a token of one sandbox at another: both
// have their own keys.
func TestAuthorization_otherSandbox(t *testing.T) {
	t.Parallel()
	one, other := newSandbox(t), newSandbox(t)
	one.do(t, http.MethodGet, "/api/applications", "", "Authorization", "Bearer "+other.token(t)).
		refused(t, http.StatusUnauthorized, "auth.unauthorized")
}

func TestAuthorization_roleDecides(t *testing.T) {
	t.Parallel()
	s := newSandbox(t)
	id := s.api(t, http.MethodPost, "/applications", `{"name":"m","type":"MachineToMachine"}`).id(t)
	role := s.api(t, http.MethodGet, "/roles?type=MachineToMachine", "").list(t)[0]["id"].(string)
	credentials := basic(id, s.firstSecret(t, id))
	granted := s.grant(t, credentials)
	s.do(t, http.MethodGet, "/api/applications", "", "Authorization", "Bearer "+granted["access_token"].(string)).
		refused(t, http.StatusForbidden, "auth.forbidden")

	s.api(t, http.MethodPost, "/applications/"+id+"/roles", `{"roleIds":["`+role+`"]}`).wants(t, http.StatusCreated)
	granted = s.grant(t, credentials)
	s.do(t, http.MethodGet, "/api/applications", "", "Authorization", "Bearer "+granted["access_token"].(string)).
		wants(t, http.StatusOK)

	s.api(t, http.MethodDelete, "/applications/"+id+"/roles/"+role, "").wants(t, http.StatusNoContent)
	if granted = s.grant(t, credentials); granted["scope"] != nil {
		t.Errorf("granted %v without a role", granted["scope"])
	}
	s.api(t, http.MethodPatch, "/applications/"+id, `{"isAdmin":true}`).wants(t, http.StatusOK)
	if granted = s.grant(t, credentials); granted["scope"] != "all" {
		t.Errorf("granted %v to an administrator", granted["scope"])
	}
}
