package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/exitcode"
)

// UsageError is wrong usage: the command line or the settings cannot be right,
// and nothing was sent.
type UsageError struct {
	Err  error
	hint string
}

// Error returns what is wrong.
func (e *UsageError) Error() string { return e.Err.Error() }

// Unwrap returns what is wrong as an error.
func (e *UsageError) Unwrap() error { return e.Err }

// Code is the code of the error document.
func (e *UsageError) Code() string { return "usage" }

// Hint says what to type instead, when that is known.
func (e *UsageError) Hint() string { return e.hint }

// Usage makes an error of wrong usage; nil stays nil.
func Usage(err error) error {
	if err == nil {
		return nil
	}
	return exitcode.With(exitcode.Usage, &UsageError{Err: err})
}

// Usagef is Usage for a formatted text.
func Usagef(format string, args ...any) error { return Usage(fmt.Errorf(format, args...)) }

// WithHint gives an error another next step than its own, which is for somebody
// in another situation.
func WithHint(err error, hint string) error {
	if err == nil {
		return nil
	}
	return &hintedError{error: err, hint: hint}
}

type hintedError struct {
	error
	hint string
}

// Unwrap returns the error itself.
func (e *hintedError) Unwrap() error { return e.error }

// Hint says what to type.
func (e *hintedError) Hint() string { return e.hint }

func missing(what, hint string) error {
	return exitcode.With(exitcode.Usage, &UsageError{Err: fmt.Errorf("%s", what), hint: hint})
}

// Group makes a command that only holds others. Without a name after it, it
// prints its help; with a wrong one it is wrong usage, which cobra by itself
// would let pass with exit code 0.
func Group(group *cobra.Command, commands ...*cobra.Command) *cobra.Command {
	group.AddCommand(commands...)
	group.Args = cobra.ArbitraryArgs
	group.RunE = func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return cmd.Help()
		}
		return unknownCommand(cmd, args[0])
	}
	return group
}

// The groups of commands in the help text.
const (
	GroupSteps   = "steps"
	GroupFile    = "file"
	GroupMails   = "mails"
	GroupTrouble = "trouble"
	GroupTrying  = "trying"
)

func unknownCommand(group *cobra.Command, name string) error {
	group.SuggestionsMinimumDistance = 2
	hint := fmt.Sprintf("see what there is: %s --help", group.CommandPath())
	if similar := group.SuggestionsFor(name); len(similar) > 0 {
		hint = fmt.Sprintf("did you mean %s %s?", group.CommandPath(), similar[0])
	}
	return exitcode.With(exitcode.Usage, &UsageError{Err: fmt.Errorf("%s has no command %q", group.CommandPath(), name), hint: hint})
}

// Args demands exactly the named arguments, so that the error can say which
// one is missing.
func Args(names ...string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch {
		case len(args) < len(names):
			return wrongArguments(cmd, fmt.Sprintf("the argument %s is missing", strings.Join(names[len(args):], " ")))
		case len(args) > len(names):
			return wrongArguments(cmd, fmt.Sprintf("unexpected argument %q", args[len(names)]))
		}
		return nil
	}
}

func wrongArguments(cmd *cobra.Command, what string) error {
	return missing(what, "use it like this: "+strings.TrimSuffix(cmd.UseLine(), " [flags]"))
}

// OneOf checks a flag whose value is one of a few words.
func OneOf(flag, value string, allowed ...string) error {
	for _, word := range allowed {
		if value == word {
			return nil
		}
	}
	return Usagef("--%s %q is unknown: use %s", flag, value, strings.Join(allowed, ", "))
}
