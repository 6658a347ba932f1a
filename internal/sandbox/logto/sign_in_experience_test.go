package logto_test

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const (
	byCode     = `{"identifier":"email","password":false,"verificationCode":true,"isPasswordPrimary":false}`
	byUsername = `{"identifier":"username","password":true,"verificationCode":false,"isPasswordPrimary":true}`
)

func signInWith(methods string) string { return `{"signIn":{"methods":[` + methods + `]}}` }

// TestSignInExperience_rules sends each change to a fresh tenant, with and
// without an email connector.
func TestSignInExperience_rules(t *testing.T) {
	t.Parallel()
	const prefix = "sign_in_experiences."
	tests := map[string]struct {
		body          string
		with, without string // the codes of the refusals; nothing means accepted
		status        int    // of both refusals
	}{
		"email by code":            {signInWith(byCode), "", "enabled_connector_not_found", 400},
		"email by password":        {signInWith(`{"identifier":"email","password":true,"verificationCode":false,"isPasswordPrimary":true}`), "", "", 0},
		"phone by code":            {signInWith(`{"identifier":"phone","password":false,"verificationCode":true,"isPasswordPrimary":false}`), "enabled_connector_not_found", "enabled_connector_not_found", 400},
		"no factor":                {signInWith(`{"identifier":"username","password":false,"verificationCode":false,"isPasswordPrimary":true}`), "at_least_one_authentication_factor", "at_least_one_authentication_factor", 400},
		"nothing locks out":        {signInWith(""), "", "", 0},
		"sign up by email":         {`{"signUp":{"identifiers":["email"],"password":false,"verify":true}}`, "", "enabled_connector_not_found", 400},
		"sign up by phone":         {`{"signUp":{"identifiers":["phone"],"password":false,"verify":true}}`, "enabled_connector_not_found", "enabled_connector_not_found", 400},
		"sign up by either":        {`{"signUp":{"identifiers":["username"],"password":true,"verify":true,"secondaryIdentifiers":[{"identifier":"emailOrPhone","verify":true}]}}`, "enabled_connector_not_found", "enabled_connector_not_found", 400},
		"sign up by nothing":       {`{"signUp":{"identifiers":[],"password":false,"verify":false}}`, "", "", 0},
		"unverified email":         {`{"signUp":{"identifiers":["email"],"password":true,"verify":false}}`, "passwordless_requires_verify", "passwordless_requires_verify", 400},
		"unverified second":        {`{"signUp":{"identifiers":["username"],"password":true,"verify":true,"secondaryIdentifiers":[{"identifier":"email"}]}}`, "passwordless_requires_verify", "passwordless_requires_verify", 400},
		"second without verify":    {`{"signUp":{"identifiers":["username"],"password":true,"verify":false,"secondaryIdentifiers":[{"identifier":"email","verify":true}]}}`, "passwordless_requires_verify", "passwordless_requires_verify", 400},
		"second username":          {`{"signUp":{"identifiers":["email"],"password":true,"verify":true,"secondaryIdentifiers":[{"identifier":"username"}]}}`, "", "enabled_connector_not_found", 400},
		"second without first":     {`{"signUp":{"identifiers":[],"password":true,"verify":true,"secondaryIdentifiers":[{"identifier":"username"}]}}`, "missing_sign_up_identifiers", "missing_sign_up_identifiers", 400},
		"same twice":               {`{"signUp":{"identifiers":["username","username"],"password":true,"verify":true}}`, "duplicated_sign_up_identifiers", "duplicated_sign_up_identifiers", 400},
		"same as second":           {`{"signUp":{"identifiers":["username"],"password":true,"verify":true,"secondaryIdentifiers":[{"identifier":"username"}]}}`, "duplicated_sign_up_identifiers", "duplicated_sign_up_identifiers", 400},
		"email and either":         {`{"signUp":{"identifiers":["email"],"password":true,"verify":true,"secondaryIdentifiers":[{"identifier":"emailOrPhone","verify":true}]}}`, "duplicated_sign_up_identifiers", "duplicated_sign_up_identifiers", 400},
		"two factors alike":        {`{"mfa":{"factors":["Totp","Totp"],"policy":"UserControlled"}}`, "duplicated_mfa_factors", "duplicated_mfa_factors", 400},
		"backup codes alone":       {`{"mfa":{"factors":["BackupCode"],"policy":"UserControlled"}}`, "backup_code_cannot_be_enabled_alone", "backup_code_cannot_be_enabled_alone", 400},
		"backup codes":             {`{"mfa":{"factors":["Totp","BackupCode"],"policy":"Mandatory"}}`, "", "", 0},
		"code for both":            {`{"mfa":{"factors":["EmailVerificationCode"],"policy":"UserControlled"},"signIn":{"methods":[` + byCode + `]}}`, "email_verification_code_cannot_be_used_for_sign_in", "enabled_connector_not_found", 400},
		"prompt without adaptive":  {`{"mfa":{"factors":["Totp"],"policy":"PromptOnlyAtSignInMandatory"}}`, "non_adaptive_mfa_requires_skippable_policy", "non_adaptive_mfa_requires_skippable_policy", 422},
		"adaptive without factors": {`{"adaptiveMfa":{"enabled":true}}`, "adaptive_mfa_requires_mfa", "adaptive_mfa_requires_mfa", 422},
		"adaptive, may be skipped": {`{"adaptiveMfa":{"enabled":true},"mfa":{"factors":["Totp"],"policy":"Mandatory"}}`, "adaptive_mfa_requires_non_skippable_policy", "adaptive_mfa_requires_non_skippable_policy", 422},
		"not adaptive, but prompt": {`{"adaptiveMfa":{"enabled":false},"mfa":{"factors":["Totp"],"policy":"PromptAtSignInAndSignUpMandatory"}}`, "non_adaptive_mfa_requires_skippable_policy", "non_adaptive_mfa_requires_skippable_policy", 422},
		"recovery by email":        {`{"forgotPasswordMethods":["EmailVerificationCode"]}`, "", "forgot_password_method_requires_connector", 400},
		"recovery by phone":        {`{"forgotPasswordMethods":["PhoneVerificationCode"]}`, "forgot_password_method_requires_connector", "forgot_password_method_requires_connector", 400},
		"recovery by anything":     {`{"forgotPasswordMethods":null}`, "", "", 0},
		"language without phrases": {`{"languageInfo":{"autoDetect":true,"fallbackLanguage":"af-ZA"}}`, "unsupported_default_language", "unsupported_default_language", 400},
		"language":                 {`{"languageInfo":{"autoDetect":false,"fallbackLanguage":"zh-CN"}}`, "", "", 0},
		"expiry without recovery":  {`{"passwordExpiration":{"enabled":true,"validPeriodDays":90}}`, "password_expiration_requires_forgot_password", "password_expiration_requires_forgot_password", 422},
		"expiry and recovery":      {`{"passwordExpiration":{"enabled":true,"validPeriodDays":90},"forgotPasswordMethods":["EmailVerificationCode"]}`, "", "forgot_password_method_requires_connector", 400},
		"no expiry":                {`{"passwordExpiration":{"enabled":false}}`, "", "", 0},
		"wrong blocklist items":    {`{"emailBlocklistPolicy":{"customBlocklist":["a","b","a@b.c","@*.c","x y@b.c","@.*"]}}`, "invalid_custom_email_blocklist_format", "invalid_custom_email_blocklist_format", 400},
	}
	for name, tt := range tests {
		for _, connector := range []bool{true, false} {
			t.Run(name+map[bool]string{true: ", connector", false: ", none"}[connector], func(t *testing.T) {
				t.Parallel()
				s, want := newSandbox(t), tt.without
				if connector {
					s, want = connected(t), tt.with
				}
				before := s.api(t, http.MethodGet, "/sign-in-exp", "").body
				got := s.api(t, http.MethodPatch, "/sign-in-exp", tt.body)
				if want == "" {
					got.wants(t, http.StatusOK)
					return
				}
				got.refused(t, tt.status, prefix+want)
				if diff := cmp.Diff(string(before), string(s.api(t, http.MethodGet, "/sign-in-exp", "").body)); diff != "" {
					t.Errorf("a refused change was made: %s", diff)
				}
			})
		}
	}
}

