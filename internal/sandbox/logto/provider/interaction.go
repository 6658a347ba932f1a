package provider

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/zitadel/oidc/v3/pkg/oidc"

	"github.com/logtoctl/logtoctl/internal/sandbox/logto/oauth"
)

// ErrNoInteraction says that a request belongs to no sign-in under way: its
// cookie is missing, unknown or too old, or for another application. It comes
// with the [oauth.Error] that Logto answers.
var ErrNoInteraction = errors.New("no sign-in under way")

func noInteraction(description string) error {
	return fmt.Errorf("%w: %w", ErrNoInteraction, oauth.InvalidRequest(description))
}

// Interaction is a prompt under way: what the pages that ask a person have to know.
type Interaction struct {
	UID           string
	ApplicationID string
	Prompt        string   // login or consent
	AccountID     string   // the user of the browser's session; "" without one
	UILocales     []string // the languages that the application asked for, best first
	LoginHint     string   // the identifier that the application expects
	FirstScreen   string   // the page that the browser was sent to: sign-in, register, ...
}

// interaction is an authorization request that waits for a person.
type interaction struct {
	uid        string
	asked      *authorization
	prompt     string
	userID     string  // the session's at that time
	sessionUID string  // "" without a user
	grantID    string  // what the application had
	last       outcome // of the prompts before this one
	done       outcome // of those and this one, once it is finished
}

// shown is the interaction as the pages see it.
func (i *interaction) shown() Interaction {
	return Interaction{
		UID:           i.uid,
		ApplicationID: i.asked.ClientID,
		Prompt:        i.prompt,
		AccountID:     i.userID,
		UILocales:     strings.Fields(i.asked.wishes()["ui_locales"]),
		LoginHint:     i.asked.wishes()["login_hint"],
		FirstScreen:   firstScreen(i.asked.wishes()),
	}
}

// Interaction returns the prompt that the request belongs to, by its cookie,
// or [ErrNoInteraction].
func (p *Provider) Interaction(r *http.Request) (Interaction, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	found, err := p.interaction(r)
	if err != nil {
		return Interaction{}, err
	}
	return found.shown(), nil
}

// interaction finds the prompt of a request. It must be of the application that
// the request names, if it names one, and its session must not have changed hands.
func (p *Provider) interaction(r *http.Request) (*interaction, error) {
	cookie, err := r.Cookie(interactionCookie)
	if err != nil {
		return nil, noInteraction("interaction session id cookie not found")
	}
	applicationID := meantApplication(r)
	found, ok := p.state.interactions.get(parseInteractions(cookie.Value).uid(applicationID), p.now())
	switch {
	case !ok:
		return nil, noInteraction("interaction session not found")
	case applicationID != "" && applicationID != found.asked.ClientID:
		return nil, noInteraction("interaction client_id mismatch")
	case found.sessionUID == "":
		return found, nil
	}
	switch s := p.state.visitor(sessionID(r), p.now()); {
	case s.uid != found.sessionUID:
		return nil, noInteraction("session not found")
	case s.userID != found.userID:
		return nil, noInteraction("session principal changed")
	}
	return found, nil
}

// Login finishes the login prompt of the interaction: this user is who the
// browser's person is. The browser must go to the returned URL, where it gets
// its session. The error is [ErrNoInteraction] for an unknown uid.
func (p *Provider) Login(uid, userID string) (redirectTo string, err error) {
	return p.finish(uid, func(last outcome) outcome {
		last.login = &login{userID: userID, at: p.now()}
		return last
	})
}

// Abort gives the interaction up. At the returned URL the browser is sent back
// to the application with that error and, unless it is empty, description. The
// error of the method itself is [ErrNoInteraction] for an unknown uid.
func (p *Provider) Abort(uid, errorCode, description string) (redirectTo string, err error) {
	return p.finish(uid, func(last outcome) outcome {
		last.failed = oauth.Refuse(http.StatusBadRequest, errorCode, description)
		return last
	})
}

// finish notes the outcome of a prompt and returns where the browser goes on.
func (p *Provider) finish(uid string, conclude func(last outcome) outcome) (redirectTo string, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	found, ok := p.state.interactions.get(uid, p.now())
	if !ok {
		return "", fmt.Errorf("finish interaction %s: %w", uid, noInteraction("interaction session not found"))
	}
	found.done = conclude(found.last)
	return p.resumeURL(uid), nil
}

// resumeURL is where the browser goes on with an authorization request.
func (p *Provider) resumeURL(uid string) string { return p.endpoint + resumePath(uid) }

func resumePath(uid string) string { return client{}.LoginURL(uid) }

// begin makes an interaction of what is asked, and returns its uid with the
// page that the browser has to be sent to. The caller holds the lock.
func (p *Provider) begin(asked *authorization, done outcome, s *session, given *grant, name string) (uid, page string) {
	begun := &interaction{uid: newID(), asked: asked, prompt: name, last: done}
	if s.userID != "" {
		begun.userID, begun.sessionUID = s.userID, s.uid
	}
	if given != nil {
		begun.grantID = given.id
	}
	p.state.interactions.put(begun.uid, begun, p.now(), InteractionTTL)
	if name == oidc.PromptConsent {
		return begun.uid, consentURL(asked.ClientID)
	}
	return begun.uid, loginURL(asked)
}
