// Package partial is for work that fails half-way. What was done before stays
// done, so the error that ends it lists that beside the reason: whoever reads it
// knows what there is by now, and the process exits with a code of its own.
package partial

import (
	"fmt"
	"strings"
)

// Error says that a command failed after it had changed something.
type Error struct {
	Done []string // what was done, one sentence each
	Err  error    // why it could not go on
}

// After returns a failure that came after these things had been done: an
// [*Error], or the failure as it is when nothing was done, nil included.
func After(done []string, err error) error {
	if err == nil || len(done) == 0 {
		return err
	}
	return &Error{Done: done, Err: err}
}

// Error says why, then what was done before.
func (e *Error) Error() string {
	why, space := e.Err.Error(), " "
	if strings.Contains(why, "\n") { // a list, whose last line must stay as it is
		space = "\n"
	}
	return fmt.Sprintf("%s%s(done before: %s)", why, space, strings.Join(e.Done, "; "))
}

// Unwrap returns the reason.
func (e *Error) Unwrap() error { return e.Err }

// Details is the part of the error document that lists what was done.
func (e *Error) Details() any { return map[string][]string{"done": e.Done} }
