package reliability_test

import (
	"net/http"
	"slices"
)

// smtp is somebody else's connector.
const (
	smtp         = "simple-mail-transfer-protocol"
	smtpPassword = "smtp-password"
)

// smtpConnector is one that people sign in with.
func smtpConnector() []step {
	template := func(usageType string) object {
		return object{"usageType": usageType, "contentType": "text/plain", "subject": "s", "content": "{{code}}"}
	}
	return []step{
		{method: http.MethodPost, path: "/api/connectors", body: object{"connectorId": smtp, "id": "smtp1", "config": object{
			"host": "smtp.example.com", "port": 465, "fromEmail": "noreply@example.com",
			"auth":      object{"type": "login", "user": "u", "pass": smtpPassword},
			"templates": []object{template("SignIn"), template("Register"), template("ForgotPassword"), template("Generic")},
		}}},
		{method: http.MethodPatch, path: "/api/sign-in-exp", body: object{
			"signUp": object{"identifiers": []string{"email"}, "password": false, "verify": true},
			"signIn": object{"methods": []object{{"identifier": "email", "password": false, "verificationCode": true, "isPasswordPrimary": false}}},
		}},
	}
}

// onlyLive is a usage type that the live connector of a changing scenario has a
// template for, and the file has not.
const onlyLive = "OrganizationInvitation"

const fourTemplates = `
    {"usageType": "SignIn", "subject": "Sign in", "content": "<p>{{code}}</p>"},
    {"usageType": "Register", "subject": "Register", "content": "<p>{{code}}</p>"},
    {"usageType": "ForgotPassword", "subject": "Forgot", "content": "<p>{{code}}</p>"},
    {"usageType": "Generic", "subject": "Code", "content": "<p>{{code}}</p>"}
  ]`

const (
	connectorFile = `{"accountName": "noreply@mail.example.com", "fromAlias": "Bookstore", "templates": [` + fourTemplates + `}`
	olderFile     = `{"accountName": "noreply@mail.example.com", "fromAlias": "Books", "templates": [
    {"usageType": "OrganizationInvitation", "subject": "Come", "content": "<p>{{link}}</p>"},` + fourTemplates + `}`

	manifestFile = `version: 1
applications:
  - {key: bookstore, name: Bookstore, redirectUris: ["http://localhost:3000/callback"], envFile: .env}
  - {key: admin, name: Admin, type: SPA, redirectUris: ["http://localhost:3001/callback"]}
connector: {file: connector.json}
emailTemplates:
  ja:
    - {usageType: SignIn, subject: "コード {{code}}", content: "<p>{{code}}</p>"}
signInExperience: {email: {factor: both}}
`
	verifyPart = `verify: {testEmail: you@example.com, roundTrip: true}
`
	olderManifest = `version: 1
applications:
  - {key: bookstore, name: Books, redirectUris: ["http://localhost:4000/callback"]}
connector: {file: older.json}
emailTemplates:
  ja:
    - {usageType: SignIn, subject: "{{code}}", content: "<p>{{code}}</p>"}
signInExperience: {email: {}}
`
	// accountManifest needs a sender address and a tag, which are not there yet,
	// of a domain that is.
	accountManifest = `version: 1
directMail: {domain: mail.example.com, sender: codes@mail.example.com, replyAddress: help@example.com, tag: codes}
applications:
  - {key: bookstore, name: Bookstore, redirectUris: ["http://localhost:3000/callback"], envFile: .env}
connector: {fromAlias: Bookstore, templates: [` + fourTemplates + `}
signInExperience: {email: {}}
`
	// domainManifest needs a domain, whose DNS somebody has to set then.
	domainManifest = `version: 1
directMail: {domain: new.example.com, sender: noreply@new.example.com, tag: codes}
applications:
  - {key: bookstore, name: Bookstore, redirectUris: ["http://localhost:3000/callback"]}
`
)

// scenarios are the commands that change a tenant or an account step by step, each
// in the situations that it can meet.
func scenarios() []scenario {
	return slices.Concat(applicationScenarios(), connectorScenarios(), fileScenarios(), accountScenarios())
}

