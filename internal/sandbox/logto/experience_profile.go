package logto

import (
	"cmp"
	"context"
	"net/http"

	"github.com/logtoctl/logtoctl/internal/sandbox/logto/policy"
)

// profileRequest is the guarded body of a request that adds to the profile.
type profileRequest struct {
	Type           string `json:"type"`
	Value          string `json:"value"`
	VerificationID string `json:"verificationId"`
}

// addProfile takes what the account is still lacking: an identifier or a
// password. It becomes the account's when the person signs up or submits.
func (s *Server) addProfile(v visit, asked profileRequest) (answer, error) {
	switch asked.Type {
	case passwordProfile:
		return s.addPassword(v, asked.Value)
	case extraProfile:
		return answer{}, &bareError{status: http.StatusNotImplemented, Message: "the sandbox has no custom profile fields"}
	}
	return within(s.state, func(t *tenant) (answer, error) {
		i, account, err := t.profiled(v)
		if err != nil {
			return answer{}, err
		}
		added := pendingProfile{Username: asked.Value}
		if asked.Type != usernameIdentifier {
			if added, err = t.verifiedProfile(i, asked); err != nil {
				return answer{}, err
			}
		}
		if err := t.checkProfile(account, added); err != nil {
			return answer{}, err
		}
		i.profile = i.profile.with(added)
		t.keepInteraction(i, s.now())
		return noContent()
	})
}

// profiled returns the interaction and its user, of whom there may be none yet
// while they sign up.
func (t *tenant) profiled(v visit) (interaction, user, error) {
	i, err := t.interaction(v.session.UID)
	switch {
	case err != nil:
		return interaction{}, user{}, err
	case i.event == forgotEvent:
		return interaction{}, user{}, notForRecovery(http.StatusBadRequest)
	case i.event == registerEvent:
		account, _ := t.userByID(i.userID)
		return i, account, nil
	}
	account, err := t.identifiedUser(i)
	return i, account, err
}

// verifiedProfile is the address or number that a code has verified. Social
// accounts have no records, because the sandbox has no social sign-in.
func (t *tenant) verifiedProfile(i interaction, asked profileRequest) (pendingProfile, error) {
	kinds := map[string]string{emailIdentifier: emailVerification, phoneIdentifier: phoneVerification}
	record, err := i.recordOf(kinds[asked.Type], asked.VerificationID)
	if err != nil {
		return pendingProfile{}, err
	}
	if asked.Type == emailIdentifier {
		if err := t.experience.checkEmail(record.identifier.Value); err != nil {
			return pendingProfile{}, err
		}
	}
	return record.newProfile()
}

// newPassword is what has to be known to judge a password.
type newPassword struct {
	rules   policy.Password
	owner   policy.Owner
	current policy.Hash
}

// newPassword gathers it, with the names of the profile before those of the account.
func (t *tenant) newPassword(account user, profile pendingProfile) (newPassword, error) {
	rules, err := t.experience.passwordPolicy()
	return newPassword{
		rules: rules,
		owner: policy.Owner{
			Name:     orEmpty(account.Name),
			Username: cmp.Or(profile.Username, orEmpty(account.Username)),
			Email:    cmp.Or(profile.PrimaryEmail, orEmpty(account.PrimaryEmail)),
			Phone:    cmp.Or(profile.PrimaryPhone, orEmpty(account.PrimaryPhone)),
		},
		current: account.password,
	}, err
}

// hashNew judges a new password and hashes it, without the tenant's lock.
func (s *Server) hashNew(ctx context.Context, password string, asked newPassword) (policy.Hash, error) {
	if err := checkPassword(asked.rules, password, asked.owner); err != nil {
		return policy.Hash{}, err
	}
	if asked.current.Set() {
		same, err := s.state.hasher.Fits(ctx, password, asked.current)
		if err != nil {
			return policy.Hash{}, err
		}
		if same {
			return policy.Hash{}, refuseUser("same_password", "New password cannot be the same as your old password.")
		}
	}
	return s.state.hasher.Hash(ctx, password)
}

// addPassword takes the first password of an account.
func (s *Server) addPassword(v visit, password string) (answer, error) {
	asked, err := within(s.state, func(t *tenant) (newPassword, error) {
		i, account, err := t.profiled(v)
		if err != nil {
			return newPassword{}, err
		}
		return t.newPassword(account, i.profile)
	})
	if err != nil {
		return answer{}, err
	}
	hash, err := s.hashNew(v.request.Context(), password, asked)
	if err != nil {
		return answer{}, err
	}
	return within(s.state, func(t *tenant) (answer, error) {
		i, account, err := t.profiled(v)
		if err != nil {
			return answer{}, err
		}
		added := pendingProfile{password: hash}
		if err := added.checkNotIn(account); err != nil {
			return answer{}, err
		}
		i.profile = i.profile.with(added)
		t.keepInteraction(i, s.now())
		return noContent()
	})
}

// passwordReset is the guarded body of a request that replaces a lost password.
type passwordReset struct {
	Password string `json:"password"`
}

// resetPassword takes the password that replaces the lost one of the account.
func (s *Server) resetPassword(v visit, body passwordReset) (answer, error) {
	asked, err := within(s.state, func(t *tenant) (newPassword, error) {
		i, account, err := t.recovering(v)
		if err != nil {
			return newPassword{}, err
		}
		return t.newPassword(account, i.profile)
	})
	if err != nil {
		return answer{}, err
	}
	hash, err := s.hashNew(v.request.Context(), body.Password, asked)
	if err != nil {
		return answer{}, err
	}
	return within(s.state, func(t *tenant) (answer, error) {
		i, _, err := t.recovering(v)
		if err != nil {
			return answer{}, err
		}
		i.profile.password = hash
		t.keepInteraction(i, s.now())
		return noContent()
	})
}

// recovering returns the interaction of a person who has proved that the
// account with the lost password is theirs.
func (t *tenant) recovering(v visit) (interaction, user, error) {
	i, err := t.interaction(v.session.UID)
	if err != nil {
		return interaction{}, user{}, err
	}
	if i.event != forgotEvent {
		return interaction{}, user{}, refuse(http.StatusBadRequest, "session.invalid_interaction_type",
			"This operation is not supported for the current interaction. Please initiate a new session.")
	}
	account, err := t.identifiedUser(i)
	return i, account, err
}
