package cli

import "fmt"

// Progress tells how a long wait goes on. On a terminal the line takes the place
// of the one before it and goes away at the end; elsewhere each is a line, so
// that the log of a CI job shows life.
func (e *Env) Progress(format string, args ...any) {
	line := fmt.Sprintf(format, args...)
	if e.ErrTerminal && !e.Structured() {
		e.talk.settle()
		e.talk.begin(e.safe(line))
		return
	}
	e.Note("%s", line)
}
