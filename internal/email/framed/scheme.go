package framed

import (
	"regexp"
	"slices"
	"strings"
)

var (
	// prefersScheme is the media feature that asks for the colour scheme.
	prefersScheme = regexp.MustCompile(`(?i)\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)`)
	// colorScheme is a declaration of the colour schemes that a style is for.
	colorScheme = regexp.MustCompile(`(?i)((?:^|[;{\s*/])color-scheme\s*:\s*)([a-z ]+)`)
)

// css decides every question for the colour scheme in a style sheet. Browsers
// differ in what a frame is told of the scheme of its page.
func (l Look) css(text string) string {
	text = l.media(text)
	return colorScheme.ReplaceAllStringFunc(text, func(declaration string) string {
		parts := colorScheme.FindStringSubmatch(declaration)
		return parts[1] + l.scheme(parts[2])
	})
}

// media answers the question for the colour scheme in a media query with a
// feature that is always, or never, there, so that and, not and commas around it
// keep their meaning.
func (l Look) media(query string) string {
	return prefersScheme.ReplaceAllStringFunc(query, func(feature string) string {
		if strings.Contains(strings.ToLower(feature), "dark") == l.Dark {
			return "(min-width: 0px)"
		}
		return "(max-width: 0px)"
	})
}

// scheme picks the one of the declared colour schemes that a reader with this
// preference gets.
func (l Look) scheme(declared string) string {
	schemes := strings.Fields(strings.ToLower(declared))
	dark, light := slices.Contains(schemes, "dark"), slices.Contains(schemes, "light")
	switch {
	case dark && (l.Dark || !light):
		return "dark"
	case light:
		return "light"
	default:
		return declared
	}
}
