package preview

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

const (
	// maxPreheader is about what the widest list of mails shows, in characters.
	maxPreheader = 140
	// paddingRun is how many invisible characters in a row keep the text behind
	// them out of the list: it is what they are there for.
	paddingRun = 4
)

// preheader returns what a list of mails shows behind the subject: the first
// text of the mail, hidden or not.
func preheader(content string) string {
	document, err := html.Parse(strings.NewReader(content))
	if err != nil {
		return "" // nested too deeply to be a mail that anyone can read
	}
	var text strings.Builder
	collect(document, &text)
	return cut(text.String())
}

// collect writes the text of a document until there is enough of it to cut. The
// characters of a mail are many bytes at most.
func collect(n *html.Node, text *strings.Builder) {
	switch {
	case text.Len() > 16*maxPreheader:
		return
	case n.DataAtom == atom.Head, n.DataAtom == atom.Style, n.DataAtom == atom.Script, n.DataAtom == atom.Template:
		return
	case n.Type == html.TextNode:
		text.WriteString(n.Data)
		return
	}
	for child := range n.ChildNodes() {
		collect(child, text)
	}
	if n.DataAtom != atom.A && n.DataAtom != atom.B && n.DataAtom != atom.Strong && n.DataAtom != atom.Em && n.DataAtom != atom.Span {
		text.WriteByte(' ')
	}
}

// cut makes one line of a text, up to the padding or the width of a list.
func cut(text string) string {
	var line strings.Builder
	length, padding, space := 0, 0, false
	for _, r := range text {
		switch {
		case isPadding(r):
			padding++
			if padding >= paddingRun {
				return line.String()
			}
			continue
		case unicode.IsSpace(r):
			space = true
			continue
		case length >= maxPreheader:
			return line.String() + "…"
		}
		if space && length > 0 {
			line.WriteByte(' ')
			length++
		}
		line.WriteRune(r)
		length, padding, space = length+1, 0, false
	}
	return line.String()
}

// isPadding tells the characters that have width and no looks, or neither.
func isPadding(r rune) bool {
	return r == '\u034f' || r == '\u00ad' || r == '\u2007' || r == '\u00a0' || r == '\u180e' || r == '\ufeff' || r >= '\u200b' && r <= '\u200f'
}
