package doctor

import (
	"errors"
	"net/http"
	"strings"

	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

const (
	tokenCredentials = "token.credentials"
	tokenResource    = "token.resource"
	tokenRole        = "token.role"
)

func tokenChecks() []Check {
	return []Check{
		{ID: tokenCredentials, Group: groupToken, Title: "application and secret are right", needs: []string{endpointCore}, judge: judgeCredentials},
		{ID: tokenResource, Group: groupToken, Title: "the resource is right", needs: []string{tokenCredentials}, judge: judgeResource},
		{ID: tokenRole, Group: groupToken, Title: "the application has the role", needs: []string{tokenResource}, judge: judgeRole},
	}
}

// judgeCredentials tells the usual mistakes apart; Logto's own answer calls most
// of them invalid_client. The server looks at the resource and the role after
// the credentials, so that a refusal of those means that these are right.
func judgeCredentials(f *Facts) verdict {
	err := f.Logto.Token
	refusal, isRefusal := errors.AsType[*logtoadmin.TokenError](err)
	switch {
	case err == nil, errors.Is(err, logtoadmin.ErrInvalidResource), errors.Is(err, logtoadmin.ErrMissingRole):
		return ok("%s", f.AppID)
	case !isRefusal:
		return fail("run it again; if it stays, look at the log of Logto", "no token for %s: %v", f.AppID, err)
	case isOtherType(refusal):
		return fail("set LOGTO_M2M_APP_ID to a machine-to-machine application (Console > Applications > Create > Machine-to-machine)",
			"the application %s is not a machine-to-machine one", f.AppID)
	case refusal.StatusCode == http.StatusUnauthorized:
		return fail("set LOGTO_M2M_APP_SECRET to a secret of it (Console > Applications > "+f.AppID+" > App secrets)",
			"the secret does not belong to the application %s", f.AppID)
	case errors.Is(err, logtoadmin.ErrUnauthorized):
		return fail("check LOGTO_M2M_APP_ID and LOGTO_ENDPOINT: the id is misspelt or belongs to another tenant",
			"there is no application %s in this tenant", f.AppID)
	default:
		return fail("logtoctl explain "+refusal.Code, "the token endpoint answered %s to %s", refusal.Code, f.AppID)
	}
}

// isOtherType tells the refusal of an application for people. Its code depends on
// the version of Logto's OpenID provider; what it says does not.
func isOtherType(refusal *logtoadmin.TokenError) bool {
	return refusal.Code == "unauthorized_client" || strings.Contains(refusal.Description, "grant type is not allowed for this client")
}

func judgeResource(f *Facts) verdict {
	if !errors.Is(f.Logto.Token, logtoadmin.ErrInvalidResource) {
		return ok("accepted")
	}
	resource := ""
	if refusal, isRefusal := errors.AsType[*logtoadmin.TokenError](f.Logto.Token); isRefusal {
		resource = refusal.Resource
	}
	return fail("set LOGTO_RESOURCE: self-hosted "+logtoadmin.ResourceFor("")+", Logto Cloud https://TENANT.logto.app/api (also behind a custom domain)",
		"this Logto does not know the resource %q", resource)
}

func judgeRole(f *Facts) verdict {
	if !errors.Is(f.Logto.Token, logtoadmin.ErrMissingRole) {
		return ok("Logto Management API access")
	}
	return fail("Console > Roles > Logto Management API access > Machine-to-machine apps > Assign "+f.AppID,
		"the application %s gets a token, but without a role that lets it in", f.AppID)
}
