package email

import (
	"regexp"
	"strings"
)

// jsSpace holds every character that \s stands for in a JavaScript regular
// expression; in Go's it stands for ASCII white space only.
const jsSpace = "\t\n\v\f\r \u00a0\u1680" +
	"\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a" +
	"\u2028\u2029\u202f\u205f\u3000\ufeff"

// handlebars is the regular expression {{\s*([\w.]+)\s*}} of Logto's
// connector kit.
var handlebars = regexp.MustCompile(`\{\{[` + jsSpace + `]*([0-9A-Za-z_.]+)[` + jsSpace + `]*\}\}`)

// Render fills the placeholders of a subject, a body or a sender name with the
// values of a message's payload, exactly as replaceSendMessageHandlebars of
// Logto's connector kit does:
//
//   - {{name}} with any white space inside the braces, and dots that lead into
//     nested values, is a placeholder; all other text stays as it is.
//   - A placeholder whose first part is not in the payload stays as written.
//   - A placeholder whose first part is in the payload, but whose value is not
//     there or null, becomes nothing.
//   - Any other value is written as JavaScript's String does, without HTML
//     escaping and without expanding it again.
//
// As in JavaScript every object has a few inherited members, so {{toString}}
// is replaced, by the text of a native function, whatever the payload holds.
// Values of the payload are those that encoding/json decodes into; a value of
// another type is taken as its JSON.
func Render(text string, payload map[string]any) string {
	return handlebars.ReplaceAllStringFunc(text, func(handlebar string) string {
		name := strings.Trim(handlebar, "{}"+jsSpace)
		root, _, _ := strings.Cut(name, ".")
		if root == "" || !has(payload, root) {
			return handlebar
		}
		var value any = payload
		for part := range strings.SplitSeq(name, ".") {
			value = member(value, part)
		}
		return toString(value)
	})
}
