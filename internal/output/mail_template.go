package output

import (
	"strconv"

	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/manifest"
)

// MailTemplate is the document of one email template.
type MailTemplate struct {
	UsageType email.UsageType `json:"usageType"`
	Locale    string          `json:"locale"` // empty when the file says no language
	Subject   string          `json:"subject"`
	Bytes     int             `json:"bytes"`   // of the content, as Logto gets it
	UsedFor   string          `json:"usedFor"` // the flow of the product, in words
	File      string          `json:"file"`
}

// MailTemplates is the document of several: a bare array.
type MailTemplates []MailTemplate

// NewMailTemplates returns the view of templates that were read.
func NewMailTemplates(templates []manifest.MailTemplate) MailTemplates {
	view := make(MailTemplates, len(templates))
	for i, template := range templates {
		view[i] = MailTemplate{
			UsageType: template.UsageType, Locale: template.LanguageTag, Subject: template.Subject,
			Bytes: len(template.Content), UsedFor: template.UsageType.UsedFor(), File: template.File,
		}
	}
	return view
}

// Table returns one template a row.
func (m MailTemplates) Table() Table {
	table := Table{Header: []string{"Usage type", "Locale", "Subject", "Bytes", "Used for"}}
	for _, template := range m {
		table.Rows = append(table.Rows, []string{
			string(template.UsageType), template.Locale, template.Subject, strconv.Itoa(template.Bytes), template.UsedFor,
		})
	}
	return table
}

// RenderedMail is the document of a template with its placeholders filled.
type RenderedMail struct {
	UsageType email.UsageType `json:"usageType"`
	Locale    string          `json:"locale"`
	Subject   string          `json:"subject"`
	HTMLBody  string          `json:"htmlBody"`
}

// Table returns the mail in one cell; the command writes its body as it is
// instead.
func (m RenderedMail) Table() Table { return Table{Rows: [][]string{{m.HTMLBody}}} }
