package manifest

import (
	"strconv"

	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// The keys of logtoctl.yaml. Those of objects that Logto has are Logto's.
const (
	keyVersion        = "version"
	keyLogto          = "logto"
	keyEndpoint       = "endpoint"
	keyApplications   = "applications"
	keyDirectMail     = "directMail"
	keyConnector      = "connector"
	keyEmailTemplates = "emailTemplates"
	keySignIn         = "signInExperience"
	keyVerify         = "verify"

	keyKey                     = "key"
	keyName                    = "name"
	keyType                    = "type"
	keyDescription             = "description"
	keyRedirectURIs            = "redirectUris"
	keyPostSignOutRedirectURIs = "postSignOutRedirectUris"
	keyCORSAllowedOrigins      = "corsAllowedOrigins"
	keyRefreshToken            = "refreshToken"
	keyAlwaysIssue             = "alwaysIssue"
	keyRotate                  = "rotate"
	keyTTLInDays               = "ttlInDays"
	keyEnvFile                 = "envFile"

	keyRegion       = "region"
	keyDomain       = "domain"
	keySender       = "sender"
	keyReplyAddress = "replyAddress"
	keyTag          = "tag"

	keyFile = "file"

	keyEmail            = "email"
	keySignUp           = "signUp"
	keyFactor           = "factor"
	keyPasswordAtSignUp = "passwordAtSignUp"
	keyForgotPassword   = "forgotPassword"

	keyTestEmail = "testEmail"
	keyRoundTrip = "roundTrip"
)

// maxTTLInDays is the longest life of a refresh token that Logto takes.
const maxTTLInDays = 180

// The defaults of the file.
const (
	defaultType   = string(logtoadmin.ApplicationTypeTraditional)
	defaultSignUp = string(plan.SignUpEmail)
)

// manifestFields are the keys of a logtoctl.yaml.
func manifestFields() []field {
	return []field{
		required(keyVersion, number("The version of this format.", Version, Version)),
		optional(keyLogto, object("The Logto tenant.",
			optional(keyEndpoint, text("Address of Logto, such as https://TENANT.logto.app. LOGTO_ENDPOINT and --endpoint win over it.")))),
		optional(keyApplications, listOf("What people sign in to: a list, or an object by key, which overlays can change one by one.",
			object("An application.", applicationFields()...)).
			or(mapOf("Applications by key.", object("An application.", keyedApplicationFields()...)))),
		optional(keyDirectMail, object("What the Direct Mail account is to have, before the connector sends with it.", directMailFields()...)),
		optional(keyConnector, delegated(object("The Aliyun Direct Mail connector.", append(connectorFields(),
			optional(keyFile, text("A connector.json to take the configuration from. Keys beside it win over those of the file.")))...))),
		optional(keyBrand, delegated(brandShape())),
		optional(keyEmailTemplates, emailTemplatesShape()),
		optional(keySignIn, object("How people sign up and sign in.",
			optional(keyEmail, object("Sign-in by email.", emailFields()...)))),
		optional(keyVerify, object("How an apply shows that mail arrives.",
			optional(keyTestEmail, text("Address that the connector is tested with before it is saved.")),
			optional(keyRoundTrip, boolean("Request a code for testEmail in the end and have Logto verify it.").by("false")))),
	}
}

// applicationFields are the keys of an application in a list.
func applicationFields() []field {
	key := optional(keyKey, text("Ownership key, by which logtoctl finds the application again. Left out, it is made from the name."))
	return append([]field{key}, keyedApplicationFields()...)
}

// keyedApplicationFields are the keys of an application that stands behind its
// ownership key.
func keyedApplicationFields() []field {
	types := words(
		logtoadmin.ApplicationTypeTraditional, logtoadmin.ApplicationTypeSPA,
		logtoadmin.ApplicationTypeNative, logtoadmin.ApplicationTypeMachineToMachine,
	)
	return []field{
		required(keyName, text("Name, at most 256 characters.")),
		optional(keyType, word("Kind of application, which Logto cannot change.", types...).by(strconv.Quote(defaultType))),
		optional(keyDescription, text("Description; an empty one removes it.")),
		optional(keyRedirectURIs, listOf("Where the browser may return to after sign-in.", text(""))),
		optional(keyPostSignOutRedirectURIs, listOf("Where the browser may return to after sign-out.", text(""))),
		optional(keyCORSAllowedOrigins, listOf("Origins whose scripts may call Logto, such as https://app.example.com.", text(""))),
		optional(keyRefreshToken, object("Settings of refresh tokens.",
			optional(keyAlwaysIssue, boolean("Issue one also without prompt=consent.")),
			optional(keyRotate, boolean("Give a new token for a used one.")),
			optional(keyTTLInDays, number("Days that a token lives.", 1, maxTTLInDays)))),
		optional(keyEnvFile, text("The .env file to write the application's variables to. A relative path counts from the folder of the first file.")),
	}
}

// directMailFields are the keys of what the Direct Mail account is to have.
func directMailFields() []field {
	return []field{
		optional(keyRegion, text("Region of all of it. Left out: regionId of the connector, else "+RegionIDVariable+".")),
		optional(keyDomain, text("Sending domain, such as mail.example.com. Its DNS records are set outside: an apply ends with what is missing.")),
		optional(keySender, text("Sender address of the send type trigger, under the domain. The connector's accountName, when that is left out.")),
		optional(keyReplyAddress, text("Address for answers to the sender address.")),
		optional(keyTag, text("Email tag, of letters, digits and underscores.")),
	}
}

// connectorFields are the keys of a connector.json.
func connectorFields() []field {
	return []field{
		optional(keyAccessKeyID, text("AccessKey id. Left out: "+AccessKeyIDVariable+".")),
		optional(keyAccessKeySecret, text("AccessKey secret, as a reference to a variable. Left out: "+AccessKeySecretVariable+".")),
		optional(keyAccountName, text("Sender address, such as noreply@mail.example.com. In a logtoctl.yaml it may be left out: directMail.sender.")),
		optional(keyFromAlias, text("Name of the sender, less than 15 characters.")),
		optional(keyRegionID, text("Region of the sender address. Left out: "+RegionIDVariable+".")),
		optional(keyTemplates, templates("The connector's own templates; left out: those that logtoctl brings along", templateFields())),
		optional(keyBrand, brandShape()),
	}
}

// emailTemplatesShape is localised templates by language, or their folder.
func emailTemplatesShape() shape {
	return mapOf("Localised templates by language tag. They take the place of the connector's.",
		delegated(templates("The templates of a language", localisedTemplateFields()))).
		or(delegated(text("Folder of localised templates with a folder for each language, such as ja/SignIn.html.")))
}

// brandShape is what templates refer to as ${brand.name} and so on.
func brandShape() shape {
	return object("What templates refer to as ${brand.name} and so on.",
		optional(keyName, text("Name of the product, at most 60 characters. Left out: fromAlias, else the domain of accountName.")),
		optional(keyColor, text("Colour of the product, such as #2563eb.").by(strconv.Quote(email.DefaultColor))),
		optional(keyLogoURL, text("Address of its logo, https.")))
}

// connectorKeys returns the keys of a connector.json.
func connectorKeys() []string { return keys(connectorFields()) }

// templates is a list of templates, or their folder.
func templates(about string, fields []field) shape {
	return listOf(about+". A list, or the path of a folder with a file for each usage type, such as SignIn.html.",
		object("A template.", fields...)).or(text("Folder of the templates."))
}

// templateFields are the keys of a template of the connector.
func templateFields() []field {
	return []field{
		required(keyUsageType, word("What the mail is for.", words(email.UsageTypes()...)...)),
		required(email.FieldSubject, text("Subject line; placeholders such as {{code}} are allowed.")),
		required(email.FieldContent, text("Body, HTML or text, with {{code}}.")),
	}
}

// localisedTemplateFields are the keys of a localised template.
func localisedTemplateFields() []field {
	return append(templateFields(),
		optional(keyContentType, word("Kind of the content. Left out, it is HTML.", contentTypeHTML, contentTypeText)),
		optional(keyReplyTo, text("Address for answers.")),
		optional(keySendFrom, text("Name of the sender, in place of the connector's fromAlias.")),
	)
}

// emailFields are the keys of sign-in by email.
func emailFields() []field {
	modes := words(plan.SignUpEmail, plan.SignUpEmailOrPhone, plan.SignUpSecondary, plan.SignUpKeep)
	factors := words(plan.FactorCode, plan.FactorPassword, plan.FactorBoth)
	return []field{
		optional(keySignUp, word("How people without an account may use email.", modes...).by(strconv.Quote(defaultSignUp))),
		optional(keyFactor, word("What people prove their address with. Left out, a code is accepted beside what is accepted today.", factors...)),
		optional(keyPasswordAtSignUp, boolean("Ask for a password at sign-up.").by("false")),
		optional(keyForgotPassword, boolean("Offer password recovery by an emailed code.").by("true")),
	}
}
