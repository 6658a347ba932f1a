package doctor_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"github.com/logtoctl/logtoctl/internal/sandbox"
	"github.com/logtoctl/logtoctl/internal/sandbox/fault"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

func noAccount(context.Context) (aliyundm.Credentials, error) {
	return aliyundm.Credentials{}, &aliyundm.NoCredentialsError{Reasons: []string{"a test has none"}}
}

func logtoFaults() map[string]brokenSetUp {
	const json = "application/json; charset=utf-8"
	return map[string]brokenSetUp{
		"nobody at the endpoint": {
			breakIt: func(w *world) { w.env["LOGTO_ENDPOINT"] = "http://localhost:1" },
			check:   "endpoint.reachable", found: "no answer", next: "LOGTO_ENDPOINT",
		},
		"endpoint with a path": {
			breakIt: func(w *world) { w.env["LOGTO_ENDPOINT"] += "/console" },
			check:   "endpoint.reachable", found: "/console", next: "without /console or /api",
		},
		"endpoint that redirects": {
			breakIt: func(w *world) {
				front := httptest.NewServer(http.RedirectHandler(w.env["LOGTO_ENDPOINT"]+"/api/status", http.StatusMovedPermanently))
				w.Cleanup(front.Close)
				w.env["LOGTO_ENDPOINT"] = front.URL
			},
			check: "endpoint.reachable", found: "redirects to http://localhost", next: "set LOGTO_ENDPOINT=http://localhost",
		},
		"Logto that is not ready": {
			breakIt: func(w *world) {
				w.fault(fault.Rule{Match: fault.Match{Path: "/api/status"}, Kind: fault.Status, Status: 500})
			},
			check: "endpoint.reachable", found: "/api/status answered", next: "log of Logto",
		},
		"another issuer": {
			breakIt: func(w *world) {
				w.env["LOGTO_ENDPOINT"] = strings.Replace(w.env["LOGTO_ENDPOINT"], "localhost", "127.0.0.1", 1)
			},
			check: "endpoint.issuer", found: "issued by http://localhost", next: "set LOGTO_ENDPOINT=http://localhost",
		},
		"no discovery document": {
			breakIt: func(w *world) { w.rewrite("/oidc/.well-known/openid-configuration", instead(404, json, `{}`)) },
			check:   "endpoint.issuer", found: "no discovery document", next: "openid-configuration",
		},
		"the admin endpoint": {
			breakIt: func(w *world) {
				w.env["LOGTO_M2M_APP_ID"] = "somebody-else"
				w.rewrite("/api/.well-known/endpoints/default", instead(200, json, `{"user":"https://auth.example.com/"}`))
			},
			check: "endpoint.core", found: "is the admin endpoint", next: "set LOGTO_ENDPOINT=https://auth.example.com",
		},
		"the application of the admin tenant": {
			breakIt: func(w *world) { w.env["LOGTO_M2M_APP_ID"] = "m-default" },
			check:   "endpoint.core", found: "belongs to the admin tenant", next: "LOGTO_M2M_APP_ID",
		},
		"wrong secret": {
			breakIt: func(w *world) { w.env["LOGTO_M2M_APP_SECRET"] = "wrong-secret" },
			check:   "token.credentials", found: "the secret does not belong", next: "LOGTO_M2M_APP_SECRET",
		},
		"unknown application": {
			breakIt: func(w *world) { w.env["LOGTO_M2M_APP_ID"] = "nobody" },
			check:   "token.credentials", found: "there is no application nobody", next: "LOGTO_M2M_APP_ID",
		},
		"application of another type": {
			breakIt: func(w *world) {
				application := w.application()
				secrets, err := w.logto().Applications.ListSecrets(w.Context(), application.ID)
				w.must(err)
				w.env["LOGTO_M2M_APP_ID"], w.env["LOGTO_M2M_APP_SECRET"] = application.ID, secrets[0].Value.Reveal()
			},
			check: "token.credentials", found: "not a machine-to-machine one", next: "LOGTO_M2M_APP_ID",
		},
		"token endpoint out of order": {
			breakIt: func(w *world) {
				w.fault(fault.Rule{Match: fault.Match{Path: "/oidc/token"}, Kind: fault.Status, Status: 500})
			},
			check: "token.credentials", found: "no token", next: "log of Logto",
		},
		"wrong resource": {
			breakIt: func(w *world) { w.env["LOGTO_RESOURCE"] = "https://shop.example.com/api" },
			check:   "token.resource", found: "https://shop.example.com/api", next: "https://default.logto.app/api",
		},
		"no role": {
			breakIt: func(w *world) {
				application, err := w.logto().Applications.Create(w.Context(), logtoadmin.CreateApplicationRequest{Name: "No role", Type: logtoadmin.ApplicationTypeMachineToMachine})
				w.must(err)
				secrets, err := w.logto().Applications.ListSecrets(w.Context(), application.ID)
				w.must(err)
				w.env["LOGTO_M2M_APP_ID"], w.env["LOGTO_M2M_APP_SECRET"] = application.ID, secrets[0].Value.Reveal()
			},
			check: "token.role", found: "without a role", next: "Logto Management API access",
		},
		"Logto's clock is off": {
			breakIt: func(w *world) { w.setClock(false, 10*time.Minute) },
			check:   "server.clock", found: "ahead of", next: "set-ntp",
		},
		"Logto's clock is skewed": {
			breakIt: func(w *world) {
				w.fault(fault.Rule{Match: fault.Match{Service: sandbox.ServiceLogto}, Kind: fault.Skew, Delay: fault.Duration(-30 * time.Minute)})
			},
			check: "server.clock", found: "behind", next: "set-ntp",
		},
		"Logto's clock is a little off": {
			breakIt: func(w *world) { w.setClock(false, -2*time.Minute) },
			check:   "server.clock", warns: true, found: "behind", next: "set-ntp",
		},
		"a read that fails": {
			breakIt: func(w *world) {
				w.fault(fault.Rule{Match: fault.Match{Path: "/api/connectors"}, Kind: fault.Status, Status: 500})
			},
			check: "server.reads", found: "/api/connectors", next: "log of Logto",
		},
		"a read that is forbidden": {
			breakIt: func(w *world) {
				w.fault(fault.Rule{Match: fault.Match{Path: "/api/sign-in-exp"}, Kind: fault.Status, Status: 403, Body: `{"code":"auth.forbidden","message":"Forbidden."}`})
			},
			check: "server.reads", found: "auth.forbidden", next: "role",
		},
		"connector package not installed": {
			breakIt: func(w *world) {
				w.rewrite("/api/connector-factories/aliyun-direct-mail", instead(404, json, `{"code":"entity.not_found","message":"Not found."}`))
			},
			check: "server.connector-package", found: "no connector aliyun-direct-mail", next: "connector add @logto/connector-aliyun-dm",
		},
		"the connector package cannot be read": {
			breakIt: func(w *world) {
				w.fault(fault.Rule{Match: fault.Match{Path: "/api/connector-factories/*"}, Kind: fault.Status, Status: 500})
			},
			check: "server.reads", found: "Internal Server Error", next: "log of Logto",
		},
		"a connector without regions": {
			breakIt: func(w *world) {
				w.rewrite("/api/connector-factories/aliyun-direct-mail", replace(`"key":"regionId"`, `"key":"other"`))
			},
			check: "server.regions", warns: true, found: "cn-hangzhou only", next: "1.40",
		},
		"a Logto without the switch for recovery": {
			breakIt: func(w *world) { w.rewrite("/api/sign-in-exp", replace(`"forgotPasswordMethods"`, `"other"`)) },
			check:   "server.password-recovery", warns: true, found: "whenever", next: "update Logto",
		},
		"a Logto without localised templates": {
			breakIt: func(w *world) {
				w.rewrite("/api/email-templates", instead(404, "text/plain; charset=utf-8", "Not Found"))
			},
			check: "server.email-templates", warns: true, found: "one language", next: "update Logto",
		},
		"a file with templates that Logto is too old for": {
			breakIt: func(w *world) {
				w.localise()
				w.rewrite("/api/email-templates", instead(404, "text/plain; charset=utf-8", "Not Found"))
			},
			check: "server.email-templates", found: "too old", next: "update Logto",
		},
	}
}

func (w *world) fault(rules ...fault.Rule) {
	w.Helper()
	w.must(w.sandbox.Faults.Set(rules...))
}

// setClock sets the date of every answer of one of the two services off, as a
// server with a wrong clock would. Direct Mail has the one path.
func (w *world) setClock(ofDirectMail bool, off time.Duration) {
	w.transport = rewriter{
		next:    w.transport,
		matches: func(r *http.Request) bool { return (r.URL.Path == "/") == ofDirectMail },
		change: func(response *http.Response) error {
			response.Header.Set("Date", time.Now().Add(off).UTC().Format(http.TimeFormat))
			return nil
		},
	}
}
