package doctor

import (
	"errors"
	"net/http"
	"strings"

	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

const (
	endpointReachable = "endpoint.reachable"
	endpointCore      = "endpoint.core"
	endpointIssuer    = "endpoint.issuer"
)

func endpointChecks() []Check {
	return []Check{
		{ID: endpointReachable, Group: groupEndpoint, Title: "answers and is ready", judge: judgeReachable},
		{ID: endpointCore, Group: groupEndpoint, Title: "is not the admin endpoint", needs: []string{endpointReachable}, judge: judgeCore},
		{ID: endpointIssuer, Group: groupEndpoint, Title: "is the issuer of its tokens", needs: []string{endpointCore}, judge: judgeIssuer},
	}
}

func judgeReachable(f *Facts) verdict {
	err := f.Logto.Status
	redirect, isRedirect := errors.AsType[*logtoadmin.RedirectError](err)
	switch {
	case f.NoLogto != nil:
		return skip(hintOf(f.NoLogto, "set LOGTO_ENDPOINT, LOGTO_M2M_APP_ID and LOGTO_M2M_APP_SECRET"), "%v", f.NoLogto)
	case err == nil:
		return ok("%s", f.Endpoint)
	case isRedirect:
		return fail("set LOGTO_ENDPOINT="+strings.TrimSuffix(redirect.To, "/api/status"), "%s redirects to %s", f.Endpoint, redirect.To)
	case errors.Is(err, logtoadmin.ErrUnreachable):
		return fail("check LOGTO_ENDPOINT, and that Logto runs there: curl -i "+f.Endpoint+"/api/status", "no answer from %s: %v", f.Endpoint, errors.Unwrap(err))
	case isBroken(err):
		return fail("look at the log of Logto, or of the proxy before it: curl -i "+f.Endpoint+"/api/status", "%s: %s", f.Endpoint, brief(err))
	default:
		return fail("set LOGTO_ENDPOINT to the root of a Logto, without /console or /api: curl -i "+f.Endpoint+"/api/status", "%s is not a Logto that is ready: %s", f.Endpoint, brief(err))
	}
}

// isBroken tells an answer of a server that has a fault itself.
func isBroken(err error) bool {
	refusal, isRefusal := errors.AsType[*logtoadmin.Error](err)
	return isRefusal && refusal.StatusCode >= http.StatusInternalServerError
}

// judgeCore tells the two ends of one Logto apart, which refuse each other's
// applications with the same words.
func judgeCore(f *Facts) verdict {
	if core := f.Logto.Core.Value; core != "" {
		return fail("set LOGTO_ENDPOINT="+core, "%s is the admin endpoint; the core endpoint is %s", f.Endpoint, core)
	}
	if f.AppID == adminApplication && errors.Is(f.Logto.Token, logtoadmin.ErrUnauthorized) {
		return fail("set LOGTO_M2M_APP_ID to a machine-to-machine application of this tenant (Console > Applications > Create > Machine-to-machine)",
			"the application %s belongs to the admin tenant, which %s does not serve", adminApplication, f.Endpoint)
	}
	return ok("%s", f.Endpoint)
}

// adminApplication is what a self-hosted Logto is seeded with. It gets its token
// from the admin endpoint.
const adminApplication = "m-default"

func judgeIssuer(f *Facts) verdict {
	issuer := f.Logto.Issuer
	switch {
	case issuer.Err != nil:
		return fail("open it in a browser: "+f.Endpoint+"/oidc/.well-known/openid-configuration", "there is no discovery document: %v", issuer.Err)
	case issuer.Value == strings.TrimRight(f.Endpoint, "/")+"/oidc":
		return ok("%s", issuer.Value)
	default:
		return fail("set LOGTO_ENDPOINT="+strings.TrimSuffix(issuer.Value, "/oidc")+" here and in the web app",
			"its tokens are issued by %s, which is another issuer than %s/oidc to whoever checks them", issuer.Value, strings.TrimRight(f.Endpoint, "/"))
	}
}

// hintOf is what an error itself suggests.
func hintOf(err error, otherwise string) string {
	var hinted interface{ Hint() string }
	if errors.As(err, &hinted) && hinted.Hint() != "" {
		return hinted.Hint()
	}
	return otherwise
}
