package manifest

import (
	"strings"
	"unicode/utf8"
)

// line returns the text of a line, counted from one, without its end.
func (s source) line(number int) string {
	end := len(s.data)
	if number < len(s.lines) {
		end = s.lines[number] - len("\n")
	}
	return string(s.data[s.lines[number-1]:end])
}

// inLine returns how the place of a byte of a text is found that begins at a
// place, in quotes or without. Where the text is no longer what stands in the
// line, behind an escape for instance, the place is that of the beginning.
func (r yamlReader) inLine(at Pos, text string) func(offset int) Pos {
	line := r.runes(at.Line)
	start := at.Column - 1
	if start < len(line) && (line[start] == '"' || line[start] == '\'') {
		start++
	}
	rest := line[min(start, len(line)):]
	verbatim, number := 0, 0
	for _, char := range text {
		if number == len(rest) || rest[number] != char {
			break
		}
		verbatim += utf8.RuneLen(char)
		number++
	}
	return func(offset int) Pos {
		if offset > verbatim {
			return at
		}
		return Pos{File: at.File, Line: at.Line, Column: start + 1 + utf8.RuneCountInString(text[:offset])}
	}
}

// inBlock does the same for the text of a block, | or >, whose header is at a
// place. A folded line, which is no line of the text, is at the header.
func (r yamlReader) inBlock(at Pos, text string) func(offset int) Pos {
	return func(offset int) Pos {
		before := text[:offset]
		begin := strings.LastIndexByte(before, '\n') + 1
		written, _, _ := strings.Cut(text[begin:], "\n")
		number := at.Line + 1 + strings.Count(before, "\n")
		if number > len(r.lines) {
			return at
		}
		indent, found := strings.CutSuffix(r.line(number), written)
		if !found || strings.Trim(indent, " ") != "" {
			return at
		}
		return Pos{File: at.File, Line: number, Column: 1 + len(indent) + utf8.RuneCountInString(text[begin:offset])}
	}
}
