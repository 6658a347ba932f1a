package logto

import (
	"net/http"
	"time"

	"github.com/logtoctl/logtoctl/internal/sandbox/logto/policy"
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
	fits, err := s.state.hasher.Fits(v.request.Context(), asked.Password, account.password)
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
	expiration, err := column[struct {
		Enabled         bool    `json:"enabled"`
		ValidPeriodDays float64 `json:"validPeriodDays"` // whole, but of any size
	}](e, "passwordExpiration")
	if err != nil || !expiration.Enabled || now.Before(account.passwordUpdatedAt.Add(duration(expiration.ValidPeriodDays, day))) {
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
	rules, err := within(s.state, func(t *tenant) (policy.Password, error) {
		if err := t.checkAvailable(asked.Identifier); err != nil {
			return policy.Password{}, err
		}
		return t.experience.passwordPolicy()
	})
	if err != nil {
		return answer{}, err
	}
	if err := checkPassword(rules, asked.Password, policy.Owner{Username: asked.Identifier.Value}); err != nil {
		return answer{}, err
	}
	hash, err := s.state.hasher.Hash(v.request.Context(), asked.Password)
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
