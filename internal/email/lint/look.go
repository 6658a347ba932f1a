package lint

import (
	"strconv"

	"golang.org/x/net/html"
)

// look is how text looks at a place in the tree, in one mode.
type look struct {
	text, background           colour
	textKnown, backgroundKnown bool
	setter                     *html.Node // the element that set a colour last
	size                       float64    // in pixels
	sizeKnown                  bool
	bold                       bool
	opacity                    float64
	gone, invisible            bool // display: none and its like; visibility, which a child can take back
}

// defaults returns the look of a text that nobody styled.
func defaults(darkScheme bool) look {
	l := look{
		text: colour{0, 0, 0, 1}, background: colour{1, 1, 1, 1}, textKnown: true, backgroundKnown: true,
		size: defaultSize, sizeKnown: true, opacity: 1,
	}
	if darkScheme {
		grey := float64(0x12) / 255
		l.text, l.background = colour{1, 1, 1, 1}, colour{grey, grey, grey, 1}
	}
	return l
}

// linkColour is that of browsers.
func linkColour(darkScheme bool) colour {
	if darkScheme {
		return colour{float64(0x9e) / 255, float64(0x9e) / 255, 1, 1}
	}
	return colour{0, 0, float64(0xee) / 255, 1}
}

// inside returns the look of the text directly in an element.
func (l look) inside(n *html.Node, own styles, darkScheme bool) look {
	parent := l
	l.gone = l.gone || own.hides()
	if value, ok := own["visibility"]; ok {
		l.invisible = value[0].is("hidden") || value[0].is("collapse") || l.invisible && value[0].is("inherit")
	}
	if value, ok := own["opacity"]; ok {
		if factor, known := fraction(value[0], 1); known {
			l.opacity *= factor
		}
	}
	l.setSize(n, own, parent)
	l.setText(n, own, darkScheme)
	l.setBackground(n, own, parent)
	return l
}

func (l *look) setSize(n *html.Node, own styles, parent look) {
	l.bold = l.bold || isBold(n)
	if value, ok := own["font-weight"]; ok {
		l.bold = boldOf(value, parent.bold)
	}
	l.size = elementSize(n, parent.size)
	if n.Data == "font" {
		l.sizeKnown = l.sizeKnown && attribute(n, "size") == ""
	}
	if value, ok := own["font-size"]; ok {
		size, known := sizeOf(value, parent.size)
		l.sizeKnown = known
		if known {
			l.size = size
		}
	}
}

func (l *look) setText(n *html.Node, own styles, darkScheme bool) {
	value, ok := own["color"]
	switch {
	case !ok && n.Data == "a" && attribute(n, "href") != "":
		l.text, l.textKnown, l.setter = linkColour(darkScheme), true, n
	case !ok, value[0].is("inherit"), value[0].is("unset"), value[0].is("currentcolor"):
	case value[0].is("initial"):
		l.text, l.textKnown, l.setter = defaults(darkScheme).text, true, n
	default:
		l.text, l.textKnown = readColour(value)
		l.setter = n
	}
}

// setBackground lays the element's background over what is below it. The
// colour of a shorthand may stand anywhere in it.
func (l *look) setBackground(n *html.Node, own styles, parent look) {
	if hasPicture(own["background-image"]) {
		l.backgroundKnown, l.setter = false, n
		return
	}
	value := own["background-color"]
	for i := range value {
		c, known := readColour(value[i:])
		if !known {
			if value[i].is("currentcolor") || value[i].is("inherit") {
				l.backgroundKnown = false
			}
			continue
		}
		switch c.alpha {
		case 0:
		case 1:
			l.background, l.backgroundKnown, l.setter = c, l.opacity == 1, n
		default:
			l.background, l.backgroundKnown, l.setter = c.over(parent.background), parent.backgroundKnown && l.opacity == 1, n
		}
		return
	}
	if len(value) > 0 && !isPlain(value) {
		l.backgroundKnown = false
	}
}

// isPlain says whether a background without a colour that is known has none.
func isPlain(value []token) bool {
	return len(value) == 1 && (value[0].is("none") || value[0].is("initial") || value[0].is("unset") || value[0].text == "0")
}

// visible says whether text can be seen at all. Text of a pixel and text
// without colour is hidden on purpose, for the preview in a list of mails.
func (l look) visible() bool {
	hidden := l.gone || l.invisible || l.sizeKnown && l.size <= 1 || l.textKnown && l.text.alpha == 0
	return !hidden
}

// needed returns the contrast that WCAG 2 AA asks for: less for large text.
func (l look) needed() float64 {
	const large, largeBold = 24, 18.66
	if l.size >= large || l.bold && l.size >= largeBold {
		return 3
	}
	return 4.5
}

// ratio returns the contrast of the text, if it is known, and the colours as
// they are seen.
func (l look) ratio() (ratio float64, text, background colour, known bool) {
	if !l.textKnown || !l.backgroundKnown || !l.sizeKnown {
		return 0, colour{}, colour{}, false
	}
	text = l.text
	text.alpha *= l.opacity
	text = text.over(l.background)
	return contrast(text, l.background), text, l.background, true
}

// shortRatio writes a ratio rounded down, so that one that is too low does not
// look sufficient.
func shortRatio(ratio float64) string {
	return strconv.FormatFloat(float64(int(ratio*100))/100, 'f', -1, 64) + ":1"
}
