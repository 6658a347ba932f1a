package logto

import (
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4/jwt"
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

func (s *Server) postToken(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	granted, err := s.grantToken(w, r)
	if err != nil {
		s.writeOAuthError(w, r, err)
		return
	}
	s.write(w, r, answer{status: http.StatusOK, body: granted}, nil)
}

func (s *Server) grantToken(w http.ResponseWriter, r *http.Request) (accessToken, error) {
	if err := parseTokenForm(w, r); err != nil {
		return accessToken{}, err
	}
	app, err := s.authenticateClient(r)
	if err != nil {
		return accessToken{}, err
	}
	if err := checkGrant(app, r.PostForm); err != nil {
		return accessToken{}, err
	}
	if err := checkResource(r.PostForm); err != nil {
		return accessToken{}, err
	}
	granted := false
	if slices.Contains(strings.Split(r.PostForm.Get("scope"), " "), managementScope) {
		granted, err = within(s.state, func(t *tenant) (bool, error) { return t.managesAPI(app.ID), nil })
		if err != nil {
			return accessToken{}, err
		}
	}
	return s.signToken(app.ID, granted)
}

// parseTokenForm reads the form into r.PostForm; a request without a body has an empty one.
func parseTokenForm(w http.ResponseWriter, r *http.Request) error {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind != "application/x-www-form-urlencoded" && r.Header.Get("Content-Type") != "" {
		return invalidOAuthRequest("only application/x-www-form-urlencoded content-type bodies are supported on POST /token")
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	if err := r.ParseForm(); err != nil {
		return invalidOAuthRequest("failed to parse the request body")
	}
	return nil
}

// checkGrant accepts the one grant that needs no user.
func checkGrant(app application, form url.Values) error {
	grant := form.Get("grant_type")
	switch {
	case len(form["grant_type"]) > 1:
		return repeatedParameter("grant_type")
	case grant == "":
		return invalidOAuthRequest("missing required parameter 'grant_type'")
	case grant == "implicit" || !slices.Contains(supportedGrants(), grant):
		return refuseOAuth(http.StatusBadRequest, "unsupported_grant_type", "unsupported grant_type requested")
	case grant != clientCredentials || app.Type != machineToMachine:
		return invalidOAuthRequest("requested grant type is not allowed for this client")
	case len(form["scope"]) > 1:
		return repeatedParameter("scope")
	}
	return nil
}

// checkResource accepts the Management API as the only resource. A tenant may
// define others, but nothing in the sandbox can.
func checkResource(form url.Values) error {
	if form.Get("organization_id") != "" {
		return refuseOAuth(http.StatusForbidden, "access_denied", "app has not associated with the organization")
	}
	indicators := slices.DeleteFunc(slices.Clone(form["resource"]), func(s string) bool { return s == "" })
	if len(indicators) == 0 {
		return invalidTarget("both `resource` and `organization_id` are not provided")
	}
	for _, indicator := range indicators {
		_, isURL := urlProtocol(indicator)
		switch {
		case !isURL:
			return invalidTarget("resource indicator must be an absolute URI")
		case strings.Contains(indicator, "#"):
			return invalidTarget("resource indicator must not contain a fragment component")
		case indicator != managementResource:
			return invalidTarget("resource indicator is missing, or unknown")
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
