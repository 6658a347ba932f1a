package oauth

// message is Logto's sentence for a code. Where its sentence has a placeholder,
// the real one leaves that standing: nothing fills it in.
func message(code string) string {
	switch code {
	case sessionNotFound:
		return "Session not found. Please go back and sign in again."
	case "oidc.invalid_request":
		return "Request is invalid."
	case "oidc.invalid_grant":
		return "Grant request is invalid."
	case "oidc.invalid_target":
		return "Invalid resource indicator."
	case "oidc.invalid_scope":
		return "Invalid scope: {{error_description}}."
	case "oidc.invalid_token":
		return "Invalid token provided."
	case "oidc.insufficient_scope":
		return "Token missing scope `{{scope}}`."
	case "oidc.invalid_redirect_uri":
		return "`redirect_uri` did not match any of the client's registered `redirect_uris`."
	case "oidc.unsupported_grant_type":
		return "Unsupported `grant_type` requested."
	case "oidc.unsupported_response_type":
		return "Unsupported `response_type` requested."
	case "oidc.unsupported_response_mode":
		return "Unsupported `response_mode` requested."
	case "oidc.access_denied":
		return "Access denied."
	case "oidc.server_error":
		return "An unknown OIDC error occurred. Please try again later."
	default:
		return "An OIDC error occurred: " + code + "."
	}
}
