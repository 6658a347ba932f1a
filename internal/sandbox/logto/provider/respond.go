package provider

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/zitadel/oidc/v3/pkg/oidc"

	"github.com/logtoctl/logtoctl/internal/sandbox/logto/oauth"
)

// field is one parameter of an answer to an application. Their order is
// oidc-provider's, which is why they are not a map.
type field struct{ name, value string }

// respond sends the browser back to the application with the fields, in the way
// that it asked for. The status is that of a form, which is shown here.
func respond(w http.ResponseWriter, asked *authorization, status int, fields []field) {
	back := normalURL(asked.RedirectURI)
	switch mode(asked) {
	case oidc.ResponseModeFormPost:
		if status != http.StatusOK {
			status = http.StatusBadRequest
		}
		writeAutoForm(w, status, back, fields)
	case oidc.ResponseModeFragment:
		location, _, _ := strings.Cut(back, "#")
		redirect(w, http.StatusSeeOther, location+"#"+encode(fields))
	default:
		redirect(w, http.StatusSeeOther, withQuery(back, fields))
	}
}

// mode is how the application wants to be answered; as a query, unless it says
// otherwise or wants a token.
func mode(asked *authorization) oidc.ResponseMode {
	switch asked.ResponseMode {
	case oidc.ResponseModeQuery, oidc.ResponseModeFragment, oidc.ResponseModeFormPost:
		return asked.ResponseMode
	}
	if strings.Contains(string(asked.ResponseType), "token") {
		return oidc.ResponseModeFragment
	}
	return oidc.ResponseModeQuery
}

func encode(fields []field) string {
	pairs := make([]string, len(fields))
	for i, f := range fields {
		pairs[i] = url.QueryEscape(f.name) + "=" + url.QueryEscape(f.value)
	}
	return strings.Join(pairs, "&")
}

// redirect sends the browser elsewhere. Unlike [http.Redirect] it leaves the
// location as it is.
func redirect(w http.ResponseWriter, status int, location string) {
	w.Header().Set("Location", location)
	w.WriteHeader(status)
}

// writeJSON sends a document.
func (p *Provider) writeJSON(w http.ResponseWriter, r *http.Request, document any) {
	body, err := json.Marshal(document)
	if err != nil {
		p.refuse(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_, _ = w.Write(body)
}

// refuse sends an error to whoever made the request.
func (p *Provider) refuse(w http.ResponseWriter, r *http.Request, err error) {
	p.asRefusal(r, err).Write(w, r, p.issuer)
}

// asRefusal returns a copy of the refusal that an error is. Anything else is a
// failure of the sandbox, which is logged and not explained to the client.
func (p *Provider) asRefusal(r *http.Request, err error) *oauth.Error {
	if refused, ok := errors.AsType[*oauth.Error](err); ok {
		return new(*refused)
	}
	p.logger.ErrorContext(r.Context(), "sandbox openid provider: request failed", "method", r.Method, "path", r.URL.Path, "error", err)
	return oauth.Refuse(http.StatusInternalServerError, "server_error", "oops! something went wrong")
}
