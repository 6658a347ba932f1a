package manifest

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/tailscale/hujson"
)

func literalKind(kind hujson.Kind) Kind {
	switch kind {
	case '"':
		return KindString
	case '0':
		return KindNumber
	case 'n':
		return KindNull
	default:
		return KindBool
	}
}

// literal finds the place of the bytes of a JSON string. It remembers the last one
// and goes on from there, because mostly the next one is asked for.
type literal struct {
	source      string
	at, decoded int // where a character begins, in the source and in the decoded text
}

// offset returns where, in the source, a byte of the decoded text comes from.
func (l *literal) offset(offset int) int {
	if l.at == 0 || offset < l.decoded {
		l.at, l.decoded = len(`"`), 0
	}
	for l.at < len(l.source) {
		source, text := literalStep(l.source[l.at:])
		if l.decoded+text > offset {
			break
		}
		l.at += source
		l.decoded += text
	}
	return min(l.at, len(l.source)-1)
}

// literalStep returns the lengths of the next character of a JSON string in
// the source and in the decoded text.
func literalStep(literal string) (source, text int) {
	switch {
	case literal[0] != '\\':
		return 1, 1
	case literal[1] != 'u':
		return len(`\n`), 1
	}
	const unit = len(`\uFFFF`)
	first, second := codeUnit(literal), codeUnit(literal[unit:])
	switch pair := utf16.DecodeRune(first, second); {
	case pair != utf8.RuneError:
		return 2 * unit, utf8.RuneLen(pair)
	case utf16.IsSurrogate(first): // half of a character is decoded to the replacement character
		return unit, utf8.RuneLen(utf8.RuneError)
	default:
		return unit, utf8.RuneLen(first)
	}
}

// codeUnit returns the UTF-16 code unit that a text escapes at its beginning.
func codeUnit(text string) rune {
	digits, found := strings.CutPrefix(text, `\u`)
	if !found || len(digits) < 4 {
		return utf8.RuneError
	}
	unit, err := strconv.ParseUint(digits[:4], 16, 16)
	if err != nil {
		return utf8.RuneError
	}
	return rune(unit)
}
