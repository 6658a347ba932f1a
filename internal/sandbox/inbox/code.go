package inbox

import (
	"unicode"
	"unicode/utf8"
)

// codeIn returns the one-time code in a text: the first run of six digits that
// stands alone, else the first of four to eight digits, else "".
func codeIn(text string) string {
	fallback := ""
	for start := 0; start < len(text); {
		if !isDigit(text[start]) {
			start++
			continue
		}
		end := start
		for end < len(text) && isDigit(text[end]) {
			end++
		}
		length := end - start
		if length >= 4 && length <= 8 && standsAlone(text, start, end) {
			if length == 6 {
				return text[start:end]
			}
			if fallback == "" {
				fallback = text[start:end]
			}
		}
		start = end
	}
	return fallback
}

// standsAlone tells whether the digits from start to end are a word of their
// own. Letters of Latin script join them to a longer word, while those of
// Chinese or Japanese do not, because these are written without spaces. A
// dot, comma, hyphen or colon joins only when more digits are behind it, so
// that "is 123456." ends a sentence and "3.141592" is a number. Digits behind
// a slash, an equals sign or a # are of a link's target or a colour.
func standsAlone(text string, start, end int) bool {
	before, width := utf8.DecodeLastRuneInString(text[:start])
	if width > 0 && (joinsWord(before) || before == '#' || before == '=' || before == '/' ||
		isJoint(before) && endsInDigit(text[:start-width])) {
		return false
	}
	after, width := utf8.DecodeRuneInString(text[end:])
	joined := joinsWord(after) || isJoint(after) && startsWithDigit(text[end+width:])
	return width == 0 || !joined
}

func joinsWord(r rune) bool {
	return r == '_' || unicode.Is(unicode.Latin, r) && unicode.IsLetter(r) || unicode.IsDigit(r)
}

func isJoint(r rune) bool { return r == '.' || r == ',' || r == '-' || r == ':' || r == '/' }

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

func endsInDigit(text string) bool { return text != "" && isDigit(text[len(text)-1]) }

func startsWithDigit(text string) bool { return text != "" && isDigit(text[0]) }
