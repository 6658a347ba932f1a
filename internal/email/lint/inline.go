package lint

import (
	"fmt"
	"strings"

	"golang.org/x/net/html"
)

// checkInlined finds style rules whose effect is lost where a mail program
// removes style sheets, because the elements do not say the same themselves.
// Rules that cannot be written into an element are what a style sheet is for.
func (l *linter) checkInlined(doc *document, sheet styleSheet) {
	elements := doc.body()
	inlined := make(map[*html.Node]map[string]bool, len(elements))
	for _, n := range elements {
		inlined[n] = inlinedProperties(doc, n)
	}
	for _, r := range sheet.rules {
		if r.conditional {
			continue
		}
		if selector, property, found := notInlined(r, elements, inlined); found {
			l.warn(r.offset, fmt.Sprintf("the style %s of %q is only in the style sheet", property, selector),
				"some mail programs remove it: write it into the style attribute too")
		}
	}
}

// notInlined returns the first selector and property of a rule that an element
// of the mail lacks.
func notInlined(r rule, elements []*html.Node, inlined map[*html.Node]map[string]bool) (selector, property string, found bool) {
	for _, s := range r.selectors {
		if strings.Contains(s.text, ":") {
			continue
		}
		for _, n := range elements {
			if !s.matches(n) {
				continue
			}
			for _, d := range r.declarations {
				if !isExtra(d.property) && !isReset(s.text, d.property) && !covered(inlined[n], d.property) {
					return s.text, d.property, true
				}
			}
		}
	}
	return "", "", false
}

// isExtra says whether a property is for a single mail program or for a mode,
// which an element does without.
func isExtra(property string) bool {
	return strings.HasPrefix(property, "-") || strings.HasPrefix(property, "mso-") || strings.HasSuffix(property, "color-schemes") ||
		property == "color-scheme" || property == "text-size-adjust" || property == "cursor" || property == "box-sizing"
}

// isReset says whether a rule for an element as such only evens out what mail
// programs make of it by themselves. Generators begin a style sheet with such
// rules; without them a mail is some pixels off.
func isReset(selector, property string) bool {
	if strings.ContainsAny(selector, ".#[") {
		return false
	}
	switch element := strings.ToLower(selector[strings.LastIndexAny(selector, " >+")+1:]); element {
	case "body":
		return hasWord("margin padding width min-width height", property)
	case "table", "td", "th":
		return hasWord("border-collapse border-spacing", property)
	case "img":
		return hasWord("border height line-height outline text-decoration", property)
	case "p":
		return hasWord("display margin", property)
	default:
		return false
	}
}

// covered says whether an element has a property itself, as a longhand, a
// shorthand or one side of it: margin-top, margin, border.
func covered(inlined map[string]bool, property string) bool {
	property = wholeBorder(property)
	if inlined[property] {
		return true
	}
	for own := range inlined {
		if strings.HasPrefix(property, own+"-") || strings.HasPrefix(own, property+"-") {
			return true
		}
	}
	return false
}

// inlinedProperties returns the properties which an element has by its style
// attribute or by an attribute of HTML that means the same.
func inlinedProperties(doc *document, n *html.Node) map[string]bool {
	properties := make(map[string]bool)
	for _, d := range doc.style(n) {
		properties[wholeBorder(d.property)] = true
	}
	for _, a := range n.Attr {
		switch a.Key {
		case "bgcolor", "background":
			properties["background"] = true
		case "align":
			properties["text-align"] = true
		case "valign":
			properties["vertical-align"] = true
		case "width", "height", "border", "color":
			properties[wholeBorder(a.Key)] = true
		case "cellpadding":
			properties["padding"] = true
		case "cellspacing":
			properties["border-spacing"], properties["border-collapse"] = true, true
		}
	}
	return properties
}

// wholeBorder returns one name for all properties of the line around an
// element: those of a side (border-top) and those of a part (border-color) say
// the same in two ways.
func wholeBorder(property string) string {
	part, isPart := strings.CutPrefix(property, "border-")
	part, _, _ = strings.Cut(part, "-")
	if property == "border" || isPart && hasWord("top right bottom left color style width", part) {
		return "border-line"
	}
	return property
}
