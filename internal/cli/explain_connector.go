package cli

// nextForSending says what to do when a connector cannot send a message.
func nextForSending(code string) string {
	switch code {
	case "general":
		return "find out what the provider refuses: logtoctl doctor"
	case "not_enabled":
		return "set the connector up again: logtoctl connector aliyun-dm apply -f connector.json"
	case "unexpected_type":
		return "use a connector of the right type: email for email addresses, SMS for phone numbers (Console > Connectors)"
	case "invalid_request_parameters", "insufficient_request_parameters":
		return "check recipient and configuration: logtoctl connector aliyun-dm validate -f connector.json"
	case "invalid_response":
		return "find out whether a proxy answers instead of the provider: logtoctl doctor; if it stays, look at the log of Logto"
	case "template_not_found":
		return "add the template to the file, or leave templates out to get the built-in ones, then: logtoctl connector aliyun-dm apply -f connector.json"
	case "template_not_supported":
		return "see what each template is used for: logtoctl templates list"
	case "rate_limit_exceeded":
		return "wait a minute, then run it again"
	case "usage_limit_exceeded":
		return "send with an account of your own: logtoctl connector aliyun-dm apply -f connector.json --replace"
	case "not_implemented":
		return "use another connector for it (Console > Connectors)"
	case "authorization_failed":
		return "correct the credentials in the file, then: logtoctl connector aliyun-dm apply -f connector.json"
	}
	return ""
}

// nextForConnector says what to do when a connector cannot be set up.
func nextForConnector(code string) string {
	switch code {
	case "not_found":
		return "see what the tenant has: logtoctl connector aliyun-dm get; if there is none: logtoctl connector aliyun-dm apply -f connector.json"
	case "not_found_with_connector_id":
		return "on the server: npx @logto/cli connector add @logto/connector-aliyun-dm, then restart Logto"
	case "invalid_config":
		return "check the file: logtoctl connector aliyun-dm validate -f connector.json"
	case "invalid_config_guard", "invalid_metadata":
		return "install the package again on the server: npx @logto/cli connector add @logto/connector-aliyun-dm, then restart Logto"
	case "more_than_one_email":
		return "delete the one that is not needed (Console > Connectors > Email and SMS), then run it again"
	case "more_than_one_sms":
		return "delete the SMS connector that is not needed (Console > Connectors > Email and SMS), then run it again"
	case "more_than_one_connector_factory":
		return "on the server: remove one of the two packages from packages/core/connectors, then restart Logto"
	case "db_connector_type_mismatch":
		return "on the server: install the connector package in the version it had, or delete the connector (Console > Connectors) and set it up again"
	case "multiple_instances_not_supported":
		return "change the one there is: logtoctl connector aliyun-dm apply -f connector.json"
	case "email_connector.bulk_deletion_no_filter":
		return "say which ones: DELETE /api/email-templates?languageTag=LANGUAGE&templateType=TYPE"
	}
	return ""
}

// nextForSocialConnector is about connectors that logtoctl leaves alone.
func nextForSocialConnector(code string) string {
	switch code {
	case "can_not_modify_target":
		return "leave the target as it is, or delete the connector and add it again (Console > Connectors)"
	case "should_specify_target":
		return "name a target that no other connector has (Console > Connectors)"
	case "multiple_target_with_same_platform":
		return "choose another target, or change the connector that has it (Console > Connectors)"
	case "cannot_overwrite_metadata_for_non_standard_connector":
		return "leave name, logo and target out of the request"
	case "invalid_type_for_syncing_profile":
		return "switch the updating of profiles off for this connector (Console > Connectors)"
	case "token_storage_not_supported":
		return "switch the storing of tokens off for this connector (Console > Connectors)"
	}
	return ""
}
