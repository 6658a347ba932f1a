package provider

import (
	"net/http"

	"github.com/logtoctl/logtoctl/internal/sandbox/logto/oauth"
)

// revoke ends a token, and with it all that its grant gave. A token that is not
// there has been revoked, as far as its owner can tell.
func (p *Provider) revoke(w http.ResponseWriter, r *http.Request) {
	value, app, err := p.presented(w, r, "revoked via the revocation_endpoint")
	if err == nil {
		err = p.revokeToken(app, value)
	}
	if err != nil {
		p.refuse(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(http.StatusOK)
}

func (p *Provider) revokeToken(app Application, value string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if token, ok := p.state.accessTokens.get(value, p.now()); ok {
		return p.revokeOf(app, token.authorizedUser, func() { p.state.withdrawTokens(token.grantID) })
	}
	if token, ok := p.state.refreshTokens.get(value, p.now()); ok {
		return p.revokeOf(app, token.authorizedUser, func() { p.state.withdraw(token.grantID) })
	}
	return nil
}

// revokeOf revokes, if the token is the application's own.
func (p *Provider) revokeOf(app Application, user authorizedUser, revoke func()) error {
	switch {
	case user.applicationID == app.ID:
		revoke()
	case !app.public():
		return oauth.InvalidRequest("client is not authorized to revoke the presented token")
	}
	return nil
}

// presented reads a request about a token: the application that makes it is
// authenticated, and the token is an opaque one. JWTs are not remembered, so
// that nothing can be done with them.
func (p *Provider) presented(w http.ResponseWriter, r *http.Request, deed string) (string, Application, error) {
	if err := ReadForm(w, r); err != nil {
		return "", Application{}, err
	}
	app, err := p.Authenticate(w, r)
	if err != nil {
		return "", Application{}, err
	}
	given, err := readParameters(r.PostForm, []string{"token", "token_type_hint"})
	if err != nil {
		return "", Application{}, err
	}
	if err := given.require("token"); err != nil {
		return "", Application{}, err
	}
	if isJWT(given["token"]) {
		return "", Application{}, oauth.Refuse(http.StatusBadRequest, "unsupported_token_type",
			"Structured JWT Tokens cannot be "+deed)
	}
	return given["token"], app, nil
}
