package cli

// nextForSignIn says what to do when sign-up and sign-in do not fit together.
func nextForSignIn(code string) string {
	switch code {
	case "enabled_connector_not_found":
		return "set the connector up first: logtoctl connector aliyun-dm apply -f connector.json (phone sign-up needs an SMS connector: Console > Connectors)"
	case "passwordless_requires_verify":
		return "let sign-up verify addresses and phone numbers (Console > Sign-in experience); this does: logtoctl sign-in-experience enable-email"
	case "username_requires_password":
		return "let new people create a password: logtoctl sign-in-experience enable-email --sign-up keep --password-at-sign-up"
	case "at_least_one_authentication_factor":
		return "choose what an address is proven with: logtoctl sign-in-experience enable-email --factor code"
	case "password_sign_in_must_be_enabled":
		return "people who create a password need it to sign in: logtoctl sign-in-experience enable-email --factor both"
	case "code_sign_in_must_be_enabled":
		return "people who sign up without a password need the code to sign in: --factor both, or --sign-up email --password-at-sign-up"
	case "miss_sign_up_identifier_in_sign_in":
		return "let people sign in with all that they sign up with (Console > Sign-in experience); what there is: logtoctl sign-in-experience get -o json"
	case "missing_sign_up_identifiers":
		return "choose what new people give first: logtoctl sign-in-experience enable-email --sign-up email"
	case "duplicated_sign_up_identifiers":
		return "name each identifier once (Console > Sign-in experience); what there is: logtoctl sign-in-experience get -o json"
	case "not_one_and_only_one_primary_sign_in_method":
		return "make one sign-in method the primary one (Console > Sign-in experience)"
	case "empty_social_connectors":
		return "add a social connector, or switch social sign-in off (Console > Sign-in experience)"
	}
	return ""
}

// nextForPolicy says what to do about the rest of the sign-in experience.
func nextForPolicy(code string) string {
	switch code {
	case "empty_content_url_of_terms_of_use":
		return "give the terms of use an address, or switch them off (Console > Sign-in experience)"
	case "unsupported_default_language":
		return "choose a language that Logto has, or add its texts first (Console > Sign-in experience > Content)"
	case "forgot_password_method_requires_connector":
		return "set the connector up first, or leave recovery out: --forgot-password=false"
	case "password_expiration_requires_forgot_password":
		return "let people recover a password by an emailed code: logtoctl sign-in-experience enable-email --sign-up keep; or let passwords not expire (Console > Security > Password policy)"
	case "password_expiration_not_enabled":
		return "let passwords expire first (Console > Security > Password policy)"
	case "password_expiration_invalid_period_days":
		return "set a period of one day or more (Console > Security > Password policy)"
	case "invalid_custom_email_blocklist_format":
		return "write each entry as foo@example.com or @example.com (Console > Security > Blocklist)"
	case "username_policy_case_conflicts_exist":
		return "rename or delete one of each two (Console > User management), or keep user names case-sensitive"
	}
	return ""
}

// nextForFactors says what to do about second factors.
func nextForFactors(code string) string {
	switch code {
	case "email_verification_code_cannot_be_used_for_mfa", "email_verification_code_cannot_be_used_for_sign_in":
		return "email codes cannot be both the first and the second factor: use --factor password, or take email out of MFA (Console > Multi-factor auth)"
	case "phone_verification_code_cannot_be_used_for_mfa", "phone_verification_code_cannot_be_used_for_sign_in":
		return "take text messages out of MFA (Console > Multi-factor auth), or let people sign in by phone with a password (Console > Sign-in experience)"
	case "backup_code_cannot_be_enabled_alone":
		return "switch on another second factor, or none (Console > Multi-factor auth)"
	case "duplicated_mfa_factors":
		return "name each second factor once (Console > Multi-factor auth)"
	case "adaptive_mfa_requires_mfa":
		return "switch on a second factor first, or adaptive MFA off (Console > Multi-factor auth)"
	case "adaptive_mfa_requires_non_skippable_policy":
		return "choose a policy that requires the second factor, or switch adaptive MFA off (Console > Multi-factor auth)"
	case "non_adaptive_mfa_requires_skippable_policy":
		return "switch adaptive MFA on, or choose another policy (Console > Multi-factor auth)"
	}
	return ""
}
