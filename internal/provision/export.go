package provision

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/logtoctl/logtoctl/internal/manifest"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// Export returns the file that a tenant could have come from. It leaves out
// what a file cannot hold, the second result says what and why, a sentence each.
func Export(endpoint string, state State) (manifest.Manifest, []string, error) {
	file := manifest.Manifest{Endpoint: endpoint}
	var left []string
	for i, application := range state.Applications {
		if why := notExported(application, state.Self, state.Applications[:i]); why != "" {
			left = append(left, fmt.Sprintf("the application %q (%s) is left out: %s", application.Name, application.ID, why))
			continue
		}
		file.Applications = append(file.Applications, exportApplication(application))
	}
	distinguish(file.Applications)
	slices.SortFunc(file.Applications, func(a, b manifest.Application) int { return strings.Compare(a.Key, b.Key) })
	if live, found := plan.FindConnector(state.Connectors); found {
		connector, err := manifest.ConnectorFromConfig(live.Config)
		if err != nil {
			return manifest.Manifest{}, nil, err
		}
		file.Connector = &connector
	} else if plan.HasEmailConnector(state.Connectors) {
		left = append(left, "the email connector is left out: it is of another provider")
	}
	if len(state.Templates) > 0 {
		file.EmailTemplates = localise(state.Templates)
	}
	signIn, exact := exportSignIn(state.Experience)
	if file.SignIn = signIn; !exact {
		left = append(left, "the sign-in experience has more than a file can hold; applied to an empty tenant, the file gives the email part of it")
	}
	return file, left, nil
}

func notExported(application logtoadmin.Application, self string, before []logtoadmin.Application) string {
	sameName := func(other logtoadmin.Application) bool { return other.Name == application.Name }
	switch {
	case application.ID == self:
		return "logtoctl signs in as it"
	case application.IsThirdParty:
		return "it is of a third party"
	case !slices.Contains(manifestTypes(), application.Type):
		return "a file cannot hold the type " + string(application.Type)
	case plan.Key(application) == "" && slices.ContainsFunc(before, sameName):
		return "another one has the same name"
	}
	return ""
}

func manifestTypes() []logtoadmin.ApplicationType {
	return []logtoadmin.ApplicationType{
		logtoadmin.ApplicationTypeTraditional, logtoadmin.ApplicationTypeSPA,
		logtoadmin.ApplicationTypeNative, logtoadmin.ApplicationTypeMachineToMachine,
	}
}

func exportApplication(application logtoadmin.Application) manifest.Application {
	exported := manifest.Application{
		Key: plan.Key(application), Name: application.Name, Type: string(application.Type),
		RedirectURIs:            application.OIDCClientMetadata.RedirectURIs,
		PostSignOutRedirectURIs: application.OIDCClientMetadata.PostLogoutRedirectURIs,
		CORSAllowedOrigins:      setting[[]string](application, "corsAllowedOrigins"),
		RefreshToken: manifest.RefreshToken{
			AlwaysIssue: setting[*bool](application, "alwaysIssueRefreshToken"),
			Rotate:      setting[*bool](application, "rotateRefreshToken"),
			TTLInDays:   setting[*int](application, "refreshTokenTtlInDays"),
		},
	}
	if application.Description != "" {
		exported.Description = &application.Description
	}
	return exported
}

// setting returns a setting of customClientMetadata, or nothing where there is
// none of that type.
func setting[T any](application logtoadmin.Application, name string) T {
	var value T
	if raw := application.CustomClientMetadata[name]; len(raw) == 0 || json.Unmarshal(raw, &value) != nil {
		var none T
		return none
	}
	return value
}

// distinguish gives a key to each application that has none: made from its
// name, with a number behind it when another application has the same.
func distinguish(applications []manifest.Application) {
	taken := map[string]bool{}
	for _, application := range applications {
		taken[application.Key] = true
	}
	for i := range applications {
		application := &applications[i]
		if application.Key != "" {
			continue
		}
		stem := plan.Slug(application.Name)
		if stem == "" {
			stem = "application"
		}
		application.Key = stem
		for number := 2; taken[application.Key]; number++ {
			application.Key = fmt.Sprintf("%s-%d", stem, number)
		}
		taken[application.Key] = true
	}
}

// exportSignIn returns the words of a file that leave the live sign-in
// experience as it is, nil when people do not use email. Of those it takes the
// ones that make a fresh tenant the same, and tells whether there are any.
func exportSignIn(live logtoadmin.SignInExperience) (found *manifest.SignIn, exact bool) {
	if !usesEmail(live) && !slices.ContainsFunc(live.SignIn.Methods, func(m logtoadmin.SignInMethod) bool { return m.Identifier == logtoadmin.IdentifierEmail }) {
		return nil, true
	}
	for _, want := range emailSignIns() {
		if plan.EnableEmail(live, want).Status != plan.Unchanged {
			continue
		}
		made := plan.EnableEmail(fresh(live), want).Wanted()
		same := reflect.DeepEqual(made.SignUp, live.SignUp) && reflect.DeepEqual(made.SignIn, live.SignIn) &&
			slices.Equal(made.ForgotPasswordMethods.Methods, live.ForgotPasswordMethods.Methods)
		if same || found == nil {
			found = &manifest.SignIn{
				SignUp: string(want.SignUp), Factor: string(want.Factor),
				PasswordAtSignUp: *want.PasswordAtSignUp, ForgotPassword: want.ForgotPassword,
			}
		}
		if same {
			return found, true
		}
	}
	return found, false
}

// fresh is the sign-in experience of a new tenant: by username and password.
func fresh(live logtoadmin.SignInExperience) logtoadmin.SignInExperience {
	username := logtoadmin.IdentifierUsername
	live.SignUp = logtoadmin.SignUp{Identifiers: []logtoadmin.Identifier{username}, Password: true, Extra: live.SignUp.Extra}
	live.SignIn = logtoadmin.SignIn{Methods: []logtoadmin.SignInMethod{{Identifier: username, Password: true, IsPasswordPrimary: true}}, Extra: live.SignIn.Extra}
	if live.ForgotPasswordMethods.Supported {
		live.ForgotPasswordMethods.Methods = []string{}
	}
	return live
}

// emailSignIns are all that a file can say about the sign-in experience, the
// usual words first.
func emailSignIns() []plan.EmailSignIn {
	var all []plan.EmailSignIn
	for _, forgot := range []bool{true, false} {
		for _, signUp := range []plan.SignUpMode{plan.SignUpEmail, plan.SignUpEmailOrPhone, plan.SignUpSecondary, plan.SignUpKeep} {
			for _, factor := range []plan.Factor{plan.FactorCode, plan.FactorBoth, plan.FactorPassword} {
				for _, password := range []bool{false, true} {
					all = append(all, plan.EmailSignIn{SignUp: signUp, Factor: factor, PasswordAtSignUp: &password, ForgotPassword: forgot})
				}
			}
		}
	}
	return all
}
