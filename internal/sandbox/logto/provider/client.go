package provider

import (
	"slices"
	"time"

	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"
)

// client shows an [Application] to the library.
type client struct{ Application }

var _ op.Client = client{}

// GetID returns the client id.
func (c client) GetID() string { return c.ID }

// RedirectURIs returns the registered redirect URIs.
func (c client) RedirectURIs() []string { return c.Application.RedirectURIs }

// PostLogoutRedirectURIs returns the registered post sign-out redirect URIs.
func (c client) PostLogoutRedirectURIs() []string { return c.Application.PostLogoutRedirectURIs }

// ApplicationType is native for Native applications and web for all others, SPAs included.
func (c client) ApplicationType() op.ApplicationType {
	if c.Type == Native {
		return op.ApplicationTypeNative
	}
	return op.ApplicationTypeWeb
}

// AuthMethod is how the application authenticates at the token endpoint.
func (c client) AuthMethod() oidc.AuthMethod {
	if c.public() {
		return oidc.AuthMethodNone
	}
	return oidc.AuthMethodBasic
}

// ResponseTypes is code, for an application that has users.
func (c client) ResponseTypes() []oidc.ResponseType {
	if !c.signsPeopleIn() {
		return nil
	}
	return []oidc.ResponseType{oidc.ResponseTypeCode}
}

// GrantTypes are the grants that the application may use.
func (c client) GrantTypes() []oidc.GrantType {
	if !c.signsPeopleIn() {
		return []oidc.GrantType{oidc.GrantTypeClientCredentials}
	}
	return []oidc.GrantType{oidc.GrantTypeCode, oidc.GrantTypeRefreshToken}
}

// LoginURL returns the path at which the browser resumes its request.
func (c client) LoginURL(uid string) string { return "/oidc/auth/" + uid }

// AccessTokenType is opaque, as long as no resource is asked for.
func (c client) AccessTokenType() op.AccessTokenType { return op.AccessTokenTypeBearer }

// IDTokenLifetime is how long the application's ID tokens are valid.
func (c client) IDTokenLifetime() time.Duration {
	if c.IDTokenTTL == 0 {
		return defaultIDTokenTTL
	}
	return c.IDTokenTTL
}

// DevMode lets a redirect URI be http, which Logto does not mind.
func (c client) DevMode() bool { return true }

// RestrictAdditionalIdTokenScopes restricts nothing.
func (c client) RestrictAdditionalIdTokenScopes() func([]string) []string { return unrestricted } //nolint:revive // the library's spelling

// RestrictAdditionalAccessTokenScopes restricts nothing.
func (c client) RestrictAdditionalAccessTokenScopes() func([]string) []string { return unrestricted }

func unrestricted(scopes []string) []string { return scopes }

// IsScopeAllowed knows the scopes of Logto that OpenID Connect does not.
func (c client) IsScopeAllowed(scope string) bool { return slices.Contains(scopes(), scope) }

// IDTokenUserinfoClaimsAssertion puts the user's claims into the ID token.
func (c client) IDTokenUserinfoClaimsAssertion() bool { return true }

// ClockSkew is none: the provider's clock is the sandbox's.
func (c client) ClockSkew() time.Duration { return 0 }
