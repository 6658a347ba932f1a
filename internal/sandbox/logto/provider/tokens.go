package provider

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/zitadel/oidc/v3/pkg/crypto"
	"github.com/zitadel/oidc/v3/pkg/oidc"
)

// code is what an application gets for its authorization request, and exchanges
// for tokens once.
type code struct {
	authorized authorizedUser

	grantID       string
	redirectURI   string
	challenge     *oidc.CodeChallenge // nil without PKCE
	keepsSignedIn bool                // offline_access was granted
	consumed      bool
}

// authorizedUser is who signed in to what, as codes and refresh tokens carry it.
type authorizedUser struct {
	userID        string
	applicationID string
	scopes        []string
	resources     []string
	nonce         string
	signedInAt    time.Time
	showSignedIn  bool // in the ID token, as auth_time
}

// accessToken lets its bearer read the user's claims. It is opaque: an access
// token for an API resource is a JWT and nothing that the provider remembers.
type accessToken struct {
	authorizedUser

	grantID string
	issued  time.Time
	expires time.Time
}

// refreshToken is good for further tokens.
type refreshToken struct {
	authorizedUser

	grantID  string
	first    time.Time // when the first of its line was issued
	issued   time.Time
	expires  time.Time
	consumed bool
}

// issueAccessToken makes an access token: for the user's claims, or, with a
// resource, for that API.
func (p *Provider) issueAccessToken(user authorizedUser, grantID, resource string) (string, error) {
	now := p.now()
	if resource == "" {
		value := newID()
		p.state.accessTokens.put(value, accessToken{
			authorizedUser: user, grantID: grantID, issued: now, expires: now.Add(accessTokenTTL),
		}, now, accessTokenTTL)
		return value, nil
	}
	signed, err := crypto.Sign(&oidc.AccessTokenClaims{
		TokenClaims: oidc.TokenClaims{
			Issuer: p.issuer, Subject: user.userID, ClientID: user.applicationID, JWTID: newID(),
			IssuedAt: oidc.FromTime(now), Expiration: oidc.FromTime(now.Add(accessTokenTTL)),
		},
		// The library writes an audience as a list, and Logto one as a string.
		Claims: map[string]any{"aud": resource},
	}, p.keys.accessToken)
	if err != nil {
		return "", fmt.Errorf("sign an access token: %w", err)
	}
	return signed, nil
}

// issueIDToken makes an ID token with the user's claims. Without the scope
// openid there is none.
func (p *Provider) issueIDToken(app Application, user authorizedUser, person User) (string, error) {
	if !slices.Contains(user.scopes, oidc.ScopeOpenID) {
		return "", nil
	}
	now := p.now()
	claims := &oidc.IDTokenClaims{
		TokenClaims: oidc.TokenClaims{
			Issuer: p.issuer, Subject: person.ID, Nonce: user.nonce,
			IssuedAt: oidc.FromTime(now), Expiration: oidc.FromTime(now.Add(client{app}.IDTokenLifetime())),
		},
		// A Logto client reads the audience as a string, but the library writes a list.
		// There is no at_hash: Logto's provider has not written one since its version 9.
		Claims: userClaims(person, user.scopes, forIDToken),
	}
	claims.Claims["aud"] = app.ID
	if user.showSignedIn {
		claims.AuthTime = oidc.FromTime(user.signedInAt)
	}
	signed, err := crypto.Sign(claims, p.keys.idToken)
	if err != nil {
		return "", fmt.Errorf("sign an ID token: %w", err)
	}
	return signed, nil
}

// issueRefreshToken makes a refresh token of a line that began at first.
func (p *Provider) issueRefreshToken(user authorizedUser, grantID string, first, expires time.Time) string {
	value, now := newID(), p.now()
	p.state.refreshTokens.put(value, &refreshToken{
		authorizedUser: user, grantID: grantID, first: first, issued: now, expires: expires,
	}, now, expires.Sub(now))
	return value
}

// refreshTokenTTL is how long a refresh token of the application is good for.
func (a Application) refreshTokenTTL() time.Duration {
	if a.RefreshTokenTTL == 0 {
		return defaultRefreshTokenTTL
	}
	return a.RefreshTokenTTL
}

// tokenResponse is the answer to a granted request. What an access token for an
// API may do is nothing, as long as users have no permissions.
func tokenResponse(access, id, refresh string, scopes []string, resource string) *oidc.AccessTokenResponse {
	if resource != "" {
		scopes = nil
	}
	return &oidc.AccessTokenResponse{
		AccessToken: access, IDToken: id, RefreshToken: refresh,
		ExpiresIn: uint64(accessTokenTTL.Seconds()), TokenType: oidc.BearerToken, Scope: scopes,
	}
}

// isJWT reports whether a token is one of those that the provider does not remember.
func isJWT(token string) bool { return strings.Count(token, ".") == 2 }
