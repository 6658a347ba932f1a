package plan

import (
	"slices"

	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// SignUpMode says how people who have no account yet may use email.
type SignUpMode string

// The sign-up modes of enable-email. With SignUpDefault email becomes the sign-up
// identifier, unless it is one already, beside others or not.
const (
	SignUpDefault      SignUpMode = ""
	SignUpEmail        SignUpMode = "email"          // email is the sign-up identifier
	SignUpEmailOrPhone SignUpMode = "email-or-phone" // either of the two is
	SignUpSecondary    SignUpMode = "secondary"      // email is asked for beside the identifiers there are
	SignUpKeep         SignUpMode = "keep"           // sign-up stays as it is
)

// Factor says what people prove an email address with at sign-in.
type Factor string

// The factors of enable-email. With FactorAddCode, the default, a password that
// is accepted today stays accepted.
const (
	FactorAddCode  Factor = ""
	FactorCode     Factor = "code"
	FactorPassword Factor = "password"
	FactorBoth     Factor = "both"
)

// EmailSignIn is how the user wants sign-in by email to be.
type EmailSignIn struct {
	SignUp           SignUpMode
	Factor           Factor
	PasswordAtSignUp *bool // nil keeps what there is where people sign up by email already
	ForgotPassword   bool  // offer password recovery by an emailed code, or stop offering it
}

// EnableEmail says how the live sign-in experience gets to offer email. Every
// other method, its factors and their order stay.
func EnableEmail(live logtoadmin.SignInExperience, want EmailSignIn) SignInChange {
	signIn := live.SignIn
	signIn.Methods = withEmail(live.SignIn.Methods, want.Factor)
	if want.SignUp == SignUpEmailOrPhone {
		signIn.Methods = withPhone(signIn.Methods)
	}
	return changeSignIn(live, signUpWithEmail(live.SignUp, want), signIn, recoveryByEmail(live.ForgotPasswordMethods, want.ForgotPassword))
}

// recoveryByEmail adds the emailed code to the ways to recover a password, or
// takes it away. Where nobody has chosen, the server offers it by itself.
func recoveryByEmail(live logtoadmin.ForgotPasswordMethods, offer bool) []string {
	others := slices.DeleteFunc(slices.Clone(live.Methods), func(method string) bool { return method == logtoadmin.ForgotPasswordByEmail })
	switch {
	case live.Methods == nil || !offer:
		return others
	case len(others) < len(live.Methods):
		return live.Methods
	default:
		return append(others, logtoadmin.ForgotPasswordByEmail)
	}
}

// withEmail returns the methods with email among them. A factor that the user
// did not name is added, never taken away.
func withEmail(methods []logtoadmin.SignInMethod, factor Factor) []logtoadmin.SignInMethod {
	methods = slices.Clone(methods)
	i := indexMethod(methods, logtoadmin.IdentifierEmail)
	if i < 0 {
		methods = append(methods, logtoadmin.SignInMethod{Identifier: logtoadmin.IdentifierEmail})
		i = len(methods) - 1
	}
	email := &methods[i]
	switch factor {
	case FactorAddCode:
		email.VerificationCode = true
	case FactorCode:
		email.Password, email.VerificationCode = false, true
	case FactorPassword:
		email.Password, email.VerificationCode = true, false
	case FactorBoth:
		email.Password, email.VerificationCode = true, true
	}
	email.IsPasswordPrimary = email.Password && (email.IsPasswordPrimary || !email.VerificationCode)
	return methods
}

// withPhone makes sure that somebody who signs up by phone can sign in again.
func withPhone(methods []logtoadmin.SignInMethod) []logtoadmin.SignInMethod {
	if indexMethod(methods, logtoadmin.IdentifierPhone) >= 0 {
		return methods
	}
	return append(methods, logtoadmin.SignInMethod{Identifier: logtoadmin.IdentifierPhone, VerificationCode: true})
}

func indexMethod(methods []logtoadmin.SignInMethod, identifier logtoadmin.Identifier) int {
	return slices.IndexFunc(methods, func(m logtoadmin.SignInMethod) bool { return m.Identifier == identifier })
}

// signUpWithEmail returns the sign-up part. An address that becomes an
// identifier is always verified: the server refuses anything else.
func signUpWithEmail(live logtoadmin.SignUp, want EmailSignIn) logtoadmin.SignUp {
	signUp := live
	byEmail := slices.Contains(live.Identifiers, logtoadmin.IdentifierEmail)
	switch want.SignUp {
	case SignUpDefault:
		if !byEmail {
			signUp.Identifiers = []logtoadmin.Identifier{logtoadmin.IdentifierEmail}
		}
	case SignUpEmail:
		signUp.Identifiers = []logtoadmin.Identifier{logtoadmin.IdentifierEmail}
	case SignUpEmailOrPhone:
		signUp.Identifiers = []logtoadmin.Identifier{logtoadmin.IdentifierEmail, logtoadmin.IdentifierPhone}
	case SignUpSecondary:
		signUp.Verify = true
		if want.PasswordAtSignUp != nil && *want.PasswordAtSignUp {
			signUp.Password = true // it is never taken away from the other identifiers
		}
		signUp.SecondaryIdentifiers = withSecondaryEmail(live)
		return signUp
	case SignUpKeep:
		return signUp
	}
	signUp.Verify = true
	signUp.Password = byEmail && live.Password
	if want.PasswordAtSignUp != nil {
		signUp.Password = *want.PasswordAtSignUp
	}
	signUp.SecondaryIdentifiers = besides(signUp.Identifiers, live.SecondaryIdentifiers)
	return signUp
}

// besides returns the secondary identifiers that still make sense beside the
// primary ones: the server refuses to ask for one thing twice, also where
// "email or phone" holds it.
func besides(primary []logtoadmin.Identifier, secondary []logtoadmin.SecondaryIdentifier) []logtoadmin.SecondaryIdentifier {
	var kept []logtoadmin.SecondaryIdentifier
	for _, s := range secondary {
		if s.Identifier == logtoadmin.IdentifierEmailOrPhone && slices.Contains(primary, logtoadmin.IdentifierEmail) {
			s.Identifier = logtoadmin.IdentifierPhone
		}
		taken := slices.ContainsFunc(kept, func(k logtoadmin.SecondaryIdentifier) bool { return k.Identifier == s.Identifier })
		if !taken && !slices.Contains(primary, s.Identifier) {
			kept = append(kept, s)
		}
	}
	return kept
}

func withSecondaryEmail(live logtoadmin.SignUp) []logtoadmin.SecondaryIdentifier {
	if asksForEmail(live) {
		return live.SecondaryIdentifiers
	}
	return append(slices.Clone(live.SecondaryIdentifiers), logtoadmin.SecondaryIdentifier{Identifier: logtoadmin.IdentifierEmail, Verify: true})
}
