package provider

import "github.com/zitadel/oidc/v3/pkg/oidc"

// use is what claims are for.
type use int

const (
	forIDToken use = iota
	forUserinfo
)

// userClaims are the claims that the scopes open, in Logto's form: what a user
// does not have is null, and times are milliseconds. Some claims are told by
// the userinfo endpoint alone, unless a tenant is configured otherwise.
func userClaims(person User, scopes []string, target use) map[string]any {
	claims := make(map[string]any)
	for _, scope := range scopes {
		switch scope {
		case oidc.ScopeProfile:
			claims["name"] = orNull(person.Name)
			claims["picture"] = orNull(person.Picture)
			claims["username"] = orNull(person.Username)
			claims["created_at"] = person.CreatedAt.UnixMilli()
			claims["updated_at"] = person.UpdatedAt.UnixMilli()
			if person.Username != "" {
				claims["preferred_username"] = person.Username
			}
		case oidc.ScopeEmail:
			claims["email"], claims["email_verified"] = orNull(person.Email), person.Email != ""
		case oidc.ScopePhone:
			claims["phone_number"], claims["phone_number_verified"] = orNull(person.Phone), person.Phone != ""
		default:
			if target == forUserinfo {
				addExtendedClaims(claims, person, scope)
			}
		}
	}
	return claims
}

// addExtendedClaims adds the claims of Logto's own scopes. The sandbox's users
// have neither social identities nor roles nor organizations.
func addExtendedClaims(claims map[string]any, person User, scope string) {
	switch scope {
	case "custom_data":
		claims["custom_data"] = person.CustomData
		if person.CustomData == nil {
			claims["custom_data"] = map[string]any{}
		}
	case "identities":
		claims["identities"], claims["sso_identities"] = map[string]any{}, []any{}
	case "roles":
		claims["roles"] = []string{}
	case "urn:logto:scope:organizations":
		claims["organizations"], claims["organization_data"] = []string{}, []any{}
	case "urn:logto:scope:organization_roles":
		claims["organization_roles"] = []string{}
	}
}

// orNull is JSON's null for an empty text.
func orNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}