// TestSignInExperience_rulesAgainstWhatIsThere sends changes that only
// contradict what is stored already.
func TestSignInExperience_rulesAgainstWhatIsThere(t *testing.T) {
	t.Parallel()
	s := connected(t)
	change := func(body string) reply { return s.api(t, http.MethodPatch, "/sign-in-exp", body) }
	change(signInWith(byCode)).wants(t, http.StatusOK)
	change(`{"mfa":{"factors":["EmailVerificationCode"],"policy":"UserControlled"}}`).
		refused(t, http.StatusBadRequest, "sign_in_experiences.email_verification_code_cannot_be_used_for_mfa")
	change(signInWith(byUsername)).wants(t, http.StatusOK)
	change(`{"mfa":{"factors":["EmailVerificationCode"],"policy":"UserControlled"}}`).wants(t, http.StatusOK)
	change(signInWith(byCode)).
		refused(t, http.StatusBadRequest, "sign_in_experiences.email_verification_code_cannot_be_used_for_sign_in")
	change(`{"signUp":{"identifiers":["email"],"password":false,"verify":true}}`).wants(t, http.StatusOK)
	change(signInWith(`{"identifier":"email","password":true,"verificationCode":false,"isPasswordPrimary":true}`)).
		refused(t, http.StatusBadRequest, "sign_in_experiences.code_sign_in_must_be_enabled")
	change(`{"mfa":{"factors":["Totp"],"policy":"PromptOnlyAtSignInMandatory"},"adaptiveMfa":{"enabled":true}}`).wants(t, http.StatusOK)
	change(`{"mfa":{"factors":["Totp"],"policy":"NoPrompt"}}`).
		refused(t, http.StatusUnprocessableEntity, "sign_in_experiences.adaptive_mfa_requires_non_skippable_policy")
	change(`{"adaptiveMfa":{"enabled":false}}`).
		refused(t, http.StatusUnprocessableEntity, "sign_in_experiences.non_adaptive_mfa_requires_skippable_policy")
	change(`{"mfa":{"factors":[],"policy":"NoPrompt"}}`).contains(t, `"adaptiveMfa":{"enabled":false}`)
}

