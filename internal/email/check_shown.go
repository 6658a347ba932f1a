package email

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// offsetOf returns where a text has the placeholder of that name first, -1 when
// it has none.
func offsetOf(text, name string) int {
	for _, placeholder := range Placeholders(text) {
		if placeholder.Name == name {
			return placeholder.Offset
		}
	}
	return -1
}

// isShown tells whether a placeholder of the content reaches its reader, as text
// or as the target of a link. Of what is nested too deep to be read as HTML
// nothing is said here: the rules about the design refuse it.
func isShown(content, name string) bool {
	document, err := html.Parse(strings.NewReader(content))
	if err != nil || offsetOf(plainText(document), name) >= 0 {
		return true
	}
	for n := range document.Descendants() {
		// Around a picture a link has no text, and PlainText does not write it.
		if n.DataAtom == atom.A && offsetOf(attribute(n, "href"), name) >= 0 {
			return true
		}
	}
	return false
}
