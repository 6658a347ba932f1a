package logto

// shadowingTemplate looks for a stored template to use in place of the
// connector's: for the mail's language, for the tenant's fallback language, and
// last the generic one of the fallback language.
func (t *tenant) shadowingTemplate(m message) (templateDetails, bool) {
	info, err := column[struct {
		FallbackLanguage string `json:"fallbackLanguage"`
	}](t.experience, "languageInfo")
	if err != nil {
		return templateDetails{}, false // a failed lookup leaves the connector's own template
	}
	locale, _ := m.payload["locale"].(string)
	for _, wanted := range []struct{ language, usageType string }{
		{locale, m.usageType},
		{info.FallbackLanguage, m.usageType},
		{info.FallbackLanguage, genericUsage},
	} {
		for _, one := range t.templates {
			if one.LanguageTag == wanted.language && one.TemplateType == wanted.usageType {
				return one.Details, true
			}
		}
	}
	return templateDetails{}, false
}

// configuredTemplate is the config's own template for a usage type, else the
// generic one, which the guard of the config has made sure of.
func configuredTemplate(templates []configTemplate, usageType string) templateDetails {
	var generic templateDetails
	for _, one := range templates {
		details := templateDetails{Subject: one.Subject, Content: one.Content}
		switch one.UsageType {
		case usageType:
			return details
		case genericUsage:
			generic = details
		}
	}
	return generic
}
