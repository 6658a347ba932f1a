package provider

import (
	"crypto/subtle"
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/logtoctl/logtoctl/internal/sandbox/logto/oauth"
	"github.com/logtoctl/logtoctl/pkg/secret"
)

// clientCredential is what a client says it is, and how it proves it.
type clientCredential struct {
	id     string
	secret secret.Text
}

// Authenticate finds the application that a request comes from, by its header
// or its parsed form, see [ReadForm]. The checks run in Logto's order, which
// decides what a wrong request is told; a page that is not the application's
// may not read that.
func (p *Provider) Authenticate(w http.ResponseWriter, r *http.Request) (Application, error) {
	given, err := presentedCredential(r)
	if err != nil {
		return Application{}, err
	}
	app, err := p.application(given.id)
	if err != nil {
		return Application{}, err
	}
	if err := p.checkOrigin(w, r, app); err != nil {
		return Application{}, err
	}
	fitting, fits := app.matchingSecret(given.secret)
	if fits && fitting.expired(p.now()) {
		return Application{}, oauth.InvalidRequest("client secret has expired")
	}
	if app.public() != (given.secret == "") || !app.public() && !fits {
		return Application{}, oauth.Unauthenticated()
	}
	return app, nil
}

// presentedCredential reads the client's id and secret from the header or from
// the form, of which it may use one.
func presentedCredential(r *http.Request) (clientCredential, error) {
	header, form := r.Header.Get("Authorization"), r.PostForm
	for _, name := range []string{"client_id", "client_secret"} {
		if len(form[name]) > 1 {
			return clientCredential{}, oauth.Repeated(name)
		}
	}
	inForm := clientCredential{id: form.Get("client_id"), secret: secret.Text(form.Get("client_secret"))}
	switch {
	case header != "" && inForm.secret != "":
		return clientCredential{}, oauth.InvalidRequest("client authentication must only be provided using one mechanism")
	case header != "":
		return basicCredential(header, inForm.id)
	case inForm.id == "":
		return clientCredential{}, oauth.InvalidRequest("no client authentication mechanism provided")
	default:
		return inForm, nil
	}
}

// basicCredential reads an Authorization header, whose two halves are form
// encoded before they are base64 encoded (RFC 6749, section 2.3.1).
func basicCredential(header, idInForm string) (clientCredential, error) {
	malformed := oauth.InvalidRequest("invalid authorization header value format")
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
		return clientCredential{}, oauth.InvalidRequest("client_id and client_secret in the authorization header are not properly encoded")
	}
	if idInForm != "" && idInForm != id {
		return clientCredential{}, oauth.InvalidRequest("client_id mismatch")
	}
	if password == "" {
		return clientCredential{}, oauth.InvalidRequest("client_secret must be provided in the Authorization header")
	}
	return clientCredential{id: id, secret: secret.Text(password)}, nil
}

// matchingSecret returns the application's secret of that value.
func (a Application) matchingSecret(given secret.Text) (Secret, bool) {
	for _, candidate := range a.Secrets {
		if subtle.ConstantTimeCompare([]byte(candidate.Value.Reveal()), []byte(given.Reveal())) == 1 {
			return candidate, true
		}
	}
	return Secret{}, false
}

func (s Secret) expired(now time.Time) bool { return !s.ExpiresAt.IsZero() && s.ExpiresAt.Before(now) }
