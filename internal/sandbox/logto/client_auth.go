package logto

import (
	"crypto/subtle"
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/logtoctl/logtoctl/pkg/secret"
)

// clientCredential is what a client says it is, and how it proves it.
type clientCredential struct {
	id     string
	secret secret.Text
}

// authenticateClient finds the application that asks for a token. The checks
// run in oidc-provider's order, which decides what a wrong request is told.
func (s *Server) authenticateClient(r *http.Request) (application, error) {
	given, err := presentedCredential(r)
	if err != nil {
		return application{}, err
	}
	return within(s.state, func(t *tenant) (application, error) {
		if t.secretExpired(given, s.now()) {
			return application{}, invalidOAuthRequest("client secret has expired")
		}
		app, known := t.application(given.id)
		if !known {
			return application{}, refuseOAuth(http.StatusBadRequest, "invalid_client", "invalid client "+given.id)
		}
		if app.public() != (given.secret == "") || !app.public() && !t.secretFits(given) {
			return application{}, unauthenticated()
		}
		return app, nil
	})
}

// presentedCredential reads the client's id and secret from the header or from
// the form, of which it may use one.
func presentedCredential(r *http.Request) (clientCredential, error) {
	header, form := r.Header.Get("Authorization"), r.PostForm
	for _, name := range []string{"client_id", "client_secret"} {
		if len(form[name]) > 1 {
			return clientCredential{}, repeatedParameter(name)
		}
	}
	inForm := clientCredential{id: form.Get("client_id"), secret: secret.Text(form.Get("client_secret"))}
	switch {
	case header != "" && inForm.secret != "":
		return clientCredential{}, invalidOAuthRequest("client authentication must only be provided using one mechanism")
	case header != "":
		return basicCredential(header, inForm.id)
	case inForm.id == "":
		return clientCredential{}, invalidOAuthRequest("no client authentication mechanism provided")
	default:
		return inForm, nil
	}
}

func repeatedParameter(name string) *oauthError {
	return invalidOAuthRequest("'" + name + "' parameter must not be provided twice")
}

// basicCredential reads an Authorization header, whose two halves are form
// encoded before they are base64 encoded (RFC 6749, section 2.3.1).
func basicCredential(header, idInForm string) (clientCredential, error) {
	malformed := invalidOAuthRequest("invalid authorization header value format")
	scheme, encoded, _ := strings.Cut(header, " ")
	if !strings.EqualFold(scheme, "basic") {
		return clientCredential{}, malformed
	}
	decoded, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(encoded, "="))
	if err != nil {
		return clientCredential{}, malformed
	}
	id, password, separated := strings.Cut(string(decoded), ":")
	if !separated {
		return clientCredential{}, malformed
	}
	id, idErr := url.QueryUnescape(id)
	password, passwordErr := url.QueryUnescape(password)
	if idErr != nil || passwordErr != nil {
		return clientCredential{}, invalidOAuthRequest("client_id and client_secret in the authorization header are not properly encoded")
	}
	if idInForm != "" && idInForm != id {
		return clientCredential{}, invalidOAuthRequest("client_id mismatch")
	}
	if password == "" {
		return clientCredential{}, invalidOAuthRequest("client_secret must be provided in the Authorization header")
	}
	return clientCredential{id: id, secret: secret.Text(password)}, nil
}

// secretFits reports whether the application has that secret.
func (t *tenant) secretFits(given clientCredential) bool {
	_, found := t.matchingSecret(given)
	return found
}

// secretExpired reports whether the secret is the application's, but too old.
func (t *tenant) secretExpired(given clientCredential, now time.Time) bool {
	found, ok := t.matchingSecret(given)
	return ok && found.ExpiresAt != nil && *found.ExpiresAt < milliseconds(now)
}

func (t *tenant) matchingSecret(given clientCredential) (applicationSecret, bool) {
	for _, candidate := range t.secrets {
		if candidate.ApplicationID == given.id &&
			subtle.ConstantTimeCompare([]byte(candidate.Value.Reveal()), []byte(given.secret.Reveal())) == 1 {
			return candidate, true
		}
	}
	return applicationSecret{}, false
}
