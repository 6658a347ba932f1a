package doctor

import (
	"errors"
	"net/http"
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

// call is a read-only operation and what came of it.
type call struct {
	action string
	err    error
}

// calls returns the operations that were tried with the account's AccessKey.
func (f *Facts) calls() []call {
	d := f.DirectMail
	return []call{
		{"DescAccountSummary", d.Account.Err},
		{"QueryMailAddressByParam", d.Senders.Err},
		{"QueryDomainByParam", d.Domains.Err},
		{"DescDomain", d.Domain.Err},
		{"QueryTagByParam", d.Tags},
		{"SenderStatisticsByTagNameAndBatchID", d.Statistics},
		{"SenderStatisticsDetailByParam", d.Deliveries},
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
	switch err := f.DirectMail.NoAccount; {
	case err == nil:
		return ok("%s", f.DirectMail.AccessKeyID)
	case errors.Is(err, aliyundm.ErrNoCredentials):
		return skip(hintOf(err, next), "no AccessKey is set, so that Direct Mail is not looked at")
	default:
		return fail(hintOf(err, next), "%v", err)
	}
}

// judgeMailReachable names what is no answer of Direct Mail's own.
func judgeMailReachable(f *Facts) verdict {
	if errors.Is(f.DirectMail.Account.Err, errNotAsked) { // in a region that there is not
		return skip("", "waits for %s", connectorConfig)
	}
	for _, call := range f.calls() {
		refusal, isRefusal := errors.AsType[*aliyundm.Error](call.err)
		switch {
		case !isRefusal:
		case errors.Is(call.err, aliyundm.ErrUnreachable):
			return fail("check the network and any proxy: curl -i https://"+strings.TrimPrefix(refusal.Endpoint, "https://"), "no answer from %s: %s", refusal.Endpoint, reason(refusal))
		case errors.Is(call.err, aliyundm.ErrUnexpectedResponse):
			return fail("check LOGTOCTL_DM_ENDPOINT and any proxy", "what answers at %s is not Direct Mail", refusal.Endpoint)
		case errors.Is(call.err, aliyundm.ErrThrottled), refusal.StatusCode >= http.StatusInternalServerError:
			return fail("wait a minute and run it again", "%s", brief(call.err))
		}
	}
	return ok("in %s", f.DirectMail.Region)
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
	for _, call := range f.calls() {
		if errors.Is(call.err, aliyundm.ErrUnauthorized) {
			return refusedKey(call.err, f.DirectMail.AccessKeyID, "set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET to a pair that works")
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

func judgeRights(f *Facts) verdict {
	var denied []string
	for _, call := range f.calls() {
		switch {
		case errors.Is(call.err, aliyundm.ErrForbidden):
			denied = append(denied, "dm:"+call.action)
		case call.err != nil && !errors.Is(call.err, errNotAsked) && !errors.Is(call.err, errNoDomain):
			return fail("logtoctl explain "+code(call.err), "%s", brief(call.err))
		}
	}
	if len(denied) == 0 {
		return ok("%d calls", len(f.calls()))
	}
	return fail("RAM console: allow the user of "+f.DirectMail.AccessKeyID+" "+strings.Join(denied, ", ")+" on resource *, or attach AliyunDirectMailReadOnlyAccess",
		"RAM denies %s", strings.Join(denied, ", "))
}

func judgeConnectorKey(f *Facts) verdict {
	id := f.DirectMail.Mailer.Value.AccessKeyID
	switch err := f.DirectMail.ConnectorKey; {
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
		return skip("logtoctl doctor --probe-send, or send a mail: logtoctl test-email you@example.com", "only a request to send can show it")
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
