package cli

import (
	"io"
	"sync"
)

// eraseLine goes back to the beginning of a terminal's line and empties it.
const eraseLine = "\r\x1b[K"

// talk is stderr for several goroutines at a time: lines come out whole, and a
// progress line makes way for what comes next.
type talk struct {
	mu       sync.Mutex
	writer   io.Writer
	progress bool // a progress line is showing
}

// Write writes a piece of text in place of the progress line.
func (t *talk) Write(text []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.clear()
	return t.writer.Write(text)
}

// show replaces the progress line; an empty one takes it away.
func (t *talk) show(line string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.clear()
	if line != "" {
		t.progress = true
		_, _ = io.WriteString(t.writer, line)
	}
}

func (t *talk) clear() {
	if t.progress {
		t.progress = false
		_, _ = io.WriteString(t.writer, eraseLine)
	}
}

// Progress shows on a terminal what is under way, in one line that the next
// piece of talk replaces. Elsewhere only what has ended is told.
func (e *Env) Progress(object string) {
	if e.ErrTerminal && !e.Structured() {
		e.talk.show(e.safe("… " + object))
	}
}
