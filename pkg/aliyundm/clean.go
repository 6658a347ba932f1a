package aliyundm

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// longestMessage is how much of a message is kept, in bytes; those of Direct
	// Mail have about a hundred.
	longestMessage = 500
	// longestName bounds codes, request ids and host names in the same way.
	longestName = 128
)

// echo matches the beginning of what a gateway repeats of the request when a
// signature is wrong. Everything from there on can hold the AccessKey id, the
// recipient, the subject and the body.
var echo = regexp.MustCompile(`(?i)(server\s+)?(string[\s_-]*to[\s_-]*sign|canonical[\s_-]*(ized)?[\s_-]*(request|query|string))` +
	`|(get|post)&%2f|acs3-hmac-sha256|access_?key_?id(=|%3d|%253d)`)

// message returns a server's text as one line that can be shown: a text that
// comes with a signature code keeps its first sentence only, any other is cut
// where it begins to repeat the request.
func message(code, text string) string {
	text = line(text)
	if isSignatureCode(code) {
		text, _, _ = strings.Cut(text, ". ")
		text, _, _ = strings.Cut(text, ": ")
	}
	if at := echo.FindStringIndex(text); at != nil {
		text = text[:at[0]]
	}
	return shorten(strings.TrimRight(text, " .,:;[("), longestMessage)
}

func isSignatureCode(code string) bool {
	return codeIs(code, "SignatureDoesNotMatch", "Signature", "IncompleteSignature")
}

// line puts a text on one line and takes everything out that could move a
// terminal's cursor or hide what follows.
func line(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case r == utf8.RuneError || !unicode.IsPrint(r):
			return -1
		}
		return r
	}, text)
	return strings.Join(strings.Fields(text), " ")
}

// name returns a code, an id or a host as it may be shown: one word, or nothing
// if the server sent something else in its place.
func name(text string) string {
	text = strings.TrimSpace(text)
	if len(text) > longestName || strings.ContainsFunc(text, notInName) {
		return ""
	}
	return text
}

func notInName(r rune) bool {
	letter := 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	return !letter && !strings.ContainsRune("._-:", r)
}

func shorten(text string, limit int) string {
	if len(text) <= limit {
		return text
	}
	for limit > 0 && !utf8.RuneStart(text[limit]) {
		limit--
	}
	return text[:limit] + "..."
}
