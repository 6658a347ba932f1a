package lint

import (
	"fmt"

	"golang.org/x/net/html"
)

// checkLayout finds ways to place an element that mail programs drop from its
// style attribute. In a media query they are welcome: whoever knows these knows
// those.
func (l *linter) checkLayout(doc *document, offset int, n *html.Node) {
	for _, d := range doc.style(n) {
		if instead, dropped := insteadOf(d); dropped {
			l.warn(offset, fmt.Sprintf("many mail programs drop the style %q", d.property+": "+d.value[0].text), instead)
		}
	}
}

// insteadOf returns what to use in place of a declaration that is dropped.
func insteadOf(d declaration) (instead string, dropped bool) {
	switch value := d.value[0]; d.property {
	case "display":
		return "lay it out with a table", value.is("flex") || value.is("inline-flex") || value.is("grid") || value.is("inline-grid")
	case "position":
		return "place it with a table and padding", value.is("fixed") || value.is("absolute") || value.is("sticky")
	default:
		return "", false
	}
}
