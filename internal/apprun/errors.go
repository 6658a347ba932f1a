package apprun

import (
	"context"
	"errors"
	"fmt"
)

// NoGoError says that there is no go command to build the app with.
type NoGoError struct{ Err error }

// Error says what is missing.
func (e *NoGoError) Error() string { return "go is not on the PATH, and the app is built with it" }

// Unwrap returns why it was not found.
func (e *NoGoError) Unwrap() error { return e.Err }

// Code is the code of the error document.
func (e *NoGoError) Code() string { return "no_go" }

// Hint says where to get it.
func (e *NoGoError) Hint() string {
	return "install Go (https://go.dev/dl), put its folder bin on the PATH, and run it again"
}

// BuildError says that the app could not be built.
type BuildError struct {
	Dir    string
	Output string // the last lines of what go said
	Err    error
}

// Error quotes what go said.
func (e *BuildError) Error() string {
	return quoting(fmt.Sprintf("build the app in %s: %v", e.Dir, e.Err), e.Output)
}

// Unwrap returns how go ended.
func (e *BuildError) Unwrap() error { return e.Err }

// Code is the code of the error document.
func (e *BuildError) Code() string { return "build_failed" }

// Hint says what to do.
func (e *BuildError) Hint() string {
	return "act on what go says (it needs code that compiles, a network to fetch modules from, and a cache that it can write to), and run it again"
}

// InterruptedError says that Ctrl-C or a signal came before something was done.
type InterruptedError struct {
	Doing string // such as "building the app in shop"
	Err   error  // the end of the context
}

// Error says in the middle of what.
func (e *InterruptedError) Error() string { return "interrupted while " + e.Doing }

// Unwrap returns the end of the context.
func (e *InterruptedError) Unwrap() error { return e.Err }

// Hint says that nothing is lost.
func (e *InterruptedError) Hint() string { return "the same command goes on with what is there" }

// Interrupted says in the middle of what an interruption came. Any other error
// stays as it is, and so does one that says it already.
func Interrupted(doing string, err error) error {
	if _, said := errors.AsType[*InterruptedError](err); said || !errors.Is(err, context.Canceled) {
		return err
	}
	return &InterruptedError{Doing: doing, Err: err}
}

// EndedError says that the app has ended by itself.
type EndedError struct {
	Output string // the last lines of what it printed
	Err    error  // how it ended
}

// Error quotes what the app printed.
func (e *EndedError) Error() string {
	return quoting(fmt.Sprintf("the app has ended by itself: %v", e.Err), e.Output)
}

// Unwrap returns how it ended.
func (e *EndedError) Unwrap() error { return e.Err }

// Code is the code of the error document.
func (e *EndedError) Code() string { return "app_ended" }

// Hint says what to do.
func (e *EndedError) Hint() string {
	return "act on what the app printed last, and run it again"
}

// NotReadyError says that the app runs and does not answer.
type NotReadyError struct{ URL string }

// Error names where it should.
func (e *NotReadyError) Error() string {
	return fmt.Sprintf("the app runs, but %s%s has not answered within %v", e.URL, health, readyTimeout)
}

// Code is the code of the error document.
func (e *NotReadyError) Code() string { return "app_not_ready" }

// Hint says what to look at.
func (e *NotReadyError) Hint() string {
	return "see that the app listens on the port in the variable PORT and answers GET /health, and run it again"
}

// PortInUseError says that the app's port is taken.
type PortInUseError struct{ Port string }

// Error names the port.
func (e *PortInUseError) Error() string {
	return fmt.Sprintf("port %s is in use: something on this machine answers there already", e.Port)
}

// Code is the code of the error document.
func (e *PortInUseError) Code() string { return "port_in_use" }

// Hint says what to do.
func (e *PortInUseError) Hint() string {
	return "stop what listens there, or give the app another port with --port"
}

// quoting puts what a process printed below a message.
func quoting(message, output string) string {
	if output == "" {
		return message
	}
	return message + "\n" + output
}
