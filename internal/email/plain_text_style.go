package email

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// lineBreaks is how far an element stands from what is around it: 2 for a
// paragraph, 1 for any other block, 0 for what flows with the text.
func lineBreaks(n *html.Node) int {
	switch n.DataAtom {
	case atom.Ul, atom.Ol:
		if n.Parent != nil && n.Parent.DataAtom == atom.Li {
			return 1 // a list in a list
		}
		return 2
	case atom.P, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Blockquote, atom.Hr:
		return 2
	case atom.Address, atom.Article, atom.Aside, atom.Body, atom.Center, atom.Dd, atom.Div, atom.Dl, atom.Dt,
		atom.Fieldset, atom.Figure, atom.Footer, atom.Form, atom.Header, atom.Main, atom.Nav, atom.Pre,
		atom.Section, atom.Table, atom.Tr:
		return 1
	default:
		return 0
	}
}

// textStyle is what decides whether the text of an element can be seen.
type textStyle struct {
	hidden bool // with all that is inside
	tiny   bool // of no size, unless an element inside has one of its own
}

// newTextStyle returns the style of an element inside one whose text is tiny
// or not. A cell without a text size is usual around columns, which it keeps
// from standing apart.
func newTextStyle(n *html.Node, tiny bool) textStyle {
	style := textStyle{hidden: isUnseen(n), tiny: tiny}
	for _, a := range n.Attr {
		switch a.Key {
		case "hidden":
			style.hidden = true
		case "style":
			style.apply(a.Val)
		}
	}
	return style
}

func isUnseen(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Head, atom.Style, atom.Script, atom.Template, atom.Noscript, atom.Iframe, atom.Object, atom.Svg:
		return true
	default:
		return false
	}
}

// apply knows the ways in which mails hide their preview text.
func (s *textStyle) apply(declarations string) {
	for declaration := range strings.SplitSeq(strings.ToLower(declarations), ";") {
		property, value, _ := strings.Cut(declaration, ":")
		property = strings.TrimSpace(property)
		value = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(value), "!important"))
		switch property {
		case "font-size":
			s.tiny = isZero(value)
		case "max-height", "opacity":
			s.hidden = s.hidden || isZero(value)
		default:
			switch property + ":" + value {
			case "display:none", "visibility:hidden", "mso-hide:all":
				s.hidden = true
			}
		}
	}
}

// isZero tells whether a number, with a unit or without, is 0.
func isZero(value string) bool {
	number := strings.TrimRight(value, "abcdefghijklmnopqrstuvwxyz%")
	return strings.Contains(number, "0") && strings.Trim(number, "0.") == ""
}
