package provider

import (
	"cmp"
	"errors"
	"net/http"
	"slices"

	"github.com/logtoctl/logtoctl/internal/sandbox/logto/oauth"
)

// consent gives the application what it asks for and sends the browser on. A
// real Logto does so for its owner's applications and shows a page for
// third-party ones (isThirdParty); the sandbox, whose users are all test users,
// consents for both.
func (p *Provider) consent(w http.ResponseWriter, r *http.Request) {
	resume, err := p.giveConsent(r)
	if errors.Is(err, ErrNoInteraction) {
		redirect(w, http.StatusFound, cmp.Or(p.unknownSessionURL(), p.endpoint+"/unknown-session"))
		return
	}
	if err != nil {
		p.refuse(w, r, err)
		return
	}
	redirect(w, http.StatusFound, resume)
}

// giveConsent adds the scopes to the application's grant, and returns where the
// browser goes on.
func (p *Provider) giveConsent(r *http.Request) (resume string, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	found, err := p.interaction(r)
	if err != nil {
		return "", err
	}
	if found.sessionUID == "" {
		return "", oauth.InvalidRequest("session not found")
	}
	given, ok := p.state.grants.get(found.grantID, p.now())
	if !ok {
		given = &grant{id: newID(), applicationID: found.asked.ClientID, userID: found.userID}
	}
	for _, scope := range found.asked.Scopes {
		if !slices.Contains(given.scopes, scope) {
			given.scopes = append(given.scopes, scope)
		}
	}
	p.state.grants.put(given.id, given, p.now(), grantTTL)
	found.done = found.last
	found.done.consent = given.id
	return p.resumeURL(found.uid), nil
}
