package provider

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// maxSafeInteger is the largest number that JavaScript tells from its neighbours.
const maxSafeInteger = 1<<53 - 1

var (
	decimalNumber = regexp.MustCompile(`^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$`)
	// prefixedNumber is a hexadecimal, octal or binary one.
	prefixedNumber = regexp.MustCompile(`^0(?:[xX][\da-fA-F]+|[oO][0-7]+|[bB][01]+)$`)
)

// javaScriptInteger reads a text as JavaScript's unary plus does: 60, 6e1, 0x3c
// and " 60.0 " are all the same, and nothing but space is 0. It reports false
// for what is no number or no safe integer.
func javaScriptInteger(text string) (int64, bool) {
	text = strings.TrimFunc(text, func(c rune) bool { return unicode.IsSpace(c) || c == '\uFEFF' })
	switch {
	case text == "":
		return 0, true
	case prefixedNumber.MatchString(text):
		number, err := strconv.ParseInt(text, 0, 64)
		return number, err == nil && number <= maxSafeInteger
	case !decimalNumber.MatchString(text):
		return 0, false
	}
	number, err := strconv.ParseFloat(text, 64)
	if err != nil || number < -maxSafeInteger || number > maxSafeInteger {
		return 0, false
	}
	return int64(number), number == float64(int64(number))
}
