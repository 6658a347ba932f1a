package logtoadmin

import "slices"

// Codes returns all codes that [Explain] knows, by topic: those of the token
// endpoint, access, requests, applications and roles, connectors, the sign-in
// experience, verification codes and limits.
func Codes() []string {
	return slices.Concat(accessCodes(), objectCodes(), connectorCodes(), signInCodes(), remainingCodes())
}

// accessCodes are those of the token endpoint, without an area, and of access.
func accessCodes() []string {
	return []string{
		"invalid_client",
		"unauthorized_client",
		"invalid_target",
		"invalid_scope",
		"insufficient_scope",
		"invalid_request",
		"invalid_grant",
		"access_denied",
		"unsupported_grant_type",
		"server_error",
		"provider_error",
		"provider_error_fallback",
		"auth.authorization_header_missing",
		"auth.authorization_token_type_not_supported",
		"auth.unauthorized",
		"auth.forbidden",
		"auth.expected_role_not_found",
		"auth.jwt_sub_missing",
		"auth.exceed_token_limit",
	}
}

// objectCodes are those of requests in general, and of applications and roles.
func objectCodes() []string {
	return []string{
		"guard.invalid_input",
		"request.invalid_input",
		"guard.invalid_pagination",
		"guard.not_allowed_for_admin_tenant",
		"request.general",
		"request.feature_not_supported",
		"request.rate_limited",
		"request.message_rate_limited",
		"entity.invalid_input",
		"entity.value_too_long",
		"entity.create_failed",
		"entity.db_constraint_violated",
		"entity.not_exists",
		"entity.not_exists_with_id",
		"entity.not_found",
		"entity.relation_foreign_key_not_found",
		"entity.unique_integrity_violation",
		"application.secret_name_exists",
		"application.invalid_type",
		"application.invalid_role_type",
		"application.role_exists",
		"role.application_exists",
		"application.sync_application_secret_failed",
		"application.saml.use_saml_app_api",
		"application.device_flow_native_only",
		"application.device_flow_not_changeable",
		"application.protected_app_metadata_is_required",
		"application.protected_app_not_configured",
		"application.invalid_third_party_application_type",
		"application.third_party_application_cannot_enable_token_exchange",
		"role.name_in_use",
		"role.internal_role_violation",
	}
}

// connectorCodes are those of sending and of connectors.
func connectorCodes() []string {
	return []string{
		"connector.general",
		"connector.not_enabled",
		"connector.unexpected_type",
		"connector.invalid_request_parameters",
		"connector.insufficient_request_parameters",
		"connector.invalid_response",
		"connector.template_not_found",
		"connector.template_not_supported",
		"connector.rate_limit_exceeded",
		"connector.usage_limit_exceeded",
		"connector.not_implemented",
		"connector.authorization_failed",
		"connector.not_found",
		"connector.not_found_with_connector_id",
		"connector.invalid_config",
		"connector.invalid_config_guard",
		"connector.invalid_metadata",
		"connector.more_than_one_email",
		"connector.more_than_one_sms",
		"connector.more_than_one_connector_factory",
		"connector.db_connector_type_mismatch",
		"connector.multiple_instances_not_supported",
		"connector.can_not_modify_target",
		"connector.should_specify_target",
		"connector.multiple_target_with_same_platform",
		"connector.cannot_overwrite_metadata_for_non_standard_connector",
		"connector.invalid_type_for_syncing_profile",
		"connector.token_storage_not_supported",
		"connector.email_connector.bulk_deletion_no_filter",
	}
}

// signInCodes are those of the sign-in experience.
func signInCodes() []string {
	return []string{
		"sign_in_experiences.enabled_connector_not_found",
		"sign_in_experiences.passwordless_requires_verify",
		"sign_in_experiences.username_requires_password",
		"sign_in_experiences.at_least_one_authentication_factor",
		"sign_in_experiences.password_sign_in_must_be_enabled",
		"sign_in_experiences.code_sign_in_must_be_enabled",
		"sign_in_experiences.miss_sign_up_identifier_in_sign_in",
		"sign_in_experiences.missing_sign_up_identifiers",
		"sign_in_experiences.duplicated_sign_up_identifiers",
		"sign_in_experiences.not_one_and_only_one_primary_sign_in_method",
		"sign_in_experiences.empty_social_connectors",
		"sign_in_experiences.empty_content_url_of_terms_of_use",
		"sign_in_experiences.unsupported_default_language",
		"sign_in_experiences.forgot_password_method_requires_connector",
		"sign_in_experiences.email_verification_code_cannot_be_used_for_mfa",
		"sign_in_experiences.email_verification_code_cannot_be_used_for_sign_in",
		"sign_in_experiences.phone_verification_code_cannot_be_used_for_mfa",
		"sign_in_experiences.phone_verification_code_cannot_be_used_for_sign_in",
		"sign_in_experiences.backup_code_cannot_be_enabled_alone",
		"sign_in_experiences.duplicated_mfa_factors",
		"sign_in_experiences.adaptive_mfa_requires_mfa",
		"sign_in_experiences.adaptive_mfa_requires_non_skippable_policy",
		"sign_in_experiences.non_adaptive_mfa_requires_skippable_policy",
		"sign_in_experiences.password_expiration_requires_forgot_password",
		"sign_in_experiences.password_expiration_not_enabled",
		"sign_in_experiences.password_expiration_invalid_period_days",
		"sign_in_experiences.invalid_custom_email_blocklist_format",
		"sign_in_experiences.username_policy_case_conflicts_exist",
	}
}

// remainingCodes are those of verification codes, addresses and limits.
func remainingCodes() []string {
	return []string{
		"verification_code.code_mismatch",
		"verification_code.expired",
		"verification_code.not_found",
		"verification_code.exceed_max_try",
		"verification_code.email_mismatch",
		"verification_code.phone_mismatch",
		"verification_code.phone_email_empty",
		"session.email_blocklist.email_not_allowed",
		"session.email_blocklist.email_subaddressing_not_allowed",
		"session.email_blocklist.disposable_email_validation_failed",
		"session.email_blocklist.invalid_email",
		"subscription.limit_exceeded",
		"subscription.get_plan_failed",
		"subscription.tenant_suspended",
		"system_limit.limit_exceeded",
	}
}
