package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/logtoctl/logtoctl/internal/exitcode"
	"github.com/logtoctl/logtoctl/internal/output"
)

// Failure is what the user is told about an error, and the error document of
// -o json.
type Failure struct {
	Code      string `json:"code"`
	Message   string `json:"message"`
	Meaning   string `json:"-"` // what the service's code means; part of the message in the document
	Hint      string `json:"hint,omitempty"`
	RequestID string `json:"requestId,omitempty"`
	Details   any    `json:"details,omitempty"`
}

// Errors of logtoctl say more about themselves by these methods.
type (
	coder    interface{ Code() string }
	hinter   interface{ Hint() string }
	detailer interface{ Details() any }
)

// unnamed is the code of an error that has none of its own.
const unnamed = "failed"

// Describe turns an error into what the user is told: first what the error
// says about itself, then what is known about the services' own codes.
func Describe(err error) Failure {
	failure := Failure{Code: unnamed, Message: err.Error()}
	var (
		coded    coder
		hinted   hinter
		detailed detailer
	)
	if errors.As(err, &coded) {
		failure.Code = coded.Code()
	}
	if errors.As(err, &hinted) {
		failure.Hint = hinted.Hint()
	}
	if errors.As(err, &detailed) {
		failure.Details = detailed.Details()
	}
	if errors.Is(err, context.Canceled) {
		failure.Code = "interrupted"
		failure.Message = strings.ReplaceAll(failure.Message, context.Canceled.Error(), "interrupted")
	}
	explain(err, &failure)
	return failure
}

// Report writes an error to stderr, as text or as the error document, and
// returns the exit code that goes with it.
func (e *Env) Report(err error) exitcode.Code {
	code := exitcode.Of(err)
	if code == exitcode.OK || errors.Is(err, ErrSilent) {
		return code
	}
	e.talk.settle()
	failure := e.Describe(err)
	if e.Structured() {
		e.writeDocument(failure)
		return code
	}
	_, _ = io.WriteString(e.talk, failure.text())
	return code
}

// Describe is what this user is told about an error: without the secrets of the
// run, and without what would play with a terminal.
func (e *Env) Describe(err error) Failure {
	failure := Describe(err)
	failure.Message, failure.Hint, failure.RequestID = e.safe(failure.Message), e.safe(failure.Hint), e.safe(failure.RequestID)
	return failure
}

// ErrSilent marks an error that has been told already, such as the exit code
// of a command that logtoctl ran: only the exit code is left to give.
var ErrSilent = errors.New("already reported")

func (f Failure) text() string {
	var text strings.Builder
	fmt.Fprintf(&text, "logtoctl: %s\n", f.Message)
	if f.Meaning != "" {
		fmt.Fprintf(&text, "  why: %s\n", f.Meaning)
	}
	if f.Hint != "" {
		fmt.Fprintf(&text, "  next: %s\n", f.Hint)
	}
	if f.RequestID != "" && !strings.Contains(f.Message, f.RequestID) {
		fmt.Fprintf(&text, "  request id: %s\n", f.RequestID)
	}
	return text.String()
}

func (e *Env) writeDocument(failure Failure) {
	if failure.Meaning != "" {
		failure.Message += ". " + failure.Meaning
	}
	document, err := output.Encode(map[string]Failure{"error": failure})
	if err == nil && e.printer.Format == output.FormatYAML {
		document, err = output.YAML(document)
	}
	if err != nil {
		document = []byte(failure.text())
	}
	_, _ = io.WriteString(e.talk, e.Secrets.Redact(string(document)))
}
