package directmail

import (
	"net/url"

	"github.com/logtoctl/logtoctl/internal/sandbox/inbox"
)

const ticketLength = 32

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
	a.replyRequests[ticket] = replyRequest{of: asking, address: asking.ReplyAddress}
	return ticket, asking.ReplyAddress, nil
}

// replyRequest is a reply address that waits for its approval.
type replyRequest struct {
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
	request, found := a.replyRequests[ticket]
	// The address may have changed since the mail was sent.
	if !found || request.of.ReplyAddress != request.address {
		return nil, malformed("InvalidTicket.Malformed", "The specified Ticket is wrongly formed or out of date.")
	}
	delete(a.replyRequests, ticket)
	request.of.replyUnverified = false
	return emptyAnswer{RequestID: r.id}, nil
}
