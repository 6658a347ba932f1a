package logto_test

import (
	"net/http"
	"strings"
	"testing"
)

// TestExperience_events tries every change of the event in every sign-in mode.
func TestExperience_events(t *testing.T) {
	t.Parallel()
	const forbidden, never = "auth.forbidden", "session.not_supported_for_forgot_password"
	tests := map[string]map[string]string{ // mode -> from>to -> code
		"SignInAndRegister": {"SignIn>Register": "", "Register>SignIn": "", "SignIn>SignIn": "", "SignIn>ForgotPassword": never, "ForgotPassword>SignIn": never, "ForgotPassword>ForgotPassword": ""},
		"SignIn":            {"SignIn>Register": forbidden, "Register>SignIn": "", "ForgotPassword>Register": forbidden},
		"Register":          {"SignIn>Register": "", "Register>SignIn": forbidden, "ForgotPassword>SignIn": forbidden, "ForgotPassword>Register": never},
	}
	for mode, changes := range tests {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			s := experienceOf(t, "", "")
			s.changes(t, `{"signInMode":"`+mode+`"}`)
			for change, code := range changes {
				from, to, _ := strings.Cut(change, ">")
				got := s.opens(t).starts(t, from).turnsTo(t, to)
				switch code {
				case "":
					got.wants(t, http.StatusNoContent)
				case forbidden:
					got.refused(t, http.StatusForbidden, code)
				default:
					got.refused(t, http.StatusBadRequest, code)
				}
			}
		})
	}
}

// TestExperience_closedToNewcomers has people only sign in.
func TestExperience_closedToNewcomers(t *testing.T) {
	t.Parallel()
	s := experienceOf(t, "", "")
	s.opens(t).signsUp(t, you, "")
	s.changes(t, `{"signInMode":"SignIn"}`)
	b := s.opens(t).starts(t, "Register")
	b.identifies(t, b.proves(t, "Register", "new@example.com")).refused(t, http.StatusForbidden, "auth.forbidden")

	// An unknown address gets the same answer, but no mail.
	before := s.mail.count()
	b = s.opens(t).starts(t, "SignIn")
	id := b.asksForCode(t, "SignIn", "new@example.com").verificationID(t)
	if s.mail.count() != before {
		t.Error("a mail was sent")
	}
	b.verifies(t, "new@example.com", id, "x").refused(t, http.StatusBadRequest, "verification_code.code_mismatch")
	b.identifies(t, b.proves(t, "SignIn", you)).wants(t, http.StatusNoContent)
}

// TestExperience_closedToMembers has people only sign up.
func TestExperience_closedToMembers(t *testing.T) {
	t.Parallel()
	s := experienceOf(t, "", "")
	s.opens(t).signsUp(t, you, "")
	s.changes(t, `{"signInMode":"Register"}`)
	b := s.opens(t).starts(t, "SignIn")
	b.identifies(t, b.proves(t, "SignIn", you)).refused(t, http.StatusForbidden, "auth.forbidden")
}

// TestExperience_methods tries each factor where it is not asked for.
func TestExperience_methods(t *testing.T) {
	t.Parallel()
	s := experienceOf(t, byEmailAndPassword, byEmailPassword)
	s.opens(t).signsUp(t, you, password)
	b := s.opens(t).starts(t, "SignIn")
	b.identifies(t, b.proves(t, "SignIn", you)).refused(t, http.StatusUnprocessableEntity, "user.sign_in_method_not_enabled")
	b.identifies(t, b.givesPassword(t, "email", you, password).verificationID(t)).wants(t, http.StatusNoContent)

	s.changes(t, signInWith(byCode))
	b = s.opens(t).starts(t, "SignIn")
	b.identifies(t, b.givesPassword(t, "email", you, password).verificationID(t)).
		refused(t, http.StatusUnprocessableEntity, "user.sign_in_method_not_enabled")
	b.identifies(t, "").refused(t, http.StatusBadRequest, "guard.invalid_input")
	b.identifies(t, "nope").refused(t, http.StatusNotFound, "session.verification_session_not_found")
	b.identifies(t, b.asksForCode(t, "SignIn", you).verificationID(t)).refused(t, http.StatusBadRequest, "session.verification_failed")
	b.starts(t, "Register")
	b.identifies(t, b.asksForCode(t, "Register", "new@example.com").verificationID(t)).
		refused(t, http.StatusBadRequest, "session.verification_failed")
	b.identifies(t, b.givesPassword(t, "email", you, password).verificationID(t)).
		refused(t, http.StatusBadRequest, "session.verification_failed")
}

// TestExperience_identityConflict shows two accounts in one interaction.
func TestExperience_identityConflict(t *testing.T) {
	t.Parallel()
	s := experienceOf(t, "", "")
	s.opens(t).signsUp(t, you, "")
	s.opens(t).signsUp(t, "other@example.com", "")
	b := s.opens(t).starts(t, "SignIn")
	proof := b.proves(t, "SignIn", you)
	b.identifies(t, proof).wants(t, http.StatusNoContent)
	b.identifies(t, proof).wants(t, http.StatusNoContent)
	b.identifies(t, b.proves(t, "SignIn", "other@example.com")).refused(t, http.StatusConflict, "session.identity_conflict")
}
