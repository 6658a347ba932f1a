package provider

import (
	"net/http"
	"time"

	"github.com/zitadel/oidc/v3/pkg/oidc"
)

// introspect tells an application what a token is good for.
func (p *Provider) introspect(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	value, app, err := p.presented(w, r, "introspected via the introspection_endpoint")
	if err != nil {
		p.refuse(w, r, err)
		return
	}
	p.writeJSON(w, r, p.introspection(app, value))
}

func (p *Provider) introspection(app Application, value string) *oidc.IntrospectionResponse {
	p.mu.Lock()
	defer p.mu.Unlock()
	if token, ok := p.state.accessTokens.get(value, p.now()); ok {
		shown := p.introspectionOf(app, token.authorizedUser, token.issued, token.expires)
		if shown.Active {
			shown.TokenType = oidc.BearerToken
		}
		return shown
	}
	if token, ok := p.state.refreshTokens.get(value, p.now()); ok && !token.consumed {
		return p.introspectionOf(app, token.authorizedUser, token.issued, token.expires)
	}
	return &oidc.IntrospectionResponse{}
}

// introspectionOf shows a token. An application without a secret could be
// anybody, and sees only its own.
func (p *Provider) introspectionOf(app Application, user authorizedUser, issued, expires time.Time) *oidc.IntrospectionResponse {
	if app.public() && user.applicationID != app.ID {
		return &oidc.IntrospectionResponse{}
	}
	return &oidc.IntrospectionResponse{
		Active: true, Subject: user.userID, ClientID: user.applicationID, Issuer: p.issuer, Scope: user.scopes,
		IssuedAt: oidc.FromTime(issued), Expiration: oidc.FromTime(expires),
	}
}
