package doctor

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

const (
	accessKeyFound     = "access-key.found"
	accessKeyReachable = "access-key.reachable"
	accessKeyClock     = "access-key.clock"
	accessKeyValid     = "access-key.valid"
	accessKeyActivated = "access-key.activated"
	accessKeyRights    = "access-key.rights"
	accessKeyConnector = "access-key.connector"
	accessKeyMaySend   = "access-key.may-send"
)

func accessKeyChecks() []Check {
	return []Check{
		{ID: accessKeyFound, Group: groupAccessKey, Title: "an AccessKey is set", judge: judgeKeyFound},
		{ID: accessKeyReachable, Group: groupAccessKey, Title: "Direct Mail answers", needs: []string{accessKeyFound}, judge: judgeMailReachable},
		{ID: accessKeyClock, Group: groupAccessKey, Title: "Direct Mail's clock agrees", needs: []string{accessKeyReachable}, judge: judgeMailClock},
		{ID: accessKeyValid, Group: groupAccessKey, Title: "the AccessKey is valid", needs: []string{accessKeyClock}, judge: judgeKeyValid},
		{ID: accessKeyActivated, Group: groupAccessKey, Title: "Direct Mail is activated", needs: []string{accessKeyValid}, judge: judgeActivated},
		{ID: accessKeyRights, Group: groupAccessKey, Title: "it may read, call by call", needs: []string{accessKeyActivated}, judge: judgeRights},
		{ID: accessKeyConnector, Group: groupAccessKey, Title: "the connector's own is valid", needs: []string{connectorConfig, accessKeyFound, accessKeyValid}, judge: judgeConnectorKey},
		{ID: accessKeyMaySend, Group: groupAccessKey, Title: "the connector's own may send", needs: []string{accessKeyConnector}, judge: judgeMaySend},
	}
}

// call is a read-only operation and what came of it. Nothing else hangs on one
// that is aside, and no code needs what it tells.
type call struct {
	action string
	err    error
	aside  bool
}

// calls returns the operations that were tried on the account.
func (f *Facts) calls() []call {
	d := f.DirectMail
	return []call{
		{action: "DescAccountSummary", err: d.Account.Err},
		{action: "QueryMailAddressByParam", err: d.Senders.Err},
		{action: "QueryDomainByParam", err: d.Domains.Err},
		{action: "DescDomain", err: d.Domain.Err},
		{action: "QueryTagByParam", err: d.Tags.Err, aside: true},
		{action: "SenderStatisticsByTagNameAndBatchID", err: d.Statistics, aside: true},
		{action: "SenderStatisticsDetailByParam", err: d.Deliveries, aside: true},
	}
}

// code returns Direct Mail's own code.
func code(err error) string {
	if refusal, isRefusal := errors.AsType[*aliyundm.Error](err); isRefusal {
		return refusal.Code
	}
	return ""
}

func judgeKeyFound(f *Facts) verdict {
	const next = "set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET (RAM console > Users > Create AccessKey)"
	err := f.DirectMail.NoAccount
	none, _ := errors.AsType[*aliyundm.NoCredentialsError](err)
	switch {
	case err == nil:
		return ok("%s", f.DirectMail.AccessKeyID)
	case none != nil && len(none.Unusable) > 0:
		return fail("put it right, or "+hintOf(err, next), "%s", strings.Join(none.Unusable, "; "))
	case f.DirectMail.Borrowed:
		return ok("none of your own; the connector's is used for what it may: %s", f.DirectMail.AccessKeyID)
	case errors.Is(err, aliyundm.ErrNoCredentials):
		return skip(hintOf(err, next), "no AccessKey is set, so that Direct Mail is not looked at")
	default:
		return fail(hintOf(err, next), "%v", err)
	}
}

