package output

import (
	"fmt"
	"strings"

	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// SignIn is the document of the sign-in experience, as far as it concerns how
// people sign up and in.
type SignIn struct {
	SignUp                logtoadmin.SignUp `json:"signUp"`
	SignIn                logtoadmin.SignIn `json:"signIn"`
	ForgotPasswordMethods []string          `json:"forgotPasswordMethods"`
	Status                plan.Status       `json:"status,omitempty"`
	Changes               []plan.Field      `json:"changes,omitempty"`
	DryRun                bool              `json:"dryRun,omitempty"`
}

// NewSignIn returns the view of a sign-in experience.
func NewSignIn(experience logtoadmin.SignInExperience) SignIn {
	return SignIn{
		SignUp:                experience.SignUp,
		SignIn:                experience.SignIn,
		ForgotPasswordMethods: list(experience.ForgotPasswordMethods.Methods),
	}
}

// Table returns the sign-up identifiers and each sign-in method with its factors.
func (s SignIn) Table() Table {
	methods := make([]string, len(s.SignIn.Methods))
	for i, method := range s.SignIn.Methods {
		methods[i] = fmt.Sprintf("%s (%s)", method.Identifier, factors(method))
	}
	return object(
		pair("sign-up", signUp(s.SignUp)),
		pair("sign-in", strings.Join(methods, ", ")),
		pair("password recovery", strings.Join(s.ForgotPasswordMethods, ", ")),
		pair("changes", changes(s.Changes)),
		pair("status", status(s.Status, s.DryRun)),
	)
}

func signUp(s logtoadmin.SignUp) string {
	words := []string{strings.Join(identifiers(s), " or ")}
	if s.Password {
		words = append(words, "with a password")
	}
	if s.Verify {
		words = append(words, "verified")
	}
	return strings.Join(words, ", ")
}

func identifiers(s logtoadmin.SignUp) []string {
	if len(s.Identifiers) == 0 {
		return []string{"none"}
	}
	names := make([]string, len(s.Identifiers))
	for i, identifier := range s.Identifiers {
		names[i] = string(identifier)
	}
	for _, secondary := range s.SecondaryIdentifiers {
		names[len(names)-1] += fmt.Sprintf(" and %s", secondary.Identifier)
	}
	return names
}

func factors(method logtoadmin.SignInMethod) string {
	switch {
	case method.Password && method.VerificationCode:
		return "code or password"
	case method.Password:
		return "password"
	default:
		return "code"
	}
}
