package email

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// PlainText returns what a reader sees of an HTML mail whose program shows no
// HTML: a line per block and an empty line between paragraphs, items of lists
// with "- " or their number, a picture's alt text in its place, and where a
// link leads in parentheses behind its text unless the text says it already. A
// target is written once, at its first link. The preview text that mails hide
// at their beginning, its padding included, is left out as styles and scripts
// are.
//
// It is empty for elements that are nested more than 512 deep, which nobody
// could read either, and never longer than a few times the source.
func PlainText(source string) string {
	document, err := html.Parse(strings.NewReader(source))
	if err != nil {
		return ""
	}
	return plainText(document)
}

// plainText is [PlainText] of a document that was read already.
func plainText(document *html.Node) string {
	t := textWriter{items: map[*html.Node]int{}, targets: map[string]bool{}}
	t.node(document, false)
	return t.b.String()
}

// textWriter collects lines. What separates two words is written only before
// the second one, so that neither lines nor the text end in space.
type textWriter struct {
	b       strings.Builder
	space   bool
	lines   int    // line breaks that the next word has to come after
	marker  string // what begins the list item of the next word
	items   map[*html.Node]int
	targets map[string]bool
}

// node writes an element and all in it. tiny is whether text has no size here,
// which is inherited, but unlike other ways to hide text can be taken back.
func (t *textWriter) node(n *html.Node, tiny bool) {
	switch {
	case n.Type == html.TextNode && !tiny:
		t.text(n.Data)
	case n.Type == html.ElementNode || n.Type == html.DocumentNode:
		style := newTextStyle(n, tiny)
		if !style.hidden {
			t.element(n, style.tiny)
		}
	}
}

func (t *textWriter) element(n *html.Node, tiny bool) {
	switch n.DataAtom {
	case atom.Br:
		t.lines++
	case atom.Img:
		t.text(attribute(n, "alt")) // of any size: cells around pictures often have no text size
	case atom.A:
		t.link(n, tiny)
	case atom.Li:
		t.lines = max(t.lines, 1)
		t.marker = t.nextMarker(n.Parent)
		t.children(n, tiny)
		t.lines, t.marker = max(t.lines, 1), ""
	case atom.Td, atom.Th:
		t.children(n, tiny)
		t.space = true // cells of a row are words apart
	default:
		breaks := lineBreaks(n)
		t.lines = max(t.lines, breaks)
		t.children(n, tiny)
		t.lines = max(t.lines, breaks)
	}
}

func (t *textWriter) children(n *html.Node, tiny bool) {
	for child := range n.ChildNodes() {
		t.node(child, tiny)
	}
}

// link writes the text of a link and, where it is needed, the target. Writing
// every target once bounds the text: an unclosed link of one line becomes a
// link in each of the paragraphs behind it.
func (t *textWriter) link(n *html.Node, tiny bool) {
	start, marker := t.b.Len(), t.marker
	t.children(n, tiny)
	text := strings.TrimSpace(t.b.String()[start:])
	text = strings.TrimSpace(strings.TrimPrefix(text, marker))
	target := linkTarget(n)
	if text == "" || target == "" || t.targets[target] {
		return
	}
	t.targets[target] = true
	if bareAddress(text) == bareAddress(target) {
		return
	}
	lines := t.lines
	t.lines, t.space = 0, true
	t.text("(" + target + ")")
	t.lines = lines
}

// text writes words, with any white space for the space between them.
func (t *textWriter) text(data string) {
	for {
		end := strings.IndexFunc(data, unicode.IsSpace)
		if end < 0 {
			t.word(data)
			return
		}
		t.word(data[:end])
		t.space = true
		_, width := utf8.DecodeRuneInString(data[end:])
		data = data[end+width:]
	}
}

func (t *textWriter) word(word string) {
	word = withoutPadding(word)
	if word == "" {
		return
	}
	switch {
	case t.b.Len() == 0:
	case t.lines > 0:
		t.b.WriteString(strings.Repeat("\n", min(t.lines, 2)))
	case t.space:
		t.b.WriteByte(' ')
	}
	t.b.WriteString(t.marker)
	t.b.WriteString(word)
	t.lines, t.space, t.marker = 0, false, ""
}

// withoutPadding removes what no reader sees: the places where a word may be
// broken, and joiners that have nothing to join, with which mails keep their
// text out of the preview.
func withoutPadding(word string) string {
	word = strings.Map(func(r rune) rune {
		switch r {
		case '\u00ad', '\u200b', '\u2060', '\ufeff': // soft hyphen, zero width spaces, word joiner
			return -1
		}
		return r
	}, word)
	joiners := func(r rune) bool {
		switch r {
		case '\u034f', '\u061c', '\u115f', '\u1160', '\u17b4', '\u17b5', '\u180e',
			'\u200c', '\u200d', '\u200e', '\u200f', '\u3164', '\uffa0':
			return true
		}
		return false
	}
	if strings.TrimFunc(word, joiners) == "" {
		return ""
	}
	return word
}

// nextMarker returns what begins the next item of a list: a dash, or its number.
func (t *textWriter) nextMarker(list *html.Node) string {
	if list == nil || list.DataAtom != atom.Ol {
		return "- "
	}
	t.items[list]++
	return strconv.Itoa(t.items[list]) + ". "
}

// linkTarget returns where a link leads, empty when that is nowhere outside
// the mail. Of a mailto: or tel: link it is the address or the number.
func linkTarget(link *html.Node) string {
	target := strings.TrimSpace(attribute(link, "href"))
	scheme, rest, found := strings.Cut(target, ":")
	switch {
	case strings.HasPrefix(target, "#"), found && strings.EqualFold(scheme, "javascript"):
		return ""
	case found && (strings.EqualFold(scheme, "mailto") || strings.EqualFold(scheme, "tel")):
		address, _, _ := strings.Cut(rest, "?")
		return address
	default:
		return target
	}
}

// bareAddress is a web address as people write it.
func bareAddress(address string) string {
	address = strings.TrimPrefix(strings.TrimPrefix(address, "https://"), "http://")
	return strings.TrimSuffix(address, "/")
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}
