// Package secret holds the one type that every secret value of logtoctl has,
// and the redactor that keeps known secrets out of text which came from
// somewhere else, such as a server's error message.
package secret

import (
	"fmt"
	"io"
	"log/slog"
)

// Redacted is what a secret prints as.
const Redacted = "[redacted]"

// Text is a secret in memory: a client secret, an AccessKey secret, a token.
// It prints, formats, logs and marshals as [Redacted], so that a value that
// reaches a log line, an error or a document by mistake does not leak; only
// [Text.Reveal] gives it out. The zero value, no secret, prints as nothing.
type Text string

// Reveal returns the secret itself, for the request that needs it.
func (t Text) Reveal() string { return string(t) }

// String returns [Redacted], or nothing for the zero value.
func (t Text) String() string {
	if t == "" {
		return ""
	}
	return Redacted
}

// Format prints the redacted form whatever the verb, so that %x and %q cannot
// reveal what %s hides.
func (t Text) Format(state fmt.State, _ rune) {
	_, _ = io.WriteString(state, t.String())
}

// MarshalText writes the redacted form into JSON and YAML alike.
func (t Text) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// LogValue writes the redacted form into structured logs.
func (t Text) LogValue() slog.Value { return slog.StringValue(t.String()) }
