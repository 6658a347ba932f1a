package output

import (
	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/provision"
)

// The ways that a test mail can take.
const (
	ViaDirectMail = "direct-mail" // rendered here and handed to Direct Mail
	ViaLogto      = "logto"       // rendered and sent by Logto
)

// The statuses of a test mail.
const (
	Sent     = "sent"
	Verified = "verified" // the code of a round trip was accepted
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
	Shadowed  bool            `json:"shadowed"` // a localised template took the connector's place
	Status    string          `json:"status"`   // sent, or verified after a round trip
	DryRun    bool            `json:"dryRun,omitempty"`
}

// NewTestMail returns the view of a mail that was sent to somebody, or would
// be in a dry run.
func NewTestMail(to, code, via string, mail provision.Mail, dryRun bool) TestMail {
	return TestMail{
		To: to, UsageType: mail.UsageType, Locale: mail.Locale, Subject: mail.Subject, Code: code, Via: via,
		EnvID: mail.EnvID, RequestID: mail.RequestID, Shadowed: mail.Shadowed, Status: Sent, DryRun: dryRun,
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
	)
}

func (m TestMail) state() string {
	if m.DryRun {
		return "would be " + m.Status
	}
	return m.Status
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