func applicationScenarios() []scenario {
	create := []string{"app", "create", "Bookstore", "--redirect-uri", "http://localhost:3000/callback", "--env-file", ".env", "-o", "json"}
	older := step{args: []string{"app", "create", "Bookstore", "--redirect-uri", "http://localhost:4000/callback"}}
	return []scenario{
		{name: "app create, cold", args: create},
		{name: "app create, changing", args: create, before: []step{older}},
		{
			name: "app secret rotate", before: []step{{args: create}},
			args: []string{"app", "secret", "rotate", "bookstore", "--env-file", ".env", "--delete-old", "--yes", "-o", "json"},
		},
		{name: "app delete", args: []string{"app", "delete", "bookstore", "--yes", "-o", "json"}, before: []step{older}, gone: "application_not_found"},
	}
}

func connectorScenarios() []scenario {
	files := map[string]string{"connector.json": connectorFile, "older.json": olderFile}
	apply := []string{"connector", "aliyun-dm", "apply", "-f", "connector.json", "-o", "json"}
	older := step{args: []string{"connector", "aliyun-dm", "apply", "-f", "older.json"}}
	enabled := step{args: []string{"sign-in-experience", "enable-email"}}
	return []scenario{
		{name: "connector aliyun-dm apply, cold", args: apply, files: files},
		{name: "connector aliyun-dm apply, changing", args: apply, files: files, before: []step{older}, keep: onlyLive},
		{name: "connector aliyun-dm apply, replacing another connector", args: slices.Concat(apply, []string{"--replace"}), files: files, before: smtpConnector(), displaces: true},
		{
			name: "connector aliyun-dm delete", args: []string{"connector", "aliyun-dm", "delete", "--yes", "-o", "json"},
			files: files, before: []step{older}, gone: "connector_not_found",
		},
		{
			name: "backup restore", args: []string{"backup", "restore", backupID, "--yes", "-o", "json"},
			files: files, before: append(smtpConnector(), step{args: slices.Concat(apply, []string{"--replace"})}),
		},
		{name: "sign-in-experience enable-email", args: []string{"sign-in-experience", "enable-email", "-o", "json"}, files: files, before: []step{older}},
		{name: "sign-in-experience disable-email", args: []string{"sign-in-experience", "disable-email", "--yes", "-o", "json"}, files: files, before: []step{older, enabled}},
		{name: "templates push", args: []string{"templates", "push", "--locale", "ja", "--var", "brand.name=Bookstore", "-o", "json"}},
		{name: "test-email", args: []string{"test-email", "you@example.com", "-o", "json"}, files: files, before: []step{older}},
	}
}

func fileScenarios() []scenario {
	files := map[string]string{
		"connector.json": connectorFile, "older.json": olderFile, "logtoctl.yaml": manifestFile,
		"verified.yaml": manifestFile + verifyPart, "older.yaml": olderManifest,
	}
	apply := []string{"apply", "-f", "logtoctl.yaml", "--yes", "-o", "json"}
	return []scenario{
		{name: "apply, cold", args: []string{"apply", "-f", "verified.yaml", "--yes", "-o", "json"}, files: files},
		{name: "apply, changing", args: apply, files: files, before: []step{{args: []string{"apply", "-f", "older.yaml", "--yes"}}}, keep: onlyLive},
		{name: "apply, replacing another connector", args: slices.Concat(apply, []string{"--replace"}), files: files, before: smtpConnector(), displaces: true},
		{name: "destroy", args: []string{"destroy", "-f", "logtoctl.yaml", "--yes", "-o", "json"}, files: files, before: []step{{args: apply}}},
		{name: "quickstart", args: []string{"quickstart", "shop", "--sender", "noreply@mail.example.com", "--yes", "-o", "json"}},
	}
}

func accountScenarios() []scenario {
	files := map[string]string{"account.yaml": accountManifest, "domain.yaml": domainManifest}
	waiting := outcome{code: 5, error: "waiting_for_dns"}
	return []scenario{
		{name: "apply, with a sender address and a tag", args: []string{"apply", "-f", "account.yaml", "--yes", "-o", "json"}, files: files, account: true},
		{name: "apply, with a domain", args: []string{"apply", "-f", "domain.yaml", "--yes", "-o", "json"}, files: files, account: true, ends: waiting},
		{name: "direct-mail domain create", args: []string{"direct-mail", "domain", "create", "new.example.com", "-o", "json"}, account: true},
		{name: "direct-mail sender create", args: []string{"direct-mail", "sender", "create", "news@mail.example.com", "-o", "json"}, account: true},
		{name: "direct-mail tag create", args: []string{"direct-mail", "tag", "create", "news", "-o", "json"}, account: true},
	}
}
