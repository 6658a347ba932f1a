package lint

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/tdewolff/parse/v2/css"

	"github.com/logtoctl/logtoctl/internal/email"
)

// colour is a colour of sRGB, each part between 0 and 1.
type colour struct{ red, green, blue, alpha float64 }

// String writes the colour as #rrggbb, without its alpha.
func (c colour) String() string {
	part := func(x float64) uint8 { return uint8(math.Round(x * 255)) }
	return fmt.Sprintf("#%02x%02x%02x", part(c.red), part(c.green), part(c.blue))
}

// over returns what is seen of the colour on an opaque background, rounded to
// what a screen shows.
func (c colour) over(background colour) colour {
	mix := func(above, below float64) float64 {
		return math.Round(255*(above*c.alpha+below*(1-c.alpha))) / 255
	}
	return colour{mix(c.red, background.red), mix(c.green, background.green), mix(c.blue, background.blue), 1}
}

// luminance is the relative luminance of WCAG 2.
func (c colour) luminance() float64 {
	return email.Luminance(c.red, c.green, c.blue)
}

// contrast is the contrast ratio of WCAG 2, from 1 to 21.
func contrast(a, b colour) float64 {
	return email.ContrastRatio(a.luminance(), b.luminance())
}

// readColour returns the colour that a value begins with. It is not known for
// what a template cannot tell: variables, system colours, newer functions.
func readColour(value []token) (c colour, known bool) {
	if len(value) == 0 {
		return colour{}, false
	}
	switch first := value[0]; first.kind {
	case css.HashToken:
		return hexColour(first.text[1:])
	case css.IdentToken:
		return namedColour(first.text)
	case css.FunctionToken:
		return functionColour(first, value[1:])
	default:
		return colour{}, false
	}
}

func functionColour(function token, rest []token) (colour, bool) {
	parts, ok := arguments(rest)
	switch {
	case ok && (function.is("rgb(") || function.is("rgba(")):
		return rgbColour(parts)
	case ok && (function.is("hsl(") || function.is("hsla(")):
		return hslColour(parts)
	default:
		return colour{}, false
	}
}

func hexColour(digits string) (colour, bool) {
	if len(digits) == 3 || len(digits) == 4 {
		var doubled strings.Builder
		for _, digit := range digits {
			doubled.WriteString(string(digit) + string(digit))
		}
		digits = doubled.String()
	}
	if len(digits) == 6 {
		digits += "ff"
	}
	n, err := strconv.ParseUint(digits, 16, 32)
	if err != nil || len(digits) != 8 {
		return colour{}, false
	}
	part := func(shift int) float64 { return float64(n>>shift&0xff) / 255 }
	return colour{part(24), part(16), part(8), part(0)}, true
}

// arguments returns the three or four numbers up to a closing bracket.
func arguments(tokens []token) ([]token, bool) {
	var parts []token
	for _, t := range tokens {
		switch {
		case t.kind == css.RightParenthesisToken:
			return parts, len(parts) == 3 || len(parts) == 4
		case t.kind == css.WhitespaceToken, t.kind == css.CommaToken, t.is("/"):
		case t.kind == css.NumberToken, t.kind == css.PercentageToken, t.kind == css.DimensionToken:
			parts = append(parts, t)
		default:
			return nil, false
		}
	}
	return nil, false
}

// fraction returns a percentage, or a number out of whole, between 0 and 1.
func fraction(t token, whole float64) (float64, bool) {
	text, percent := strings.CutSuffix(t.text, "%")
	if percent {
		whole = 100
	}
	x, err := strconv.ParseFloat(text, 64)
	return min(max(x/whole, 0), 1), err == nil
}

func alphaOf(parts []token) (float64, bool) {
	if len(parts) < 4 {
		return 1, true
	}
	return fraction(parts[3], 1)
}

func rgbColour(parts []token) (colour, bool) {
	red, ok1 := fraction(parts[0], 255)
	green, ok2 := fraction(parts[1], 255)
	blue, ok3 := fraction(parts[2], 255)
	alpha, ok4 := alphaOf(parts)
	return colour{red, green, blue, alpha}, ok1 && ok2 && ok3 && ok4
}

// hslColour takes a hue in degrees; the formula is that of CSS Color 4.
func hslColour(parts []token) (colour, bool) {
	hue, err := strconv.ParseFloat(strings.TrimSuffix(strings.ToLower(parts[0].text), "deg"), 64)
	saturation, ok1 := fraction(parts[1], 100)
	lightness, ok2 := fraction(parts[2], 100)
	alpha, ok3 := alphaOf(parts)
	if err != nil || math.IsInf(hue, 0) || math.IsNaN(hue) {
		return colour{}, false
	}
	hue = math.Mod(math.Mod(hue, 360)+360, 360)
	part := func(n float64) float64 {
		k := math.Mod(n+hue/30, 12)
		return lightness - saturation*min(lightness, 1-lightness)*max(-1, min(k-3, 9-k, 1))
	}
	return colour{part(0), part(8), part(4), alpha}, ok1 && ok2 && ok3
}
