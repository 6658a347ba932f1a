package logto

import (
	"net/http"
	"time"
)

// submission is the answer that lets the browser go on.
type submission struct {
	RedirectTo string `json:"redirectTo"`
}

// submitInteraction signs the identified person in, after giving the account
// what the profile has gathered. A replaced password signs nobody in: the
// person goes on to use it.
func (s *Server) submitInteraction(v visit, _ any) (answer, error) {
	signedIn, err := within(s.state, func(t *tenant) (string, error) {
		i, err := t.interaction(v.session.UID)
		if err != nil {
			return "", err
		}
		if err := t.experience.checkCaptcha(); err != nil {
			return "", err
		}
		account, err := t.identifiedUser(i)
		if err != nil {
			return "", err
		}
		if i.event == forgotEvent {
			return "", t.replacePassword(i, account, s.now())
		}
		return account.ID, t.finish(v, i, account, s.now())
	})
	if err != nil {
		return answer{}, err
	}
	if signedIn == "" {
		return answer{status: http.StatusOK}, nil
	}
	redirectTo, err := s.provider.Login(v.session.UID, signedIn)
	return answer{status: http.StatusOK, body: submission{redirectTo}}, err
}

// replacePassword ends the recovery of a lost password.
func (t *tenant) replacePassword(i interaction, account user, now time.Time) error {
	if !i.profile.password.Set() {
		return refuseUser("new_password_required_in_profile", "You need to set a new password.")
	}
	account.setPassword(i.profile.password, now)
	t.storeUser(account, now)
	t.forgetInteraction(i.uid)
	return nil
}

// finish checks the account once more, because others may have signed up in
// the meantime, and notes when and where the user signed in.
func (t *tenant) finish(v visit, i interaction, account user, now time.Time) error {
	if err := i.profile.checkNotIn(account); err != nil {
		return err
	}
	if err := t.checkAll(i.profile); err != nil {
		return err
	}
	if err := t.experience.checkMandatory(account, i.profile); err != nil {
		return err
	}
	i.profile.fill(&account, now)
	signedInAt := now.UnixMilli()
	account.LastSignInAt = &signedInAt
	if account.ApplicationID == nil {
		account.ApplicationID = orNull(v.session.ApplicationID)
	}
	t.storeUser(account, now)
	i.profile = pendingProfile{}
	t.keepInteraction(i, now)
	return nil
}
