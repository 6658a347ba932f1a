package provision

import (
	"fmt"
	"strings"

	"github.com/logtoctl/logtoctl/internal/plan"
)

// ConflictError says that somebody else changed an object after the plan was
// made. Nothing was written to it.
type ConflictError struct {
	Object string
	Fields []plan.Field // From is as it was planned from, To as it is now
}

// Error names the object and shows both versions.
func (e *ConflictError) Error() string {
	var text strings.Builder
	fmt.Fprintf(&text, "%s was changed by somebody else after the plan was made; nothing was written to it:", e.Object)
	for _, field := range e.Fields {
		fmt.Fprintf(&text, "\n  %s: planned from %s, now %s", orObject(field.Path), version(field.From), version(field.To))
	}
	return text.String()
}

// Code is the code of the error document.
func (e *ConflictError) Code() string { return "conflict" }

// Hint says how to go on.
func (e *ConflictError) Hint() string {
	return "look at what changed with logtoctl plan, then run the command again"
}

// Details is the part of the error document with both versions.
func (e *ConflictError) Details() any { return e.Fields }

func orObject(path string) string {
	if path == "" {
		return "the object"
	}
	return path
}

func version(value any) string {
	if value == nil {
		return "nothing"
	}
	text := fmt.Sprintf("%v", value)
	if len(text) > longest {
		return fmt.Sprintf("another text of %d characters", len(text))
	}
	return text
}

// longest is how much of a version is shown; a mail would fill the screen.
const longest = 200
