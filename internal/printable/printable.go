// Package printable keeps a text from playing with the terminal that it is shown
// on. Names, subjects and error messages come from servers and files of others:
// what people read goes through [Text], which drops what is harmful; a document
// for a machine goes through [Escape], which loses nothing.
package printable

import (
	"fmt"
	"strings"
	"unicode"
)

// Is tells whether a terminal may be shown the character. It may not be shown
// control characters, of which line breaks and tabs alone do what they should:
// the others move its cursor, colour its lines or set its title, some of them as
// a single character behind the ASCII ones. Nor those that make a text read in
// another order than it is stored, a known way to disguise a name.
func Is(r rune) bool {
	switch {
	case r == '\n' || r == '\t':
		return true
	case r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069': // order of reading
		return false
	default:
		return !unicode.IsControl(r)
	}
}

// isNot is the opposite of [Is].
func isNot(r rune) bool { return !Is(r) }

// Text returns the text without the characters that a terminal may not be shown.
func Text(text string) string {
	return strings.Map(func(r rune) rune {
		if Is(r) {
			return r
		}
		return -1
	}, text)
}

// Clean tells whether [Text] would leave the text as it is.
func Clean(text string) bool { return !strings.ContainsFunc(text, isNot) }

// Escape writes those characters as \u and four hexadecimal digits. In a JSON
// document, which has them in strings alone, and between the double quotes of a
// YAML one this means the same.
func Escape(document string) string {
	if Clean(document) {
		return document
	}
	var escaped strings.Builder
	for _, r := range document {
		if Is(r) {
			escaped.WriteRune(r)
		} else {
			fmt.Fprintf(&escaped, `\u%04x`, r)
		}
	}
	return escaped.String()
}
