package lint

import (
	"slices"

	"github.com/andybalholm/cascadia"
	"github.com/tdewolff/parse/v2/css"
	"golang.org/x/net/html"
)

// styles holds the value of each property that decides over the readability of
// a text, as the cascade leaves it for one element in one mode.
type styles map[string][]token

// weight is what decides between declarations of the same property; at the
// same weight the later one wins.
type weight struct {
	important, inline bool
	specificity       cascadia.Specificity
}

func (w weight) less(other weight) bool {
	switch {
	case w.important != other.important:
		return other.important
	case w.inline != other.inline:
		return other.inline
	default:
		return w.specificity.Less(other.specificity)
	}
}

// cascade decides what counts for an element in each mode: its attributes of
// HTML, below them the style sheet, above it the style attribute.
func cascade(doc *document, n *html.Node, sheet styleSheet) [modeCount]styles {
	var result [modeCount]styles
	var weights [modeCount]map[string]weight
	for mode := range result {
		result[mode], weights[mode] = styles{}, map[string]weight{}
	}
	apply := func(d declaration, w weight, applies modes) {
		w.important = d.important
		for _, property := range longhands(d.property) {
			for mode := range result {
				if before, ok := weights[mode][property]; applies[mode] && (!ok || !w.less(before)) {
					result[mode][property], weights[mode][property] = d.value, w
				}
			}
		}
	}
	for _, d := range hints(n) {
		apply(d, weight{}, modes{true, true})
	}
	for _, r := range sheet.rules {
		if specificity, ok := r.specificity(n); ok {
			for _, d := range r.declarations {
				apply(d, weight{specificity: specificity}, r.applies)
			}
		}
	}
	for _, d := range doc.style(n) {
		apply(d, weight{inline: true}, modes{true, true})
	}
	return result
}

// specificity returns that of the most specific selector for an element.
func (r rule) specificity(n *html.Node) (highest cascadia.Specificity, matched bool) {
	for _, s := range r.selectors {
		if s.matches(n) {
			matched = true
			if highest.Less(s.specificity) {
				highest = s.specificity
			}
		}
	}
	return highest, matched
}

// longhands returns the properties that a declaration sets, of those that
// matter here. The value of a shorthand is taken apart where it is read.
func longhands(property string) []string {
	switch property {
	case "background":
		return []string{"background-color", "background-image"}
	case "font":
		return []string{"font-size", "font-weight"}
	case "color", "background-color", "background-image", "font-size", "font-weight", "color-scheme",
		"display", "visibility", "opacity", "max-height", "height", "overflow":
		return []string{property}
	default:
		return nil
	}
}

// hints returns the attributes of HTML that are styles, as declarations.
func hints(n *html.Node) []declaration {
	var found []declaration
	add := func(property, value string) {
		if tokens := trim(tokenize(value, 0)); len(tokens) > 0 {
			found = append(found, declaration{property: property, value: tokens})
		}
	}
	for _, a := range n.Attr {
		switch {
		case a.Key == "bgcolor":
			add("background-color", a.Val)
		case a.Key == "background":
			add("background-image", "url(#)")
		case a.Key == "color" && n.Data == "font", a.Key == "text" && n.Data == "body":
			add("color", a.Val)
		case a.Key == "hidden":
			add("display", "none")
		}
	}
	return found
}

// is says whether a property has that one word as its value.
func (s styles) is(property, word string) bool {
	value := s[property]
	return len(value) == 1 && value[0].is(word)
}

// zero says whether a property is 0 of any unit.
func (s styles) zero(property string) bool {
	value := s[property]
	if len(value) == 0 {
		return false
	}
	x, known := number(value[0])
	return known && x == 0
}

// hides says whether the element takes its text out of sight. What mso-hide
// keeps from Outlook, buttons above all, the others show.
func (s styles) hides() bool {
	return s.is("display", "none") || s.zero("opacity") ||
		s.is("overflow", "hidden") && (s.zero("max-height") || s.zero("height"))
}

// hasPicture says whether a value of background-image, or of its shorthand,
// shows a picture or a gradient.
func hasPicture(value []token) bool {
	return slices.ContainsFunc(value, func(t token) bool {
		if t.kind == css.FunctionToken {
			return !isColourFunction(t)
		}
		return t.kind == css.URLToken || t.kind == css.BadURLToken
	})
}

func isColourFunction(t token) bool {
	return t.is("rgb(") || t.is("rgba(") || t.is("hsl(") || t.is("hsla(")
}
