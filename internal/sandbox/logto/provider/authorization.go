package provider

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"

	"github.com/logtoctl/logtoctl/internal/sandbox/logto/oauth"
)

// authorization is an authorization request, and what is known of it so far.
type authorization struct {
	*oidc.AuthRequest

	given       parameters
	resources   []string
	application Application
	hinted      string // the subject of the id_token_hint
	// trusted is set once the redirect URI is known to be the application's.
	// Until then the browser must not be sent there.
	trusted bool
}

// client is the application as the library asks for it.
func (a *authorization) client() client { return client{a.application} }

// asks reports whether the request has that prompt.
func (a *authorization) asks(prompt string) bool { return slices.Contains(a.Prompt, prompt) }

// authorizationParameters are what Logto reads of an authorization request,
// resource aside, which may come more than once.
func authorizationParameters() []string {
	return []string{
		"acr_values", "claims_locales", "client_id", "code_challenge", "code_challenge_method", "display",
		"id_token_hint", "login_hint", "max_age", "nonce", "prompt", "redirect_uri", "registration", "request",
		"request_uri", "response_mode", "response_type", "scope", "state", "ui_locales",
		"interaction_mode", "first_screen", "direct_sign_in", "organization_id", "identifier", "one_time_token",
		"google_one_tap_credential",
	}
}

// authorize is the authorization endpoint.
func (p *Provider) authorize(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	values, err := readForwarded(w, r)
	if err != nil {
		p.refuse(w, r, err)
		return
	}
	asked, err := p.parseAuthorization(values)
	if err == nil {
		err = p.check(r.Context(), asked)
	}
	if err != nil {
		p.refuseAuthorization(w, r, asked, err)
		return
	}
	p.proceed(w, r, asked, outcome{}, sessionID(r))
}

// parseAuthorization reads the request. What it returns beside an error is good
// for telling the application about the error.
func (p *Provider) parseAuthorization(values url.Values) (*authorization, error) {
	given, repeated := readParameters(values, authorizationParameters())
	decodable := given.values()
	decodable.Del("max_age") // a number to the library; checkMaxAge reads it in its turn
	parsed, err := op.ParseAuthorizeRequest(&http.Request{Form: decodable}, p.decoder)
	if err != nil {
		return &authorization{AuthRequest: &oidc.AuthRequest{}, given: given}, oauth.InvalidRequest("request is invalid")
	}
	resources := slices.DeleteFunc(slices.Clone(values["resource"]), func(s string) bool { return s == "" })
	return &authorization{AuthRequest: parsed, given: given, resources: resources}, repeated
}

// refuseAuthorization tells the application what is wrong with its request, or
// the browser as long as it is not certain that the redirect URI is the
// application's.
func (p *Provider) refuseAuthorization(w http.ResponseWriter, r *http.Request, asked *authorization, err error) {
	refused := p.asRefusal(r, err)
	if asked.application.ID == "" && refused.Name != "invalid_client" {
		asked.application, _ = p.directory.Application(asked.ClientID)
	}
	if asked.application.ID != "" && !asked.trusted {
		assumeRedirectURI(asked)
		asked.trusted = asked.RedirectURI != "" && asked.application.mayRedirectTo(asked.RedirectURI)
		if asked.RedirectURI != "" && !asked.trusted && refused.Name != "invalid_redirect_uri" {
			refused = unregisteredRedirectURI() // which is worse than what was found
		}
	}
	refused.State, refused.Issuer = asked.State, p.issuer
	if !asked.trusted {
		refused.Write(w, r, p.issuer)
		return
	}
	fields := []field{{"error", refused.Name}}
	for _, f := range []field{
		{"error_description", refused.Description}, {"scope", refused.Scope}, {"state", asked.State}, {"iss", p.issuer},
	} {
		if f.value != "" {
			fields = append(fields, f)
		}
	}
	respond(w, asked, refused.Status, fields)
}
