package provision

import (
	"fmt"
	"strings"

	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

// DeliveryError says that mails were sent and did not arrive, or that it is not
// known yet whether they did.
type DeliveryError struct {
	AccountName string
	Region      string // of the sender's domain, empty for the default one
	To          string
	Mails       []Undelivered // never empty
	Err         error         // why the last look failed, nil when it did not
}

// Undelivered is a mail that did not arrive as far as is known.
type Undelivered struct {
	UsageType email.UsageType
	Outcome   aliyundm.Delivery
}

// Error tells of each mail what Direct Mail said about it.
func (e *DeliveryError) Error() string {
	sentences := make([]string, len(e.Mails))
	for i, mail := range e.Mails {
		sentences[i] = mail.sentence(e.To)
	}
	text := strings.Join(sentences, "; ")
	if e.Err != nil {
		text += "; the last look failed: " + e.Err.Error()
	}
	return text
}

func (m Undelivered) sentence(to string) string {
	text := fmt.Sprintf("the %s mail to %s was not delivered", m.UsageType, to)
	if isOpen(m.Outcome) {
		text = fmt.Sprintf("it is not known yet whether the %s mail to %s was delivered", m.UsageType, to)
	}
	if m.Outcome.Status == aliyundm.DeliveryUnknown {
		return text
	}
	text += ": " + m.Outcome.Status.String()
	var said []string
	for _, words := range []string{m.Outcome.Message, m.Outcome.ErrorClassification} {
		if words != "" {
			said = append(said, words)
		}
	}
	if len(said) > 0 {
		text += " (" + strings.Join(said, ", ") + ")"
	}
	return text
}

// worst is the outcome that the code and the hint are about: the first that is
// final, for it will not become better by itself.
func (e *DeliveryError) worst() aliyundm.DeliveryStatus {
	for _, mail := range e.Mails {
		if !isOpen(mail.Outcome) {
			return mail.Outcome.Status
		}
	}
	return aliyundm.DeliveryUnknown
}

// Code is the code of the error document.
func (e *DeliveryError) Code() string {
	switch e.worst() {
	case aliyundm.DeliveryInvalidAddress:
		return "delivery_invalid_address"
	case aliyundm.DeliverySpam:
		return "delivery_spam"
	case aliyundm.DeliveryFailed:
		return "delivery_failed"
	default:
		return "delivery_unknown"
	}
}

// Hint says what to look at.
func (e *DeliveryError) Hint() string {
	_, domain, _ := strings.Cut(e.AccountName, "@")
	check := "logtoctl direct-mail domain check " + domain + plan.RegionFlag(e.Region)
	switch e.worst() {
	case aliyundm.DeliveryInvalidAddress:
		return "there is no such mailbox: check the spelling, or send to another address"
	case aliyundm.DeliverySpam:
		return "check SPF, DKIM and DMARC of the sender's domain: " + check + "; then the wording: logtoctl templates lint"
	case aliyundm.DeliveryFailed:
		return "the recipient's server refused it for the reason given; often the sender's domain lacks a DNS record: " + check
	default:
		return "look at the mailbox; Direct Mail can take minutes to tell, so send another one with a longer --wait-delivery"
	}
}
