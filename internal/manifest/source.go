package manifest

import (
	"bytes"
	"slices"
	"unicode/utf8"
)

// source is the text of a file with an index of its lines.
type source struct {
	file  string
	data  []byte
	lines []int // offsets of the first byte of each line
}

func newSource(file string, data []byte) source {
	lines := []int{0}
	for offset := 0; ; {
		next := bytes.IndexByte(data[offset:], '\n')
		if next < 0 {
			return source{file: file, data: data, lines: lines}
		}
		offset += next + 1
		lines = append(lines, offset)
	}
}

// pos returns the place of a byte offset.
func (s source) pos(offset int) Pos {
	offset = min(offset, len(s.data))
	line, exact := slices.BinarySearch(s.lines, offset)
	if exact {
		line++
	}
	return Pos{File: s.file, Line: line, Column: 1 + utf8.RuneCount(s.data[s.lines[line-1]:offset])}
}

// offset returns the byte offset of a line and a column that counts bytes.
func (s source) offset(line, byteColumn int) int {
	return min(s.lines[min(line, len(s.lines))-1]+byteColumn-1, len(s.data))
}
