package preview

// sample returns an example of what Logto would fill a placeholder with. A
// placeholder that has none is empty, as most of a user's profile is.
func sample(name, locale string) string {
	if name == "locale" || name == "uiLocales" {
		return locale
	}
	return samples()[name]
}

// samples are the values of one evening at a bookshop.
func samples() map[string]string {
	return map[string]string{
		"code":                              "495172",
		"link":                              "https://bookstore.example/invitation?token=Zm9sZGVkIGNvcm5lcg",
		"application.id":                    "ergd6loy5lbgpx7d3cy05",
		"application.name":                  "Bookstore",
		"application.displayName":           "Bookstore",
		"application.branding.logoUrl":      "https://bookstore.example/logo.png",
		"application.branding.darkLogoUrl":  "https://bookstore.example/logo-dark.png",
		"organization.id":                   "b7mxu2k5q1ws",
		"organization.name":                 "Night Readers",
		"organization.branding.logoUrl":     "https://bookstore.example/readers.png",
		"organization.branding.darkLogoUrl": "https://bookstore.example/readers-dark.png",
		"user.id":                           "f2q8w0y1c4xz",
		"user.name":                         "Mina Tanaka",
		"user.username":                     "mina",
		"user.primaryEmail":                 "mina@example.com",
		"user.profile.givenName":            "Mina",
		"user.profile.familyName":           "Tanaka",
		"user.profile.nickname":             "Mina",
		"inviter.id":                        "k2bzjpon2vz2",
		"inviter.name":                      "Jonas Weber",
		"inviter.username":                  "jonas",
		"inviter.primaryEmail":              "jonas@example.com",
		"inviter.profile.givenName":         "Jonas",
		"inviter.profile.familyName":        "Weber",
	}
}
