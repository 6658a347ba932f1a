package output

import (
	"time"

	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/provision"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

// The ways that a test mail can take.
const (
	ViaDirectMail = "direct-mail" // rendered here and handed to Direct Mail
	ViaLogto      = "logto"       // rendered and sent by Logto
)

// The statuses of a test mail. Those after the first two are for a mail that was
// followed.
const (
	Sent           = "sent"
	Verified       = "verified" // the code of a round trip was accepted
	Delivered      = "delivered"
	InvalidAddress = "invalid-address"
	Spam           = "spam"
	DeliveryFailed = "failed"
	Unknown        = "unknown" // not known yet
)

// TestMail is the document of one test mail.
type TestMail struct {
	To        string          `json:"to"`
	UsageType email.UsageType `json:"usageType"`
	Locale    string          `json:"locale"`
	Subject   string          `json:"subject"`
	Code      string          `json:"code"`
	Via       string          `json:"via"` // direct-mail or logto
	EnvID     string          `json:"envId"`
	RequestID string          `json:"requestId"`
	Shadowed  bool            `json:"shadowed"`           // a localised template took the connector's place
	Status    string          `json:"status"`             // sent, verified after a round trip, or the outcome
	Delivery  *Delivery       `json:"delivery,omitempty"` // of a mail that was followed, once it is known
	DryRun    bool            `json:"dryRun,omitempty"`
}

// Delivery is what Direct Mail says about the outcome of a mail.
type Delivery struct {
	Message        string    `json:"message"`        // of the recipient's server
	Classification string    `json:"classification"` // the kind of failure, SendOk for none
	Time           time.Time `json:"time,omitzero"`
}

// NewTestMail returns the view of a mail that was sent to somebody, or would
// be in a dry run.
func NewTestMail(to, code, via string, mail provision.Mail, dryRun bool) TestMail {
	return TestMail{
		To: to, UsageType: mail.UsageType, Locale: mail.Locale, Subject: mail.Subject, Code: code, Via: via,
		EnvID: mail.EnvID, RequestID: mail.RequestID, Shadowed: mail.Shadowed, Status: Sent, DryRun: dryRun,
	}
}

// WithOutcome returns the view of the mail with what became of it.
func (m TestMail) WithOutcome(outcome aliyundm.Delivery) TestMail {
	m.Status = deliveryStatus(outcome.Status)
	if m.Status != Unknown {
		m.Delivery = &Delivery{Message: outcome.Message, Classification: outcome.ErrorClassification, Time: outcome.UpdateTime}
	}
	return m
}

func deliveryStatus(status aliyundm.DeliveryStatus) string {
	switch status {
	case aliyundm.DeliverySucceeded:
		return Delivered
	case aliyundm.DeliveryInvalidAddress:
		return InvalidAddress
	case aliyundm.DeliverySpam:
		return Spam
	case aliyundm.DeliveryFailed:
		return DeliveryFailed
	default:
		return Unknown
	}
}

// Table returns the mail as names and values.
func (m TestMail) Table() Table {
	return object(
		pair("to", m.To),
		pair("usage type", string(m.UsageType)),
		pair("locale", m.Locale),
		pair("subject", m.Subject),
		pair("code", m.Code),
		pair("via", m.Via),
		pair("EnvId", m.EnvID),
		pair("request id", m.RequestID),
		pair("status", m.state()),
		pair("answer", m.answer()),
	)
}

func (m TestMail) state() string {
	if m.DryRun {
		return "would be " + m.Status
	}
	return m.Status
}

// answer is what the recipient's server said.
func (m TestMail) answer() string {
	if m.Delivery == nil {
		return ""
	}
	return m.Delivery.Message
}

// TestMails is the document of several test mails: a bare array.
type TestMails []TestMail

// Table returns one mail a row.
func (m TestMails) Table() Table {
	table := Table{Header: []string{"Usage type", "To", "Subject", "Code", "EnvId", "Status"}}
	for _, mail := range m {
		table.Rows = append(table.Rows, []string{string(mail.UsageType), mail.To, mail.Subject, mail.Code, mail.EnvID, mail.state()})
	}
	return table
}
