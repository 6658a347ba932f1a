package logto

import (
	"net/http"
	"slices"
	"strings"
)

// The identifiers by which people sign in, and the factors that prove them.
const (
	usernameIdentifier     = "username"
	emailIdentifier        = "email"
	phoneIdentifier        = "phone"
	emailOrPhoneIdentifier = "emailOrPhone"

	emailCode  = "EmailVerificationCode"
	phoneCode  = "PhoneVerificationCode"
	backupCode = "BackupCode"

	promptBothMandatory   = "PromptAtSignInAndSignUpMandatory"
	promptSignInMandatory = "PromptOnlyAtSignInMandatory"
)

type signUp struct {
	Identifiers          []string              `json:"identifiers"`
	Password             bool                  `json:"password"`
	Verify               bool                  `json:"verify"`
	SecondaryIdentifiers []secondaryIdentifier `json:"secondaryIdentifiers"`
}

type secondaryIdentifier struct {
	Identifier string `json:"identifier"`
	Verify     bool   `json:"verify"`
}

type signIn struct {
	Methods []signInMethod `json:"methods"`
}

type signInMethod struct {
	Identifier       string `json:"identifier"`
	Password         bool   `json:"password"`
	VerificationCode bool   `json:"verificationCode"`
}

type mfa struct {
	Factors []string `json:"factors"`
	Policy  string   `json:"policy"`
}

type adaptiveMFA struct {
	Enabled *bool `json:"enabled,omitempty"`
}

// refuseSignIn refuses a sign-in experience that contradicts itself or the connectors.
func refuseSignIn(code, message string) error {
	return refuse(http.StatusBadRequest, "sign_in_experiences."+code, message)
}

func missingConnector(kind string) error {
	return refuseSignIn("enabled_connector_not_found", "Enabled "+kind+" connector not found.")
}

// checkSignUp applies the rules of the identifiers with which people sign up.
func checkSignUp(s signUp, connectors []connector) error {
	secondary := make([]string, len(s.SecondaryIdentifiers))
	for i, one := range s.SecondaryIdentifiers {
		secondary[i] = one.Identifier
	}
	if len(secondary) > 0 && len(s.Identifiers) == 0 {
		return refuseSignIn("missing_sign_up_identifiers", "Primary sign-up identifier cannot be empty.")
	}
	if repeats(s.Identifiers) || repeats(secondary) || overlaps(s.Identifiers, secondary) {
		return refuseSignIn("duplicated_sign_up_identifiers", "Duplicate sign-up identifiers detected.")
	}
	named := slices.Concat(s.Identifiers, secondary)
	needsVerify := slices.ContainsFunc(named, func(identifier string) bool { return identifier != usernameIdentifier })
	unverified := slices.ContainsFunc(s.SecondaryIdentifiers, func(one secondaryIdentifier) bool {
		return one.Identifier != usernameIdentifier && !one.Verify
	})
	if needsVerify && !s.Verify || unverified {
		return refuseSignIn("passwordless_requires_verify", "Must enable verify for email/phone sign up identifier.")
	}
	if (slices.Contains(named, emailIdentifier) || slices.Contains(named, emailOrPhoneIdentifier)) && !hasConnector(connectors, emailConnector) {
		return missingConnector(emailConnector)
	}
	if (slices.Contains(named, phoneIdentifier) || slices.Contains(named, emailOrPhoneIdentifier)) && !hasConnector(connectors, smsConnector) {
		return missingConnector(smsConnector)
	}
	return nil
}

func repeats(names []string) bool {
	sorted := slices.Sorted(slices.Values(names))
	return len(slices.Compact(sorted)) < len(names)
}

// overlaps reports whether a second identifier asks again for a first one.
func overlaps(primary, secondary []string) bool {
	return slices.ContainsFunc(secondary, func(identifier string) bool {
		if identifier == emailOrPhoneIdentifier {
			return slices.Contains(primary, emailIdentifier) || slices.Contains(primary, phoneIdentifier)
		}
		return slices.Contains(primary, identifier)
	})
}

// byCode reports whether people can sign in with a code sent to that identifier.
func (s signIn) byCode(identifier string) bool {
	return slices.ContainsFunc(s.Methods, func(m signInMethod) bool {
		return m.Identifier == identifier && m.VerificationCode
	})
}

