package provision

import "github.com/logtoctl/logtoctl/internal/email"

// payloadFor returns what Logto's server would fill a template with: the code
// and the language always, and by the flow that the mail belongs to the
// application of the sign-in page, the user of the account page, or the
// organization of an invitation. What a test cannot know is an example.
func payloadFor(usageType email.UsageType, locale, code, to string, mail MailContext) map[string]any {
	payload := map[string]any{"locale": locale}
	switch usageType {
	case email.OrganizationInvitation:
		payload["link"] = "https://example.com/invitation"
		payload["organization"] = map[string]any{"id": "example", "name": "Example organization"}
		payload["inviter"] = map[string]any{"name": "Example inviter", "primaryEmail": to}
		return payload
	case email.UserPermissionValidation, email.BindNewIdentifier, email.BindMfa:
		payload["user"] = map[string]any{"primaryEmail": to}
	default: // the sign-in page does not know yet who it is
	}
	payload["code"] = code
	if mail.Application != nil {
		payload["application"] = mail.Application
	}
	return payload
}
