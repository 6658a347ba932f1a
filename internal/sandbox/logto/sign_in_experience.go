package logto

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
)

// signInExperience is how people sign up and sign in, by column. A change
// replaces columns whole; a stored value is never modified.
type signInExperience map[string]json.RawMessage

// initialSignInExperience is what a fresh self-hosted tenant starts with.
func initialSignInExperience() signInExperience {
	empty := json.RawMessage(`{}`)
	null := json.RawMessage(`null`)
	return signInExperience{
		"tenantId":                     json.RawMessage(`"default"`),
		"id":                           json.RawMessage(`"default"`),
		"color":                        json.RawMessage(`{"primaryColor":"#6139F6","isDarkModeEnabled":false,"darkPrimaryColor":"#8768F8"}`),
		"branding":                     json.RawMessage(`{"logoUrl":"https://logto.io/logo.svg","darkLogoUrl":"https://logto.io/logo-dark.svg"}`),
		"hideLogtoBranding":            json.RawMessage(`false`),
		"languageInfo":                 json.RawMessage(`{"autoDetect":true,"fallbackLanguage":"en"}`),
		"termsOfUseUrl":                null,
		"privacyPolicyUrl":             null,
		"agreeToTermsPolicy":           json.RawMessage(`"Automatic"`),
		"signIn":                       json.RawMessage(`{"methods":[{"identifier":"username","password":true,"verificationCode":false,"isPasswordPrimary":true}]}`),
		"signUp":                       json.RawMessage(`{"identifiers":["username"],"password":true,"verify":false}`),
		"socialSignIn":                 empty,
		"socialSignInConnectorTargets": json.RawMessage(`[]`),
		"signInMode":                   json.RawMessage(`"SignInAndRegister"`),
		"customCss":                    null,
		"customContent":                empty,
		"customUiAssets":               null,
		"customUiCsp":                  empty,
		"passwordPolicy":               empty,
		"mfa":                          json.RawMessage(`{"factors":[],"policy":"UserControlled"}`),
		"adaptiveMfa":                  empty,
		"singleSignOnEnabled":          json.RawMessage(`false`),
		"supportEmail":                 null,
		"supportWebsiteUrl":            null,
		"unknownSessionRedirectUrl":    null,
		"captchaPolicy":                empty,
		"sentinelPolicy":               empty,
		"emailBlocklistPolicy":         empty,
		"verificationCodePolicy":       empty,
		"forgotPasswordMethods":        json.RawMessage(`[]`),
		"passkeySignIn":                empty,
		"signUpProfileFields":          null,
		"passwordExpiration":           empty,
		"usernamePolicy": json.RawMessage(`{"caseSensitive":true,"minLength":1,"maxLength":128,` +
			`"allowedChars":{"lowercase":true,"uppercase":true,"numbers":true,"underscore":true}}`),
	}
}

// column reads a column as a T. Every stored value has passed its guard.
func column[T any](e signInExperience, name string) (T, error) { return convert[T](e[name]) }

func (s *Server) signInExperienceRoutes() []route {
	return []route{
		{http.MethodGet, "/api/sign-in-exp", "GetSignInExp", "Get default sign-in experience settings", false, s.getSignInExperience},
		{
			http.MethodPatch, "/api/sign-in-exp", "UpdateSignInExp", "Update default sign-in experience settings", false,
			guardedBody(object(signInExperienceFields()...), s.updateSignInExperience),
		},
	}
}

func (s *Server) getSignInExperience(*http.Request) (answer, error) {
	return within(s.state, func(t *tenant) (answer, error) { return ok(t.experience) })
}

// updateSignInExperience sets the columns that the body names, after asking
// all rules, which also look at the columns that stay and at the connectors.
func (s *Server) updateSignInExperience(_ *http.Request, columns map[string]any) (answer, error) {
	return within(s.state, func(t *tenant) (answer, error) {
		changed, err := t.experience.with(columns)
		if err != nil {
			return answer{}, err
		}
		change := experienceChange{columns: columns, current: t.experience, next: changed, connectors: t.connectors}
		if err := change.check(); err != nil {
			return answer{}, err
		}
		if err := change.normalize(s.now()); err != nil {
			return answer{}, err
		}
		delete(columns, "tenantId") // accepted, but there is only one
		if len(columns) == 0 {
			return answer{}, nothingToSet()
		}
		if t.experience, err = t.experience.with(columns); err != nil {
			return answer{}, err
		}
		return ok(t.experience)
	})
}

// with returns a copy in which the columns are replaced. An empty string is
// null, as the database layer writes it.
func (e signInExperience) with(columns map[string]any) (signInExperience, error) {
	changed := maps.Clone(e)
	for name, value := range columns {
		if value == "" {
			value = nil
		}
		encoded, err := marshal(value)
		if err != nil {
			return nil, err
		}
		changed[name] = encoded
	}
	return changed, nil
}

// withoutTargets returns a copy without the social connectors that are no longer there.
func (e signInExperience) withoutTargets(connectors []connector) (signInExperience, error) {
	targets, err := column[[]string](e, "socialSignInConnectorTargets")
	if err != nil {
		return nil, err
	}
	return e.with(map[string]any{"socialSignInConnectorTargets": availableTargets(targets, connectors)})
}

func availableTargets(targets []string, connectors []connector) []string {
	return slices.DeleteFunc(targets, func(target string) bool {
		return !slices.ContainsFunc(connectors, func(c connector) bool {
			return c.factory.Type == socialConnector && c.show().Target == target
		})
	})
}
