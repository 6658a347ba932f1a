package directmail

import (
	"net/url"
	"slices"

	"github.com/logtoctl/logtoctl/internal/sandbox/inbox"
)

const (
	ticketLength = 32
	// maxReplyRequests bounds the memory of those that nobody approves; the
	// oldest go first.
	maxReplyRequests = 1000
)

// checkReplyToMailAddress mails a link to the reply address of a sender
// address, whose ticket ApproveReplyMailAddress takes. The mail does not come
// from the account, so it does not count.
func (s *Server) checkReplyToMailAddress(r *request) (any, error) {
	id, err := readID(r, "MailAddressId")
	if err != nil {
		return nil, err
	}
	ticket, to, err := s.account.requestReply(r.region, id)
	if err != nil {
		return nil, err
	}
	link := "https://" + hostOfRegion(r.region) + "/?" + url.Values{"Action": {"ApproveReplyMailAddress"}, "Ticket": {ticket}}.Encode()
	subject, text := "验证回信地址", "请打开以下链接以验证回信地址: "
	if r.parameters.Get("Lang") == "en" {
		subject, text = "Verify the reply address", "Open this link to verify the reply address: "
	}
	s.deliver(inbox.Message{
		ReceivedAt: s.now().UTC(), From: "system@notice.aliyun.com", To: to,
		Subject: subject, Text: text + link, RequestID: r.id,
	})
	return emptyAnswer{RequestID: r.id}, nil
}

func (a *account) requestReply(region string, id int) (ticket, to string, err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	asking, err := a.senderByID(region, id)
	if err != nil {
		return "", "", err
	}
	if asking.ReplyAddress == "" {
		return "", "", errReplyAddress()
	}
	// Letters alone, so that nothing in the link is taken for a one-time code.
	ticket = randomString(ticketLength, letters)
	if len(a.replyRequests) == maxReplyRequests {
		a.replyRequests = slices.Delete(a.replyRequests, 0, 1)
	}
	a.replyRequests = append(a.replyRequests, replyRequest{ticket: ticket, of: asking, address: asking.ReplyAddress})
	return ticket, asking.ReplyAddress, nil
}

// replyRequest is a reply address that waits for its approval.
type replyRequest struct {
	ticket  string
	of      *sender
	address string
}

func (s *Server) approveReplyMailAddress(r *request) (any, error) {
	ticket := r.parameters.Get("Ticket")
	if ticket == "" {
		return nil, errMissing("Ticket")
	}
	a := s.account
	a.mu.Lock()
	defer a.mu.Unlock()
	at := slices.IndexFunc(a.replyRequests, func(asked replyRequest) bool { return asked.ticket == ticket })
	// The address may have changed since the mail was sent.
	if at < 0 || a.replyRequests[at].of.ReplyAddress != a.replyRequests[at].address {
		return nil, malformed("InvalidTicket.Malformed", "The specified Ticket is wrongly formed or out of date.")
	}
	a.replyRequests[at].of.replyUnverified = false
	a.replyRequests = slices.Delete(a.replyRequests, at, at+1)
	return emptyAnswer{RequestID: r.id}, nil
}
