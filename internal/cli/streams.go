// Package cli is what every command is handed: streams, settings, clock and
// clients that are made when they are first needed, so that help texts and
// offline commands work without credentials. It also turns errors into what
// the user reads, and knows when it may ask a question.
package cli

import (
	"io"
	"os"

	"golang.org/x/term"
)

// Streams are the three standard streams and whether each is a terminal.
type Streams struct {
	In  io.Reader
	Out io.Writer
	Err io.Writer

	InTerminal  bool
	OutTerminal bool
	ErrTerminal bool

	OutWidth int // columns of the terminal that Out is; 0 if there is none, or no telling
}

// SystemStreams returns the streams of the process.
func SystemStreams() Streams {
	return Streams{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr,
		InTerminal:  term.IsTerminal(int(os.Stdin.Fd())),
		OutTerminal: term.IsTerminal(int(os.Stdout.Fd())),
		ErrTerminal: term.IsTerminal(int(os.Stderr.Fd())),
		OutWidth:    outWidth(),
	}
}

func outWidth() int {
	width, _, err := term.GetSize(int(os.Stdout.Fd()))
	if err != nil {
		return 0
	}
	return width
}
