package directmail

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/logtoctl/logtoctl/internal/sandbox/inbox"
)

type singleSendMailAnswer struct {
	EnvID     string `json:"EnvId" xml:"EnvId"`
	RequestID string `json:"RequestId" xml:"RequestId"`
}

// singleSendMail accepts one mail and delivers it once per recipient, but for
// those whose address says that it does not arrive. All parameters are judged
// before the state of the account is.
func (s *Server) singleSendMail(r *request) (any, error) {
	if err := checkMail(r); err != nil {
		return nil, err
	}
	recipients := strings.Split(r.parameters.Get("ToAddress"), ",")
	now := s.now()
	from, err := s.account.send(r, recipients, now, now.Add(s.deliveryDelay))
	if err != nil {
		return nil, err
	}
	envID, given := newEnvID(), givenParameters(r.parameters)
	for _, to := range recipients {
		if outcomeFor(to).status != statusDelivered {
			continue
		}
		s.deliver(inbox.Message{
			ReceivedAt: now.UTC(),
			From:       from,
			FromAlias:  r.parameters.Get("FromAlias"),
			To:         to,
			Subject:    r.parameters.Get("Subject"),
			HTML:       r.parameters.Get("HtmlBody"),
			Text:       r.parameters.Get("TextBody"),
			RequestID:  r.id,
			EnvID:      envID,
			Tag:        r.parameters.Get("TagName"),
			Parameters: given,
		})
	}
	return singleSendMailAnswer{EnvID: envID, RequestID: r.id}, nil
}

// givenParameters are those that say what to send, for people to look at: not
// the bodies, which a message has anyway, and nothing of the signature.
func givenParameters(parameters url.Values) map[string]string {
	given := make(map[string]string, len(parameters))
	for name := range parameters {
		switch name {
		case "HtmlBody", "TextBody", "Format", "Version", parameterSignature, parameterSignatureMethod, parameterSignatureNonce,
			parameterSignatureVersion, parameterAccessKeyID, parameterSecurityToken, parameterTimestamp:
		default:
			given[name] = parameters.Get(name)
		}
	}
	return given
}

// send books a mail on its sender address, and returns that address as the
// account writes it. The outcome is known from the time settled.
func (a *account) send(r *request, recipients []string, now, settled time.Time) (string, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	from, err := a.usableSender(r.region, strings.ToLower(r.parameters.Get("AccountName")))
	if err != nil {
		return "", err
	}
	tagName := r.parameters.Get("TagName")
	if tagName != "" && !a.hasTag(r.region, tagName) {
		return "", errTagNotFound()
	}
	if !a.book(len(recipients), now) {
		return "", malformed("InvalidSendMail.Spam", "The mail was rejected: user status, sending frequency or quota.")
	}
	from.mails.add(now, len(recipients))
	from.requests.add(now, 1)
	for _, to := range recipients {
		a.remember(delivery{
			outcome: outcomeFor(to), region: r.region, accountName: from.AccountName, tagName: tagName,
			recipient: to, subject: r.parameters.Get("Subject"), sent: now, settled: settled,
		})
	}
	return from.AccountName, nil
}

func (a *account) usableSender(region, name string) (*sender, error) {
	s, err := a.senderNamed(region, name)
	if err != nil {
		return nil, err
	}
	if a.isFrozen(name) {
		return nil, malformed("InvalidMailAddressStatus.Malformed", "The specified mailaddress status is wrongly formed.")
	}
	if a.domainStatus(s) == domainUnverified {
		return nil, malformed("InvalidMailAddressDomain.Malformed", "The specified mailaddress domain is wrongly formed.")
	}
	return s, nil
}

func errMailAddressNotFound() *apiError {
	return refuse(http.StatusNotFound, "InvalidMailAddress.NotFound", "The specified mailaddress does not exist.")
}

// newEnvID has the shape of real ones: a number too large for a JavaScript
// one, which is why it travels as a string.
func newEnvID() string { return "600000" + randomString(10, "0123456789") + "642" }
