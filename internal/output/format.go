// Package output turns one view of a result into what the user asked for: a
// table on a terminal, tab-separated values in a pipe, one JSON or YAML
// document. Commands build views; nothing else writes to stdout.
package output

import (
	"fmt"
	"strings"
)

// Format is how a view is written, the value of -o.
type Format string

// The formats that -o understands.
const (
	FormatTable Format = "table"
	FormatJSON  Format = "json"
	FormatYAML  Format = "yaml"
)

// Formats lists the formats in the order in which help texts name them.
func Formats() []Format { return []Format{FormatTable, FormatJSON, FormatYAML} }

// ParseFormat returns the format of that name, or an error that lists them.
func ParseFormat(name string) (Format, error) {
	for _, format := range Formats() {
		if string(format) == strings.ToLower(name) {
			return format, nil
		}
	}
	return "", fmt.Errorf("unknown output format %q: use table, json or yaml", name)
}
