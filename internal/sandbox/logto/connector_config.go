package logto

import (
	"slices"
	"strings"
)

// regions are those in which the Aliyun connector can send. The first is its default.
func regions() []string {
	return []string{"cn-hangzhou", "ap-southeast-1", "ap-southeast-2", "eu-central-1", "us-east-1"}
}

// requiredUsageTypes are the templates that an email connector cannot be without.
func requiredUsageTypes() []string {
	return []string{"Register", "SignIn", "ForgotPassword", "Generic"}
}

func aliyunConfigGuard() guard {
	return object(
		field{"accessKeyId", text()},
		field{"accessKeySecret", text()},
		field{"regionId", optional(stringEnum(regions()...))},
		field{"accountName", text()},
		field{"fromAlias", optional(text())},
		field{"templates", templatesGuard(
			field{"usageType", text()},
			field{"subject", text()},
			field{"content", text()},
		)},
	)
}

// templatesGuard accepts a list of templates among which are the required ones.
// Neither their length nor their placeholders are looked at.
func templatesGuard(fields ...field) guard {
	return refine(list(object(fields...), 0), func(value any) string {
		var missing []string
		for _, required := range requiredUsageTypes() {
			if !hasTemplate(value, required) {
				missing = append(missing, required)
			}
		}
		if len(missing) == 0 {
			return ""
		}
		return "Template with UsageType (" + strings.Join(missing, ", ") + ") should be provided!"
	})
}

func hasTemplate(templates any, usageType string) bool {
	list, _ := templates.([]any)
	return slices.ContainsFunc(list, func(one any) bool {
		template, _ := one.(map[string]any)
		return template["usageType"] == usageType
	})
}

func smtpConfigGuard() guard {
	return object(slices.Concat(
		[]field{
			{"host", text()},
			{"port", number()},
			{"auth", smtpAuthGuard()},
			{"fromEmail", text()},
			{"replyTo", optional(text())},
			{"templates", templatesGuard(
				field{"usageType", text()},
				field{"contentType", oneOf("text/plain", "text/html")},
				field{"subject", text()},
				field{"content", text()},
			)},
		},
		partial(
			field{"logger", boolean},
			field{"debug", boolean},
			field{"disableFileAccess", boolean},
			field{"disableUrlAccess", boolean},
			field{"name", text()},
			field{"localAddress", text()},
			field{"connectionTimeout", number()},
			field{"greetingTimeout", number()},
			field{"socketTimeout", number()},
			field{"dnsTimeout", number()},
			field{"secure", boolean},
			field{"tls", record(anything)},
			field{"servername", text()},
			field{"ignoreTLS", boolean},
			field{"requireTLS", boolean},
			field{"customHeaders", record(union(text(), list(text(), 0)))},
		),
	)...)
}

// smtpAuthGuard accepts a password, a service account's key, or a token.
func smtpAuthGuard() guard {
	oauth := optional(stringEnum("oauth2", "OAuth2", "OAUTH2"))
	return union(
		union(
			strictObject(
				field{"user", optional(text())},
				field{"pass", optional(text())},
				field{"type", optional(stringEnum("login", "Login", "LOGIN"))},
			),
			object(
				field{"type", oauth},
				field{"user", text()},
				field{"privateKey", union(text(), object(field{"key", text()}, field{"passphrase", text()}))},
				field{"serviceClient", text()},
			),
		),
		object(slices.Concat(
			[]field{{"type", oauth}, {"user", text()}},
			partial(
				field{"clientId", text()},
				field{"clientSecret", text()},
				field{"refreshToken", text()},
				field{"accessToken", text()},
				field{"expires", number()},
				field{"accessUrl", text()},
			),
		)...),
	)
}

func oauth2ConfigGuard() guard {
	claim := optional(text())
	return object(
		field{"responseType", optional(literal("code"))},
		field{"grantType", optional(literal("authorization_code"))},
		field{"authorizationEndpoint", text()},
		field{"tokenEndpoint", text()},
		field{"clientId", text()},
		field{"clientSecret", text()},
		field{"tokenEndpointAuthMethod", optional(oneOf("client_secret_basic", "client_secret_post", "client_secret_jwt"))},
		field{"clientSecretJwtSigningAlgorithm", optional(oneOf("HS256", "HS384", "HS512"))},
		field{"scope", optional(text())},
		field{"userInfoEndpoint", text()},
		field{"tokenEndpointResponseType", optional(stringEnum("query-string", "json"))},
		field{"profileMap", optional(object(
			field{"id", claim}, field{"email", claim}, field{"phone", claim}, field{"name", claim}, field{"avatar", claim},
		))},
		field{"customConfig", optional(record(text()))},
	)
}

// cleanDeep drops what says nothing: nulls, empty strings, and lists and
// objects that are empty or become so. Logto stores configs in this form.
func cleanDeep(value any) any {
	switch value := value.(type) {
	case map[string]any:
		kept := make(map[string]any, len(value))
		for key, member := range value {
			if cleaned := cleanDeep(member); !isEmpty(cleaned) {
				kept[key] = cleaned
			}
		}
		return kept
	case []any:
		kept := make([]any, 0, len(value))
		for _, element := range value {
			if cleaned := cleanDeep(element); !isEmpty(cleaned) {
				kept = append(kept, cleaned)
			}
		}
		return kept
	default:
		return value
	}
}

func isEmpty(value any) bool {
	switch value := value.(type) {
	case nil:
		return true
	case string:
		return value == ""
	case map[string]any:
		return len(value) == 0
	case []any:
		return len(value) == 0
	default:
		return false
	}
}
