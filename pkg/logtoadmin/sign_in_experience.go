package logtoadmin

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
)

// The sign-in modes.
const (
	SignInModeSignIn            = "SignIn"
	SignInModeRegister          = "Register"
	SignInModeSignInAndRegister = "SignInAndRegister"
)

// The ways to recover a password.
const (
	ForgotPasswordByEmail = "EmailVerificationCode"
	ForgotPasswordByPhone = "PhoneVerificationCode"
)

// SignInExperience is how end users of the tenant sign up and sign in. Looks,
// texts and policies are not part of this type and are never written.
type SignInExperience struct {
	// SignUp says what a new user has to give.
	SignUp SignUp `json:"signUp"`
	// SignIn says how a user may sign in.
	SignIn SignIn `json:"signIn"`
	// SignInMode says whether users may sign in, register, or both.
	SignInMode string `json:"signInMode"`
	// MFA says which second factors there are.
	MFA MFA `json:"mfa"`
	// LanguageInfo says which language the pages and mails have.
	LanguageInfo LanguageInfo `json:"languageInfo"`
	// SocialSignInConnectorTargets lists the social connectors on the page.
	SocialSignInConnectorTargets []string `json:"socialSignInConnectorTargets"`
	// ForgotPasswordMethods says how a password can be recovered.
	ForgotPasswordMethods ForgotPasswordMethods `json:"forgotPasswordMethods,omitzero"`
}

// MFA is the setting of multi-factor authentication.
type MFA struct {
	// Factors lists the second factors, such as "Totp" or "EmailVerificationCode".
	Factors []string `json:"factors"`
	// Policy says when a user is asked for one, such as "UserControlled".
	Policy string `json:"policy"`
}

// LanguageInfo says which language end users see.
type LanguageInfo struct {
	// AutoDetect follows the browser.
	AutoDetect bool `json:"autoDetect"`
	// FallbackLanguage is the language tag for everyone else.
	FallbackLanguage string `json:"fallbackLanguage"`
}

// ForgotPasswordMethods tells three states apart that the server has.
type ForgotPasswordMethods struct {
	// Supported is false when the server is too old to have the field.
	Supported bool
	// Methods lists the ways to recover a password. Nil means that nobody
	// chose: the server offers what its connectors allow. An empty list means
	// that there is none.
	Methods []string
}

// UnmarshalJSON decodes a list or null. That it is called at all shows that the
// server has the field.
func (m *ForgotPasswordMethods) UnmarshalJSON(data []byte) error {
	m.Supported = true
	return json.Unmarshal(data, &m.Methods)
}

// MarshalJSON encodes the list or null. A field with the tag omitzero leaves out
// the value of an old server.
func (m ForgotPasswordMethods) MarshalJSON() ([]byte, error) { return json.Marshal(m.Methods) }

// SignInExperiencePatch changes the parts that are not nil. Each is replaced
// whole: read, change, and write what was read, so that fields which this
// package does not know survive.
type SignInExperiencePatch struct {
	SignUp *SignUp `json:"signUp,omitempty"`
	SignIn *SignIn `json:"signIn,omitempty"`
	// ForgotPasswordMethods set to a nil list lets the server decide.
	ForgotPasswordMethods *[]string `json:"forgotPasswordMethods,omitempty"`
}

// SignInExperienceService manages how end users sign up and sign in.
type SignInExperienceService struct{ service }

// Get returns the sign-in experience of the tenant. There is always one.
//
// API: GET /api/sign-in-exp.
func (s *SignInExperienceService) Get(ctx context.Context) (SignInExperience, error) {
	var experience SignInExperience
	_, err := s.client.do(ctx, call{method: http.MethodGet, path: "/api/sign-in-exp", out: &experience})
	if err != nil {
		return SignInExperience{}, fmt.Errorf("get the sign-in experience: %w", err)
	}
	return experience, nil
}

// Update changes the sign-in experience and returns it as it then is. Settings
// that do not fit together, or need a connector that is not there, are refused
// with a code that begins with "sign_in_experiences."; see [Explain].
//
// API: PATCH /api/sign-in-exp.
func (s *SignInExperienceService) Update(ctx context.Context, patch SignInExperiencePatch) (SignInExperience, error) {
	var experience SignInExperience
	_, err := s.client.do(ctx, call{method: http.MethodPatch, path: "/api/sign-in-exp", body: patch, out: &experience})
	if err != nil {
		return SignInExperience{}, fmt.Errorf("update the sign-in experience: %w", err)
	}
	return experience, nil
}
