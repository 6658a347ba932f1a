package email

import "slices"

// LocalisedTemplate is a row of Logto's own email templates, which its server
// keeps beside the connector (GET /api/email-templates). The fields are those
// of the row and of its details.
type LocalisedTemplate struct {
	// LanguageTag is the language of the row, for instance "zh-CN". The server
	// compares it letter by letter.
	LanguageTag string
	// UsageType is what the row is for; Logto calls it templateType there.
	UsageType UsageType
	// Subject and Content are as in a [Template].
	Subject, Content string
	// ContentType is "text/html" or "text/plain"; the Aliyun Direct Mail
	// connector sends HTML whatever it says.
	ContentType string
	// ReplyTo is the address for answers, which the connector does not use.
	ReplyTo string
	// SendFrom, if there, takes the place of the connector's from alias. It may
	// hold placeholders.
	SendFrom string
}

// Selected is the template that an end user gets. The usage type is the one
// of the template, which is not always the one that was asked for.
type Selected struct {
	Template
	// SendFrom and ReplyTo are those of the localised row, unrendered.
	SendFrom, ReplyTo string
	// Locale is the language tag of the localised row, empty for a template of
	// the connector, which has no language.
	Locale string
	// Shadowed says that a localised row was taken although the connector has
	// a template for this mail.
	Shadowed bool
}

// Select returns the template that an end user of that locale gets, as
// getI18nEmailTemplate of Logto's server and getConfigTemplateByType of its
// connector kit decide together. The first one that is there wins:
//
//  1. the row of the locale (if one is known) and the usage type,
//  2. the row of the sign-in experience's fallback language and the type,
//  3. the row of the fallback language and Generic,
//  4. the connector's template of the type,
//  5. the connector's Generic template.
//
// It returns false when there is none, which Logto reports as
// connector.template_not_found.
func Select(usageType UsageType, connector []Template, rows []LocalisedTemplate, locale, fallback string) (Selected, bool) {
	own, found := fromConnector(usageType, connector)
	row, shadowed := fromRows(usageType, rows, locale, fallback)
	if !shadowed {
		return Selected{Template: own}, found
	}
	return Selected{
		Template: Template{UsageType: row.UsageType, Subject: row.Subject, Content: row.Content},
		SendFrom: row.SendFrom,
		ReplyTo:  row.ReplyTo,
		Locale:   row.LanguageTag,
		Shadowed: found,
	}, true
}

// Shadowed returns the usage types whose template in the connector is hidden
// from the users of at least one locale. A single Generic row of the fallback
// language hides them all.
func Shadowed(rows []LocalisedTemplate, fallback string) []UsageType {
	return slices.DeleteFunc(UsageTypes(), func(usageType UsageType) bool {
		return !slices.ContainsFunc(rows, func(row LocalisedTemplate) bool {
			return row.UsageType == usageType || row.UsageType == Generic && row.LanguageTag == fallback
		})
	})
}

func fromRows(usageType UsageType, rows []LocalisedTemplate, locale, fallback string) (LocalisedTemplate, bool) {
	tries := []LocalisedTemplate{
		{LanguageTag: locale, UsageType: usageType},
		{LanguageTag: fallback, UsageType: usageType},
		{LanguageTag: fallback, UsageType: Generic},
	}
	if locale == "" {
		tries = tries[1:]
	}
	for _, try := range tries {
		i := slices.IndexFunc(rows, func(row LocalisedTemplate) bool {
			return row.LanguageTag == try.LanguageTag && row.UsageType == try.UsageType
		})
		if i >= 0 {
			return rows[i], true
		}
	}
	return LocalisedTemplate{}, false
}

func fromConnector(usageType UsageType, templates []Template) (Template, bool) {
	for _, try := range []UsageType{usageType, Generic} {
		i := slices.IndexFunc(templates, func(t Template) bool { return t.UsageType == try })
		if i >= 0 {
			return templates[i], true
		}
	}
	return Template{}, false
}
