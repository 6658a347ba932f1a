package cli

import (
	"io"
	"slices"
	"strings"
	"sync"
)

// eraseLine goes back to the beginning of a terminal's line and empties it.
const eraseLine = "\r\x1b[K"

// talk is stderr for several goroutines at a time: lines come out whole, above
// a last line that says what is under way.
type talk struct {
	mu     sync.Mutex
	writer io.Writer
	under  []string // what is under way, on a terminal
}

// Write writes whole lines above the progress line.
func (t *talk) Write(text []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.erase()
	n, err := t.writer.Write(text)
	t.draw()
	return n, err
}

// begin adds something to the progress line.
func (t *talk) begin(object string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.erase()
	t.under = append(t.under, object)
	t.draw()
}

// end takes it away again.
func (t *talk) end(object string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.erase()
	t.under = slices.DeleteFunc(t.under, func(one string) bool { return one == object })
	t.draw()
}

// settle takes the progress line away for good: a result or a question follows.
func (t *talk) settle() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.erase()
	t.under = nil
}

func (t *talk) erase() {
	if len(t.under) > 0 {
		_, _ = io.WriteString(t.writer, eraseLine)
	}
}

func (t *talk) draw() {
	if len(t.under) > 0 {
		_, _ = io.WriteString(t.writer, "… "+strings.Join(t.under, ", "))
	}
}

// Begin shows on a terminal that a step is under way, until Event tells how it
// ended. Elsewhere only what has ended is told.
func (e *Env) Begin(object string) {
	if e.ErrTerminal && !e.Structured() {
		e.talk.begin(e.safe(object))
	}
}
