package logto

import (
	"cmp"
	"net/http"
	"slices"
	"time"

	"github.com/logtoctl/logtoctl/internal/sandbox/logto/policy"
	"github.com/logtoctl/logtoctl/internal/sandbox/logto/provider"
)

// The events of an interaction: what the person in front of the page wants.
const (
	signInEvent   = "SignIn"
	registerEvent = "Register"
	forgotEvent   = "ForgotPassword"
)

// maxInteractions bounds the memory of pages that were opened and left. There
// may be more sign-ins under way: a page that is forgotten can begin again.
const maxInteractions = provider.MaxInteractions / 2

// interaction is what a person has shown and asked for on the sign-in page, on
// the way to being signed in. The provider's sign-in under way has the same id.
type interaction struct {
	uid       string
	event     string
	userID    string // once the person is identified
	profile   pendingProfile
	records   []verificationRecord // one of each type
	touchedAt time.Time
}

// pendingProfile is what the person gave and the account does not have yet.
type pendingProfile struct {
	Username     string `json:"username,omitempty"`
	PrimaryEmail string `json:"primaryEmail,omitempty"`
	PrimaryPhone string `json:"primaryPhone,omitempty"`

	password policy.Hash
}

// identifiers are the ones that the profile would give to the account.
func (p pendingProfile) identifiers() []identifier {
	all := []identifier{
		{usernameIdentifier, p.Username}, {emailIdentifier, p.PrimaryEmail}, {phoneIdentifier, p.PrimaryPhone},
	}
	return slices.DeleteFunc(all, func(one identifier) bool { return one.Value == "" })
}

// with returns the profile with what the other one has.
func (p pendingProfile) with(other pendingProfile) pendingProfile {
	p.Username = cmp.Or(other.Username, p.Username)
	p.PrimaryEmail = cmp.Or(other.PrimaryEmail, p.PrimaryEmail)
	p.PrimaryPhone = cmp.Or(other.PrimaryPhone, p.PrimaryPhone)
	if other.password.Set() {
		p.password = other.password
	}
	return p
}

// profileOf is a profile with one identifier.
func profileOf(by identifier) pendingProfile {
	switch by.Type {
	case emailIdentifier:
		return pendingProfile{PrimaryEmail: by.Value}
	case phoneIdentifier:
		return pendingProfile{PrimaryPhone: by.Value}
	default:
		return pendingProfile{Username: by.Value}
	}
}

// interaction returns what is kept of a sign-in under way.
func (t *tenant) interaction(uid string) (interaction, error) {
	index := t.interactionIndex(uid)
	if index < 0 {
		return interaction{}, refuse(http.StatusNotFound, "session.interaction_not_found",
			"Interaction session not found. Please go back and start the session again.")
	}
	return t.interactions[index], nil
}

func (t *tenant) interactionIndex(uid string) int {
	return slices.IndexFunc(t.interactions, func(i interaction) bool { return i.uid == uid })
}

// keepInteraction stores an interaction, and forgets those that nobody came
// back to: the ones too old, and the oldest of too many.
func (t *tenant) keepInteraction(i interaction, now time.Time) {
	i.touchedAt = now
	t.forgetInteraction(i.uid)
	t.interactions = slices.DeleteFunc(t.interactions, func(other interaction) bool {
		return now.Sub(other.touchedAt) >= provider.InteractionTTL
	})
	if surplus := len(t.interactions) + 1 - maxInteractions; surplus > 0 {
		t.interactions = slices.Delete(t.interactions, 0, surplus)
	}
	t.interactions = append(t.interactions, i)
}

func (t *tenant) forgetInteraction(uid string) {
	t.interactions = slices.DeleteFunc(t.interactions, func(i interaction) bool { return i.uid == uid })
}

// identifiedUser returns the user whom the interaction has identified.
func (t *tenant) identifiedUser(i interaction) (user, error) {
	if i.userID == "" {
		return user{}, unidentified()
	}
	return t.existingUser(i.userID)
}

func unidentified() error {
	return refuse(http.StatusNotFound, "session.identifier_not_found",
		"User identifier not found. Please go back and sign in again.")
}

// eventRequest is the guarded body of a request that starts an interaction or
// turns it into another.
type eventRequest struct {
	InteractionEvent string `json:"interactionEvent"`
	CaptchaToken     string `json:"captchaToken"`
}

func eventGuard() guard { return oneOf(signInEvent, registerEvent, forgotEvent) }

// startInteraction begins anew: what the same browser had shown so far is forgotten.
func (s *Server) startInteraction(v visit, asked eventRequest) (answer, error) {
	if asked.CaptchaToken != "" {
		// There is no captcha provider that could know the token.
		return answer{}, refuse(http.StatusUnprocessableEntity, "session.captcha_failed", "Captcha verification failed.")
	}
	return within(s.state, func(t *tenant) (answer, error) {
		t.keepInteraction(interaction{uid: v.session.UID, event: asked.InteractionEvent}, s.now())
		return noContent()
	})
}

// changeEvent turns signing in into signing up, and back. Recovering a
// password is a matter of its own.
func (s *Server) changeEvent(v visit, asked eventRequest) (answer, error) {
	return within(s.state, func(t *tenant) (answer, error) {
		i, err := t.interaction(v.session.UID)
		if err != nil {
			return answer{}, err
		}
		if err := t.experience.checkEvent(asked.InteractionEvent); err != nil {
			return answer{}, err
		}
		if (asked.InteractionEvent == forgotEvent) != (i.event == forgotEvent) {
			return answer{}, notForRecovery(http.StatusBadRequest)
		}
		if i.event != asked.InteractionEvent {
			i.profile = pendingProfile{}
		}
		i.event = asked.InteractionEvent
		t.keepInteraction(i, s.now())
		return noContent()
	})
}

func notForRecovery(status int) error {
	return refuse(status, "session.not_supported_for_forgot_password", "This operation is not supported for forgot password.")
}

// shownInteraction is an interaction as the page may see it: without secrets.
type shownInteraction struct {
	InteractionEvent    string         `json:"interactionEvent"`
	UserID              string         `json:"userId,omitempty"`
	Profile             pendingProfile `json:"profile"`
	VerificationRecords []shownRecord  `json:"verificationRecords"`
	MFA                 struct{}       `json:"mfa"`
	Captcha             captchaState   `json:"captcha"`
}

type captchaState struct {
	Verified bool `json:"verified"`
	Skipped  bool `json:"skipped"`
}

func (s *Server) getInteraction(v visit, _ any) (answer, error) {
	return within(s.state, func(t *tenant) (answer, error) {
		i, err := t.interaction(v.session.UID)
		if err != nil {
			return answer{}, err
		}
		records := make([]shownRecord, len(i.records))
		for n, record := range i.records {
			records[n] = record.show()
		}
		return ok(shownInteraction{
			InteractionEvent: i.event, UserID: i.userID, Profile: i.profile, VerificationRecords: records,
		})
	})
}

// abortInteraction gives the sign-in up. The answer is as empty as Logto's; its
// header says where the browser is told of it by the application.
func (s *Server) abortInteraction(v visit, _ any) (answer, error) {
	redirectTo, err := s.provider.Abort(v.session.UID, "oidc.aborted", "")
	if err != nil {
		return answer{}, err
	}
	return within(s.state, func(t *tenant) (answer, error) {
		t.forgetInteraction(v.session.UID)
		return answer{status: http.StatusNoContent, header: http.Header{"Location": {redirectTo}}}, nil
	})
}