func TestSignInExperience_whatAServerOfOnesOwnCannotDo(t *testing.T) {
	t.Parallel()
	s := newSandbox(t)
	for body, want := range map[string]string{
		`{"hideLogtoBranding":true}`:                                      "Input is invalid. Hide Logto branding is not supported in this environment",
		`{"customUiCsp":{"scriptSrc":["https://example.com"]}}`:           "Input is invalid. Custom UI CSP configuration is not available",
		`{"emailBlocklistPolicy":{"blockDisposableAddresses":true}}`:      "Input is invalid. Disposable email domain validation is not supported in this environment",
		`{"emailBlocklistPolicy":{"customAllowlist":["a","b","c"]}}`:      "Invalid custom email blocklist items: a, b, and c. Each item must be a valid email address or email domain, e.g., foo@example.com or @example.com.",
		`{"emailBlocklistPolicy":{"customAllowlist":["a","b","a"]}}`:      "Invalid custom email blocklist items: a and b. Each item must be a valid email address or email domain, e.g., foo@example.com or @example.com.",
		`{"languageInfo":{"autoDetect":true,"fallbackLanguage":"AF-za"}}`: "This language - AF-za is not supported at the moment.",
	} {
		if got := s.api(t, http.MethodPatch, "/sign-in-exp", body).wants(t, http.StatusBadRequest); got.message(t) != want {
			t.Errorf("%s: %q, want %q", body, got.message(t), want)
		}
	}
	s.api(t, http.MethodPatch, "/sign-in-exp", `{"hideLogtoBranding":false,"customUiCsp":{"scriptSrc":[]}}`).wants(t, http.StatusOK)
}

