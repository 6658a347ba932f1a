package logtoadmin

import (
	"cmp"
	"strings"
)

// Explain returns what one of Logto's error codes means, as one plain sentence
// without a hint, and whether the code is known. It takes [Error.Code] and
// [TokenError.Code] alike. The codes are those that the calls of this package
// can meet in Logto 1.42.
func Explain(code string) (meaning string, ok bool) {
	area, rest, hasArea := strings.Cut(code, ".")
	if !hasArea {
		area, rest = "oidc", code // the token endpoint uses OAuth's bare codes
	}
	switch area {
	case "oidc":
		meaning = explainToken(rest)
	case "auth":
		meaning = explainAccess(rest)
	case "guard", "request", "entity":
		meaning = explainRequest(area, rest)
	case "application", "role":
		meaning = explainApplication(area, rest)
	case "connector":
		meaning = cmp.Or(explainSending(rest), explainConnector(rest))
	case "sign_in_experiences":
		meaning = cmp.Or(explainSignIn(rest), explainPolicy(rest), explainFactors(rest))
	case "verification_code":
		meaning = explainVerificationCode(rest)
	case "session":
		meaning = explainAddress(rest)
	case "subscription", "system_limit":
		meaning = explainLimit(area, rest)
	}
	return meaning, meaning != ""
}

func explainToken(code string) string {
	switch code {
	case "invalid_client":
		return "The token endpoint does not know this application, or its secret is wrong."
	case "unauthorized_client":
		return "This application may not get a token with client credentials; only a machine-to-machine application may."
	case "invalid_target":
		return "The server has no API resource with this indicator."
	case "invalid_scope", "insufficient_scope":
		return "The resource does not have the scope that was asked for."
	case "invalid_request":
		return "The token request is malformed, or something between here and Logto changed it."
	case "invalid_grant", "access_denied":
		return "The server refuses to grant a token to this application."
	case "unsupported_grant_type":
		return "The server does not give tokens for client credentials."
	case "server_error", "provider_error", "provider_error_fallback":
		return "The token endpoint failed; the server's own log says why."
	}
	return ""
}

func explainAccess(code string) string {
	switch code {
	case "authorization_header_missing":
		return "The request reached Logto without its access token; a proxy may have removed it."
	case "authorization_token_type_not_supported":
		return "Logto accepts bearer tokens only."
	case "unauthorized":
		return "The access token is expired, or was issued by another server or for another resource."
	case "forbidden":
		return "The access token does not carry the permission to use the Management API."
	case "expected_role_not_found":
		return "The application lacks a role that this call needs."
	case "jwt_sub_missing":
		return "The access token names no subject."
	case "exceed_token_limit":
		return "The tenant has used up the tokens of its plan."
	}
	return ""
}

func explainRequest(area, code string) string {
	switch area + "." + code {
	case "guard.invalid_input", "request.invalid_input":
		return "A value in the request is missing or has the wrong form."
	case "guard.invalid_pagination":
		return "The page number or the page size is out of range; a page has at most 100 entries."
	case "guard.not_allowed_for_admin_tenant":
		return "The admin tenant does not allow this call."
	case "request.general":
		return "The server could not carry out the request."
	case "request.feature_not_supported":
		return "This server is not set up for the feature."
	case "request.rate_limited":
		return "Too many requests were sent in a short time."
	case "request.message_rate_limited":
		return "This recipient has been sent ten messages within the last ten minutes, which is the limit."
	case "entity.invalid_input":
		return "The request changes nothing that Logto knows."
	case "entity.value_too_long":
		return "A value is longer than Logto can store."
	case "entity.create_failed":
		return "Logto could not store the new object."
	case "entity.db_constraint_violated":
		return "A value breaks a rule of Logto's database."
	case "entity.not_exists", "entity.not_exists_with_id", "entity.not_found":
		return "There is no such object in this tenant."
	case "entity.relation_foreign_key_not_found":
		return "The request refers to an object that does not exist."
	case "entity.unique_integrity_violation":
		return "There is such an object already."
	}
	return ""
}

func explainApplication(area, code string) string {
	switch area + "." + code {
	case "application.secret_name_exists":
		return "The application has a secret of this name already."
	case "application.invalid_type":
		return "Only a machine-to-machine application can have roles."
	case "application.invalid_role_type":
		return "A role for users cannot be given to a machine-to-machine application."
	case "application.role_exists", "role.application_exists":
		return "The application has this role already."
	case "application.sync_application_secret_failed":
		return "The secret could not be passed on to the proxy of the protected application, so it was not changed."
	case "application.saml.use_saml_app_api":
		return "A SAML application is managed through another part of the API."
	case "application.device_flow_native_only":
		return "Only a native application can use the device flow."
	case "application.device_flow_not_changeable":
		return "Whether an application uses the device flow is settled when it is created."
	case "application.protected_app_metadata_is_required":
		return "A protected application needs the settings of its proxy."
	case "application.protected_app_not_configured":
		return "This server does not offer protected applications."
	case "application.invalid_third_party_application_type":
		return "Only a traditional, single-page or native application can be a third-party one."
	case "application.third_party_application_cannot_enable_token_exchange":
		return "A third-party application may not exchange tokens."
	case "role.name_in_use":
		return "There is a role of this name already."
	case "role.internal_role_violation":
		return "Logto's internal roles cannot be changed."
	}
	return ""
}

func explainVerificationCode(code string) string {
	switch code {
	case "code_mismatch":
		return "The verification code is not the one that was sent."
	case "expired":
		return "The verification code is older than ten minutes."
	case "not_found":
		return "No verification code is waiting for this address."
	case "exceed_max_try":
		return "The verification code was entered wrongly too often and is no longer valid."
	case "email_mismatch", "phone_mismatch":
		return "The verification code was sent to another recipient."
	case "phone_email_empty":
		return "The request names no recipient."
	}
	return ""
}

func explainAddress(code string) string {
	switch code {
	case "email_blocklist.email_not_allowed":
		return "The tenant does not accept this email address."
	case "email_blocklist.email_subaddressing_not_allowed":
		return "The tenant does not accept email addresses with a plus sign, such as you+shop@example.com."
	case "email_blocklist.disposable_email_validation_failed":
		return "Logto could not find out whether this email address is a throw-away one, which the tenant does not accept."
	case "email_blocklist.invalid_email":
		return "This is not an email address."
	}
	return ""
}

func explainLimit(area, code string) string {
	switch area + "." + code {
	case "subscription.limit_exceeded":
		return "The tenant has reached a limit of its plan."
	case "subscription.get_plan_failed":
		return "Logto Cloud could not look up the plan of the tenant."
	case "subscription.tenant_suspended":
		return "Logto Cloud has suspended the tenant."
	case "system_limit.limit_exceeded":
		return "The tenant has reached a limit of Logto Cloud that no plan lifts."
	}
	return ""
}
