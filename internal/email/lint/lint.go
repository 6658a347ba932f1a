package lint

import (
	"cmp"
	"slices"
	"strings"

	"github.com/logtoctl/logtoctl/internal/email"
)

// Template returns what is wrong with the design of a template: those of the
// subject first, each field from its beginning. Offsets are bytes in the
// subject or the content as they are in t.
//
// Locale is the language tag that the template is kept under, for instance
// "zh-CN". With an empty one, or one that is no language, the rules about
// languages are left out.
func Template(t email.Template, locale string) []email.Issue {
	l := &linter{}
	language := newLanguage(locale)
	language.checkSubject(l, t.Subject)
	doc, err := newDocument(t.Content)
	if err != nil {
		l.fail(0, "the HTML cannot be read: its elements are nested too deep", "close each element where it ends")
		return l.issues
	}
	sheet := doc.styleSheet()
	l.checkElements(doc)
	l.checkImports(sheet)
	l.checkStylePictures(sheet)
	if len(doc.elements())*sheet.size() > maxMatches {
		l.warn(0, "too many elements and style rules to check colours and inlining", "mail programs cut such a mail off")
	} else {
		l.checkInlined(doc, sheet)
		l.checkContrast(doc, sheet)
	}
	language.checkContent(l, doc)
	return l.sorted()
}

// maxMatches is how many times an element is held against a selector or a
// declaration at most. A designed mail needs some ten thousand.
const maxMatches = 1 << 20

// linter collects the findings about one template.
type linter struct {
	issues []email.Issue
}

// fail reports an error in the content.
func (l *linter) fail(offset int, message, hint string) {
	l.add(email.FieldContent, offset, email.SeverityError, message, hint)
}

// warn reports a warning in the content.
func (l *linter) warn(offset int, message, hint string) {
	l.add(email.FieldContent, offset, email.SeverityWarning, message, hint)
}

func (l *linter) add(field string, offset int, severity email.Severity, message, hint string) {
	l.issues = append(l.issues, email.Issue{Field: field, Offset: offset, Severity: severity, Message: message, Hint: hint})
}

// sorted returns the findings in order. The parser repeats an element that was
// closed in the wrong order, and its findings with it: each is told once.
func (l *linter) sorted() []email.Issue {
	slices.SortStableFunc(l.issues, func(a, b email.Issue) int {
		return cmp.Or(
			strings.Compare(b.Field, a.Field), // subject before content
			cmp.Compare(a.Offset, b.Offset),
			strings.Compare(a.Message, b.Message),
		)
	})
	return slices.Compact(l.issues)
}
