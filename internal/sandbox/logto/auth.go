package logto

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

const (
	// managementResource is the resource indicator of a self-hosted default
	// tenant, whatever its endpoint is.
	managementResource = "https://default.logto.app/api"
	// managementScope is the one scope of the Management API.
	managementScope = "all"

	bearer = "Bearer"
)

// tokenClaims are what an access token of the client credentials grant says.
type tokenClaims struct {
	jwt.Claims

	Audience string `json:"aud"` // a string, where jwt.Claims would write a list
	Scope    string `json:"scope,omitempty"`
	ClientID string `json:"client_id"`
}

// joseError is what a client is told about a token that did not verify: the
// name and the code of the error in Logto's JWT library.
type joseError struct {
	Name    string       `json:"name"`
	Code    string       `json:"code"`
	Claim   string       `json:"claim,omitempty"`
	Reason  string       `json:"reason,omitempty"`
	Payload *tokenClaims `json:"payload,omitempty"`
}

// authorize accepts a request whose bearer token has the Management API's scope.
func (s *Server) authorize(r *http.Request) error {
	header := r.Header.Get("Authorization")
	if header == "" {
		return refuse(http.StatusUnauthorized, "auth.authorization_header_missing", "Authorization header is missing.")
	}
	token, isBearer := strings.CutPrefix(header, bearer)
	if !isBearer {
		return refuse(http.StatusUnauthorized, "auth.authorization_token_type_not_supported", "Authorization type is not supported.").
			withData(map[string][]string{"supportedTypes": {bearer}})
	}
	claims, flaw := s.verify(strings.TrimPrefix(token, " "))
	if flaw != nil {
		return refuse(http.StatusUnauthorized, "auth.unauthorized", "Unauthorized. Please check credentials and its scope.").withData(flaw)
	}
	if !slices.Contains(strings.Split(claims.Scope, " "), managementScope) {
		return refuse(http.StatusForbidden, "auth.forbidden", "Forbidden. Please check your user roles and permissions.")
	}
	return nil
}

// verify checks an access token and returns what it claims, or what is wrong
// with it. The issuer needs no check, because each sandbox draws its own key;
// but that key signs the ID tokens of users, too, whose audience is another.
func (s *Server) verify(token string) (tokenClaims, *joseError) {
	var claims tokenClaims
	parsed, err := jwt.ParseSigned(token, []jose.SignatureAlgorithm{jose.ES384})
	if unexpected, ok := errors.AsType[*jose.ErrUnexpectedSignatureAlgorithm](err); ok && unexpected != nil {
		return claims, &joseError{Name: "JWKSNoMatchingKey", Code: "ERR_JWKS_NO_MATCHING_KEY"}
	}
	if err != nil {
		return claims, &joseError{Name: "JWSInvalid", Code: "ERR_JWS_INVALID"}
	}
	if parsed.Headers[0].KeyID != s.keys.id {
		return claims, &joseError{Name: "JWKSNoMatchingKey", Code: "ERR_JWKS_NO_MATCHING_KEY"}
	}
	if err := parsed.Claims(s.keys.public(), &claims); err != nil {
		return claims, &joseError{Name: "JWSSignatureVerificationFailed", Code: "ERR_JWS_SIGNATURE_VERIFICATION_FAILED"}
	}
	if claims.Audience != managementResource {
		return claims, &joseError{
			Name: "JWTClaimValidationFailed", Code: "ERR_JWT_CLAIM_VALIDATION_FAILED",
			Claim: "aud", Reason: "check_failed", Payload: &claims,
		}
	}
	if claims.Expiry == nil || !s.now().Before(claims.Expiry.Time()) {
		return claims, &joseError{
			Name: "JWTExpired", Code: "ERR_JWT_EXPIRED",
			Claim: "exp", Reason: "check_failed", Payload: &claims,
		}
	}
	return claims, nil
}
