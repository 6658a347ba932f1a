package email

// UsedFor says in a few words at which point of Logto's flows a mail of the
// usage type is sent, such as "sign-in with an emailed code". It is empty for a
// usage type that [UsageTypes] does not have.
func (u UsageType) UsedFor() string {
	switch u {
	case Register:
		return "sign-up with an email address"
	case SignIn:
		return "sign-in with an emailed code"
	case ForgotPassword:
		return "a forgotten password"
	case Generic:
		return "test mails, codes of the Management API, and types without a template"
	case OrganizationInvitation:
		return "an invitation to an organization"
	case UserPermissionValidation:
		return "a sensitive change in the account"
	case BindNewIdentifier:
		return "a new email address in the account"
	case MfaVerification:
		return "the second step of a sign-in"
	case BindMfa:
		return "setting email up as the second step"
	default:
		return ""
	}
}
