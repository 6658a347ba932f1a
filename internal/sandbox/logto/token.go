package logto

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4/jwt"

	"github.com/logtoctl/logtoctl/internal/sandbox/logto/oauth"
	"github.com/logtoctl/logtoctl/internal/sandbox/logto/provider"
)

const (
	clientCredentials = "client_credentials"

	// tokenLifetime is how long an access token for the Management API is valid.
	tokenLifetime = time.Hour
)

// accessToken is the answer to a granted request. Scope is left out when none
// was granted, which is how a missing role shows.
type accessToken struct {
	AccessToken string `json:"access_token"`
	ExpiresIn   int    `json:"expires_in"`
	TokenType   string `json:"token_type"`
	Scope       string `json:"scope,omitempty"`
}

// postToken is the token endpoint. It grants tokens to machines by itself, and
// leaves to the OpenID provider what users consented to.
func (s *Server) postToken(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	app, err := s.authenticateGrant(w, r)
	switch refused, isOAuth := errors.AsType[*oauth.Error](err); {
	case isOAuth:
		refused.Write(w, r, s.issuer())
	case err != nil:
		s.write(w, r, answer{}, err)
	case r.PostForm.Get("grant_type") != clientCredentials:
		s.provider.Token(w, r, app)
	default:
		granted, err := s.grantToken(app, r.PostForm)
		s.write(w, r, answer{status: http.StatusOK, body: granted}, err)
	}
}

// authenticateGrant finds the application that asks for a token, which must be
// allowed to ask in that way.
func (s *Server) authenticateGrant(w http.ResponseWriter, r *http.Request) (provider.Application, error) {
	if err := provider.ReadForm(w, r); err != nil {
		return provider.Application{}, err
	}
	app, err := s.provider.Authenticate(w, r)
	if err != nil {
		return provider.Application{}, err
	}
	return app, checkGrant(app, r.PostForm)
}

func (s *Server) grantToken(app provider.Application, form url.Values) (accessToken, error) {
	if len(form["scope"]) > 1 {
		return accessToken{}, oauth.Repeated("scope")
	}
	if err := checkResource(form); err != nil {
		return accessToken{}, err
	}
	granted := false
	if slices.Contains(strings.Split(form.Get("scope"), " "), managementScope) {
		var err error
		granted, err = within(s.state, func(t *tenant) (bool, error) { return t.managesAPI(app.ID), nil })
		if err != nil {
			return accessToken{}, err
		}
	}
	return s.signToken(app.ID, granted)
}

// checkGrant accepts the grants that the application may use.
func checkGrant(app provider.Application, form url.Values) error {
	grant := form.Get("grant_type")
	switch {
	case len(form["grant_type"]) > 1:
		return oauth.Repeated("grant_type")
	case grant == "":
		return oauth.InvalidRequest("missing required parameter 'grant_type'")
	case grant == "implicit" || !slices.Contains(supportedGrants(), grant):
		return oauth.Refuse(http.StatusBadRequest, "unsupported_grant_type", "unsupported grant_type requested")
	case !app.Allows(grant):
		return oauth.InvalidRequest("requested grant type is not allowed for this client")
	}
	return nil
}

// checkResource accepts the Management API as the only resource. A tenant may
// define others, but nothing in the sandbox can.
func checkResource(form url.Values) error {
	if form.Get("organization_id") != "" {
		return oauth.Refuse(http.StatusForbidden, "access_denied", "app has not associated with the organization")
	}
	indicators := slices.DeleteFunc(slices.Clone(form["resource"]), func(s string) bool { return s == "" })
	if len(indicators) == 0 {
		return oauth.InvalidTarget("both `resource` and `organization_id` are not provided")
	}
	for _, indicator := range indicators {
		_, isURL := urlProtocol(indicator)
		switch {
		case !isURL:
			return oauth.InvalidTarget("resource indicator must be an absolute URI")
		case strings.Contains(indicator, "#"):
			return oauth.InvalidTarget("resource indicator must not contain a fragment component")
		case indicator != managementResource:
			return oauth.InvalidTarget("resource indicator is missing, or unknown")
		}
	}
	return nil
}

func (s *Server) signToken(clientID string, granted bool) (accessToken, error) {
	now := s.now()
	claims := tokenClaims{
		Claims: jwt.Claims{
			ID:       newID(),
			Subject:  clientID,
			Issuer:   s.issuer(),
			IssuedAt: jwt.NewNumericDate(now),
			Expiry:   jwt.NewNumericDate(now.Add(tokenLifetime)),
		},
		Audience: managementResource,
		ClientID: clientID,
	}
	if granted {
		claims.Scope = managementScope
	}
	signed, err := jwt.Signed(s.keys.signer).Claims(claims).Serialize()
	if err != nil {
		return accessToken{}, fmt.Errorf("sign an access token: %w", err)
	}
	return accessToken{
		AccessToken: signed,
		ExpiresIn:   int(tokenLifetime.Seconds()),
		TokenType:   bearer,
		Scope:       claims.Scope,
	}, nil
}
