package lint

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// checkElements looks at each element by itself: what mail programs remove,
// and where links and pictures point.
func (l *linter) checkElements(doc *document) {
	hasForm := slices.ContainsFunc(doc.elements(), func(n *html.Node) bool { return n.Data == "form" })
	for n := range doc.root.ChildNodes() {
		l.checkElement(doc, n, hasForm)
	}
}

func (l *linter) checkElement(doc *document, n *html.Node, hasForm bool) {
	if n.Type == html.ElementNode {
		offset := doc.offset(n)
		l.checkRemoved(offset, n, hasForm)
		if n.Namespace != "" { // SVG and MathML go as a whole
			return
		}
		l.checkHandlers(offset, n)
		l.checkAddresses(doc, offset, n)
		l.checkLayout(doc, offset, n)
	}
	for child := range n.ChildNodes() {
		l.checkElement(doc, child, hasForm)
	}
}

// checkHandlers finds scripts in attributes.
func (l *linter) checkHandlers(offset int, n *html.Node) {
	for _, a := range n.Attr {
		switch name := strings.ToLower(a.Key); {
		case strings.HasPrefix(name, "on") && len(name) > len("on"):
			l.fail(offset, fmt.Sprintf("<%s> has a script in %s", n.Data, name), "mail programs remove scripts, and some the mail with them")
		case isScript(a.Val) && holdsAddress(name):
			l.fail(offset, fmt.Sprintf("<%s> has a script in %s", n.Data, name), "link to a page instead")
		}
	}
}

func holdsAddress(attribute string) bool {
	switch attribute {
	case "href", "src", "action", "formaction", "background", "data", "xlink:href":
		return true
	default:
		return false
	}
}

// isScript says whether an address runs a script. Browsers overlook white
// space and control characters in the scheme.
func isScript(address string) bool {
	scheme, _, found := strings.Cut(address, ":")
	if !found {
		return false
	}
	scheme = strings.Map(func(r rune) rune {
		if r <= ' ' {
			return -1
		}
		return r
	}, scheme)
	return strings.EqualFold(scheme, "javascript") || strings.EqualFold(scheme, "vbscript")
}

// checkRemoved finds elements that mail programs take out. The controls of a
// form go with it and are not told again; the parser may move them out of it.
func (l *linter) checkRemoved(offset int, n *html.Node, hasForm bool) {
	element := "<" + n.Data + ">"
	switch n.Data {
	case "script":
		l.fail(offset, "the template has a script", "mail programs remove scripts, and some the mail with them")
	case "form":
		l.fail(offset, "the template has a form", "mail programs remove forms or warn of them: link to a page instead")
	case "input", "button", "select", "textarea":
		if !hasForm {
			l.fail(offset, "the template has the form control "+element, "mail programs remove it: use a link or plain text")
		}
	case "iframe", "object", "embed", "applet", "frameset":
		l.fail(offset, "the template has "+element, "mail programs remove it, and some the mail with it")
	case "video", "audio", "canvas", "svg", "math", "dialog", "base":
		l.warn(offset, "most mail programs remove "+element, "use a picture or text")
	case "link":
		if hasWord(attribute(n, "rel"), "stylesheet") {
			l.checkExternal(offset, "the style sheet", attribute(n, "href"))
		}
	case "meta":
		if strings.EqualFold(attribute(n, "http-equiv"), "refresh") {
			l.fail(offset, "the template leads to another page by itself", "mail programs ignore it, and spam filters do not: use a link")
		}
	}
}

// hasWord says whether a list of words separated by white space has that one.
func hasWord(list, word string) bool {
	for entry := range strings.FieldsSeq(list) {
		if strings.EqualFold(entry, word) {
			return true
		}
	}
	return false
}
