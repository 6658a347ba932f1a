package provision

import (
	"github.com/logtoctl/logtoctl/internal/manifest"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// Desired returns what a file wants of a tenant. What the file does not mention
// stays nil.
func Desired(file manifest.Manifest) plan.Desired {
	var want plan.Desired
	if file.Applications != nil { // an empty list is not the same as none: it can be pruned to
		want.Applications = []plan.Application{}
	}
	for _, application := range file.Applications {
		want.Applications = append(want.Applications, desiredApplication(application))
	}
	if file.DirectMail != nil {
		want.DirectMail = new(plan.DirectMail(*file.DirectMail))
	}
	if file.Connector != nil {
		want.Connector = file.Connector.Config()
	}
	want.Templates = rows(file.EmailTemplates)
	if file.SignIn != nil {
		want.Email = &plan.EmailSignIn{
			SignUp: plan.SignUpMode(file.SignIn.SignUp), Factor: plan.Factor(file.SignIn.Factor),
			PasswordAtSignUp: &file.SignIn.PasswordAtSignUp, ForgotPassword: file.SignIn.ForgotPassword,
		}
	}
	return want
}

func desiredApplication(application manifest.Application) plan.Application {
	return plan.Application{
		Key: application.Key, Name: &application.Name, Type: logtoadmin.ApplicationType(application.Type),
		Description:             application.Description,
		RedirectURIs:            application.RedirectURIs,
		PostSignOutRedirectURIs: application.PostSignOutRedirectURIs,
		CORSAllowedOrigins:      application.CORSAllowedOrigins,
		AlwaysIssueRefreshToken: application.RefreshToken.AlwaysIssue,
		RotateRefreshToken:      application.RefreshToken.Rotate,
		RefreshTokenTTLInDays:   application.RefreshToken.TTLInDays,
	}
}
