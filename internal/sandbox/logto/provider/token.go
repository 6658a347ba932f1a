package provider

import (
	"net/http"

	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"
)

// Allows reports whether the application may use that grant at all.
func (a Application) Allows(grantType string) bool {
	return op.ValidateGrantType(client{a}, oidc.GrantType(grantType))
}

// Token serves a token request that stands on a user's consent: the grants
// authorization_code and refresh_token. The request's form is parsed, and the
// application, which may use the grant, is the authenticated one of
// [Provider.Authenticate]. Refusals are Logto's.
func (p *Provider) Token(w http.ResponseWriter, r *http.Request, app Application) {
	exchange := p.exchangeCode
	if r.PostForm.Get("grant_type") == string(oidc.GrantTypeRefreshToken) {
		exchange = p.exchangeRefreshToken
	}
	granted, err := exchange(app, r.PostForm)
	if err != nil {
		p.refuse(w, r, err)
		return
	}
	p.writeJSON(w, r, granted)
}
