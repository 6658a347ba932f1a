package lint

import (
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/net/html"
)

// pair is two colours that an element brought together. All texts that have
// them from there are one finding.
type pair struct {
	offset           int
	text, background string
}

// faint is how a pair is hard to read.
type faint struct {
	pair
	ratio, needed float64
	modes         modes
	onLight       bool
}

// hint says which way the text has to go.
func (f *faint) hint() string {
	hint := "make the text lighter"
	if f.onLight {
		hint = "make the text darker"
	}
	if !f.modes[light] {
		hint += " in @media (prefers-color-scheme: dark)"
	}
	return hint
}

// middle is the luminance on which black and white text have the same contrast.
const middle = 0.179

// contrastCheck walks the tree with the look of the text in both modes.
type contrastCheck struct {
	doc        *document
	sheet      styleSheet
	darkScheme modes // whether the colours of browsers are dark in a mode
	found      map[pair]*faint
	order      []*faint
}

// checkContrast finds text that WCAG 2 AA holds for unreadable.
func (l *linter) checkContrast(doc *document, sheet styleSheet) {
	check := &contrastCheck{doc: doc, sheet: sheet, found: make(map[pair]*faint)}
	check.darkScheme[dark] = declaresDark(doc, sheet)
	check.children(doc.root, [modeCount]look{defaults(check.darkScheme[light]), defaults(check.darkScheme[dark])})
	for _, f := range check.order {
		l.fail(f.offset, fmt.Sprintf("the contrast of %s on %s is %s in %s mode, below the %s of WCAG AA",
			f.text, f.background, shortRatio(f.ratio), f.modes, shortRatio(f.needed)), f.hint())
	}
}

// String names the modes.
func (m modes) String() string {
	switch {
	case m[light] && m[dark]:
		return "light and dark"
	case m[dark]:
		return "dark"
	default:
		return "light"
	}
}

// declaresDark says whether the template asks for the dark colours of mail
// programs: <meta name="color-scheme" content="light dark"> or the property.
func declaresDark(doc *document, sheet styleSheet) bool {
	for _, n := range doc.elements() {
		switch n.Data {
		case "meta":
			if strings.EqualFold(attribute(n, "name"), "color-scheme") && hasWord(attribute(n, "content"), "dark") {
				return true
			}
		case "html":
			for _, t := range cascade(doc, n, sheet)[dark]["color-scheme"] {
				if t.is("dark") {
					return true
				}
			}
		}
	}
	return false
}

func (c *contrastCheck) children(n *html.Node, looks [modeCount]look) {
	for child := range n.ChildNodes() {
		switch {
		case child.Type == html.TextNode && hasText(child.Data):
			c.text(n, looks)
		case child.Type == html.ElementNode && isProse(child):
			c.element(child, looks)
		}
	}
}

func (c *contrastCheck) element(n *html.Node, looks [modeCount]look) {
	own := cascade(c.doc, n, c.sheet)
	for mode := range looks {
		looks[mode] = looks[mode].inside(n, own[mode], c.darkScheme[mode])
	}
	c.children(n, looks)
}

func (c *contrastCheck) text(n *html.Node, looks [modeCount]look) {
	for mode, l := range looks {
		ratio, text, background, known := l.ratio()
		if !known || !l.visible() || ratio >= l.needed() {
			continue
		}
		if l.setter == nil {
			l.setter = n
		}
		p := pair{c.doc.offset(l.setter), text.String(), background.String()}
		f, ok := c.found[p]
		if !ok {
			f = &faint{pair: p, ratio: ratio, onLight: background.luminance() > middle}
			c.found[p] = f
			c.order = append(c.order, f)
		}
		f.needed = max(f.needed, l.needed())
		f.modes[mode] = true
	}
}

// hasText says whether a text has something to read: dots, bars and spaces
// that keep things apart are decoration.
func hasText(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) })
}

// isProse says whether the text in an element is text of the mail.
func isProse(n *html.Node) bool {
	switch n.Data {
	case "head", "style", "script", "template", "svg", "math", "title", "iframe", "object", "textarea", "select":
		return false
	default:
		return true
	}
}
