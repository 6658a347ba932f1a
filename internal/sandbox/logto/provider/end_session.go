package provider

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/hex"
	"net/http"
	"net/url"

	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"

	"github.com/logtoctl/logtoctl/internal/sandbox/logto/oauth"
)

// signOut is a sign-out that the browser has to confirm, so that no other page
// can sign its person out.
type signOut struct {
	xsrf          string
	applicationID string // "" when nobody says who wants it
	redirectURI   string // "" for the page that says so
	state         string
}

// confirmation is what a browser needs to confirm a sign-out.
type confirmation struct{ sessionID, xsrf string }

// wantsOut notes that a sign-out is wanted, in place of one that was not confirmed.
func (s *session) wantsOut(wanted signOut) confirmation {
	s.signOut = &wanted
	return confirmation{sessionID: s.id, xsrf: wanted.xsrf}
}

// writeConfirmation answers with a page that confirms a sign-out by itself.
func (p *Provider) writeConfirmation(w http.ResponseWriter, unconfirmed confirmation) {
	p.setSessionCookie(w, unconfirmed.sessionID)
	writeAutoForm(w, http.StatusOK, p.issuer+"/session/end/confirm", []field{{"xsrf", unconfirmed.xsrf}, {"logout", "yes"}})
}

// newSecret draws what only the confirmation page knows.
func newSecret() string {
	drawn := make([]byte, 24)
	_, _ = rand.Read(drawn) // never fails: it ends the program instead
	return hex.EncodeToString(drawn)
}

// endSession is where an application sends the browser to sign out. It answers
// with a page that confirms by itself.
func (p *Provider) endSession(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	values, err := readForwarded(w, r)
	if err != nil {
		p.refuse(w, r, err)
		return
	}
	wanted, err := p.parseSignOut(r.Context(), values)
	if err != nil {
		p.refuse(w, r, err)
		return
	}
	p.mu.Lock()
	s := p.state.visitor(sessionID(r), p.now())
	unconfirmed := s.wantsOut(wanted)
	p.state.keep(s, p.now())
	p.mu.Unlock()
	p.writeConfirmation(w, unconfirmed)
}

// parseSignOut reads and checks a sign-out request.
func (p *Provider) parseSignOut(ctx context.Context, values url.Values) (signOut, error) {
	given, err := readParameters(values, []string{
		"id_token_hint", "post_logout_redirect_uri", "state", "ui_locales", "client_id", "logout_hint",
	})
	if err != nil {
		return signOut{}, err
	}
	asked, err := op.ParseEndSessionRequest(&http.Request{Form: given.values()}, p.decoder)
	if err != nil {
		return signOut{}, oauth.InvalidRequest("request is invalid")
	}
	app, err := p.signOutApplication(ctx, asked)
	if err != nil {
		return signOut{}, err
	}
	wanted := signOut{xsrf: newSecret(), applicationID: app.ID, state: asked.State}
	if app.ID == "" || asked.PostLogoutRedirectURI == "" {
		return wanted, nil
	}
	if !app.mayReturnTo(asked.PostLogoutRedirectURI) {
		return signOut{}, oauth.InvalidRequest("post_logout_redirect_uri not registered")
	}
	wanted.redirectURI = asked.PostLogoutRedirectURI
	return wanted, nil
}

// signOutApplication finds out which application wants the sign-out. It need
// not say; but what it says must be right.
func (p *Provider) signOutApplication(ctx context.Context, asked *oidc.EndSessionRequest) (Application, error) {
	if asked.IdTokenHint == "" {
		if asked.ClientID == "" {
			return Application{}, nil
		}
		return p.application(asked.ClientID)
	}
	claims, err := p.hint(ctx, asked.IdTokenHint)
	if err != nil || len(claims.Audience) != 1 {
		return Application{}, oauth.InvalidRequest("could not validate id_token_hint")
	}
	if asked.ClientID != "" && asked.ClientID != claims.Audience[0] {
		return Application{}, oauth.InvalidRequest("client_id does not match the provided id_token_hint")
	}
	return p.application(claims.Audience[0])
}

// confirmEndSession signs the browser's person out, of this application alone
// without logout=yes, and sends the browser where the application wants it.
func (p *Provider) confirmEndSession(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	if err := ReadForm(w, r); err != nil {
		p.refuse(w, r, err)
		return
	}
	given, err := readParameters(r.PostForm, []string{"xsrf", "logout"})
	if err != nil {
		p.refuse(w, r, err)
		return
	}
	location, kept, err := p.confirmed(sessionID(r), given)
	if err != nil {
		p.refuse(w, r, err)
		return
	}
	if kept == "" {
		p.setCookie(w, sessionCookie, "", "/", expired)
	} else {
		p.setSessionCookie(w, kept)
	}
	redirect(w, http.StatusSeeOther, location)
}

// confirmed carries a sign-out out. It returns where the browser goes, and the
// cookie of the session, if that goes on.
func (p *Provider) confirmed(id string, given parameters) (location, kept string, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	s := p.state.visitor(id, p.now())
	wanted := s.signOut
	if wanted == nil {
		return "", "", oauth.InvalidRequest("could not find logout details")
	}
	if subtle.ConstantTimeCompare([]byte(wanted.xsrf), []byte(given["xsrf"])) != 1 {
		return "", "", oauth.InvalidRequest("xsrf token invalid")
	}
	if given["logout"] != "" {
		p.state.end(s)
		return p.afterSignOut(wanted, false), "", nil
	}
	s.signOut = nil
	if share, ok := s.authorizations[wanted.applicationID]; ok {
		if !share.survives {
			p.state.withdraw(share.grantID)
		}
		delete(s.authorizations, wanted.applicationID)
	}
	p.state.rename(s, p.now())
	return p.afterSignOut(wanted, true), s.id, nil
}

// afterSignOut is where the browser goes: back to the application, or to a page
// that says that the work is done.
func (p *Provider) afterSignOut(done *signOut, stillSignedIn bool) string {
	location, fields := done.redirectURI, []field(nil)
	switch {
	case location == "":
		location = p.issuer + "/session/end/success"
		if stillSignedIn && done.applicationID != "" {
			fields = []field{{"client_id", done.applicationID}}
		}
	case done.state != "":
		fields = []field{{"state", done.state}}
	}
	return withQuery(normalURL(location), fields)
}

// sessionEnded is the page for those whom no application waits for.
func (p *Provider) sessionEnded(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	if id := r.URL.Query().Get("client_id"); id != "" {
		if _, err := p.application(id); err != nil {
			p.refuse(w, r, err)
			return
		}
	}
	writePage(w, http.StatusOK, signedOutPage)
}
