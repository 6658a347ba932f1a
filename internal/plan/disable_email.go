package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// DisableEmail says how the live sign-in experience stops offering email. When
// nobody could sign in any more the error is [LockOutError].
func DisableEmail(live logtoadmin.SignInExperience) (SignInChange, error) {
	signIn := live.SignIn
	signIn.Methods = slices.DeleteFunc(slices.Clone(live.SignIn.Methods), func(m logtoadmin.SignInMethod) bool {
		return m.Identifier == logtoadmin.IdentifierEmail
	})
	if len(signIn.Methods) == 0 && len(live.SignIn.Methods) > 0 && len(live.SocialSignInConnectorTargets) == 0 {
		return SignInChange{Live: live}, &LockOutError{}
	}
	return changeSignIn(live, signUpWithoutEmail(live.SignUp, signIn.Methods), signIn, recoveryByEmail(live.ForgotPasswordMethods, false)), nil
}

// signUpWithoutEmail takes email out of sign-up. When it was the only
// identifier another takes its place, so that new people can still come in.
func signUpWithoutEmail(live logtoadmin.SignUp, methods []logtoadmin.SignInMethod) logtoadmin.SignUp {
	if !asksForEmail(live) {
		return live
	}
	signUp := live
	signUp.Identifiers = slices.DeleteFunc(slices.Clone(live.Identifiers), func(i logtoadmin.Identifier) bool {
		return i == logtoadmin.IdentifierEmail
	})
	secondary := besides([]logtoadmin.Identifier{logtoadmin.IdentifierEmail}, live.SecondaryIdentifiers)
	if len(signUp.Identifiers) == 0 {
		signUp = withSuccessor(signUp, methods, secondary)
	}
	signUp.SecondaryIdentifiers = besides(signUp.Identifiers, secondary)
	signUp.Verify = live.Verify && sendsCodes(signUp)
	return signUp
}

// withSuccessor makes the first remaining sign-in method the sign-up identifier,
// because whoever signs up by it can sign in again; else what is asked for besides.
func withSuccessor(signUp logtoadmin.SignUp, methods []logtoadmin.SignInMethod, secondary []logtoadmin.SecondaryIdentifier) logtoadmin.SignUp {
	switch {
	case len(methods) > 0:
		signUp.Identifiers = []logtoadmin.Identifier{methods[0].Identifier}
		signUp.Password = methods[0].Password && !methods[0].VerificationCode
	case len(secondary) > 0:
		signUp.Identifiers = []logtoadmin.Identifier{secondary[0].Identifier}
	}
	return signUp
}

// asksForEmail tells whether new people are asked for an email address at all.
func asksForEmail(s logtoadmin.SignUp) bool {
	return slices.Contains(s.Identifiers, logtoadmin.IdentifierEmail) || slices.ContainsFunc(s.SecondaryIdentifiers, asksEmail)
}

func asksEmail(s logtoadmin.SecondaryIdentifier) bool {
	return s.Identifier == logtoadmin.IdentifierEmail || s.Identifier == logtoadmin.IdentifierEmailOrPhone
}

// sendsCodes tells whether sign-up asks for an address that has to be verified.
func sendsCodes(s logtoadmin.SignUp) bool {
	return slices.ContainsFunc(s.Identifiers, isAddress) ||
		slices.ContainsFunc(s.SecondaryIdentifiers, func(second logtoadmin.SecondaryIdentifier) bool { return isAddress(second.Identifier) })
}

func isAddress(i logtoadmin.Identifier) bool { return i != logtoadmin.IdentifierUsername }

// LockOutError says that email is the only way to sign in.
type LockOutError struct{}

// Error says who would be locked out.
func (e *LockOutError) Error() string {
	return fmt.Sprintf("%s is the only sign-in method: without it nobody could sign in", logtoadmin.IdentifierEmail)
}

// Code is the code of the error document.
func (e *LockOutError) Code() string { return "lock_out" }

// Hint says what has to come first.
func (e *LockOutError) Hint() string {
	return "offer another sign-in method first (Console > Sign-in experience), then run this again"
}

// WithoutConnector says in one sentence what the sign-in experience loses when
// no mail can be sent any more.
func WithoutConnector(experience logtoadmin.SignInExperience) string {
	others := slices.Clone(experience.SocialSignInConnectorTargets)
	byCode := false
	for _, method := range experience.SignIn.Methods {
		if method.Identifier != logtoadmin.IdentifierEmail {
			others = append(others, string(method.Identifier))
			continue
		}
		byCode = byCode || method.VerificationCode
		if method.Password {
			others = append(others, "email with a password")
		}
	}
	switch {
	case !byCode && slices.Contains(experience.SignUp.Identifiers, logtoadmin.IdentifierEmail):
		return "nobody can sign up any more, because new addresses cannot be verified; password recovery by mail stops too"
	case !byCode:
		return "the sign-in experience does not use it for sign-in; password recovery and invitations by mail stop"
	case len(others) == 0:
		return "everybody is locked out, because an emailed code is the only way to sign in"
	default:
		return fmt.Sprintf("people who sign in with an emailed code are locked out; %s still works", strings.Join(others, ", "))
	}
}
