package provider

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"

	"github.com/logtoctl/logtoctl/internal/sandbox/logto/oauth"
)

// check runs the checks of an authorization request. Their order is
// oidc-provider's; it decides what a wrong request is told.
func (p *Provider) check(ctx context.Context, asked *authorization) error {
	if err := rejectUnsupported(asked); err != nil {
		return err
	}
	if err := p.findApplication(asked); err != nil {
		return err
	}
	for _, check := range []func(*authorization) error{
		checkResponseMode, checkRequired, checkResponseType, checkRedirectURIGiven,
		checkPrompt, checkScope, checkOpenIDScope, checkRedirectURI, checkPKCE, p.checkResources, checkMaxAge,
	} {
		if err := check(asked); err != nil {
			return err
		}
	}
	return p.checkIDTokenHint(ctx, asked)
}

// rejectUnsupported refuses requests that hide in a JWT or behind a URL.
func rejectUnsupported(asked *authorization) error {
	switch {
	case asked.RequestParam != "":
		return oauth.Refuse(http.StatusBadRequest, "request_not_supported", "")
	case asked.given["request_uri"] != "":
		return oauth.Refuse(http.StatusBadRequest, "request_uri_not_supported", "")
	}
	return nil
}

func (p *Provider) findApplication(asked *authorization) error {
	if err := asked.given.require("client_id"); err != nil {
		return err
	}
	found, err := p.application(asked.ClientID)
	if err != nil {
		return err
	}
	if found.signsPeopleIn() && len(found.RedirectURIs) == 0 {
		return oauth.Refuse(http.StatusBadRequest, "invalid_redirect_uri", "redirect_uris must contain members")
	}
	asked.application = found
	return nil
}

// application finds a client, or refuses in Logto's words.
func (p *Provider) application(id string) (Application, error) {
	found, err := p.directory.Application(id)
	if errors.Is(err, ErrNotFound) {
		return Application{}, oauth.Refuse(http.StatusBadRequest, "invalid_client", "invalid client "+id)
	}
	if err != nil {
		return Application{}, fmt.Errorf("look up application %s: %w", id, err)
	}
	return found, nil
}

func checkResponseMode(asked *authorization) error {
	switch asked.ResponseMode {
	case "", oidc.ResponseModeQuery, oidc.ResponseModeFragment, oidc.ResponseModeFormPost:
	default:
		asked.ResponseMode = ""
		return oauth.Refuse(http.StatusBadRequest, "unsupported_response_mode", "unsupported response_mode requested")
	}
	if asked.ResponseMode == oidc.ResponseModeQuery && strings.Contains(string(asked.ResponseType), "token") {
		return oauth.InvalidRequest("requested response_mode is not allowed for the requested response_type")
	}
	return nil
}

// assumeRedirectURI takes the only redirect URI of an application as said.
func assumeRedirectURI(asked *authorization) {
	if uris := asked.application.RedirectURIs; asked.RedirectURI == "" && len(uris) == 1 {
		asked.RedirectURI = uris[0]
	}
}

func checkRequired(asked *authorization) error {
	if err := asked.given.require("response_type"); err != nil {
		return err
	}
	if asked.given["registration"] != "" {
		return oauth.Refuse(http.StatusBadRequest, "registration_not_supported", "")
	}
	return nil
}

func checkResponseType(asked *authorization) error {
	types := strings.Fields(string(asked.ResponseType))
	slices.Sort(types)
	asked.ResponseType = oidc.ResponseType(strings.Join(slices.Compact(types), " "))
	if !slices.Contains([]oidc.ResponseType{"code id_token", "code", "id_token", "none"}, asked.ResponseType) {
		return oauth.Refuse(http.StatusBadRequest, "unsupported_response_type", "unsupported response_type requested")
	}
	if op.ValidateAuthReqResponseType(asked.client(), asked.ResponseType) != nil {
		return oauth.InvalidRequest("requested response_type is not allowed for this client")
	}
	return nil
}

func checkRedirectURIGiven(asked *authorization) error {
	if assumeRedirectURI(asked); asked.RedirectURI == "" {
		return asked.given.require("redirect_uri")
	}
	return nil
}

func checkPrompt(asked *authorization) error {
	for _, prompt := range asked.Prompt {
		if !slices.Contains([]string{oidc.PromptNone, oidc.PromptLogin, oidc.PromptConsent}, prompt) {
			return oauth.InvalidRequest("unsupported prompt value requested")
		}
	}
	if _, err := op.ValidateAuthReqPrompt(asked.Prompt, nil); err != nil {
		return oauth.InvalidRequest("prompt none must only be used alone")
	}
	return nil
}

// checkScope drops the scopes that Logto does not know, and offline_access
// unless the user is asked for consent.
func checkScope(asked *authorization) error {
	if len(asked.Scopes) == 0 {
		return nil
	}
	known, err := op.ValidateAuthReqScopes(asked.client(), asked.Scopes)
	if err != nil {
		return oauth.InvalidScope("requested scope is not allowed", asked.Scopes.String())
	}
	asked.Scopes = nil
	for _, scope := range known {
		if scope == oidc.ScopeOfflineAccess && !asked.asks(oidc.PromptConsent) || slices.Contains(asked.Scopes, scope) {
			continue
		}
		asked.Scopes = append(asked.Scopes, strings.Clone(scope)) // without the unknown ones around it
	}
	return nil
}

