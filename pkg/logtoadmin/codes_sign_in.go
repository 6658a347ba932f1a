package logtoadmin

// explainSignIn covers the rules that sign-up and sign-in keep together.
func explainSignIn(code string) string {
	switch code {
	case "enabled_connector_not_found":
		return "The tenant has no connector that could send the codes: none for email, or none for text messages."
	case "passwordless_requires_verify":
		return "Signing up with an email address or a phone number requires that it is verified."
	case "username_requires_password":
		return "Signing up with a user name requires a password."
	case "at_least_one_authentication_factor":
		return "A sign-in method allows neither a password nor a verification code."
	case "password_sign_in_must_be_enabled":
		return "Sign-up sets a password, but sign-in does not accept it."
	case "code_sign_in_must_be_enabled":
		return "Sign-up sets no password, so sign-in has to accept a verification code."
	case "miss_sign_up_identifier_in_sign_in":
		return "New users could not sign in, because sign-in does not accept what sign-up asks for."
	case "missing_sign_up_identifiers":
		return "Sign-up has secondary identifiers but no primary one."
	case "duplicated_sign_up_identifiers":
		return "Sign-up names an identifier twice."
	case "not_one_and_only_one_primary_sign_in_method":
		return "Exactly one sign-in method has to be the primary one."
	case "empty_social_connectors":
		return "Social sign-in is on, but names no connector."
	}
	return ""
}

// explainPolicy covers the rest of the sign-in experience.
func explainPolicy(code string) string {
	switch code {
	case "empty_content_url_of_terms_of_use":
		return "The terms of use are on, but have no address."
	case "unsupported_default_language":
		return "Logto has no texts in this language."
	case "forgot_password_method_requires_connector":
		return "A way to recover a password needs a connector that is not there."
	case "email_verification_code_cannot_be_used_for_mfa", "email_verification_code_cannot_be_used_for_sign_in":
		return "A code by email can be a way to sign in or a second factor, not both."
	case "phone_verification_code_cannot_be_used_for_mfa", "phone_verification_code_cannot_be_used_for_sign_in":
		return "A code by text message can be a way to sign in or a second factor, not both."
	case "password_expiration_requires_forgot_password":
		return "Passwords expire, and people would have no way to recover one that has."
	case "password_expiration_not_enabled":
		return "Passwords of this tenant do not expire, so that none can be made to."
	case "password_expiration_invalid_period_days":
		return "Passwords are to expire after a number of days that is not a positive whole one."
	case "invalid_custom_email_blocklist_format":
		return "The list of blocked email addresses has an entry that is no address or domain."
	case "username_policy_case_conflicts_exist":
		return "There are user names that differ only in case."
	}
	return ""
}

// explainFactors covers the second factors.
func explainFactors(code string) string {
	switch code {
	case "backup_code_cannot_be_enabled_alone":
		return "Backup codes stand in for another second factor and cannot be the only one."
	case "duplicated_mfa_factors":
		return "The list of second factors has one of them twice."
	case "adaptive_mfa_requires_mfa":
		return "Second factors are to be asked for when a sign-in looks unusual, and none is on."
	case "adaptive_mfa_requires_non_skippable_policy":
		return "Adaptive multi-factor authentication needs a policy that lets nobody skip the second factor."
	case "non_adaptive_mfa_requires_skippable_policy":
		return "The policy for second factors is one that only adaptive multi-factor authentication can have."
	}
	return ""
}