// TestSignInExperience_columns changes columns and compares what is stored.
func TestSignInExperience_columns(t *testing.T) {
	t.Parallel()
	s := connected(t)
	stamp := float64(s.clock.time().UnixMilli())
	const day = 24 * time.Hour
	steps := []struct {
		body   string
		column string
		want   any
		later  time.Duration
	}{
		{`{"termsOfUseUrl":"https://example.com/terms"}`, "termsOfUseUrl", "https://example.com/terms", 0},
		{`{"termsOfUseUrl":""}`, "termsOfUseUrl", nil, 0},
		{`{"supportEmail":"help@example.com"}`, "supportEmail", "help@example.com", 0},
		{`{"supportEmail":null}`, "supportEmail", nil, 0},
		{`{"customCss":""}`, "customCss", nil, 0},
		{`{"branding":{"logoUrl":"https://example.com/l.svg","bogus":1}}`, "branding", map[string]any{"logoUrl": "https://example.com/l.svg"}, 0},
		{`{"signUpProfileFields":[{"name":"nickname"}]}`, "signUpProfileFields", []any{}, 0},
		{`{"signUpProfileFields":null}`, "signUpProfileFields", nil, 0},
		{`{"emailBlocklistPolicy":{"customBlocklist":["@b.c","a@b.c","@b.c","*@*.b.c"]}}`, "emailBlocklistPolicy", map[string]any{"customBlocklist": []any{"@b.c", "a@b.c", "*@*.b.c"}}, 0},
		{`{"passwordPolicy":{"length":{"min":12}}}`, "passwordPolicy", map[string]any{"length": map[string]any{"min": 12.0}}, 0},
		{
			`{"usernamePolicy":{"caseSensitive":false,"minLength":3,"maxLength":3,"allowedChars":{"lowercase":true,"uppercase":false,"numbers":false,"underscore":false}}}`, "usernamePolicy",
			map[string]any{"caseSensitive": false, "minLength": 3.0, "maxLength": 3.0, "allowedChars": map[string]any{"lowercase": true, "uppercase": false, "numbers": false, "underscore": false}},
			0,
		},
		{
			`{"passwordExpiration":{"enabled":true,"validPeriodDays":90,"enabledAt":5},"forgotPasswordMethods":["EmailVerificationCode"]}`, "passwordExpiration",
			map[string]any{"enabled": true, "validPeriodDays": 90.0, "enabledAt": stamp},
			day,
		},
		{
			`{"passwordExpiration":{"enabled":true,"validPeriodDays":30}}`, "passwordExpiration",
			map[string]any{"enabled": true, "validPeriodDays": 30.0, "enabledAt": stamp},
			0,
		},
		{
			`{"passwordExpiration":{}}`, "passwordExpiration",
			map[string]any{"enabled": true, "validPeriodDays": 30.0, "enabledAt": stamp},
			0,
		},
	}
	for _, step := range steps {
		got := s.api(t, http.MethodPatch, "/sign-in-exp", step.body).wants(t, http.StatusOK).object(t)
		if diff := cmp.Diff(step.want, got[step.column]); diff != "" {
			t.Errorf("%s: -want +got\n%s", step.body, diff)
		}
		s.clock.advance(step.later)
		s.tokens.Clear()
	}

	id := s.api(t, http.MethodGet, "/connectors", "").list(t)[0]["id"].(string)
	s.api(t, http.MethodDelete, "/connectors/"+id, "").
		refused(t, http.StatusUnprocessableEntity, "sign_in_experiences.password_expiration_requires_forgot_password")
	s.api(t, http.MethodPatch, "/sign-in-exp", `{"passwordExpiration":{"enabled":false}}`).contains(t, `"passwordExpiration":{"enabled":false}`)
	s.api(t, http.MethodDelete, "/connectors/"+id, "").wants(t, http.StatusNoContent)
}

// TestSignInExperience_roundTrip sends back what was read, as clients do that
// read, merge and write whole.
func TestSignInExperience_roundTrip(t *testing.T) {
	t.Parallel()
	s := newSandbox(t)
	read := s.api(t, http.MethodGet, "/sign-in-exp", "").wants(t, http.StatusOK)
	var settings map[string]any
	if err := json.Unmarshal(read.body, &settings); err != nil {
		t.Fatal(err)
	}
	written := s.api(t, http.MethodPatch, "/sign-in-exp", string(read.body)).wants(t, http.StatusOK)
	settings["adaptiveMfa"] = map[string]any{}
	if diff := cmp.Diff(settings, written.object(t)); diff != "" {
		t.Errorf("-read +written\n%s", diff)
	}
	s.api(t, http.MethodPatch, "/sign-in-exp", `{"tenantId":"default"}`).refused(t, http.StatusUnprocessableEntity, "entity.invalid_input")
}

func TestSignInExperience_public(t *testing.T) {
	t.Parallel()
	s := newSandbox(t)
	public := func() map[string]any {
		return s.do(t, http.MethodGet, "/api/.well-known/sign-in-exp", "").wants(t, http.StatusOK).object(t)
	}
	none := map[string]any{"email": false, "phone": false}
	if diff := cmp.Diff(any(none), public()["forgotPassword"]); diff != "" {
		t.Errorf("fresh: -want +got\n%s", diff)
	}
	s.connect(t, aliyun, aliyunConfig(nil)).wants(t, http.StatusOK)
	s.api(t, http.MethodPatch, "/sign-in-exp", `{"forgotPasswordMethods":null}`).wants(t, http.StatusOK)
	if diff := cmp.Diff(any(map[string]any{"email": true, "phone": false}), public()["forgotPassword"]); diff != "" {
		t.Errorf("everything that is possible: -want +got\n%s", diff)
	}
	for _, secret := range []string{"emailBlocklistPolicy", "forgotPasswordMethods"} {
		if _, shown := public()[secret]; shown {
			t.Errorf("%s is public", secret)
		}
	}
}
