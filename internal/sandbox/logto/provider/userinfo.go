package provider

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/zitadel/oidc/v3/pkg/oidc"

	"github.com/logtoctl/logtoctl/internal/sandbox/logto/oauth"
)

const noAccessToken = "no access token provided"

// userinfo serves the user's claims to the bearer of an access token.
func (p *Provider) userinfo(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	info, err := p.readUserinfo(w, r)
	if err != nil {
		refused := p.asRefusal(r, err)
		switch {
		case refused.Description == noAccessToken: // whoever presents nothing has made no error
			w.Header().Set("WWW-Authenticate", fmt.Sprintf("Bearer realm=%q", p.issuer))
		case refused.Status < http.StatusInternalServerError:
			refused.Challenge(w, p.issuer)
		}
		refused.Write(w, r, p.issuer)
		return
	}
	p.writeJSON(w, r, info)
}

func (p *Provider) readUserinfo(w http.ResponseWriter, r *http.Request) (*oidc.UserInfo, error) {
	given := parameters{}
	if r.Method == http.MethodPost {
		if err := ReadForm(w, r); err != nil {
			return nil, err
		}
		var err error
		if given, err = readParameters(r.PostForm, []string{"access_token", "scope"}); err != nil {
			return nil, err
		}
	}
	value, err := presentedToken(r, given["access_token"])
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	token, ok := p.state.accessTokens.get(value, p.now())
	p.mu.Unlock()
	if !ok {
		return nil, invalidToken()
	}
	if !slices.Contains(token.scopes, oidc.ScopeOpenID) {
		return nil, insufficientScope("access token missing openid scope", oidc.ScopeOpenID)
	}
	scopes := token.scopes
	if given["scope"] != "" {
		scopes = strings.Fields(given["scope"])
		missing := slices.DeleteFunc(slices.Clone(scopes), func(s string) bool { return slices.Contains(token.scopes, s) })
		if len(missing) > 0 {
			return nil, insufficientScope("access token missing requested scope", strings.Join(missing, " "))
		}
	}
	app, err := p.directory.Application(token.applicationID)
	if errors.Is(err, ErrNotFound) {
		return nil, invalidToken()
	}
	if err != nil {
		return nil, fmt.Errorf("look up application %s: %w", token.applicationID, err)
	}
	if err := p.checkOrigin(w, r, app); err != nil {
		return nil, err
	}
	person, err := p.user(token.userID)
	if err != nil {
		return nil, err
	}
	return &oidc.UserInfo{Subject: person.ID, Claims: userClaims(person, scopes, forUserinfo)}, nil
}

// presentedToken returns the access token of the header or the form; the query
// is no place for one.
func presentedToken(r *http.Request, inForm string) (string, error) {
	header, inQuery := r.Header.Get("Authorization"), r.URL.Query().Get("access_token")
	given := slices.DeleteFunc([]string{header, inForm, inQuery}, func(s string) bool { return s == "" })
	switch {
	case len(given) == 0:
		return "", oauth.Refuse(http.StatusUnauthorized, "invalid_token", noAccessToken)
	case len(given) > 1:
		return "", oauth.InvalidRequest("access token must only be provided using one mechanism")
	case inQuery != "":
		return "", oauth.InvalidRequest("access tokens must not be provided via query parameter")
	case inForm != "":
		return inForm, nil
	}
	scheme, value, _ := strings.Cut(header, " ")
	switch {
	case value == "" || strings.Contains(value, " "):
		return "", oauth.InvalidRequest("invalid authorization header value format")
	case strings.EqualFold(scheme, "DPoP"):
		return "", oauth.InvalidRequest("`DPoP` header not provided")
	case !strings.EqualFold(scheme, oidc.BearerToken):
		return "", oauth.InvalidRequest("authorization header scheme must be `Bearer`")
	}
	return value, nil
}

// invalidToken refuses a token without a word about what is wrong with it.
func invalidToken() error {
	return oauth.Refuse(http.StatusUnauthorized, "invalid_token", "invalid token provided")
}

func insufficientScope(description, scope string) error {
	refused := oauth.Refuse(http.StatusForbidden, "insufficient_scope", description)
	refused.Scope = scope
	return refused
}
