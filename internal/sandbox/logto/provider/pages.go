package provider

import (
	"net/url"
	"slices"
	"strings"
)

// loginURL is the page of the sign-in experience that the application wants
// its users to see first, with what the page needs to know. Direct sign-in is
// left out: the sandbox has no social connector to go to directly.
func loginURL(asked *authorization) string {
	given := asked.wishes()
	query := []string{"app_id=" + url.QueryEscape(asked.ClientID)}
	for _, name := range []string{"organization_id", "ui_locales", "one_time_token", "login_hint", "identifier"} {
		if value := given[name]; value != "" {
			query = append(query, name+"="+url.QueryEscape(value))
		}
	}
	return "/" + firstScreen(given) + "?" + strings.Join(query, "&")
}

// wishes are the parameters about the pages. Logto drops all of its own if one
// is wrong.
func (a *authorization) wishes() parameters {
	if !knownScreens(a.given) {
		return nil
	}
	return a.given
}

func consentURL(applicationID string) string {
	return "/consent?app_id=" + url.QueryEscape(applicationID)
}

// firstScreen returns the path of the first page.
func firstScreen(given parameters) string {
	if path, ok := screens()[given["first_screen"]]; ok {
		return path
	}
	if given["interaction_mode"] == "signUp" {
		return "register"
	}
	return "sign-in"
}

// knownScreens reports whether the parameters that name a page name one that exists.
func knownScreens(given parameters) bool {
	_, known := screens()[given["first_screen"]]
	return (known || given["first_screen"] == "") &&
		slices.Contains([]string{"", "signIn", "signUp"}, given["interaction_mode"])
}

// screens are the values of first_screen and the pages that they mean.
func screens() map[string]string {
	return map[string]string{
		"sign_in":             "sign-in",
		"signIn":              "sign-in",
		"register":            "register",
		"reset_password":      "reset-password",
		"identifier:sign_in":  "identifier-sign-in",
		"identifier:register": "identifier-register",
		"single_sign_on":      "single-sign-on",
	}
}
