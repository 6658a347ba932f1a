package logto

import (
	"net/http"

	"github.com/logtoctl/logtoctl/internal/sandbox/logto/oauth"
)

// discoveryDocument is what OpenID Connect clients read first. It names the
// endpoints of a whole Logto; the sandbox has no device flow and takes no pushed
// authorization requests.
type discoveryDocument struct {
	AuthorizationEndpoint              string   `json:"authorization_endpoint"`
	DeviceAuthorizationEndpoint        string   `json:"device_authorization_endpoint"`
	ClaimsParameterSupported           bool     `json:"claims_parameter_supported"`
	ClaimsSupported                    []string `json:"claims_supported"`
	CodeChallengeMethods               []string `json:"code_challenge_methods_supported"`
	EndSessionEndpoint                 string   `json:"end_session_endpoint"`
	GrantTypes                         []string `json:"grant_types_supported"`
	Issuer                             string   `json:"issuer"`
	KeysURI                            string   `json:"jwks_uri"`
	IssuerInAuthorizationResponse      bool     `json:"authorization_response_iss_parameter_supported"`
	ResponseModes                      []string `json:"response_modes_supported"`
	ResponseTypes                      []string `json:"response_types_supported"`
	Scopes                             []string `json:"scopes_supported"`
	SubjectTypes                       []string `json:"subject_types_supported"`
	TokenEndpointAuthMethods           []string `json:"token_endpoint_auth_methods_supported"`
	TokenEndpointAuthAlgorithms        []string `json:"token_endpoint_auth_signing_alg_values_supported"`
	TokenEndpoint                      string   `json:"token_endpoint"`
	IDTokenAlgorithms                  []string `json:"id_token_signing_alg_values_supported"`
	PushedAuthorizationRequestEndpoint string   `json:"pushed_authorization_request_endpoint"`
	RequestURIParameterSupported       bool     `json:"request_uri_parameter_supported"`
	UserinfoEndpoint                   string   `json:"userinfo_endpoint"`
	IntrospectionEndpoint              string   `json:"introspection_endpoint"`
	RevocationEndpoint                 string   `json:"revocation_endpoint"`
	BackchannelLogout                  bool     `json:"backchannel_logout_supported"`
	BackchannelLogoutSession           bool     `json:"backchannel_logout_session_supported"`
	ClaimTypes                         []string `json:"claim_types_supported"`
}

// issuer is the name under which the tenant signs its tokens.
func (s *Server) issuer() string { return s.endpoint + "/oidc" }

func (s *Server) getDiscovery(w http.ResponseWriter, r *http.Request) {
	issuer := s.issuer()
	found, err := ok(discoveryDocument{
		AuthorizationEndpoint:              issuer + "/auth",
		DeviceAuthorizationEndpoint:        issuer + "/device/auth",
		ClaimsSupported:                    supportedClaims(),
		CodeChallengeMethods:               []string{"S256"},
		EndSessionEndpoint:                 issuer + "/session/end",
		GrantTypes:                         supportedGrants(),
		Issuer:                             issuer,
		KeysURI:                            issuer + "/jwks",
		IssuerInAuthorizationResponse:      true,
		ResponseModes:                      []string{"form_post", "fragment", "query"},
		ResponseTypes:                      []string{"code id_token", "code", "id_token", "none"},
		Scopes:                             supportedScopes(),
		SubjectTypes:                       []string{"public"},
		TokenEndpointAuthMethods:           []string{"client_secret_basic", "client_secret_jwt", "client_secret_post", "private_key_jwt", "none"},
		TokenEndpointAuthAlgorithms:        []string{"HS256", "RS256", "PS256", "ES256", "Ed25519", "EdDSA"},
		TokenEndpoint:                      issuer + "/token",
		IDTokenAlgorithms:                  []string{"ES384"},
		PushedAuthorizationRequestEndpoint: issuer + "/request",
		UserinfoEndpoint:                   issuer + "/me",
		IntrospectionEndpoint:              issuer + "/token/introspection",
		RevocationEndpoint:                 issuer + "/token/revocation",
		BackchannelLogout:                  true,
		BackchannelLogoutSession:           true,
		ClaimTypes:                         []string{"normal"},
	})
	s.write(w, r, found, err)
}

func supportedClaims() []string {
	return []string{
		"sub", "name", "family_name", "given_name", "middle_name", "nickname", "preferred_username", "profile",
		"picture", "website", "gender", "birthdate", "zoneinfo", "locale", "updated_at", "username", "created_at",
		"email", "email_verified", "phone_number", "phone_number_verified", "address", "custom_data", "identities",
		"sso_identities", "roles", "organizations", "organization_data", "organization_roles", "sid", "auth_time", "iss",
	}
}

func supportedScopes() []string {
	return []string{
		"openid", "offline_access", "profile", "email", "phone", "address", "custom_data", "identities", "roles",
		"urn:logto:scope:organizations", "urn:logto:scope:organization_roles", "urn:logto:scope:sessions",
		"urn:logto:scope:trusted_devices",
	}
}

func supportedGrants() []string {
	return []string{
		"implicit", "authorization_code", "refresh_token", clientCredentials,
		"urn:ietf:params:oauth:grant-type:device_code", "urn:ietf:params:oauth:grant-type:token-exchange",
	}
}

// getKeys answers with the public keys. Browsers must not keep them, so that a
// rotation is seen at once.
func (s *Server) getKeys(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-cache, max-age=0, must-revalidate")
	s.write(w, r, answer{status: http.StatusOK, body: s.keys.set()}, nil)
}

// unknownOIDCRoute answers as oidc-provider does: with JSON, where the rest of
// Logto answers an unknown path with text.
func (s *Server) unknownOIDCRoute(w http.ResponseWriter, r *http.Request) {
	s.write(w, r, answer{}, oauth.UnrecognizedRoute(r))
}
