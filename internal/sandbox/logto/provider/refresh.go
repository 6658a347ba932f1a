package provider

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/zitadel/oidc/v3/pkg/oidc"

	"github.com/logtoctl/logtoctl/internal/sandbox/logto/oauth"
)

// maxRefreshAge is how old a line of refresh tokens gets by rotation.
const maxRefreshAge = 8766 * time.Hour

// rotatesAt is the part of its life, in percent, after which the refresh token
// of an application with a secret is replaced.
const rotatesAt = 70

// exchangeRefreshToken is the grant refresh_token. The application is authenticated.
func (p *Provider) exchangeRefreshToken(app Application, form map[string][]string) (*oidc.AccessTokenResponse, error) {
	given, err := readParameters(form, []string{"refresh_token", "scope", "organization_id"})
	if err != nil {
		return nil, err
	}
	if err := given.require("refresh_token"); err != nil {
		return nil, err
	}
	person, err := p.refreshUser(given["refresh_token"])
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	found, err := p.usable(app, given["refresh_token"])
	if err != nil {
		return nil, err
	}
	user, err := narrowed(found, given["scope"])
	if err != nil {
		return nil, err
	}
	if found.consumed {
		p.state.withdraw(found.grantID)
		return nil, oauth.InvalidGrant()
	}
	if given["organization_id"] != "" {
		return nil, notMember()
	}
	resource, err := chooseResource(form["resource"], found.authorizedUser)
	if err != nil {
		return nil, err
	}
	access, err := p.issueAccessToken(user, found.grantID, resource)
	if err != nil {
		return nil, err
	}
	id, err := p.issueIDToken(app, user, person)
	if err != nil {
		return nil, err
	}
	return tokenResponse(access, id, p.rotate(app, found, given["refresh_token"]), user.scopes, resource), nil
}

// notMember refuses a token for an organization; the sandbox's users belong to none.
func notMember() error {
	return oauth.Refuse(http.StatusForbidden, "access_denied", "user is not a member of the organization")
}

// refreshUser finds whose refresh token it is, without the lock.
func (p *Provider) refreshUser(value string) (User, error) {
	p.mu.Lock()
	found, ok := p.state.refreshTokens.get(value, p.now())
	userID := ""
	if ok {
		userID = found.userID
	}
	p.mu.Unlock()
	if !ok {
		return User{}, oauth.InvalidGrant()
	}
	return p.user(userID)
}

// usable returns the refresh token of that value, if it is the application's.
func (p *Provider) usable(app Application, value string) (*refreshToken, error) {
	found, ok := p.state.refreshTokens.get(value, p.now())
	if !ok || found.applicationID != app.ID {
		return nil, oauth.InvalidGrant()
	}
	if _, ok := p.state.grants.get(found.grantID, p.now()); !ok {
		return nil, oauth.InvalidGrant()
	}
	return found, nil
}

// narrowed returns the token's user with no more than the scopes asked for,
// which must be among those of the token.
func narrowed(found *refreshToken, scope string) (authorizedUser, error) {
	user := found.authorizedUser
	asked := strings.Fields(scope)
	if len(asked) == 0 {
		return user, nil
	}
	missing := slices.DeleteFunc(slices.Clone(asked), func(s string) bool { return slices.Contains(user.scopes, s) })
	switch len(missing) {
	case 0:
		user.scopes = asked
		return user, nil
	case 1:
		return authorizedUser{}, oauth.InvalidScope("refresh token missing requested scope", missing[0])
	default:
		return authorizedUser{}, oauth.InvalidScope("refresh token missing requested scopes", strings.Join(missing, " "))
	}
}

// rotate returns the refresh token that the application shall use from now on.
// That of an application without a secret is replaced every time, others when
// most of their life is over; an application can be set to keep its own.
func (p *Provider) rotate(app Application, used *refreshToken, value string) string {
	now := p.now()
	spent := now.Sub(used.issued) * 100 / max(used.expires.Sub(used.issued), 1)
	if !app.RotateRefreshToken || now.Sub(used.first) >= maxRefreshAge || !app.public() && spent < rotatesAt {
		return value
	}
	used.consumed = true
	expires := now.Add(app.refreshTokenTTL())
	if app.Type == SinglePage {
		expires = used.expires // rotation must not keep a browser signed in for ever
	}
	return p.issueRefreshToken(used.authorizedUser, used.grantID, used.first, expires)
}