// judgeMailReachable names what is no answer of Direct Mail's own to a call that
// the other checks need.
func judgeMailReachable(f *Facts) verdict {
	if errors.Is(f.DirectMail.Account.Err, errNotAsked) { // in a region that there is not
		return skip("", "waits for %s", connectorConfig)
	}
	for _, call := range f.calls() {
		refusal, isRefusal := errors.AsType[*aliyundm.Error](call.err)
		switch {
		case !isRefusal || call.aside:
		case refusal.Code == "" && refusal.StatusCode >= http.StatusInternalServerError:
			return fail(f.tryEndpoint(refusal), "%s answered %d %s", refusal.Endpoint, refusal.StatusCode, http.StatusText(refusal.StatusCode))
		case errors.Is(call.err, aliyundm.ErrUnreachable):
			return fail(f.tryEndpoint(refusal), "no answer from %s: %s", refusal.Endpoint, reason(refusal))
		case errors.Is(call.err, aliyundm.ErrUnexpectedResponse):
			return fail(f.tryEndpoint(refusal), "what answers at %s is not Direct Mail", refusal.Endpoint)
		case isPassing(refusal):
			return fail(f.waitAndRunAgain(), "%s", brief(call.err))
		}
	}
	return ok("in %s", f.DirectMail.Region)
}

// isPassing tells a failure of Direct Mail that may be over in a minute.
func isPassing(refusal *aliyundm.Error) bool {
	return errors.Is(refusal, aliyundm.ErrThrottled) || errors.Is(refusal, aliyundm.ErrUnreachable) || refusal.StatusCode >= http.StatusInternalServerError
}

func (f *Facts) waitAndRunAgain() string {
	return "wait a minute and run it again: " + f.again(f.Resolver, f.ProbeSend)
}

// tryEndpoint is how to see what answers in the place of Direct Mail.
func (f *Facts) tryEndpoint(refusal *aliyundm.Error) string {
	switch set := f.DirectMail.Endpoint; {
	case set == "":
		return "check the network and any proxy: curl -i https://" + refusal.Endpoint
	case strings.Contains(set, "://"):
		return "check LOGTOCTL_DM_ENDPOINT and any proxy: curl -i " + set
	default:
		return "check LOGTOCTL_DM_ENDPOINT, which is https unless it begins with http://, and any proxy: curl -i https://" + set
	}
}

func reason(refusal *aliyundm.Error) string {
	if refusal.Err != nil {
		return refusal.Err.Error()
	}
	return http.StatusText(refusal.StatusCode)
}

func judgeMailClock(f *Facts) verdict {
	for _, call := range f.calls() {
		if strings.HasPrefix(code(call.err), "InvalidTimeStamp") {
			clock := judgeClock(f.DirectMail.Clock, "Direct Mail", maxSignatureSkew)
			if clock.status != Failed {
				clock.found = "Direct Mail refuses the time of the requests: more than 15 minutes off"
			}
			return fail("set the clock of this machine by the network: timedatectl set-ntp true", "%s", clock.found)
		}
	}
	return judgeClock(f.DirectMail.Clock, "Direct Mail", maxSignatureSkew)
}

func judgeKeyValid(f *Facts) verdict {
	next := "set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET to a pair that works"
	if f.DirectMail.Borrowed {
		next = f.correct("set accessKeyId and accessKeySecret")
	}
	for _, call := range f.calls() {
		if errors.Is(call.err, aliyundm.ErrUnauthorized) {
			return refusedKey(call.err, f.DirectMail.AccessKeyID, next)
		}
	}
	return ok("%s", f.DirectMail.AccessKeyID)
}

// refusedKey says why a key is not accepted; next is where to put another one.
func refusedKey(err error, id, next string) verdict {
	explanation, _ := aliyundm.Explain(code(err))
	return fail(next+" (RAM console > Users > AccessKeys)", "%s is refused: %s (%s)", id, strings.TrimSuffix(explanation.Meaning, "."), code(err))
}

