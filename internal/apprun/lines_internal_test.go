package apprun

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestLines(t *testing.T) {
	t.Parallel()
	var told []string
	l := lines{each: func(line string) { told = append(told, line) }}
	for _, text := range []string{"one\ntw", "o\r\nthree", "", "\nopen"} {
		if n, err := l.Write([]byte(text)); n != len(text) || err != nil {
			t.Fatalf("wrote %d of %q: %v", n, text, err)
		}
	}
	if want := []string{"one", "two", "three"}; !slices.Equal(told, want) {
		t.Errorf("told %q, want %q", told, want)
	}
	for range 2 { // the second end is of nothing
		l.end()
		if want := []string{"one", "two", "three", "open"}; !slices.Equal(told, want) {
			t.Errorf("in the end told %q, want %q", told, want)
		}
	}
	if got, want := l.last(), "one\ntwo\nthree\nopen"; got != want {
		t.Errorf("the last lines are %q, want %q", got, want)
	}
}

func TestLines_kept(t *testing.T) {
	t.Parallel()
	var l lines
	for i := range 100 {
		_, _ = fmt.Fprintf(&l, "line %d\n", i)
	}
	if got := strings.Count(l.last(), "\n") + 1; got != keptLines || !strings.HasSuffix(l.last(), "line 99") {
		t.Errorf("%d lines are kept, to %q", got, l.last())
	}
}

// A line is broken where it is too long, in however many pieces it comes and
// wherever its end is, and nothing of it is lost.
func TestLines_long(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", longestLine)
	for text, want := range map[string][]string{
		long + "\n":                  {long},
		long + "y\n":                 {long, "y"},
		long + "y":                   {long, "y"},
		long + long + "y\nnext\n":    {long, long, "y", "next"},
		"first\n" + long + "y\nnext": {"first", long, "y", "next"},
	} {
		for _, size := range []int{1, 1000, len(text)} {
			var told []string
			l := lines{each: func(line string) { told = append(told, line) }}
			for part := range slices.Chunk([]byte(text), size) {
				_, _ = l.Write(part)
				if len(l.open) > longestLine {
					t.Fatalf("%d bytes of a line are kept", len(l.open))
				}
			}
			l.end()
			if !slices.Equal(told, want) {
				t.Errorf("%d bytes in pieces of %d make %d lines, want %d", len(text), size, len(told), len(want))
			}
		}
	}
}
