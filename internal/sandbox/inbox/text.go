package inbox

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// textOf returns what a reader sees of an HTML mail, as plain text: a line per
// block, without styles, scripts and the hidden preview text that mails begin
// with.
func textOf(source string) string {
	document, err := html.Parse(strings.NewReader(source))
	if err != nil {
		return "" // nested too deeply to be a mail that anyone can read
	}
	var t textWriter
	t.node(document)
	return t.String()
}

// textWriter collects lines. Space is written only before the next word, so
// that neither lines nor the text end in any.
type textWriter struct {
	b     strings.Builder
	space bool
	lines int // line breaks that the next word has to come after
}

// String returns the text so far.
func (t *textWriter) String() string { return t.b.String() }

func (t *textWriter) node(n *html.Node) {
	if isHidden(n) {
		return
	}
	if n.Type == html.TextNode {
		t.text(n.Data)
		return
	}
	if n.DataAtom == atom.Br {
		t.lines++
		return
	}
	breaks := lineBreaks(n)
	t.lines = max(t.lines, breaks)
	for child := range n.ChildNodes() {
		t.node(child)
	}
	t.lines = max(t.lines, breaks)
	if n.DataAtom == atom.Td || n.DataAtom == atom.Th {
		t.space = true // cells of a row are words apart
	}
}

func (t *textWriter) text(data string) {
	first, _ := utf8.DecodeRuneInString(data)
	last, _ := utf8.DecodeLastRuneInString(data)
	space := unicode.IsSpace(first)
	for word := range strings.FieldsSeq(data) {
		t.gap(space)
		t.b.WriteString(word)
		space = true
	}
	t.space = t.space || unicode.IsSpace(last)
}

// gap writes what separates the next word from the last one.
func (t *textWriter) gap(space bool) {
	switch {
	case t.b.Len() == 0:
	case t.lines > 0:
		t.b.WriteString(strings.Repeat("\n", min(t.lines, 2)))
	case t.space || space:
		t.b.WriteByte(' ')
	}
	t.lines, t.space = 0, false
}

// lineBreaks is how far an element stands from what is around it: 2 for a
// paragraph, 1 for any other block, 0 for what flows with the text.
func lineBreaks(n *html.Node) int {
	switch n.DataAtom {
	case atom.P, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Ul, atom.Ol, atom.Blockquote, atom.Hr:
		return 2
	case atom.Address, atom.Article, atom.Aside, atom.Body, atom.Center, atom.Dd, atom.Div, atom.Dl, atom.Dt,
		atom.Fieldset, atom.Figure, atom.Footer, atom.Form, atom.Header, atom.Li, atom.Main, atom.Nav, atom.Pre,
		atom.Section, atom.Table, atom.Tr:
		return 1
	default:
		return 0
	}
}

func isHidden(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Head, atom.Style, atom.Script, atom.Template, atom.Noscript, atom.Iframe, atom.Object, atom.Svg:
		return true
	default:
		return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool {
			return a.Key == "hidden" || a.Key == "style" && hides(a.Val)
		})
	}
}

// hides knows the ways in which mails hide their preview text.
func hides(style string) bool {
	for declaration := range strings.SplitSeq(strings.ToLower(style), ";") {
		property, value, _ := strings.Cut(declaration, ":")
		value = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(value), "!important"))
		switch strings.TrimSpace(property) + ":" + value {
		case "display:none", "visibility:hidden", "mso-hide:all", "max-height:0", "max-height:0px",
			"font-size:0", "font-size:0px", "opacity:0":
			return true
		}
	}
	return false
}
