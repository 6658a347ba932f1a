package doctor_test

import (
	"slices"
	"strings"

	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

func connectorFaults() map[string]brokenSetUp {
	return map[string]brokenSetUp{
		"another email connector": {
			breakIt: func(w *world) {
				_, err := w.logto().Connectors.Create(w.Context(), logtoadmin.CreateConnectorRequest{
					ConnectorID: "simple-mail-transfer-protocol",
					Config: logtoadmin.ConnectorConfig{
						"host": "smtp.example.com", "port": 587, "fromEmail": "noreply@example.com",
						"auth": map[string]any{"user": "me", "pass": "password"}, "templates": smtpTemplates(w),
					},
				})
				w.must(err)
			},
			check: "connector.other", found: "simple-mail-transfer-protocol", next: "logtoctl connector aliyun-dm apply -f connector.json --replace",
		},
		"the connector is gone": {
			breakIt: func(w *world) { w.must(w.logto().Connectors.Delete(w.Context(), w.connector().ID)) },
			check:   "connector.exists", found: "locked out", next: "logtoctl connector aliyun-dm apply -f connector.json",
		},
		"the connector of the file is gone": {
			breakIt: func(w *world) {
				w.withFile = true
				w.must(w.logto().Connectors.Delete(w.Context(), w.connector().ID))
			},
			check: "connector.exists", found: "locked out", next: "logtoctl apply -f logtoctl.yaml",
		},
		"accountName without a domain": {
			breakIt: func(w *world) { w.configure(map[string]any{"accountName": "noreply"}) },
			check:   "connector.config", found: `"noreply" is not an email address`, next: "set accountName",
		},
		"unknown region": {
			breakIt: func(w *world) {
				w.rewrite("/api/connectors", replace(`"regionId":"cn-hangzhou"`, `"regionId":"cn-hangzou"`))
			},
			check: "connector.config", found: `no region "cn-hangzou"`, next: "set regionId",
		},
		"no AccessKey in the connector": {
			breakIt: func(w *world) { w.rewrite("/api/connectors", replace(`"accessKeyId"`, `"other"`)) },
			check:   "connector.config", found: "no AccessKey", next: "accessKeyId",
		},
		"a configuration of another form": {
			breakIt: func(w *world) { w.rewrite("/api/connectors", replace(`"accountName":"`, `"accountName":1,"other":"`)) },
			check:   "connector.config", found: "accountName is not a string", next: "logtoctl connector aliyun-dm apply",
		},
		"a required template is missing": {
			breakIt: func(w *world) { w.rewrite("/api/connectors", replace(`"usageType":"SignIn"`, `"usageType":"Other"`)) },
			check:   "templates.required", found: "no template for SignIn", next: "add the templates",
		},
		"from alias too long": {
			breakIt: func(w *world) { w.configure(map[string]any{"fromAlias": "The Bookstore at the Corner"}) },
			check:   "connector.from-alias", found: "27 characters", next: "14 characters",
		},
		"from alias with an address": {
			breakIt: func(w *world) { w.configure(map[string]any{"fromAlias": "<a@b.example>"}) },
			check:   "connector.from-alias", found: "do not belong", next: "fromAlias",
		},
		"another sender than in the file": {
			breakIt: func(w *world) {
				w.withFile = true
				w.configure(map[string]any{"accountName": "other@mail.example.com"})
			},
			check: "connector.file", found: "differs from logtoctl.yaml in accountName", next: "logtoctl apply -f logtoctl.yaml",
		},
		"another secret than in the file": {
			breakIt: func(w *world) {
				w.withFile = true
				w.configure(map[string]any{"accessKeySecret": "rotated-long-ago"})
			},
			check: "connector.file", found: "accessKeySecret", next: "logtoctl plan -f logtoctl.yaml",
		},
		"a template without its code": {
			breakIt: func(w *world) { w.configure(map[string]any{"templates": spoilt(w, "{{code}}", "soon")}) },
			check:   "templates.content", found: "content", next: "correct the template",
		},
		"a localised template without its code": {
			breakIt: func(w *world) { w.upsert("ja", "SignIn", "<p>Welcome</p>") },
			check:   "templates.content", found: "localised ja/SignIn, content", next: "logtoctl templates push",
		},
		"a localised template without its code, and a file": {
			breakIt: func(w *world) {
				w.withFile = true
				w.upsert("ja", "SignIn", "<p>Welcome</p>")
			},
			check: "templates.content", found: "localised ja/SignIn, content", next: "under emailTemplates in logtoctl.yaml",
		},
		"a wrong AccessKey for the file": {
			breakIt: func(w *world) {
				w.withFile = true
				w.env["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = "another-secret"
			},
			check: "access-key.valid", found: "SignatureDoesNotMatch", next: "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
		},
		"a localised template in the way": {
			breakIt: func(w *world) { w.upsert("en", "Generic", "{{code}}") },
			check:   "templates.shadowed", warns: true, found: "Register", next: "emailTemplates",
		},
		"another localised template than in the file": {
			breakIt: func(w *world) {
				w.localise()
				w.upsert("de", "SignIn", "{{code}}")
			},
			check: "templates.file", found: "de/SignIn", next: "logtoctl apply -f logtoctl.yaml",
		},
		"an application without a redirect URI": {
			breakIt: func(w *world) { w.redirects() },
			check:   "applications.redirect-uri", found: "no redirect URI", next: "--redirect-uri",
		},
		"a redirect URI without TLS": {
			breakIt: func(w *world) { w.redirects("https://a.example.com/callback", "http://shop.example.com/callback") },
			check:   "applications.https", found: "http://shop.example.com/callback",
			next: " --redirect-uri https://a.example.com/callback --redirect-uri https://shop.example.com/callback",
		},
		"a redirect URI of the file without TLS": {
			breakIt: func(w *world) {
				w.apply(strings.Replace(setUp, "http://localhost:3000/callback", "http://shop.example.com/callback", 1))
			},
			check: "applications.https", found: "http://shop.example.com/callback", next: "(application bookstore) in logtoctl.yaml, then: logtoctl apply -f logtoctl.yaml",
		},
		"a redirect URI with a slash too many": {
			breakIt: func(w *world) {
				w.withFile = true
				w.redirects("http://localhost:3000/callback/")
			},
			check: "applications.trailing-slash", found: "http://localhost:3000/callback/", next: "logtoctl apply",
		},
		"a redirect URI twice": {
			breakIt: func(w *world) { w.redirects("http://localhost:3000/callback", "http://localhost:3000/callback/") },
			check:   "applications.trailing-slash", warns: true, found: "has both", next: "such as http://localhost:3000/callback: logtoctl app update",
		},
		"an application that is gone": {
			breakIt: func(w *world) {
				w.withFile = true
				w.must(w.logto().Applications.Delete(w.Context(), w.application().ID))
				_, err := w.logto().Applications.Create(w.Context(), logtoadmin.CreateApplicationRequest{
					Name: "Other", Type: logtoadmin.ApplicationTypeSPA,
					OIDCClientMetadata: &logtoadmin.OIDCClientMetadata{RedirectURIs: []string{"https://other.example.com"}, PostLogoutRedirectURIs: []string{}},
				})
				w.must(err)
			},
			check: "applications.file", found: "bookstore", next: "logtoctl apply -f logtoctl.yaml",
		},
		"another redirect URI than in the file": {
			breakIt: func(w *world) {
				w.withFile = true
				w.redirects("http://localhost:4000/callback")
			},
			check: "applications.file", found: "bookstore.oidcClientMetadata.redirectUris", next: "logtoctl plan",
		},
	}
}

// smtpTemplates are the connector's, as the other provider wants them.
func smtpTemplates(w *world) []any {
	var templates []any
	for _, entry := range w.connector().Config["templates"].([]any) {
		template := entry.(map[string]any)
		template["contentType"] = "text/html"
		templates = append(templates, template)
	}
	return templates
}

// upsert writes a localised template as somebody else would.
func (w *world) upsert(language, usageType, content string) {
	w.Helper()
	_, err := w.logto().EmailTemplates.Upsert(w.Context(), []logtoadmin.EmailTemplate{{
		LanguageTag: language, TemplateType: usageType, Details: logtoadmin.EmailTemplateDetails{Subject: "Code", Content: content},
	}})
	w.must(err)
}

// spoilt replaces a part of the first template.
func spoilt(w *world, old, replacement string) []any {
	templates := slices.Clone(w.connector().Config["templates"].([]any))
	template := templates[0].(map[string]any)
	template["content"] = strings.ReplaceAll(template["content"].(string), old, replacement)
	return templates
}

func signInFaults() map[string]brokenSetUp {
	change := func(experience logtoadmin.SignInExperiencePatch) func(*world) {
		return func(w *world) {
			_, err := w.logto().SignInExperience.Update(w.Context(), experience)
			w.must(err)
		}
	}
	username := logtoadmin.SignInMethod{Identifier: logtoadmin.IdentifierUsername, Password: true, IsPasswordPrimary: true}
	email := logtoadmin.SignInMethod{Identifier: logtoadmin.IdentifierEmail, VerificationCode: true}
	none := []string{}
	noEmail := logtoadmin.SignInExperiencePatch{
		SignUp: &logtoadmin.SignUp{Identifiers: []logtoadmin.Identifier{logtoadmin.IdentifierUsername}, Password: true},
		SignIn: &logtoadmin.SignIn{Methods: []logtoadmin.SignInMethod{username}},
	}
	return map[string]brokenSetUp{
		"no way to sign in": {
			breakIt: change(logtoadmin.SignInExperiencePatch{
				SignUp: &logtoadmin.SignUp{Identifiers: []logtoadmin.Identifier{}}, SignIn: &logtoadmin.SignIn{Methods: []logtoadmin.SignInMethod{}},
			}),
			check: "sign-in.lock-out", found: "nobody can sign in", next: "logtoctl sign-in-experience enable-email",
		},
		"sign-up by phone without a connector": {
			breakIt: func(w *world) {
				w.rewrite("/api/sign-in-exp", replace(`"identifier":"email"`, `"identifier":"phone"`))
			},
			check: "sign-in.sms", found: "phone", next: "SMS connector",
		},
		"email is not offered": {
			breakIt: change(noEmail),
			check:   "sign-in.email", found: "username (password)", next: "logtoctl sign-in-experience enable-email",
		},
		"email of the file is not offered": {
			breakIt: func(w *world) {
				w.withFile = true
				change(noEmail)(w)
			},
			check: "sign-in.email", found: "username (password)", next: "logtoctl apply -f logtoctl.yaml",
		},
		"no password recovery": {
			breakIt: change(logtoadmin.SignInExperiencePatch{ForgotPasswordMethods: &none}),
			check:   "sign-in.password-recovery", warns: true, found: "no way to recover", next: "enable-email",
		},
		"no password recovery as the file wants it": {
			breakIt: func(w *world) {
				w.withFile = true
				change(logtoadmin.SignInExperiencePatch{ForgotPasswordMethods: &none})(w)
			},
			check: "sign-in.password-recovery", found: "logtoctl.yaml wants it", next: "logtoctl apply -f logtoctl.yaml",
		},
		"another sign-up than in the file": {
			breakIt: func(w *world) {
				w.withFile = true
				change(logtoadmin.SignInExperiencePatch{
					SignUp: &logtoadmin.SignUp{Identifiers: []logtoadmin.Identifier{logtoadmin.IdentifierUsername}, Password: true},
					SignIn: &logtoadmin.SignIn{Methods: []logtoadmin.SignInMethod{username, email}},
				})(w)
			},
			check: "sign-in.file", found: "signUp.identifiers", next: "logtoctl plan -f logtoctl.yaml",
		},
		"sign-up that leads nowhere": {
			breakIt: func(w *world) {
				w.rewrite("/api/sign-in-exp", replace(`"verificationCode":true`, `"verificationCode":false,"password":true`))
			},
			check: "sign-in.lock-out", found: "cannot sign in with it", next: "enable-email",
		},
	}
}
