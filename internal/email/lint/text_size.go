package lint

import (
	"strconv"
	"strings"

	"github.com/tdewolff/parse/v2/css"
	"golang.org/x/net/html"
)

// defaultSize is the font size in pixels of a mail that names none.
const defaultSize = 16

// number returns the number that a token begins with, whatever its unit.
func number(t token) (float64, bool) {
	switch t.kind {
	case css.NumberToken, css.PercentageToken, css.DimensionToken:
		text := strings.TrimRight(strings.ToLower(t.text), "%abcdefghijklmnopqrstuvwxyz")
		x, err := strconv.ParseFloat(text, 64)
		return x, err == nil
	default:
		return 0, false
	}
}

// length returns a length in pixels; em is the size that relative ones count
// from.
func length(t token, em float64) (float64, bool) {
	x, known := number(t)
	if !known {
		return 0, false
	}
	switch strings.TrimLeft(strings.ToLower(t.text), "+-.0123456789") {
	case "px":
		return x, true
	case "pt":
		return x * 4 / 3, true
	case "em":
		return x * em, true
	case "rem":
		return x * defaultSize, true
	case "%":
		return x * em / 100, true
	default:
		return 0, x == 0
	}
}

// sizeOf returns the font size that a value of font-size or font stands for.
func sizeOf(value []token, parent float64) (float64, bool) {
	for _, t := range value {
		if size, ok := namedSize(strings.ToLower(t.text), parent); ok {
			return size, true
		}
		if t.kind == css.DimensionToken || t.kind == css.PercentageToken || t.text == "0" {
			return length(t, parent)
		}
	}
	return 0, false
}

func namedSize(word string, parent float64) (size float64, known bool) {
	switch word {
	case "xx-small":
		return 9, true
	case "x-small":
		return 10, true
	case "small":
		return 13, true
	case "medium", "initial":
		return defaultSize, true
	case "large":
		return 18, true
	case "x-large":
		return 24, true
	case "xx-large":
		return 32, true
	case "smaller":
		return parent / 1.2, true
	case "larger":
		return parent * 1.2, true
	case "inherit", "unset":
		return parent, true
	default:
		return 0, false
	}
}

// boldOf returns whether a value of font-weight or font makes text bold.
func boldOf(value []token, parent bool) bool {
	for _, t := range value {
		switch {
		case t.is("bold"), t.is("bolder"):
			return true
		case t.is("inherit"), t.is("unset"):
			return parent
		case t.kind == css.NumberToken:
			x, _ := number(t)
			return x >= 700
		case t.kind == css.DimensionToken: // of font: the weight stands before the size
			return false
		}
	}
	return false
}

// elementSize returns what browsers make of the size of an element by itself.
func elementSize(n *html.Node, parent float64) float64 {
	switch n.Data {
	case "h1":
		return parent * 2
	case "h2":
		return parent * 1.5
	case "h3":
		return parent * 1.17
	case "h5":
		return parent * 0.83
	case "h6":
		return parent * 0.67
	case "small", "sub", "sup":
		return parent / 1.2
	case "big":
		return parent * 1.2
	default:
		return parent
	}
}

// isBold says whether browsers make an element bold by itself.
func isBold(n *html.Node) bool {
	switch n.Data {
	case "h1", "h2", "h3", "h4", "h5", "h6", "b", "strong", "th":
		return true
	default:
		return false
	}
}
