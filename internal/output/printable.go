package output

import (
	"strings"
	"unicode"
)

// Printable returns the text without the control characters that could move a
// terminal's cursor, colour its lines or set its title; line breaks and tabs
// stay. What servers and files say is shown through it.
func Printable(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r) && isDirectionOverride(r):
			return -1
		default:
			return r
		}
	}, text)
}

// isDirectionOverride tells the characters that make a text read in another
// order than it is stored, a known way to disguise a name.
func isDirectionOverride(r rune) bool {
	return (r >= '\u202a' && r <= '\u202e') || (r >= '\u2066' && r <= '\u2069')
}
