package cli

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/logtoctl/logtoctl/internal/manifest"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// explain adds what is known about the two services' own errors: the code, the
// request id, what it means in plain words and what to type next. What an
// error said about itself is kept.
func explain(err error, failure *Failure) {
	var (
		token    *logtoadmin.TokenError
		role     *logtoadmin.MissingRoleError
		refusal  *logtoadmin.Error
		mail     *aliyundm.Error
		findings manifest.Findings
	)
	switch {
	case errors.As(err, &token):
		explainToken(token, failure)
	case errors.As(err, &role):
		failure.set("missing_role", "")
		failure.suggest("Console > Roles > Logto Management API access > Machine-to-machine apps > Assign " + role.AppID + ", then try: logtoctl app list")
	case errors.As(err, &refusal):
		explainRefusal(refusal, failure)
	case errors.As(err, &mail):
		explainMail(mail, isOfConnector(mail), failure)
	case errors.As(err, &findings):
		failure.set("invalid_file", "")
		failure.Details = findings
		failure.Message = fmt.Sprintf("%s cannot be used:\n%s", findings[0].File, findings.Error())
		failure.suggest("correct the file and check it without any request: logtoctl connector aliyun-dm validate -f FILE")
	case errors.Is(err, logtoadmin.ErrUnreachable), errors.Is(err, aliyundm.ErrUnreachable):
		failure.set("unreachable", "")
		failure.suggest("check the endpoint, your network and any proxy, then run it again")
	case errors.Is(err, logtoadmin.ErrUnexpectedResponse):
		failure.set("unexpected_response", "")
		failure.suggest("check LOGTO_ENDPOINT, and what stands between here and Logto, such as a proxy or a sign-in page: logtoctl doctor")
	}
}

func (f *Failure) set(code, requestID string) {
	if f.Code == unnamed {
		f.Code = code
	}
	if f.RequestID == "" {
		f.RequestID = requestID
	}
}

func (f *Failure) suggest(hint string) {
	if f.Hint == "" {
		f.Hint = hint
	}
}

// explainToken tells the four usual mistakes with credentials apart; Logto's
// own answer calls three of them invalid_client.
func explainToken(err *logtoadmin.TokenError, failure *Failure) {
	failure.set(err.Code, err.RequestID)
	switch {
	case err.Code == "unauthorized_client":
		failure.Meaning = "The application exists, but it is not a machine-to-machine one."
		failure.suggest("set LOGTO_M2M_APP_ID to a machine-to-machine application (Console > Applications > Create > Machine-to-machine)")
	case errors.Is(err, logtoadmin.ErrInvalidResource):
		failure.Meaning = "This Logto does not know the Management API under that resource indicator."
		failure.suggest("set LOGTO_RESOURCE: self-hosted https://default.logto.app/api, Logto Cloud https://TENANT.logto.app/api (also behind a custom domain)")
	case err.AppID == "m-default":
		failure.Meaning = "The built-in application m-default belongs to the admin tenant, which this endpoint does not serve."
		failure.suggest("ask at the admin endpoint (default port 3002), or better create a machine-to-machine application of its own")
	case err.StatusCode == http.StatusUnauthorized:
		failure.Meaning = "The secret does not belong to this application."
		failure.suggest("set LOGTO_M2M_APP_SECRET to a secret of " + err.AppID + " (Console > Applications > " + err.AppID + " > App secrets)")
	case errors.Is(err, logtoadmin.ErrUnauthorized):
		failure.Meaning = "There is no such application in this tenant."
		failure.suggest("check LOGTO_M2M_APP_ID and LOGTO_ENDPOINT: the id belongs to another tenant or is misspelt")
	default:
		failure.Meaning, _ = logtoadmin.Explain(err.Code)
		failure.suggest(nextForToken(err.Code))
	}
}

func explainRefusal(err *logtoadmin.Error, failure *Failure) {
	if err.Code == "" {
		nameStatus(err.StatusCode, failure)
	}
	failure.set(cmp.Or(err.Code, failure.Code), err.RequestID)
	if err.Provider != nil && err.Provider.Code != "" {
		failure.Code, failure.RequestID = err.Provider.Code, err.Provider.RequestID
		explainMail(&aliyundm.Error{Code: err.Provider.Code}, true, failure)
		return
	}
	failure.Meaning, _ = logtoadmin.Explain(err.Code)
	failure.suggest(nextAfter(err))
	if len(err.Issues) > 0 && failure.Details == nil {
		failure.Details = issuesOf(err)
	}
}

// nameStatus gives an answer a code that has none of the service's: it is that of
// something in front of the service, or of a service that failed half-way.
func nameStatus(status int, failure *Failure) {
	switch {
	case status == http.StatusTooManyRequests:
		failure.set("rate_limited", "")
	case status == http.StatusBadGateway, status == http.StatusServiceUnavailable, status == http.StatusGatewayTimeout:
		failure.set("unreachable", "")
	case status >= http.StatusInternalServerError:
		failure.set("server_failed", "")
	default:
		failure.set("unexpected_response", "")
	}
}

// issue is one finding of the server in the error document.
type issue struct {
	Path    string `json:"path"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

func issuesOf(err *logtoadmin.Error) []issue {
	issues := make([]issue, len(err.Issues))
	for i, found := range err.Issues {
		issues[i] = issue{Path: strings.Join(found.Path, "."), Code: found.Code, Message: found.Message}
	}
	return issues
}
