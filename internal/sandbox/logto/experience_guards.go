package logto

import (
	"regexp"
	"slices"
	"strings"
)

// usernamePattern is what every user name is, whatever the tenant's policy says.
var usernamePattern = regexp.MustCompile(`^[A-Z_a-z][0-9A-Z_a-z]*$`)

// variant is one form that an object can have, by the value of its type.
type variant struct {
	name   string
	fields []field
}

// variants accepts an object whose type says which fields it has: a
// discriminated union.
func variants(all ...variant) guard {
	names := make([]string, len(all))
	for i, one := range all {
		names[i] = one.name
	}
	return func(c *check, value any) (any, verdict) {
		in, isObject := value.(map[string]any)
		if !isObject {
			return c.mismatch("object", value)
		}
		index := slices.IndexFunc(all, func(one variant) bool { return in["type"] == any(one.name) })
		if index < 0 {
			c.report(issue{
				"code": "invalid_union_discriminator", "options": names,
				"message": "Invalid discriminator value. Expected '" + strings.Join(names, "' | '") + "'",
			}, "type")
			return nil, aborted
		}
		fields := append([]field{{"type", literal(all[index].name)}}, all[index].fields...)
		return object(fields...)(c, value)
	}
}

// codeIdentifierGuard accepts what a code can be sent to.
func codeIdentifierGuard() guard {
	return variants(
		variant{emailIdentifier, []field{{"value", text(atMost(256), matching(emailPattern))}}},
		variant{phoneIdentifier, []field{{"value", text(matching(phonePattern))}}},
	)
}

func codeSendGuard() guard {
	return object(field{"identifier", codeIdentifierGuard()}, field{"interactionEvent", eventGuard()})
}

func codeVerifyGuard() guard {
	return object(field{"identifier", codeIdentifierGuard()}, field{"verificationId", text()}, field{"code", text()})
}

func passwordVerificationGuard() guard {
	return object(
		field{"identifier", object(
			field{"type", oneOf(usernameIdentifier, emailIdentifier, phoneIdentifier)}, field{"value", text()},
		)},
		field{"password", text(notEmpty)},
	)
}

func newPasswordIdentityGuard() guard {
	return object(
		field{"identifier", object(
			field{"type", literal(usernameIdentifier)}, field{"value", text(matching(usernamePattern))},
		)},
		field{"password", text()},
	)
}

func identificationGuard() guard {
	return object(field{"verificationId", optional(text())}, field{"linkSocialIdentity", optional(boolean)})
}

func profileGuard() guard {
	byVerification := []field{{"verificationId", text()}}
	return variants(
		variant{usernameIdentifier, []field{{"value", text(matching(usernamePattern))}}},
		variant{passwordProfile, []field{{"value", text()}}},
		variant{emailIdentifier, byVerification},
		variant{phoneIdentifier, byVerification},
		variant{socialProfile, byVerification},
		variant{extraProfile, []field{{"values", record(anything)}}},
	)
}
