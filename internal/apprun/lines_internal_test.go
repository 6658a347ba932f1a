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
	for range 2 { // looking changes nothing
		if got, want := l.last(), "one\ntwo\nthree\nopen"; got != want {
			t.Errorf("the last lines are %q, want %q", got, want)
		}
	}
}

func TestLines_bounded(t *testing.T) {
	t.Parallel()
	var l lines
	for i := range 100 {
		_, _ = fmt.Fprintf(&l, "line %d\n", i)
	}
	if got := strings.Count(l.last(), "\n") + 1; got != keptLines || !strings.HasSuffix(l.last(), "line 99") {
		t.Errorf("%d lines are kept, to %q", got, l.last())
	}
	_, _ = l.Write(make([]byte, 10*longestLine))
	if len(l.open) > longestLine {
		t.Errorf("%d bytes of a line without an end are kept", len(l.open))
	}
}
