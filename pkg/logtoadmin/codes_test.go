package logtoadmin_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

func TestExplain(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"entity.not_exists_with_id":                         "There is no such object in this tenant.",
		"oidc.invalid_client":                               "The token endpoint does not know this application, or its secret is wrong.",
		"invalid_client":                                    "The token endpoint does not know this application, or its secret is wrong.",
		"invalid_target":                                    "The server has no API resource with this indicator.",
		"application.saml.use_saml_app_api":                 "A SAML application is managed through another part of the API.",
		"connector.email_connector.bulk_deletion_no_filter": "Deleting email templates needs a language or a type, so that not all are deleted by mistake.",
		"session.email_blocklist.email_not_allowed":         "The tenant does not accept this email address.",
		"subscription.limit_exceeded":                       "The tenant has reached a limit of its plan.",
		"role.name_in_use":                                  "There is a role of this name already.",
		"request.message_rate_limited":                      "This recipient has been sent ten messages within the last ten minutes, which is the limit.",
		"":                                                  "",
		"nonsense":                                          "",
		"entity.nonsense":                                   "",
		"session.not_found":                                 "",
	}
	for code, want := range tests {
		got, ok := logtoadmin.Explain(code)
		if got != want || ok != (want != "") {
			t.Errorf("Explain(%q) is %q, %t; want %q", code, got, ok, want)
		}
	}
}

// Each code that a real Logto was seen to answer has an explanation.
func TestExplain_recordedCodes(t *testing.T) {
	t.Parallel()
	names, err := filepath.Glob(filepath.Join("..", "..", "testdata", "recordings", "logto", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	codes := 0
	for _, name := range names {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var exchange struct {
			Response struct {
				Status int             `json:"status"`
				Body   json.RawMessage `json:"body"`
			} `json:"response"`
		}
		if err := json.Unmarshal(content, &exchange); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		var refusal struct {
			Code string `json:"code"`
		}
		if exchange.Response.Status < 400 || json.Unmarshal(exchange.Response.Body, &refusal) != nil || refusal.Code == "" {
			continue
		}
		codes++
		meaning, ok := logtoadmin.Explain(refusal.Code)
		if !ok || !strings.HasSuffix(meaning, ".") || strings.Contains(meaning, "\n") || strings.Contains(meaning, "logtoctl") {
			t.Errorf("%s: %s is explained as %q", filepath.Base(name), refusal.Code, meaning)
		}
	}
	if codes < 20 {
		t.Errorf("only %d recorded codes were found", codes)
	}
}

// The codes that the calls of the package can raise, from Logto's source.
func TestExplain_knownCodes(t *testing.T) {
	t.Parallel()
	areas := map[string]string{
		"oidc":                "invalid_client invalid_target invalid_scope invalid_request invalid_grant unsupported_grant_type server_error provider_error_fallback",
		"auth":                "authorization_header_missing authorization_token_type_not_supported unauthorized forbidden expected_role_not_found jwt_sub_missing exceed_token_limit",
		"guard":               "invalid_input invalid_pagination not_allowed_for_admin_tenant",
		"request":             "invalid_input general feature_not_supported rate_limited message_rate_limited",
		"entity":              "invalid_input value_too_long create_failed db_constraint_violated not_exists not_exists_with_id not_found relation_foreign_key_not_found unique_integrity_violation",
		"application":         "invalid_type role_exists invalid_role_type invalid_third_party_application_type third_party_application_cannot_enable_token_exchange device_flow_native_only device_flow_not_changeable protected_app_metadata_is_required protected_app_not_configured secret_name_exists sync_application_secret_failed",
		"connector":           "general not_found not_enabled invalid_metadata invalid_config_guard unexpected_type invalid_request_parameters insufficient_request_parameters invalid_config invalid_response template_not_found template_not_supported rate_limit_exceeded usage_limit_exceeded not_implemented authorization_failed more_than_one_sms more_than_one_email more_than_one_connector_factory db_connector_type_mismatch not_found_with_connector_id multiple_instances_not_supported invalid_type_for_syncing_profile can_not_modify_target should_specify_target multiple_target_with_same_platform cannot_overwrite_metadata_for_non_standard_connector token_storage_not_supported",
		"sign_in_experiences": "empty_content_url_of_terms_of_use empty_social_connectors enabled_connector_not_found not_one_and_only_one_primary_sign_in_method username_requires_password passwordless_requires_verify miss_sign_up_identifier_in_sign_in password_sign_in_must_be_enabled code_sign_in_must_be_enabled unsupported_default_language at_least_one_authentication_factor backup_code_cannot_be_enabled_alone duplicated_mfa_factors email_verification_code_cannot_be_used_for_mfa phone_verification_code_cannot_be_used_for_mfa email_verification_code_cannot_be_used_for_sign_in phone_verification_code_cannot_be_used_for_sign_in adaptive_mfa_requires_mfa adaptive_mfa_requires_non_skippable_policy non_adaptive_mfa_requires_skippable_policy duplicated_sign_up_identifiers missing_sign_up_identifiers invalid_custom_email_blocklist_format forgot_password_method_requires_connector password_expiration_requires_forgot_password password_expiration_not_enabled password_expiration_invalid_period_days username_policy_case_conflicts_exist",
		"verification_code":   "phone_email_empty not_found phone_mismatch email_mismatch code_mismatch expired exceed_max_try",
		"subscription":        "limit_exceeded get_plan_failed tenant_suspended",
		"system_limit":        "limit_exceeded",
		"role":                "name_in_use internal_role_violation application_exists",
	}
	for area, codes := range areas {
		for code := range strings.FieldsSeq(codes) {
			if _, ok := logtoadmin.Explain(area + "." + code); !ok {
				t.Errorf("%s.%s is not explained", area, code)
			}
		}
	}
}
