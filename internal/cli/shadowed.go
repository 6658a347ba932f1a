package cli

import (
	"fmt"
	"strings"

	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/provision"
)

// NoteShadowed tells which of the connector's templates localised ones hide, and
// from whom. Where nothing changed it only counts them. The profile is empty
// unless there are several.
func (e *Env) NoteShadowed(profile string, shadow provision.Shadow, changed bool) {
	if len(shadow.UsageTypes) == 0 {
		return
	}
	where := ""
	if profile != "" {
		where = "profile " + profile + ": "
	}
	var parts []string
	if len(shadow.Everybody) > 0 {
		parts = append(parts, fmt.Sprintf("for %s from everybody (%s is the fallback language)", mention(shadow.Everybody, changed), shadow.Fallback))
	}
	if rest := shadow.Rest(); len(rest) > 0 {
		parts = append(parts, fmt.Sprintf("for %s from people in %s", mention(rest, changed), strings.Join(shadow.Languages, ", ")))
	}
	e.Note("note: %slocalised email templates hide the connector's own %s", where, strings.Join(parts, ", "))
}

// NoteTemplate tells what somebody who asked for a mail in a language might not
// expect: that a localised template takes the place of the connector's own, or
// that there is none in the language. The locale may be empty.
func (e *Env) NoteTemplate(mail provision.Mail, locale string) {
	switch {
	case locale != "" && mail.Localised == "":
		e.Note("note: there is no localised template for %s in %s: people get the connector's own", mail.UsageType, locale)
	case locale != "" && mail.Localised != locale:
		e.Note("note: there is no localised template for %s in %s: people get the one in %s, the fallback language", mail.UsageType, locale, mail.Localised)
	case mail.Shadowed:
		e.Note("note: the localised template in %s takes the place of the connector's own for %s", mail.Localised, mail.UsageType)
	}
}

// mention names the usage types or counts them.
func mention(usageTypes []email.UsageType, byName bool) string {
	switch {
	case len(usageTypes) == len(email.UsageTypes()):
		return "all usage types"
	case !byName && len(usageTypes) == 1:
		return "1 usage type"
	case !byName:
		return fmt.Sprintf("%d usage types", len(usageTypes))
	}
	names := make([]string, len(usageTypes))
	for i, usageType := range usageTypes {
		names[i] = string(usageType)
	}
	return strings.Join(names, ", ")
}
