package plan_test

import (
	"fmt"
	"iter"
	"slices"

	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

const (
	username = logtoadmin.IdentifierUsername
	email    = logtoadmin.IdentifierEmail
	phone    = logtoadmin.IdentifierPhone
)

// refusal returns the code with which Logto refuses a sign-in experience that
// contradicts itself, "" when it accepts it. The rules are those of Logto 1.42
// (libraries/sign-in-experience/sign-up.ts and sign-in.ts), with a connector
// for email and one for text messages, and no second factors.
func refusal(e logtoadmin.SignInExperience) string {
	primary, secondary := e.SignUp.Identifiers, e.SignUp.SecondaryIdentifiers
	if len(secondary) > 0 && len(primary) == 0 {
		return "missing_sign_up_identifiers"
	}
	named := slices.Clone(primary)
	for _, s := range secondary {
		named = append(named, s.Identifier)
	}
	if slices.Sort(named); len(slices.Compact(slices.Clone(named))) < len(named) {
		return "duplicated_sign_up_identifiers"
	}
	passwordless := slices.ContainsFunc(named, func(i logtoadmin.Identifier) bool { return i != username })
	unverified := slices.ContainsFunc(secondary, func(s logtoadmin.SecondaryIdentifier) bool { return s.Identifier != username && !s.Verify })
	if passwordless && !e.SignUp.Verify || unverified {
		return "passwordless_requires_verify"
	}
	for _, m := range e.SignIn.Methods {
		if !m.Password && !m.VerificationCode {
			return "at_least_one_authentication_factor"
		}
		if e.SignUp.Verify && !e.SignUp.Password && !m.VerificationCode && m.Identifier != username {
			return "code_sign_in_must_be_enabled"
		}
	}
	return ""
}

// experiences yields every sign-in experience that Logto accepts and that can
// be made of username, email and phone, one secondary identifier and the usual
// states of password recovery.
func experiences() iter.Seq[logtoadmin.SignInExperience] {
	return func(yield func(logtoadmin.SignInExperience) bool) {
		for methods := range methodLists() {
			for signUp := range signUps() {
				experience := logtoadmin.SignInExperience{SignUp: signUp, SignIn: logtoadmin.SignIn{Methods: methods}}
				if refusal(experience) == "" && !yield(experience) {
					return
				}
			}
		}
	}
}

// methodLists yields the lists of sign-in methods: each identifier is absent or
// has one of its combinations of factors.
func methodLists() iter.Seq[[]logtoadmin.SignInMethod] {
	password := logtoadmin.SignInMethod{Password: true, IsPasswordPrimary: true}
	code := logtoadmin.SignInMethod{VerificationCode: true}
	codeFirst := logtoadmin.SignInMethod{Password: true, VerificationCode: true}
	passwordFirst := logtoadmin.SignInMethod{Password: true, VerificationCode: true, IsPasswordPrimary: true}
	choices := []struct {
		identifier logtoadmin.Identifier
		methods    []logtoadmin.SignInMethod
	}{
		{username, []logtoadmin.SignInMethod{password}},
		{email, []logtoadmin.SignInMethod{password, code, codeFirst, passwordFirst}},
		{phone, []logtoadmin.SignInMethod{password, code, codeFirst}},
	}
	return func(yield func([]logtoadmin.SignInMethod) bool) {
		lists := [][]logtoadmin.SignInMethod{nil}
		for _, choice := range choices {
			for _, list := range slices.Clone(lists) {
				for _, method := range choice.methods {
					method.Identifier = choice.identifier
					lists = append(lists, append(slices.Clone(list), method))
				}
			}
		}
		for _, list := range lists {
			if !yield(list) {
				return
			}
		}
	}
}

func signUps() iter.Seq[logtoadmin.SignUp] {
	primaries := [][]logtoadmin.Identifier{{}, {username}, {email}, {phone}, {email, phone}, {username, email}}
	secondaries := [][]logtoadmin.SecondaryIdentifier{
		nil,
		{{Identifier: email, Verify: true}},
		{{Identifier: phone, Verify: true}},
		{{Identifier: username}},
		{{Identifier: username}, {Identifier: email, Verify: true}},
	}
	return func(yield func(logtoadmin.SignUp) bool) {
		for _, primary := range primaries {
			for _, secondary := range secondaries {
				for _, password := range []bool{false, true} {
					for _, verify := range []bool{false, true} {
						signUp := logtoadmin.SignUp{Identifiers: primary, SecondaryIdentifiers: secondary, Password: password, Verify: verify}
						if !yield(signUp) {
							return
						}
					}
				}
			}
		}
	}
}

// wishes yields everything that enable-email can be asked for.
func wishes() iter.Seq[plan.EmailSignIn] {
	return func(yield func(plan.EmailSignIn) bool) {
		for _, signUp := range []plan.SignUpMode{plan.SignUpDefault, plan.SignUpEmail, plan.SignUpEmailOrPhone, plan.SignUpSecondary, plan.SignUpKeep} {
			for _, factor := range []plan.Factor{plan.FactorAddCode, plan.FactorCode, plan.FactorPassword, plan.FactorBoth} {
				for _, password := range []*bool{nil, new(false), new(true)} {
					if !yield(plan.EmailSignIn{SignUp: signUp, Factor: factor, PasswordAtSignUp: password}) {
						return
					}
				}
			}
		}
	}
}

// method returns the sign-in method of an identifier, nil when there is none.
func method(e logtoadmin.SignInExperience, identifier logtoadmin.Identifier) *logtoadmin.SignInMethod {
	for _, m := range e.SignIn.Methods {
		if m.Identifier == identifier {
			return &m
		}
	}
	return nil
}

// describe names a case of the exhaustive tests.
func describe(e logtoadmin.SignInExperience, want any) string {
	return fmt.Sprintf("sign-up %v, sign-in %v, wanted %+v", e.SignUp, e.SignIn.Methods, want)
}
