// Package cli is what every command is handed: streams, settings, clock and
// clients that are made when they are first needed, so that help texts and
// offline commands work without credentials. It also turns errors into what
// the user reads, and knows when it may ask a question.
package cli

import (
	"io"
	"os"
	"sync"

	"golang.org/x/term"
)

// Streams are the three standard streams and whether each is a terminal.
type Streams struct {
	In  io.Reader
	Out io.Writer
	Err io.Writer

	InTerminal  bool
	OutTerminal bool
}

// SystemStreams returns the streams of the process.
func SystemStreams() Streams {
	return Streams{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr,
		InTerminal:  term.IsTerminal(int(os.Stdin.Fd())),
		OutTerminal: term.IsTerminal(int(os.Stdout.Fd())),
	}
}

// lockedWriter lets notes and log lines of several goroutines come out whole.
type lockedWriter struct {
	mu     sync.Mutex
	writer io.Writer
}

// Write writes one line at a time.
func (w *lockedWriter) Write(line []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.writer.Write(line)
}
