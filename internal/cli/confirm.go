package cli

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/logtoctl/logtoctl/internal/exitcode"
)

// ErrDeclined says that the user answered no.
var ErrDeclined error = declinedError{}

type declinedError struct{}

// Error says that nothing happened.
func (declinedError) Error() string { return "stopped: not confirmed, nothing was changed" }

// Code is the code of the error document.
func (declinedError) Code() string { return "declined" }

// Interactive tells whether a question may be asked: stdin is a terminal and
// the user did not forbid it.
func (e *Env) Interactive() bool { return e.InTerminal && !e.Settings.NoInput }

// Confirm asks before a destructive act. With yes, or in a dry run, it does
// not ask; where no question may be asked, it is wrong usage without --yes.
func (e *Env) Confirm(ctx context.Context, yes bool, what string) error {
	switch {
	case yes || e.Settings.DryRun:
		return nil
	case !e.Interactive():
		return exitcode.With(exitcode.Usage, &UsageError{Err: fmt.Errorf("%s: this needs a confirmation", what), hint: "add --yes"})
	}
	answer, err := e.Ask(ctx, what+"\nContinue? [y/N] ")
	if err != nil {
		return err
	}
	if answer = strings.ToLower(answer); answer != "y" && answer != "yes" {
		return ErrDeclined
	}
	return nil
}

// Ask prints a question to stderr and returns the line that the user typed.
func (e *Env) Ask(ctx context.Context, question string) (string, error) {
	e.talk.settle()
	_, _ = io.WriteString(e.talk, e.safe(question))
	line, err := bufio.NewReader(interruptible(ctx, e.In)).ReadString('\n')
	if ctx.Err() != nil {
		_, _ = io.WriteString(e.talk, "\n") // the question's line is still open
		return "", fmt.Errorf("stopped at the question: %w", ctx.Err())
	}
	if err != nil && line == "" {
		return "", fmt.Errorf("read the answer: %w", err)
	}
	return strings.TrimSpace(line), nil
}
