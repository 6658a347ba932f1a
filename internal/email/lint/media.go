package lint

import (
	"strings"

	"github.com/tdewolff/parse/v2/css"
)

// The modes that a mail program shows a mail in.
const (
	light = iota
	dark
	modeCount
)

// modes says for light and dark whether something counts there.
type modes [modeCount]bool

func (m modes) and(other modes) modes {
	return modes{light: m[light] && other[light], dark: m[dark] && other[dark]}
}

func (m modes) or(other modes) modes {
	return modes{light: m[light] || other[light], dark: m[dark] || other[dark]}
}

// viewport is the width in pixels of the window that media queries are asked
// about: a mail program on a desk.
const viewport = 1024

// media returns the modes in which the media attribute of a style element
// counts.
func media(attribute string) modes {
	if strings.TrimSpace(attribute) == "" {
		return modes{true, true}
	}
	return mediaQueries(tokenize(attribute, 0))
}

// mediaQueries returns the modes in which at least one query of a list is
// true. A query that is not understood is not.
func mediaQueries(tokens []token) modes {
	if len(trim(tokens)) == 0 {
		return modes{true, true}
	}
	var matched modes
	for _, query := range split(tokens, css.CommaToken) {
		matched = matched.or(mediaQuery(query))
	}
	return matched
}

func mediaQuery(tokens []token) modes {
	matched := modes{true, true}
	var feature []token
	inside := false
	for _, t := range trim(tokens) {
		switch {
		case t.kind == css.LeftParenthesisToken && !inside:
			inside, feature = true, nil
		case t.kind == css.RightParenthesisToken && inside:
			inside = false
			matched = matched.and(mediaFeature(feature))
		case inside:
			if t.kind != css.WhitespaceToken {
				feature = append(feature, t)
			}
		case t.kind == css.WhitespaceToken, t.is("only"), t.is("and"), t.is("all"), t.is("screen"):
		default:
			return modes{} // print, not, or
		}
	}
	return matched
}

// mediaFeature returns the modes in which name: value is true.
func mediaFeature(feature []token) modes {
	if len(feature) != 3 || feature[1].kind != css.ColonToken {
		return modes{}
	}
	name, value := feature[0], feature[2]
	switch {
	case name.is("prefers-color-scheme"):
		return modes{light: value.is("light"), dark: value.is("dark")}
	case name.is("min-width"), name.is("min-device-width"):
		width, known := length(value, 16)
		return modes{known && width <= viewport, known && width <= viewport}
	case name.is("max-width"), name.is("max-device-width"):
		width, known := length(value, 16)
		return modes{known && width >= viewport, known && width >= viewport}
	default:
		return modes{}
	}
}