// checkOpenIDScope refuses parameters that only OpenID Connect has.
func checkOpenIDScope(asked *authorization) error {
	if slices.Contains(asked.Scopes, oidc.ScopeOpenID) {
		return nil
	}
	for _, name := range []string{"acr_values", "claims_locales", "id_token_hint", "max_age", "nonce"} {
		if asked.given[name] != "" {
			return oauth.InvalidRequest("openid scope must be requested when using the " + name + " parameter")
		}
	}
	return nil
}

func checkRedirectURI(asked *authorization) error {
	if !asked.application.mayRedirectTo(asked.RedirectURI) {
		return unregisteredRedirectURI()
	}
	asked.trusted = true
	return nil
}

func unregisteredRedirectURI() *oauth.Error {
	return oauth.Refuse(http.StatusBadRequest, "invalid_redirect_uri",
		"redirect_uri did not match any of the client's registered redirect_uris")
}

// checkPKCE demands a proof key of applications that have no secret. Plain
// challenges, which the library would take, are not Logto's.
func checkPKCE(asked *authorization) error {
	switch {
	case asked.CodeChallengeMethod == "" && asked.CodeChallenge != "":
		return oauth.InvalidRequest("code_challenge_method must be provided")
	case asked.CodeChallengeMethod != "" && asked.CodeChallengeMethod != oidc.CodeChallengeMethodS256:
		return oauth.InvalidRequest("not supported value of code_challenge_method")
	case asked.CodeChallengeMethod != "" && asked.CodeChallenge == "":
		return oauth.InvalidRequest("code_challenge must be provided with code_challenge_method")
	case asked.CodeChallenge == "" && asked.application.public():
		return oauth.InvalidRequest("Authorization Server policy requires PKCE to be used for this request")
	case asked.CodeChallenge != "":
		return checkProofKey("code_challenge", asked.CodeChallenge)
	}
	return nil
}

var forbiddenInProofKey = regexp.MustCompile(`[^\w.\-~]`)

// checkProofKey checks the form of a challenge or a verifier (RFC 7636, section 4).
func checkProofKey(name, value string) error {
	switch {
	case len(value) < 43:
		return oauth.InvalidRequest(name + " must be a string with a minimum length of 43 characters")
	case len(value) > 128:
		return oauth.InvalidRequest(name + " must be a string with a maximum length of 128 characters")
	case forbiddenInProofKey.MatchString(value):
		return oauth.InvalidRequest(name + " contains invalid characters")
	}
	return nil
}

func (p *Provider) checkResources(asked *authorization) error {
	for _, indicator := range asked.resources {
		if err := p.checkResource(indicator); err != nil {
			return err
		}
	}
	return nil
}

func (p *Provider) checkResource(indicator string) error {
	parsed, err := url.Parse(indicator)
	switch {
	case err != nil || !parsed.IsAbs():
		return oauth.InvalidTarget("resource indicator must be an absolute URI")
	case strings.Contains(indicator, "#"):
		return oauth.InvalidTarget("resource indicator must not contain a fragment component")
	case !slices.Contains(p.resources, indicator):
		return oauth.InvalidTarget("resource indicator is missing, or unknown")
	}
	return nil
}

// checkMaxAge reads max_age; an age of nothing is another way to ask for a sign-in.
func checkMaxAge(asked *authorization) error {
	given := asked.given["max_age"]
	if given == "" {
		return nil
	}
	seconds, valid := javaScriptInteger(given)
	switch {
	case !valid || seconds < 0:
		return oauth.InvalidRequest("invalid max_age parameter value")
	case seconds == 0 && !asked.asks(oidc.PromptLogin):
		asked.Prompt = append(asked.Prompt, oidc.PromptLogin)
	case seconds > 0:
		asked.MaxAge = oidc.NewMaxAge(uint(seconds))
	}
	return nil
}

// checkIDTokenHint finds out whom the application expects. An expired token is
// as good a hint as a fresh one, but it must be the application's.
func (p *Provider) checkIDTokenHint(ctx context.Context, asked *authorization) error {
	if asked.IDTokenHint == "" {
		return nil
	}
	claims, err := p.hint(ctx, asked.IDTokenHint)
	if err != nil || !slices.Contains(claims.Audience, asked.ClientID) {
		return oauth.InvalidRequest("could not validate id_token_hint")
	}
	asked.hinted = claims.Subject
	return nil
}

// hint returns the claims of an ID token that this provider signed, expired or not.
func (p *Provider) hint(ctx context.Context, token string) (*oidc.IDTokenClaims, error) {
	claims, err := op.VerifyIDTokenHint[*oidc.IDTokenClaims](ctx, token, p.hints)
	if _, expired := errors.AsType[op.IDTokenHintExpiredError](err); err != nil && !expired {
		return nil, fmt.Errorf("verify an id_token_hint: %w", err)
	}
	return claims, nil
}
