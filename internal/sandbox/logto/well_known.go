package logto

import "net/http"

// wellKnownRoutes are for everybody. The two paths are one to Logto as well.
func (s *Server) wellKnownRoutes() []route {
	const root, summary = "/api/.well-known/", "Get full sign-in experience"
	return []route{
		{http.MethodGet, root + "sign-in-exp", "GetSignInExperienceConfig", summary, true, s.getPublicSignInExperience},
		{http.MethodGet, root + "experience", "GetWellKnownExperience", summary, true, s.getPublicSignInExperience},
	}
}

// getPublicSignInExperience is what the sign-in pages may know: the settings
// without the server's own policies, and what the connectors make possible.
// Applications and organizations can have a look of their own, which the
// sandbox has no way to set.
func (s *Server) getPublicSignInExperience(r *http.Request) (answer, error) {
	if _, err := guardQuery(r, object(partial(field{"organizationId", text()}, field{"appId", text()})...)); err != nil {
		return answer{}, err
	}
	return within(s.state, func(t *tenant) (answer, error) {
		recovery, err := t.experience.recovery(t.connectors)
		if err != nil {
			return answer{}, err
		}
		social, err := t.socialSignIn()
		if err != nil {
			return answer{}, err
		}
		shown, err := t.experience.with(map[string]any{
			"socialConnectors":          social,
			"ssoConnectors":             []struct{}{},
			"forgotPassword":            recovery,
			"isDevelopmentTenant":       false,
			"customProfileFields":       []struct{}{},
			"customProfileFieldCatalog": []struct{}{},
		})
		delete(shown, "emailBlocklistPolicy")
		delete(shown, "forgotPasswordMethods")
		return answer{status: http.StatusOK, body: shown}, err
	})
}

// publicConnector is a social connector as the sign-in pages see it.
type publicConnector struct {
	connectorMetadata

	ID string `json:"id"`
}

// socialSignIn lists the connectors whose targets the sign-in experience names.
func (t *tenant) socialSignIn() ([]publicConnector, error) {
	targets, err := column[[]string](t.experience, "socialSignInConnectorTargets")
	if err != nil {
		return nil, err
	}
	found := []publicConnector{}
	for _, target := range targets {
		for _, one := range t.connectors {
			if shown := one.show(); shown.Target == target {
				found = append(found, publicConnector{shown.connectorMetadata, one.ID})
			}
		}
	}
	return found, nil
}
