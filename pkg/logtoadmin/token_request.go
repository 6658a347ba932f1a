package logtoadmin

import (
	"context"
	"encoding/base64"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/logtoctl/logtoctl/pkg/secret"
)

// tokenAnswer is the answer of the token endpoint, RFC 6749 section 5.1.
type tokenAnswer struct {
	AccessToken string  `json:"access_token"`
	TokenType   string  `json:"token_type"`
	ExpiresIn   float64 `json:"expires_in"` // seconds
	Scope       string  `json:"scope"`
}

// requestToken gets a token with the client credentials grant.
//
// Logto grants a token to an application without any role as well: only the
// scope is missing, and each later call is forbidden. That is found out here,
// where the reason is still known.
func (c *Client) requestToken(ctx context.Context) (Token, error) {
	form := url.Values{
		"grant_type": {"client_credentials"},
		"resource":   {c.resource},
		"scope":      {managementAPIScope},
	}
	var granted tokenAnswer
	_, err := c.do(ctx, call{
		method:   http.MethodPost,
		path:     tokenPath,
		public:   true,
		harmless: true,
		form:     form,
		header:   http.Header{"Authorization": {c.credentials.basic()}},
		out:      &granted,
	})
	if err != nil {
		return Token{}, c.tokenError(err)
	}
	if !strings.EqualFold(granted.TokenType, "Bearer") || granted.AccessToken == "" || granted.ExpiresIn <= 0 {
		return Token{}, &UnexpectedResponseError{
			Method: http.MethodPost, Path: tokenPath, StatusCode: http.StatusOK,
			Err: errors.New("the answer holds no bearer token with a lifetime"),
		}
	}
	if !slices.Contains(strings.Fields(granted.Scope), managementAPIScope) {
		return Token{}, &MissingRoleError{AppID: c.credentials.appID}
	}
	return Token{
		AccessToken: secret.Text(granted.AccessToken),
		ExpiresAt:   c.now().Add(time.Duration(granted.ExpiresIn * float64(time.Second))),
		Scope:       granted.Scope,
	}, nil
}

// basic is the Authorization header as RFC 6749 section 2.3.1 has it: each half
// is form-urlencoded before they are joined.
func (c *credentials) basic() string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(c.pair()))
}

// pair is what the header holds in base64, where the secret alone would not be
// found again.
func (c *credentials) pair() string {
	return url.QueryEscape(c.appID) + ":" + url.QueryEscape(c.secret.Reveal())
}

// tokenError turns an OAuth error of the token endpoint into a [*TokenError]
// and leaves every other error as it is.
func (c *Client) tokenError(err error) error {
	refusal, ok := errors.AsType[*Error](err)
	if !ok || refusal.oauth.Error == "" {
		return err
	}
	return &TokenError{
		StatusCode:  refusal.StatusCode,
		Code:        refusal.oauth.Error,
		Description: refusal.oauth.Description,
		Endpoint:    c.endpoint,
		Resource:    c.resource,
		AppID:       c.credentials.appID,
		RequestID:   refusal.RequestID,
	}
}

// oauthError is the error of the token endpoint, RFC 6749 section 5.2.
type oauthError struct {
	Error       string
	Description string
}
