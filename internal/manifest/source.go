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
	runes []int // how many characters begin before each block of bytes
}

// block is the number of bytes in which characters are counted for a place. A
// file may be one long line, which would cost too much to count for each value.
const block = 1 << 10

func newSource(file string, data []byte) source {
	s := source{file: file, data: data, lines: []int{0}, runes: []int{0}}
	for part := range slices.Chunk(data, block) {
		s.runes = append(s.runes, s.runes[len(s.runes)-1]+begun(part))
	}
	for offset := 0; ; {
		next := bytes.IndexByte(data[offset:], '\n')
		if next < 0 {
			return s
		}
		offset += next + 1
		s.lines = append(s.lines, offset)
	}
}

// begun returns how many characters begin in a part of a text.
func begun(part []byte) int {
	count := 0
	for _, b := range part {
		if utf8.RuneStart(b) {
			count++
		}
	}
	return count
}

// before returns how many characters begin before a byte offset.
func (s source) before(offset int) int {
	return s.runes[offset/block] + begun(s.data[offset/block*block:offset])
}

// pos returns the place of a byte offset.
func (s source) pos(offset int) Pos {
	offset = min(offset, len(s.data))
	line, exact := slices.BinarySearch(s.lines, offset)
	if exact {
		line++
	}
	return Pos{File: s.file, Line: line, Column: 1 + s.before(offset) - s.before(s.lines[line-1])}
}

// offset returns the byte offset of a line and a column that counts bytes.
func (s source) offset(line, byteColumn int) int {
	return min(s.lines[min(line, len(s.lines))-1]+byteColumn-1, len(s.data))
}
