package provider

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/zitadel/oidc/v3/pkg/oidc"

	"github.com/logtoctl/logtoctl/internal/sandbox/logto/oauth"
)

// proceed takes an authorization request as far as it gets: to the page of the
// next prompt, or back to the application.
func (p *Provider) proceed(w http.ResponseWriter, r *http.Request, asked *authorization, done outcome, sessionID string) {
	if err := p.checkUser(sessionID); err != nil {
		p.refuseAuthorization(w, r, asked, err)
		return
	}
	p.mu.Lock()
	s := p.state.visitor(sessionID, p.now())
	given := p.granted(asked, done, s)
	next := pending(asked, done, s, given, p.now())
	if s.userID != "" {
		p.state.keep(s, p.now())
		p.setSessionCookie(w, s.id)
	}
	if next != nil && !asked.asks(oidc.PromptNone) {
		uid, page := p.begin(asked, done, s, given, next.name)
		p.mu.Unlock()
		p.setInteractionCookies(w, r, asked.ClientID, uid)
		redirect(w, http.StatusSeeOther, page)
		return
	}
	if next != nil {
		p.mu.Unlock()
		p.refuseAuthorization(w, r, asked, next.refusal)
		return
	}
	value, err := p.issueCode(asked, s, given)
	p.mu.Unlock()
	if err != nil {
		p.refuseAuthorization(w, r, asked, err)
		return
	}
	fields := []field{{"code", value}}
	if asked.State != "" {
		fields = append(fields, field{"state", asked.State})
	}
	respond(w, asked, http.StatusOK, append(fields, field{"iss", p.issuer}))
}

// checkUser refuses the session of a user who is no more.
func (p *Provider) checkUser(sessionID string) error {
	p.mu.Lock()
	userID := p.state.visitor(sessionID, p.now()).userID
	p.mu.Unlock()
	if userID == "" {
		return nil
	}
	_, err := p.user(userID)
	return err
}

// user finds a user, or refuses in Logto's words.
func (p *Provider) user(id string) (User, error) {
	found, err := p.directory.User(id)
	if errors.Is(err, ErrNotFound) {
		return User{}, oauth.InvalidGrant()
	}
	if err != nil {
		return User{}, fmt.Errorf("look up user %s: %w", id, err)
	}
	return found, nil
}

// granted returns what the user of the session lets the application have. It
// notes a new consent in the session.
func (p *Provider) granted(asked *authorization, done outcome, s *session) *grant {
	if s.userID == "" {
		return &grant{}
	}
	share := s.authorizations[asked.ClientID]
	if done.consent != "" {
		share.grantID = done.consent
	}
	found, ok := p.state.grants.get(share.grantID, p.now())
	if !ok || found.userID != s.userID {
		return &grant{}
	}
	s.authorizations[asked.ClientID] = share
	return found
}

// resume goes on with an authorization request after a prompt.
func (p *Provider) resume(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	cookie, err := r.Cookie(resumeCookie)
	if err != nil {
		oauth.InvalidRequest("authorization request has expired").Write(w, r, p.issuer)
		return
	}
	found, unconfirmed, err := p.finished(r, cookie.Value)
	switch {
	case err != nil:
		p.refuse(w, r, err)
	case unconfirmed != nil:
		p.writeConfirmation(w, *unconfirmed)
	case found.done.failed != nil:
		p.clearResumeCookie(w, found.uid)
		p.refuseAuthorization(w, r, found.asked, found.done.failed)
	default:
		p.clearResumeCookie(w, found.uid)
		p.proceed(w, r, found.asked, found.done, p.enter(sessionID(r), found.done))
	}
}

// finished takes the interaction of the resume cookie out of the state, so that
// it is the caller's alone. When somebody else is signed in, their session has
// to be ended first: that sign-out is returned instead, and the interaction waits.
func (p *Provider) finished(r *http.Request, uid string) (found *interaction, unconfirmed *confirmation, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	found, ok := p.state.interactions.get(uid, p.now())
	if !ok {
		return nil, nil, oauth.InvalidRequest("interaction session not found")
	}
	if r.PathValue("uid") != uid {
		return nil, nil, oauth.InvalidRequest("authorization session and cookie identifier mismatch")
	}
	s := p.state.visitor(sessionID(r), p.now())
	if found.sessionUID != "" && found.sessionUID != s.uid {
		return nil, nil, oauth.InvalidRequest("interaction session and authentication session mismatch")
	}
	if done := found.done.login; done != nil && s.userID != "" && s.userID != done.userID {
		found.sessionUID = ""
		wanted := s.wantsOut(signOut{xsrf: newSecret(), applicationID: found.asked.ClientID, redirectURI: p.resumeURL(uid)})
		return nil, &wanted, nil
	}
	p.state.interactions.remove(uid)
	return found, nil, nil
}

// enter signs the person of a finished prompt in and returns the session's
// cookie, which is a new one.
func (p *Provider) enter(sessionID string, done outcome) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	s := p.state.visitor(sessionID, p.now())
	if done.login != nil {
		s.signIn(*done.login)
	}
	if s.userID != "" {
		p.state.rename(s, p.now())
	}
	return s.id
}

func (p *Provider) clearResumeCookie(w http.ResponseWriter, uid string) {
	p.setCookie(w, resumeCookie, "", resumePath(uid), expired)
}