func judgeActivated(f *Facts) verdict {
	for _, call := range f.calls() {
		if strings.EqualFold(code(call.err), "InvalidUser.NotFound") {
			return fail("open Direct Mail once: https://dm.console.aliyun.com", "this Alibaba Cloud account has never activated Direct Mail")
		}
	}
	return ok("yes")
}

// judgeRights tells what cannot be read. It fails if the rest hangs on it. Of the
// connector's own key nothing is asked but that it may send.
func judgeRights(f *Facts) verdict {
	troubles := slices.DeleteFunc(f.calls(), func(c call) bool {
		return c.err == nil || errors.Is(c.err, errNotAsked) || errors.Is(c.err, errNoDomain)
	})
	if len(troubles) == 0 {
		return ok("%d calls", len(f.calls()))
	}
	tell, first := fail, troubles[0] // what the rest hangs on comes first
	if first.aside {
		tell = warn
	}
	if !errors.Is(first.err, aliyundm.ErrForbidden) {
		return tell(f.nextAfter(first.err), "%s", brief(first.err))
	}
	var denied []string
	for _, call := range troubles {
		if errors.Is(call.err, aliyundm.ErrForbidden) {
			denied = append(denied, "dm:"+call.action)
		}
	}
	actions := strings.Join(denied, ", ")
	if f.DirectMail.Borrowed {
		return skip("set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET to a pair that may read", "the connector's own may not, and need not: %s", actions)
	}
	return tell("RAM console: allow the user of "+f.DirectMail.AccessKeyID+" "+actions+" on resource *, or attach AliyunDirectMailReadOnlyAccess", "RAM denies %s", actions)
}

// nextAfter is what to do about an answer that no check has a name for.
func (f *Facts) nextAfter(err error) string {
	refusal, isRefusal := errors.AsType[*aliyundm.Error](err)
	if isRefusal && refusal.Code != "" && !isPassing(refusal) {
		return "logtoctl explain " + refusal.Code
	}
	return f.waitAndRunAgain()
}

func judgeConnectorKey(f *Facts) verdict {
	id := f.DirectMail.Mailer.Value.AccessKeyID
	switch err := f.DirectMail.ConnectorKey; {
	case f.connectorless():
		return skip(f.applyConnector(), "there is no connector to look at")
	case lacksKey(f.DirectMail.Mailer.Value):
		return skip(setAccessKey, "the AccessKey of %s is not set here", f.FileName)
	case err == nil, errors.Is(err, aliyundm.ErrForbidden): // a key that may only send is as it should be
		return ok("%s", id)
	case errors.Is(err, aliyundm.ErrUnauthorized):
		return refusedKey(err, id, f.correct("set accessKeyId and accessKeySecret"))
	default:
		return skip("", "cannot be looked at: %s", brief(err))
	}
}

// judgeMaySend cannot tell by reading: RAM allows each operation by itself, and
// the one that sends can be tried only by a request to send.
func judgeMaySend(f *Facts) verdict {
	id := f.DirectMail.Mailer.Value.AccessKeyID
	switch err := f.DirectMail.MaySend; {
	case errors.Is(err, errNotAsked):
		return skip(f.again(f.Resolver, true)+", or send a mail: logtoctl test-email you@example.com", "only a request to send can show it")
	case errors.Is(err, aliyundm.ErrReadOnly):
		return skip(f.again(f.Resolver, true), "not in a dry run")
	case errors.Is(err, aliyundm.ErrForbidden):
		return fail("RAM console: allow the user of "+id+" dm:SingleSendMail on resource *", "RAM denies dm:SingleSendMail to %s", id)
	case errors.Is(err, aliyundm.ErrNotFound):
		return ok("%s", id)
	case err == nil:
		return ok("%s; the mail to %s was accepted and cannot be delivered", id, probeRecipient)
	default:
		return warn("logtoctl test-email you@example.com", "a probe to send was answered otherwise than expected: %s", brief(err))
	}
}
