package logto

import (
	"net/http"
	"time"
)

// passwordRequest is the guarded body of a request that gives an identifier
// and a password.
type passwordRequest struct {
	Identifier identifier `json:"identifier"`
	Password   string     `json:"password"`
}

// verifyPassword compares the password with the one of the account. Failures
// count to the lock-out of the identifier; an expired password does not.
func (s *Server) verifyPassword(v visit, asked passwordRequest) (answer, error) {
	account, err := within(s.state, func(t *tenant) (user, error) {
		found, _ := t.userByIdentifier(asked.Identifier)
		return found, nil
	})
	if err != nil {
		return answer{}, err
	}
	fits, err := s.state.hasher.fits(v.request.Context(), asked.Password, account.password)
	if err != nil {
		return answer{}, err
	}
	return within(s.state, func(t *tenant) (answer, error) {
		var failed error
		if !fits {
			failed = refuse(http.StatusUnprocessableEntity, "session.invalid_credentials",
				"Incorrect account or password. Please check your input.")
		}
		if err := t.guardAttempt(asked.Identifier.Value, failed, s.now()); err != nil {
			return answer{}, err
		}
		if err := t.experience.checkPasswordAge(account, s.now()); err != nil {
			return answer{}, err
		}
		i, err := t.interaction(v.session.UID)
		if err != nil {
			return answer{}, err
		}
		record := verificationRecord{id: newID(), kind: passwordVerification, identifier: asked.Identifier, verified: true}
		t.keepInteraction(i.withRecord(record), s.now())
		return ok(verificationAnswer{record.id})
	})
}

// checkPasswordAge refuses a password that is older than the tenant allows.
func (e signInExperience) checkPasswordAge(account user, now time.Time) error {
	policy, err := column[struct {
		Enabled         bool `json:"enabled"`
		ValidPeriodDays int  `json:"validPeriodDays"`
	}](e, "passwordExpiration")
	const day = 24 * time.Hour
	if err != nil || !policy.Enabled || now.Before(account.passwordUpdatedAt.Add(time.Duration(policy.ValidPeriodDays)*day)) {
		return err
	}
	return refuse(http.StatusUnprocessableEntity, "password.expired",
		"Your password has expired. Please reset your password to continue.")
}

// createPasswordIdentity takes the user name and the password of a new account.
func (s *Server) createPasswordIdentity(v visit, asked passwordRequest) (answer, error) {
	if length(asked.Identifier.Value) > maxEmail {
		return answer{}, tooLong(maxEmail) // Logto finds out later, from its database
	}
	policy, err := within(s.state, func(t *tenant) (passwordPolicy, error) {
		if err := t.checkAvailable(asked.Identifier); err != nil {
			return passwordPolicy{}, err
		}
		return t.experience.passwordPolicy()
	})
	if err != nil {
		return answer{}, err
	}
	if err := policy.check(asked.Password, passwordOwner{username: asked.Identifier.Value}); err != nil {
		return answer{}, err
	}
	hash, err := s.state.hasher.hash(v.request.Context(), asked.Password)
	if err != nil {
		return answer{}, err
	}
	return within(s.state, func(t *tenant) (answer, error) {
		i, err := t.interaction(v.session.UID)
		if err != nil {
			return answer{}, err
		}
		record := verificationRecord{
			id: newID(), kind: newPasswordIdentity, identifier: asked.Identifier, verified: true, password: hash,
		}
		t.keepInteraction(i.withRecord(record), s.now())
		return ok(verificationAnswer{record.id})
	})
}
