package directmail

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/logtoctl/logtoctl/pkg/secret"
)

const (
	maxAccountName   = 60
	maxMailAddresses = 100 // per account and region
	// maxDeletions is how many sender addresses an account may delete in a
	// month.
	maxDeletions = 10
)

type createMailAddressAnswer struct {
	MailAddressID string `json:"MailAddressId" xml:"MailAddressId"`
	RequestID     string `json:"RequestId" xml:"RequestId"`
}

func (s *Server) createMailAddress(r *request) (any, error) {
	added, err := readMailAddress(r)
	if err != nil {
		return nil, err
	}
	a := s.account
	a.mu.Lock()
	defer a.mu.Unlock()
	if err := a.mayAddSender(added); err != nil {
		return nil, err
	}
	added.id, added.created = a.newID(), s.now()
	a.senders = append(a.senders, added)
	return createMailAddressAnswer{MailAddressID: strconv.Itoa(added.id), RequestID: r.id}, nil
}

func readMailAddress(r *request) (*sender, error) {
	name, sendType, reply := strings.ToLower(r.parameters.Get("AccountName")), r.parameters.Get("Sendtype"), r.parameters.Get("ReplyAddress")
	switch {
	case name == "":
		return nil, errMissing("AccountName")
	case sendType == "":
		return nil, errMissing("Sendtype")
	case len(name) > maxAccountName || !isAddress(name):
		return nil, malformed("InvalidMailAddressName.Malformed", "The specified AccountName is wrongly formed.")
	case sendType != sendTypeTrigger && sendType != sendTypeBatch:
		return nil, errSendType()
	case reply != "" && !isAddress(reply):
		return nil, errReplyAddress()
	}
	return &sender{
		MailAddress:     MailAddress{Region: r.region, AccountName: name, SendType: sendType, ReplyAddress: reply},
		replyUnverified: reply != "",
	}, nil
}

// mayAddSender takes a domain that is not verified yet too, as the real
// service does; only sending needs it to be.
func (a *account) mayAddSender(added *sender) error {
	if _, err := a.domainNamed(added.Region, added.domainName()); err != nil {
		return malformed("InvalidMailAddressDomain.Malformed", "The specified mailaddress domain is wrongly formed.")
	}
	if _, err := a.senderNamed(added.Region, added.AccountName); err == nil {
		return malformed("InvalidMailAddressName.Duplicate", "The specified mailaddress already exists.")
	}
	if countIn(added.Region, a.senders, func(s *sender) string { return s.Region }) >= maxMailAddresses {
		return malformed("InvalidMailAddressNumber.Malformed", "The number of mailaddresses exceeds the limit.")
	}
	return nil
}

func (s *Server) modifyMailAddress(r *request) (any, error) {
	id, err := readID(r, "MailAddressId")
	if err != nil {
		return nil, err
	}
	reply, password := r.parameters.Get("ReplyAddress"), secret.Text(r.parameters.Get("Password"))
	if reply != "" && !isAddress(reply) {
		return nil, errReplyAddress()
	}
	a := s.account
	a.mu.Lock()
	defer a.mu.Unlock()
	changed, err := a.senderByID(r.region, id)
	if err != nil {
		return nil, err
	}
	if password != "" {
		if !isPassword(password.Reveal()) || password == changed.password {
			return nil, malformed("InvalidPassword.Malformed", "The specified Password is too weak, or the one before.")
		}
		changed.password = password
	}
	if reply != "" && reply != changed.ReplyAddress {
		changed.ReplyAddress, changed.replyUnverified = reply, true
	}
	return emptyAnswer{RequestID: r.id}, nil
}

// isPassword wants 10 to 20 characters with two digits, two capitals and two
// small letters among them.
func isPassword(text string) bool {
	count := func(class string) int { return len(regexp.MustCompile(class).FindAllString(text, -1)) }
	return len(text) >= 10 && len(text) <= 20 && min(count(`[0-9]`), count(`[A-Z]`), count(`[a-z]`)) >= 2
}

func (s *Server) deleteMailAddress(r *request) (any, error) {
	id, err := readID(r, "MailAddressId")
	if err != nil {
		return nil, err
	}
	if err := s.account.deleteSender(r.region, id, s.now()); err != nil {
		return nil, err
	}
	return emptyAnswer{RequestID: r.id}, nil
}

func (a *account) deleteSender(region string, id int, now time.Time) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	gone, err := a.senderByID(region, id)
	if err != nil {
		return err
	}
	a.deletions.turn(now)
	if a.deletions.thisMonth >= maxDeletions {
		return malformed("InvalidMailAddressDeleteNumber.Malformed", "No more than 10 mailaddresses can be deleted in a month.")
	}
	a.deletions.add(now, 1)
	a.senders = slices.DeleteFunc(a.senders, func(s *sender) bool { return s == gone })
	return nil
}

// senderByID refuses an unknown id with a code that says something else, as
// the real service does.
func (a *account) senderByID(region string, id int) (*sender, error) {
	at := slices.IndexFunc(a.senders, func(s *sender) bool { return s.Region == region && s.id == id })
	if at < 0 {
		return nil, malformed("InvalidMailAddressId.Malformed", "The specified mailaddress id is wrongly formed.")
	}
	return a.senders[at], nil
}

func (a *account) senderNamed(region, name string) (*sender, error) {
	at := slices.IndexFunc(a.senders, func(s *sender) bool { return s.Region == region && s.AccountName == name })
	if at < 0 {
		return nil, errMailAddressNotFound()
	}
	return a.senders[at], nil
}
