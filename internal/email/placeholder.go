package email

import (
	"slices"
	"strings"
)

// Placeholder is one occurrence of a placeholder in a text.
type Placeholder struct {
	// Name is what stands between the braces, for instance "application.name".
	Name string
	// Offset and Length say where the placeholder is, braces included, in bytes.
	Offset, Length int
}

// Placeholders returns every placeholder of a text in order: what [Render]
// would look up, whether Logto has a value for it or not.
func Placeholders(text string) []Placeholder {
	var found []Placeholder
	for _, at := range handlebars.FindAllStringSubmatchIndex(text, -1) {
		found = append(found, Placeholder{Name: text[at[2]:at[3]], Offset: at[0], Length: at[1] - at[0]})
	}
	return found
}

// KnownPlaceholders returns the placeholders that Logto has a value for in
// mails of that usage type. Which of the objects are there depends on the
// flow: an application on its own sign-in page, a user who is signed in. Names
// come from extra-information.ts and the tables of Logto's server; a Generic
// template has those of all types because it stands in for them.
func KnownPlaceholders(usageType UsageType) []string {
	application := under("application", slices.Concat([]string{"id", "name", "displayName"}, branding()))
	organization := under("organization", slices.Concat([]string{"id", "name"}, branding()))
	message := []string{"locale", "uiLocales"}
	switch usageType {
	case OrganizationInvitation:
		return slices.Concat([]string{"link", "code"}, message, organization, under("inviter", user()))
	case Generic:
		return slices.Concat([]string{"code", "link"}, message, application, organization,
			under("user", user()), under("inviter", user()))
	default:
		return slices.Concat([]string{"code"}, message, application, organization, under("user", user()))
	}
}

func user() []string {
	address := under("address", []string{"formatted", "streetAddress", "locality", "region", "postalCode", "country"})
	profile := under("profile", slices.Concat([]string{
		"familyName", "givenName", "middleName", "nickname", "preferredUsername", "profile",
		"website", "gender", "birthdate", "zoneinfo", "locale",
	}, address))
	return slices.Concat([]string{"id", "name", "username", "avatar", "primaryEmail", "primaryPhone"}, profile)
}

func branding() []string {
	return under("branding", []string{"logoUrl", "darkLogoUrl", "favicon", "darkFavicon"})
}

func under(root string, names []string) []string {
	paths := make([]string, len(names))
	for i, name := range names {
		paths[i] = strings.Join([]string{root, name}, ".")
	}
	return paths
}
