package cli

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// nextAfter says what to do about a refusal of the Management API: what its code
// asks for, else what its status does.
func nextAfter(err *logtoadmin.Error) string {
	if next := nextByCode(err.Code); next != "" {
		return next
	}
	switch {
	case err.StatusCode == http.StatusNotFound && err.Code == "":
		return "there is no Logto at this address: LOGTO_ENDPOINT is its root, without /console or /api"
	case err.Code == "request.rate_limited", errors.Is(err, logtoadmin.ErrRateLimited):
		return "the server limits requests: wait " + waitOf(err) + " and run it again"
	case err.StatusCode > http.StatusInternalServerError && err.Code == "":
		return "something in front of Logto could not reach it: check that Logto is running, then run it again"
	case err.StatusCode >= http.StatusInternalServerError:
		return "Logto failed by itself: look at its log for the request id, then run it again"
	}
	return ""
}

func waitOf(err *logtoadmin.Error) string {
	if err.RetryAfter <= 0 { // the server did not say
		return "a minute"
	}
	return fmt.Sprint(err.RetryAfter)
}

// nextByCode says what to do about one of Logto's codes, or nothing. It knows
// all of [logtoadmin.Codes] but those of the token endpoint and request.rate_limited.
func nextByCode(code string) string {
	area, rest, _ := strings.Cut(code, ".")
	switch area {
	case "auth":
		return nextForAccess(rest)
	case "guard", "request", "entity":
		return nextForRequest(area, rest)
	case "application", "role":
		return nextForApplication(area, rest)
	case "connector":
		return cmp.Or(nextForSending(rest), nextForConnector(rest), nextForSocialConnector(rest))
	case "sign_in_experiences":
		return cmp.Or(nextForSignIn(rest), nextForPolicy(rest), nextForFactors(rest),
			"look at what there is, then choose another --sign-up or --factor: logtoctl sign-in-experience get -o json")
	case "verification_code":
		return nextForVerificationCode(rest)
	case "session":
		return nextForAddress(rest)
	case "subscription", "system_limit":
		return nextForLimit(area, rest)
	}
	return ""
}

// nextForToken is for the codes of the token endpoint that an answer says no
// more about; explainToken tells the others apart.
func nextForToken(code string) string {
	switch code {
	case "invalid_scope", "insufficient_scope":
		return "check LOGTO_RESOURCE, and assign the role Logto Management API access to the machine-to-machine application (Console > Roles); which one it is tells: logtoctl doctor"
	case "invalid_request":
		return "check LOGTO_ENDPOINT and any proxy between here and Logto: logtoctl doctor"
	case "invalid_grant", "access_denied":
		return "set LOGTO_M2M_APP_ID to a machine-to-machine application of this tenant (Console > Applications), then: logtoctl doctor"
	case "unsupported_grant_type":
		return "check that LOGTO_ENDPOINT is the root of a Logto, without /console or /api: logtoctl doctor"
	case "server_error", "provider_error", "provider_error_fallback":
		return "run it again; if it stays, look at the log of Logto"
	}
	return ""
}

func nextForAccess(code string) string {
	switch code {
	case "authorization_header_missing", "authorization_token_type_not_supported":
		return "let the proxy in front of Logto pass the Authorization header on as it is"
	case "unauthorized":
		return "check that LOGTO_ENDPOINT is the address that Logto itself is configured with: localhost and 127.0.0.1 are different issuers"
	case "forbidden", "expected_role_not_found":
		return "assign the role Logto Management API access to the machine-to-machine application"
	case "jwt_sub_missing":
		return "set LOGTO_M2M_APP_ID to a machine-to-machine application (Console > Applications > Create > Machine-to-machine)"
	case "exceed_token_limit":
		return "wait for the next month of the plan, or choose a larger one (Console > Settings)"
	}
	return ""
}

func nextForRequest(area, code string) string {
	switch area + "." + code {
	case "guard.invalid_input", "request.invalid_input":
		return "correct the value that the message names; of a file this finds it without any request: logtoctl validate -f logtoctl.yaml"
	case "guard.invalid_pagination":
		return "ask for page 1 or later, with 1 to 100 entries"
	case "guard.not_allowed_for_admin_tenant":
		return "set LOGTO_ENDPOINT to the core endpoint (default port 3001) instead of the admin endpoint"
	case "request.general", "entity.create_failed":
		return "look at the log of Logto for the request id, then run it again"
	case "request.feature_not_supported":
		return "do without the feature, or set Logto up for it: storing tokens of connectors needs SECRET_VAULT_KEK on the server"
	case "request.message_rate_limited":
		return "wait ten minutes: Logto sends one address at most ten mails in that time"
	case "entity.invalid_input":
		return "give at least one value to change; if you did, this Logto is older than the value: update it"
	case "entity.value_too_long":
		return "shorten the value: names of applications and secrets have at most 256 characters"
	case "entity.db_constraint_violated":
		return "correct the value; the log of Logto has the rule under the request id"
	case "entity.not_exists", "entity.not_exists_with_id", "entity.not_found":
		return "check the id and LOGTO_ENDPOINT; what the tenant has: logtoctl export"
	case "entity.relation_foreign_key_not_found":
		return "run it again: what it refers to was deleted meanwhile, or its id belongs to another tenant"
	case "entity.unique_integrity_violation":
		return "use the one there is, or choose another name; what the tenant has: logtoctl export"
	}
	return ""
}

func nextForVerificationCode(code string) string {
	switch code {
	case "code_mismatch":
		return "type the code of the newest mail: an earlier one is no longer valid"
	case "expired", "not_found", "exceed_max_try":
		return "request a new code, such as by: logtoctl test-email ADDRESS --round-trip"
	case "email_mismatch", "phone_mismatch":
		return "verify the code with the recipient it was sent to, or request a new one"
	case "phone_email_empty":
		return "name a recipient: logtoctl test-email ADDRESS --round-trip"
	}
	return ""
}

func nextForAddress(code string) string {
	switch code {
	case "email_blocklist.email_not_allowed":
		return "use another address, or take this one or its domain off the list (Console > Security > Blocklist)"
	case "email_blocklist.email_subaddressing_not_allowed":
		return "use the address without the plus sign, or allow it (Console > Security > Blocklist)"
	case "email_blocklist.disposable_email_validation_failed":
		return "try again later, or do not ask whether addresses are throw-away ones (Console > Security > Blocklist)"
	case "email_blocklist.invalid_email":
		return "correct the address"
	}
	return ""
}

func nextForLimit(area, code string) string {
	switch area + "." + code {
	case "subscription.limit_exceeded":
		return "delete what is not needed, or choose a larger plan (Console > Settings)"
	case "subscription.get_plan_failed":
		return "run it again in a few minutes; if it stays, ask the support of Logto Cloud"
	case "subscription.tenant_suspended":
		return "pay what is due (Console > Settings), or ask the support of Logto Cloud"
	case "system_limit.limit_exceeded":
		return "delete what is not needed, or ask the support of Logto Cloud"
	}
	return ""
}
