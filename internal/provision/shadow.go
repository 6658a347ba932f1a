package provision

import (
	"slices"

	"github.com/logtoctl/logtoctl/internal/email"
)

// Shadow says from whom localised templates hide the connector's own.
type Shadow struct {
	// UsageTypes are those that are hidden from anybody.
	UsageTypes []email.UsageType
	// Everybody are those of them that are hidden from people of every language,
	// by templates in the fallback language.
	Everybody []email.UsageType
	// Languages are the tags, sorted, of the people from whom the rest is hidden.
	Languages []string
	// Fallback is the tag of the fallback language.
	Fallback string
}

// Rest returns the usage types that are hidden from people of some languages.
func (s Shadow) Rest() []email.UsageType {
	return slices.DeleteFunc(slices.Clone(s.UsageTypes), func(t email.UsageType) bool { return slices.Contains(s.Everybody, t) })
}

func newShadow(rows []email.LocalisedTemplate, fallback string) Shadow {
	elsewhere := func(row email.LocalisedTemplate) bool { return row.LanguageTag != fallback }
	shadow := Shadow{
		UsageTypes: email.Shadowed(rows, fallback),
		Everybody:  email.Shadowed(slices.DeleteFunc(slices.Clone(rows), elsewhere), fallback),
		Fallback:   fallback,
	}
	rest := shadow.Rest()
	for _, row := range rows {
		if slices.Contains(rest, row.UsageType) {
			shadow.Languages = append(shadow.Languages, row.LanguageTag)
		}
	}
	slices.Sort(shadow.Languages)
	shadow.Languages = slices.Compact(shadow.Languages)
	return shadow
}
