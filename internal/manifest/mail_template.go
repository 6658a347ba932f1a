package manifest

import "github.com/logtoctl/logtoctl/internal/email"

// MailTemplate is a template as Logto will get it, its variables and its brand
// filled in, and where its parts come from.
type MailTemplate struct {
	// LocalisedTemplate is the template. Its LanguageTag is empty for one of a
	// connector in a file that says no language.
	email.LocalisedTemplate

	// Brand is the brand that was filled in.
	Brand email.Brand
	// Localised says that it is a row of /api/email-templates rather than one of
	// the connector. Those of a folder that no file names are not.
	Localised bool
	// File is the path to show of the file that the template stands in.
	File string
	// Source is the text of that file, or of the content inside of a larger
	// file, before anything was filled in.
	Source string

	// begin is where the template begins.
	begin Pos
	// places finds the bytes of Subject and Content in the file.
	places map[string]func(offset int) Pos
}

// Template returns what the template has of a template of the connector.
func (t MailTemplate) Template() email.Template {
	return email.Template{UsageType: t.UsageType, Subject: t.Subject, Content: t.Content}
}

// Position returns the place in the file of a byte of [email.FieldSubject] or
// [email.FieldContent]. What a variable or the brand brought is at its
// reference; a field that is not there is where the template begins.
func (t MailTemplate) Position(field string, offset int) Pos {
	text := map[string]string{email.FieldSubject: t.Subject, email.FieldContent: t.Content}[field]
	switch at := t.places[field]; {
	case at != nil:
		return at(min(max(offset, 0), len(text)))
	case t.begin.Line > 0:
		return t.begin
	default:
		return Pos{File: t.File, Line: 1, Column: 1}
	}
}
