package logto

import (
	"regexp"
	"slices"
)

var hexColor = regexp.MustCompile(`(?i)^#[\da-f]{3}([\da-f]{3})?$`)

// signInExperienceFields are the columns of the sign-in experience that may be
// changed, in the order in which Logto's guard checks them.
func signInExperienceFields() []field {
	return partial(slices.Concat(
		appearanceFields(),
		signInFields(),
		policyFields(),
		addressFields(),
	)...)
}

func appearanceFields() []field {
	return []field{
		{"tenantId", text(atMost(21))},
		{"color", object(
			field{"primaryColor", text(matching(hexColor))},
			field{"isDarkModeEnabled", boolean},
			field{"darkPrimaryColor", text(matching(hexColor))},
		)},
		{"branding", object(partial(
			field{"logoUrl", text(webURL)},
			field{"darkLogoUrl", text(webURL)},
			field{"favicon", text(webURL)},
			field{"darkFavicon", text(webURL)},
		)...)},
		{"hideLogtoBranding", boolean},
		{"languageInfo", object(
			field{"autoDetect", boolean},
			field{"fallbackLanguage", refine(anything, languageTagRule)},
		)},
		{"agreeToTermsPolicy", oneOf("Automatic", "ManualRegistrationOnly", "Manual")},
	}
}

func languageTagRule(value any) string {
	if tag, isText := value.(string); isText && isLanguageTag(tag) {
		return ""
	}
	return invalidInput
}

func signInFields() []field {
	identifier := oneOf(usernameIdentifier, emailIdentifier, phoneIdentifier)
	return []field{
		{"signIn", object(field{"methods", list(object(
			field{"identifier", identifier},
			field{"password", boolean},
			field{"verificationCode", boolean},
			field{"isPasswordPrimary", boolean},
		), 0)})},
		{"signUp", object(
			field{"identifiers", list(identifier, 0)},
			field{"password", boolean},
			field{"verify", boolean},
			field{"secondaryIdentifiers", optional(list(object(
				field{"identifier", union(identifier, oneOf(emailOrPhoneIdentifier))},
				field{"verify", optional(boolean)},
			), 0))},
		)},
		{"socialSignIn", object(partial(field{"automaticAccountLinking", boolean}, field{"skipRequiredIdentifiers", boolean})...)},
		{"socialSignInConnectorTargets", list(text(), 0)},
		{"signInMode", oneOf("SignIn", "Register", "SignInAndRegister")},
	}
}

func policyFields() []field {
	return []field{
		{"customCss", nullable(text())},
		{"customContent", record(text())},
		{"customUiAssets", nullable(object(field{"id", text()}, field{"createdAt", number()}))},
		{"customUiCsp", strictObject(partial(field{"scriptSrc", list(text(), 0)}, field{"connectSrc", list(text(), 0)})...)},
		{"passwordPolicy", passwordPolicyGuard()},
		{"mfa", object(
			field{"factors", list(oneOf("Totp", "WebAuthn", "BackupCode", emailCode, phoneCode), 0)},
			field{"policy", oneOf("UserControlled", "Mandatory", "PromptOnlyAtSignIn", "PromptAtSignInAndSignUp", "NoPrompt",
				promptBothMandatory, promptSignInMandatory)},
			field{"organizationRequiredMfaPolicy", optional(oneOf("NoPrompt", "Mandatory"))},
		)},
		{"adaptiveMfa", object(field{"enabled", optional(boolean)})},
		{"singleSignOnEnabled", boolean},
		{"captchaPolicy", object(field{"enabled", optional(boolean)})},
		{"sentinelPolicy", object(partial(field{"maxAttempts", number()}, field{"lockoutDuration", number()})...)},
		{"emailBlocklistPolicy", object(partial(
			field{"blockDisposableAddresses", boolean},
			field{"blockSubaddressing", boolean},
			field{"customAllowlist", list(text(), 0)},
			field{"customBlocklist", list(text(), 0)},
		)...)},
		{"forgotPasswordMethods", nullable(list(oneOf(emailCode, phoneCode), 0))},
		{"passkeySignIn", object(partial(
			field{"enabled", boolean}, field{"showPasskeyButton", boolean}, field{"allowAutofill", boolean},
		)...)},
		{"signUpProfileFields", nullable(list(object(field{"name", text()}), 0))},
		{"usernamePolicy", usernamePolicyGuard()},
	}
}

func passwordPolicyGuard() guard {
	return object(partial(
		field{"length", object(partial(field{"min", number(whole, from(1))}, field{"max", number(whole, from(1))})...)},
		field{"characterTypes", object(field{"min", optional(number(whole, from(1), upTo(4)))})},
		field{"rejects", object(partial(
			field{"pwned", boolean},
			field{"repetitionAndSequence", boolean},
			field{"userInfo", boolean},
			field{"words", list(text(), 0)},
		)...)},
	)...)
}

func usernamePolicyGuard() guard {
	bounded := number(whole, from(1), upTo(128))
	policy := object(
		field{"caseSensitive", boolean},
		field{"minLength", bounded},
		field{"maxLength", bounded},
		field{"allowedChars", object(
			field{"lowercase", boolean},
			field{"uppercase", boolean},
			field{"numbers", boolean},
			field{"underscore", boolean},
		)},
	)
	ordered := refine(policy, func(value any) string {
		bounds, _ := value.(map[string]any)
		least, _ := bounds["minLength"].(float64)
		most, _ := bounds["maxLength"].(float64)
		if least > most {
			return "Minimum length cannot exceed maximum length."
		}
		return ""
	}, "maxLength")
	return refine(ordered, func(value any) string {
		object, _ := value.(map[string]any)
		allowed, _ := object["allowedChars"].(map[string]any)
		if allowed["lowercase"] == true || allowed["uppercase"] == true || allowed["underscore"] == true {
			return ""
		}
		return "At least one of lowercase, uppercase, or underscore must be enabled. " +
			"Usernames cannot start with a number, so numbers alone are not allowed."
	}, "allowedChars")
}

// addressFields may also be emptied, by an empty string or null.
func addressFields() []field {
	empty := literal("")
	address := union(nullable(text(webURL)), empty)
	return []field{
		{"termsOfUseUrl", address},
		{"privacyPolicyUrl", address},
		{"supportEmail", union(nullable(text(mailAddress)), empty)},
		{"supportWebsiteUrl", address},
		{"unknownSessionRedirectUrl", address},
		{"passwordExpiration", union(
			object(field{"enabled", optional(literal(false))}),
			object(
				field{"enabled", literal(true)},
				field{"validPeriodDays", number(whole, from(1))},
				field{"enabledAt", optional(number(whole, from(0)))},
			),
		)},
		{"verificationCodePolicy", object(partial(
			field{"expirationDuration", number(whole, from(60), upTo(3600))},
			field{"maxRetryAttempts", number(whole, from(1), upTo(100))},
		)...)},
	}
}
