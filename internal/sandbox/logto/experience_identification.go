package logto

import (
	"net/http"
	"time"
)

// identificationRequest is the guarded body of an identification.
type identificationRequest struct {
	VerificationID string `json:"verificationId"`
}

// identify says who the person is, by what they have verified: a user who is
// there, or a new one.
func (s *Server) identify(v visit, asked identificationRequest) (answer, error) {
	return within(s.state, func(t *tenant) (answer, error) {
		i, err := t.interaction(v.session.UID)
		if err != nil {
			return answer{}, err
		}
		if i.event == registerEvent {
			return t.register(i, asked.VerificationID, s.now())
		}
		if asked.VerificationID == "" {
			// Logto does not fill in the type in this one place either.
			return answer{}, refuse(http.StatusBadRequest, "guard.invalid_input", "The request {{type}} is invalid.")
		}
		if i.userID, err = t.identifyBy(i, asked.VerificationID); err != nil {
			return answer{}, err
		}
		t.keepInteraction(i, s.now())
		return noContent()
	})
}

// identifyBy finds the user who has verified that.
func (t *tenant) identifyBy(i interaction, verificationID string) (userID string, err error) {
	record, err := i.record(verificationID)
	if err != nil {
		return "", err
	}
	if err := t.experience.checkIdentification(i.event, record); err != nil {
		return "", err
	}
	if !record.verified {
		return "", notVerified()
	}
	found, known := t.userByIdentifier(record.identifier)
	switch {
	case !known:
		// Logto does not fill in the identifier.
		return "", refuse(http.StatusNotFound, "user.user_not_exist", "User with {{ identifier }} does not exist.").
			withData(map[string]string{"identifier": record.identifier.Value})
	case i.userID != "" && i.userID != found.ID:
		return "", refuse(http.StatusConflict, "session.identity_conflict",
			"Identity mismatch detected. Please initiate a new session to proceed with a different identity.")
	}
	return found.ID, nil
}

// register creates an account from what the person has given so far and what
// the verification adds to it. What it adds stays when something else is still
// missing, so that the page can ask for that and try again.
func (t *tenant) register(i interaction, verificationID string, now time.Time) (answer, error) {
	if verificationID != "" {
		added, err := t.registerProfile(i, verificationID)
		if err != nil {
			return answer{}, err
		}
		i.profile = i.profile.with(added)
		t.keepInteraction(i, now)
	}
	if err := t.experience.checkEvent(registerEvent); err != nil {
		return answer{}, err
	}
	if err := t.experience.checkCaptcha(); err != nil {
		return answer{}, err
	}
	existing, _ := t.userByID(i.userID)
	if err := t.experience.checkMandatory(existing, i.profile); err != nil {
		return answer{}, err
	}
	if err := t.checkAll(i.profile); err != nil {
		return answer{}, err
	}
	account := newUser(now)
	i.profile.fill(&account, now)
	created, err := t.addUser(account)
	if err != nil {
		return answer{}, err
	}
	i.userID, i.profile = created.ID, pendingProfile{}
	t.keepInteraction(i, now)
	return answer{status: http.StatusCreated}, nil
}

// registerProfile is what a verification adds to a new account.
func (t *tenant) registerProfile(i interaction, verificationID string) (pendingProfile, error) {
	record, err := i.record(verificationID)
	if err != nil {
		return pendingProfile{}, err
	}
	if record.identifier.Type == emailIdentifier {
		if err := t.experience.checkEmail(record.identifier.Value); err != nil {
			return pendingProfile{}, err
		}
	}
	added, err := record.newProfile()
	if err != nil {
		return pendingProfile{}, err
	}
	existing, _ := t.userByID(i.userID)
	return added, t.checkProfile(existing, added)
}

// checkProfile refuses what the account has already, what the policies do not
// allow, and what another account has.
func (t *tenant) checkProfile(account user, added pendingProfile) error {
	if err := added.checkNotIn(account); err != nil {
		return err
	}
	if added.Username != "" {
		if err := t.experience.checkUsername(added.Username); err != nil {
			return err
		}
	}
	return t.checkAll(added)
}

// checkNotIn refuses to give an account a second identifier of a kind, or a
// second password.
func (p pendingProfile) checkNotIn(account user) error {
	switch {
	case p.Username != "" && account.Username != nil:
		return refuseUser("username_exists_in_profile", "Username already exists in your profile.")
	case p.PrimaryEmail != "" && account.PrimaryEmail != nil:
		return refuseUser("email_exists_in_profile", "Your profile has already associated with an email address.")
	case p.PrimaryPhone != "" && account.PrimaryPhone != nil:
		return refuseUser("phone_exists_in_profile", "Your profile has already associated with a phone number.")
	case p.password.Set() && account.password.Set():
		return refuseUser("password_exists_in_profile", "Password already exists in your profile.")
	}
	return nil
}

// fill gives an account what the profile has.
func (p pendingProfile) fill(account *user, now time.Time) {
	if p.Username != "" {
		account.Username = &p.Username
	}
	if p.PrimaryEmail != "" {
		account.PrimaryEmail = &p.PrimaryEmail
	}
	if p.PrimaryPhone != "" {
		account.PrimaryPhone = &p.PrimaryPhone
	}
	if p.password.Set() {
		account.setPassword(p.password, now)
	}
}
