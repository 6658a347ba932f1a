package logtoadmin

// explainSending covers what goes wrong when a connector sends a message.
func explainSending(code string) string {
	switch code {
	case "general":
		return "The provider behind the connector refused to send the message."
	case "not_enabled":
		return "The connector is switched off."
	case "unexpected_type":
		return "The connector sends another kind of message than the one asked for."
	case "invalid_request_parameters", "insufficient_request_parameters":
		return "The connector was called with missing or wrong values."
	case "invalid_response":
		return "The provider gave the connector an answer that it does not understand."
	case "template_not_found":
		return "The connector's configuration has no template for this kind of message."
	case "template_not_supported":
		return "The connector cannot send this kind of message."
	case "rate_limit_exceeded":
		return "The provider behind the connector limits how fast messages are sent."
	case "usage_limit_exceeded":
		return "The quota of the email service is used up."
	case "not_implemented":
		return "The connector cannot do this."
	case "authorization_failed":
		return "The provider refused the connector's credentials."
	}
	return ""
}

// explainConnector covers what goes wrong when a connector is set up.
func explainConnector(code string) string {
	switch code {
	case "not_found":
		return "The server has no connector of this kind, or the id given is not that of a connector factory."
	case "not_found_with_connector_id":
		return "The server has no connector factory with this id; the connector package is not installed."
	case "invalid_config":
		return "The configuration lacks something that the connector needs, or has it in the wrong form."
	case "invalid_config_guard", "invalid_metadata":
		return "The connector package on the server is broken."
	case "more_than_one_email":
		return "The tenant has more than one email connector, and may have one."
	case "more_than_one_sms":
		return "The tenant has more than one SMS connector, and may have one."
	case "more_than_one_connector_factory":
		return "The server has the same connector package installed more than once."
	case "db_connector_type_mismatch":
		return "A stored connector does not fit the connector package on the server."
	case "multiple_instances_not_supported":
		return "The tenant has a connector of this factory already and can have only one."
	case "can_not_modify_target":
		return "The target of this connector is fixed."
	case "should_specify_target":
		return "A social connector of a standard, such as OAuth, needs a target that tells it from others."
	case "multiple_target_with_same_platform":
		return "The tenant has a social connector of this target and platform already."
	case "cannot_overwrite_metadata_for_non_standard_connector":
		return "Name, logo and target of this connector are fixed."
	case "invalid_type_for_syncing_profile":
		return "Only a social connector can update the profile of a user."
	case "token_storage_not_supported":
		return "This connector cannot store tokens."
	case "email_connector.bulk_deletion_no_filter":
		return "Deleting email templates needs a language or a type, so that not all are deleted by mistake."
	}
	return ""
}
