package provider

import (
	"net/http"
	"slices"
	"time"

	"github.com/zitadel/oidc/v3/pkg/oidc"

	"github.com/logtoctl/logtoctl/internal/sandbox/logto/oauth"
)

// outcome is what the prompts of an authorization request have come to.
type outcome struct {
	login   *login
	consent string // the grant
	failed  *oauth.Error
}

// login is a finished login prompt.
type login struct {
	userID string
	at     time.Time
}

// prompt is what a person has to be asked, and the error for an application
// that wants nobody to be asked.
type prompt struct {
	name    string
	refusal *oauth.Error
}

// pending returns the first prompt that an authorization request needs in a
// session, or nil. The grant is what the application has so far.
func pending(asked *authorization, done outcome, s *session, given *grant, now time.Time) *prompt {
	if reason := loginReason(asked, done, s, now); reason != "" {
		return &prompt{oidc.PromptLogin, unresolved("login_required", reason)}
	}
	resolved := done.consent != ""
	switch {
	case asked.asks(oidc.PromptConsent) && !resolved:
		return &prompt{oidc.PromptConsent, unresolved("consent_required", "consent prompt was not resolved")}
	case asked.application.Type == Native && !resolved:
		return &prompt{oidc.PromptConsent, unresolved("interaction_required", "native clients require End-User interaction")}
	case !given.covers(asked.Scopes):
		return &prompt{oidc.PromptConsent, unresolved("consent_required", "requested scopes not granted")}
	}
	return nil
}

// loginReason says why somebody has to sign in, if somebody has to.
func loginReason(asked *authorization, done outcome, s *session, now time.Time) string {
	switch {
	case asked.asks(oidc.PromptLogin) && done.login == nil:
		return "login prompt was not resolved"
	case s.userID == "":
		return "End-User authentication is required"
	case asked.MaxAge != nil && s.olderThan(*asked.MaxAge, now) && done.login == nil:
		return "End-User authentication could not be obtained"
	case asked.hinted != "" && asked.hinted != s.userID:
		return "id_token_hint and authenticated subject do not match"
	}
	return ""
}

func unresolved(name, description string) *oauth.Error {
	return oauth.Refuse(http.StatusSeeOther, name, description)
}

// wantsAuthTime reports whether the ID token must say when the user signed in.
func (a *authorization) wantsAuthTime() bool {
	return a.MaxAge != nil || slices.Contains(a.Prompt, oidc.PromptLogin)
}
