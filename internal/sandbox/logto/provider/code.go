package provider

import (
	"net/http"
	"slices"

	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"

	"github.com/logtoctl/logtoctl/internal/sandbox/logto/oauth"
)

// issueCode makes the code of a request to which all was said. The caller holds
// the lock.
func (p *Provider) issueCode(asked *authorization, s *session, given *grant) (string, error) {
	granted := given.filter(asked.Scopes)
	if len(granted) == 0 {
		return "", oauth.Refuse(http.StatusBadRequest, "access_denied",
			"authorization request resolved without requesting interactions but no scope was granted")
	}
	made := &code{
		authorized: authorizedUser{
			userID: s.userID, applicationID: asked.ClientID, scopes: granted, resources: asked.resources,
			nonce: asked.Nonce, signedInAt: s.signedInAt, showSignedIn: asked.wantsAuthTime(),
		},
		grantID: given.id, redirectURI: asked.RedirectURI,
		keepsSignedIn: slices.Contains(granted, oidc.ScopeOfflineAccess),
	}
	if asked.CodeChallenge != "" {
		made.challenge = &oidc.CodeChallenge{Challenge: asked.CodeChallenge, Method: asked.CodeChallengeMethod}
	}
	if made.keepsSignedIn {
		share := s.authorizations[asked.ClientID]
		share.survives = true
		s.authorizations[asked.ClientID] = share
	}
	value := newID()
	p.state.codes.put(value, made, p.now(), codeTTL)
	return value, nil
}

// exchangeCode is the grant authorization_code. The application is authenticated.
func (p *Provider) exchangeCode(app Application, form map[string][]string) (*oidc.AccessTokenResponse, error) {
	given, err := readParameters(form, []string{"code", "code_verifier", "redirect_uri"})
	if err != nil {
		return nil, err
	}
	if given["redirect_uri"] == "" && len(app.RedirectURIs) == 1 {
		given["redirect_uri"] = app.RedirectURIs[0]
	}
	if err := given.require("code", "redirect_uri"); err != nil {
		return nil, err
	}
	person, err := p.codeUser(given["code"])
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	found, err := p.redeem(app, given)
	if err != nil {
		return nil, err
	}
	resource, err := chooseResource(form["resource"], found.authorized)
	if err != nil {
		return nil, err
	}
	access, err := p.issueAccessToken(found.authorized, found.grantID, resource)
	if err != nil {
		return nil, err
	}
	refresh := ""
	if found.keepsSignedIn || app.AlwaysIssueRefreshToken && app.Type != Native {
		now := p.now()
		refresh = p.issueRefreshToken(found.authorized, found.grantID, now, now.Add(app.refreshTokenTTL()))
	}
	id, err := p.issueIDToken(app, found.authorized, person)
	if err != nil {
		return nil, err
	}
	return tokenResponse(access, id, refresh, found.authorized.scopes, resource), nil
}

// codeUser finds whose code it is, without the lock, which the directory must
// not be asked under.
func (p *Provider) codeUser(value string) (User, error) {
	p.mu.Lock()
	found, ok := p.state.codes.get(value, p.now())
	userID := ""
	if ok {
		userID = found.authorized.userID
	}
	p.mu.Unlock()
	if !ok {
		return User{}, oauth.InvalidGrant()
	}
	return p.user(userID)
}

// redeem consumes a code, if the application may have it. A code that comes a
// second time was stolen, before or after: all that it gave is taken back.
func (p *Provider) redeem(app Application, given parameters) (*code, error) {
	found, ok := p.state.codes.get(given["code"], p.now())
	if !ok || found.authorized.applicationID != app.ID {
		return nil, oauth.InvalidGrant()
	}
	if _, ok := p.state.grants.get(found.grantID, p.now()); !ok {
		return nil, oauth.InvalidGrant()
	}
	if verifier := given["code_verifier"]; verifier != "" {
		if err := checkProofKey("code_verifier", verifier); err != nil {
			return nil, err
		}
	}
	if op.AuthorizeCodeChallenge(given["code_verifier"], found.challenge) != nil {
		return nil, oauth.InvalidGrant()
	}
	if found.redirectURI != given["redirect_uri"] {
		return nil, oauth.InvalidGrant()
	}
	if found.consumed {
		p.state.withdraw(found.grantID)
		return nil, oauth.InvalidGrant()
	}
	found.consumed = true
	return found, nil
}

// chooseResource returns the API resource that an access token shall be for, or
// "" for the user's claims. Only what the authorization request named can be had.
func chooseResource(asked []string, user authorizedUser) (string, error) {
	asked = slices.DeleteFunc(slices.Clone(asked), func(s string) bool { return s == "" })
	switch {
	case len(asked) == 0 && (slices.Contains(user.scopes, oidc.ScopeOpenID) || len(user.resources) == 0):
		return "", nil
	case len(asked) == 0:
		asked = user.resources
	}
	if len(asked) > 1 {
		return "", oauth.InvalidTarget("only a single resource indicator value must be requested/resolved during Access Token Request")
	}
	if !slices.Contains(user.resources, asked[0]) {
		return "", oauth.InvalidTarget("resource indicator is missing, or unknown")
	}
	return asked[0], nil
}
