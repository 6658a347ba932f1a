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
	if len(signIn.Methods) == 0 && len(live.SocialSignInConnectorTargets) == 0 {
		return SignInChange{Live: live}, &LockOutError{}
	}
	recovery := slices.DeleteFunc(slices.Clone(live.ForgotPasswordMethods.Methods), func(method string) bool {
		return method == logtoadmin.ForgotPasswordByEmail
	})
	return changeSignIn(live, signUpWithoutEmail(live.SignUp, signIn.Methods), signIn, recovery), nil
}

// signUpWithoutEmail takes email out of sign-up. When it was the only
// identifier the first remaining sign-in method takes its place, so that new
// people can still come in.
func signUpWithoutEmail(live logtoadmin.SignUp, methods []logtoadmin.SignInMethod) logtoadmin.SignUp {
	signUp := live
	signUp.Identifiers = slices.DeleteFunc(slices.Clone(live.Identifiers), func(i logtoadmin.Identifier) bool {
		return i == logtoadmin.IdentifierEmail
	})
	signUp.SecondaryIdentifiers = slices.DeleteFunc(slices.Clone(live.SecondaryIdentifiers), func(s logtoadmin.SecondaryIdentifier) bool {
		return s.Identifier == logtoadmin.IdentifierEmail
	})
	if len(signUp.Identifiers) > 0 || len(live.Identifiers) == 0 || len(methods) == 0 {
		return signUp
	}
	successor := methods[0]
	signUp.Identifiers = []logtoadmin.Identifier{successor.Identifier}
	signUp.Password = successor.Password && !successor.VerificationCode
	signUp.Verify = successor.Identifier != logtoadmin.IdentifierUsername
	return signUp
}

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
	var others []string
	byCode := false
	for _, method := range experience.SignIn.Methods {
		switch {
		case method.Identifier != logtoadmin.IdentifierEmail:
			others = append(others, string(method.Identifier))
		case method.Password:
			others = append(others, "email with a password")
		}
		byCode = byCode || (method.Identifier == logtoadmin.IdentifierEmail && method.VerificationCode)
	}
	switch {
	case !byCode:
		return "the sign-in experience does not use it for sign-in; password recovery and invitations by mail stop"
	case len(others) == 0:
		return "everybody is locked out, because an emailed code is the only way to sign in"
	default:
		return fmt.Sprintf("people who sign in with an emailed code are locked out; %s still works", strings.Join(others, ", "))
	}
}
