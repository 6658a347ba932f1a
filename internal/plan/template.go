package plan

import (
	"slices"

	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// TemplateChange is what would happen to one localised email template.
type TemplateChange struct {
	Status Status
	Live   logtoadmin.EmailTemplate // the zero value when it is to be created
	Want   logtoadmin.EmailTemplate // the whole template to write
	Fields []Field
}

// EnsureTemplate says how a localised template gets to be as wanted. Its
// language and usage type name it. A content type or address that the user does
// not mention is empty and keeps its live value.
func EnsureTemplate(live []logtoadmin.EmailTemplate, want logtoadmin.EmailTemplate) TemplateChange {
	i := slices.IndexFunc(live, func(t logtoadmin.EmailTemplate) bool { return sameRow(t, want) })
	if i < 0 {
		return TemplateChange{Status: Created, Want: want}
	}
	change := TemplateChange{Live: live[i], Want: want}
	from, to := change.Live.Details, &change.Want.Details
	to.ContentType = orElse(to.ContentType, from.ContentType)
	to.ReplyTo = orElse(to.ReplyTo, from.ReplyTo)
	to.SendFrom = orElse(to.SendFrom, from.SendFrom)
	change.Fields = compareDetails(from, *to)
	change.Status = statusOf(change.Fields)
	return change
}

func sameRow(a, b logtoadmin.EmailTemplate) bool {
	return a.LanguageTag == b.LanguageTag && a.TemplateType == b.TemplateType
}

func compareDetails(from, to logtoadmin.EmailTemplateDetails) []Field {
	var fields []Field
	fields = compare(fields, "details.subject", from.Subject, to.Subject)
	fields = compare(fields, "details.content", from.Content, to.Content)
	fields = compare(fields, "details.contentType", orElse(from.ContentType, html), orElse(to.ContentType, html))
	fields = compare(fields, "details.replyTo", from.ReplyTo, to.ReplyTo)
	return compare(fields, "details.sendFrom", from.SendFrom, to.SendFrom)
}

// html is what a template without a content type is.
const html = "text/html"

func orElse(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}