// checkSignIn applies the rules of the methods with which people sign in. No
// methods at all are accepted, and lock everybody out.
func checkSignIn(s signIn, up signUp, factors mfa, connectors []connector) error {
	switch {
	case s.byCode(emailIdentifier) && !hasConnector(connectors, emailConnector):
		return missingConnector(emailConnector)
	case s.byCode(phoneIdentifier) && !hasConnector(connectors, smsConnector):
		return missingConnector(smsConnector)
	case slices.ContainsFunc(s.Methods, func(m signInMethod) bool { return !m.Password && !m.VerificationCode }):
		return refuseSignIn("at_least_one_authentication_factor", "You have to select at least one authentication factor.")
	case up.Verify && !up.Password && slices.ContainsFunc(s.Methods, func(m signInMethod) bool {
		return !m.VerificationCode && m.Identifier != usernameIdentifier
	}):
		return refuseSignIn("code_sign_in_must_be_enabled",
			"Verification code sign in must be enabled when set a password is not required in sign up.")
	case s.byCode(emailIdentifier) && slices.Contains(factors.Factors, emailCode):
		return refuseSignIn("email_verification_code_cannot_be_used_for_sign_in",
			"Email verification code cannot be used for sign-in when it is enabled for MFA.")
	case s.byCode(phoneIdentifier) && slices.Contains(factors.Factors, phoneCode):
		return refuseSignIn("phone_verification_code_cannot_be_used_for_sign_in",
			"SMS verification code cannot be used for sign-in when it is enabled for MFA.")
	}
	return nil
}

// checkMFA applies the rules of the second factors: a code that already signs
// people in proves nothing more.
func checkMFA(m mfa, s signIn) error {
	switch {
	case repeats(m.Factors):
		return refuseSignIn("duplicated_mfa_factors", "Duplicated MFA factors.")
	case slices.Equal(m.Factors, []string{backupCode}):
		return refuseSignIn("backup_code_cannot_be_enabled_alone", "Backup code cannot be enabled alone.")
	case slices.Contains(m.Factors, emailCode) && s.byCode(emailIdentifier):
		return refuseSignIn("email_verification_code_cannot_be_used_for_mfa",
			"Email verification code cannot be used for MFA when email verification is enabled for sign-in.")
	case slices.Contains(m.Factors, phoneCode) && s.byCode(phoneIdentifier):
		return refuseSignIn("phone_verification_code_cannot_be_used_for_mfa",
			"SMS verification code cannot be used for MFA when SMS verification is enabled for sign-in.")
	}
	return nil
}

// checkAdaptiveMFA keeps the prompt policy and the adaptive switch together:
// only adaptive MFA may have a prompt that nobody can skip.
func checkAdaptiveMFA(m mfa, sent *adaptiveMFA, current adaptiveMFA, mfaSent bool) error {
	mandatory := strings.HasSuffix(m.Policy, "Mandatory") && m.Policy != "Mandatory"
	enabled := func(a adaptiveMFA) bool { return a.Enabled != nil && *a.Enabled }
	switch {
	case sent != nil && enabled(*sent) && len(m.Factors) == 0:
		return refuse(http.StatusUnprocessableEntity, "sign_in_experiences.adaptive_mfa_requires_mfa",
			"MFA must be enabled before enabling adaptive MFA.")
	case sent != nil && enabled(*sent) && !mandatory,
		sent == nil && mfaSent && len(m.Factors) > 0 && enabled(current) && !mandatory:
		return refuse(http.StatusUnprocessableEntity, "sign_in_experiences.adaptive_mfa_requires_non_skippable_policy",
			"Adaptive MFA requires a non-skippable MFA prompt policy. Use "+
				promptSignInMandatory+" or "+promptBothMandatory+".")
	case sent != nil && sent.Enabled != nil && !*sent.Enabled && mandatory,
		sent == nil && mfaSent && len(m.Factors) > 0 && !enabled(current) && mandatory:
		return refuse(http.StatusUnprocessableEntity, "sign_in_experiences.non_adaptive_mfa_requires_skippable_policy",
			"When adaptive MFA is disabled, MFA prompt policy must be skippable. Do not use "+
				promptSignInMandatory+" or "+promptBothMandatory+".")
	}
	return nil
}
