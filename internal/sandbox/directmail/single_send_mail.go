package directmail

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/logtoctl/logtoctl/internal/sandbox/inbox"
)

type singleSendMailAnswer struct {
	EnvID     string `json:"EnvId" xml:"EnvId"`
	RequestID string `json:"RequestId" xml:"RequestId"`
}

// singleSendMail accepts one mail and delivers it once per recipient. All
// parameters are judged before the state of the account is.
func (s *Server) singleSendMail(r *request) (any, error) {
	if err := checkMail(r); err != nil {
		return nil, err
	}
	recipients := strings.Split(r.parameters.Get("ToAddress"), ",")
	now := s.now()
	from, err := s.account.send(r, len(recipients), now)
	if err != nil {
		return nil, err
	}
	for _, to := range recipients {
		s.deliver(inbox.Message{
			ReceivedAt: now.UTC(),
			From:       from,
			FromAlias:  r.parameters.Get("FromAlias"),
			To:         to,
			Subject:    r.parameters.Get("Subject"),
			HTML:       r.parameters.Get("HtmlBody"),
			Text:       r.parameters.Get("TextBody"),
			RequestID:  r.id,
		})
	}
	return singleSendMailAnswer{EnvID: newEnvID(), RequestID: r.id}, nil
}

// send books a mail with the given number of recipients on its sender address,
// and returns that address as the account writes it.
func (a *account) send(r *request, recipients int, now time.Time) (string, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	from, err := a.usableSender(r.region, strings.ToLower(r.parameters.Get("AccountName")))
	if err != nil {
		return "", err
	}
	if tag := r.parameters.Get("TagName"); tag != "" && !slices.Contains(a.tags, Tag{Region: r.region, Name: tag}) {
		return "", refuse(http.StatusNotFound, "InvalidTag.NotFound", "The specified tag does not exist.")
	}
	a.sent.turn(now)
	if a.userStatus != 0 || a.sent.today+recipients > a.dailyQuota {
		return "", malformed("InvalidSendMail.Spam", "The mail was rejected: user status, sending frequency or quota.")
	}
	a.sent.add(now, recipients)
	from.mails.add(now, recipients)
	from.requests.add(now, 1)
	return from.AccountName, nil
}

func (a *account) usableSender(region, name string) (*sender, error) {
	for _, s := range a.senders {
		if s.Region != region || s.AccountName != name {
			continue
		}
		if s.Frozen {
			return nil, malformed("InvalidMailAddressStatus.Malformed", "The specified mailaddress status is wrongly formed.")
		}
		if a.domainStatus(region, name) == domainUnverified {
			return nil, malformed("InvalidMailAddressDomain.Malformed", "The specified mailaddress domain is wrongly formed.")
		}
		return s, nil
	}
	return nil, refuse(http.StatusNotFound, "InvalidMailAddress.NotFound", "The specified mailaddress does not exist.")
}

// newEnvID has the shape of real ones: a number too large for a JavaScript
// one, which is why it travels as a string.
func newEnvID() string { return "600000" + randomString(10, "0123456789") + "642" }
