package logto

import "slices"

// newApplicationFields are the columns that a new application may set, in the
// order in which Logto's guard checks them.
func newApplicationFields() []field {
	return slices.Concat(
		[]field{
			{"name", applicationName()},
			{"description", optional(nullable(text()))},
			{"type", oneOf(applicationTypes()...)},
		},
		applicationColumns(),
		[]field{{"isThirdParty", optional(boolean)}},
	)
}

// applicationChangeFields are the columns that may be changed later.
func applicationChangeFields() []field {
	return slices.Concat(
		[]field{
			{"name", optional(applicationName())},
			{"description", optional(nullable(text()))},
		},
		applicationColumns(),
		[]field{{"isAdmin", optional(boolean)}},
	)
}

func applicationName() guard { return text(notEmpty, atMost(256)) }

func applicationTypes() []string {
	return []string{native, singlePage, traditional, machineToMachine, protected, saml}
}

func applicationColumns() []field {
	return []field{
		{"oidcClientMetadata", optional(object(oidcClientMetadataFields()...))},
		{"customClientMetadata", optional(object(customClientMetadataFields()...))},
		{"protectedAppMetadata", optional(nullable(object(protectedAppMetadataFields()...)))},
		{"customData", optional(record(anything))},
	}
}

func applicationQueryFields() []field {
	kind := oneOf(applicationTypes()...)
	return []field{
		{"types", optional(union(list(kind, 0), kind))},
		{"excludeRoleId", optional(text())},
		{"excludeOrganizationId", optional(text())},
		{"isThirdParty", optional(union(literal("true"), literal("false")))},
	}
}

func oidcClientMetadataFields() []field {
	redirects := list(refine(text(), redirectURLRule), 0)
	return []field{
		{"redirectUris", redirects},
		{"postLogoutRedirectUris", redirects},
		{"backchannelLogoutUri", optional(text(webURL))},
		{"backchannelLogoutSessionRequired", optional(boolean)},
		{"logoUri", optional(text())},
	}
}

func redirectURLRule(value any) string {
	url, _ := value.(string)
	if isRedirectURL(url) {
		return ""
	}
	return invalidInput
}

func customClientMetadataFields() []field {
	return partial([]field{
		{"corsAllowedOrigins", list(text(notEmpty), 0)},
		{"idTokenTtl", number()},
		{"refreshTokenTtl", number()},
		{"refreshTokenTtlInDays", number(whole, from(1), upTo(180))},
		{"tenantId", text()},
		{"alwaysIssueRefreshToken", boolean},
		{"rotateRefreshToken", boolean},
		{"allowTokenExchange", boolean},
		{"isDeviceFlow", boolean},
		{"maxAllowedGrants", number(whole, positive)},
	}...)
}

// protectedAppMetadataFields guard what only Logto Cloud can use; the rules refuse it afterwards.
func protectedAppMetadataFields() []field {
	return []field{
		{"host", text()},
		{"origin", text()},
		{"sessionDuration", number()},
		{"pageRules", list(object(field{"path", text()}), 0)},
	}
}
