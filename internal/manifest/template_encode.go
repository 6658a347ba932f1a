package manifest

import (
	"errors"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/logtoctl/logtoctl/internal/email"
)

// errNotAFile says that a text would change on its way through a file.
var errNotAFile = errors.New("the template holds a control character, a line end of another system, or what is not UTF-8")

// errNotAName says that a file of that name would be no template, or lie in another
// folder.
var errNotAName = errors.New("there is no such usage type, so no file can have its name")

// EncodeTemplate writes the file of a template, named after its usage type
// with .html or .txt, that a folder of templates gives back as it was. The
// error says that a file cannot keep the template.
func EncodeTemplate(t email.Template) ([]byte, error) {
	if !slices.Contains(email.UsageTypes(), t.UsageType) {
		return nil, errNotAName
	}
	text := escape(t.Subject) + escape(t.Content)
	if strings.ContainsFunc(t.Subject, unicode.IsControl) || strings.Contains(text, "\r\n") || !utf8.ValidString(text) {
		return nil, errNotAFile
	}
	return []byte("---\nsubject: " + scalar(escape(t.Subject)) + "\n---\n" + escape(t.Content)), nil
}
