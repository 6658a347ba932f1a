// Package dotenv puts variables into .env files that people also edit by hand:
// lines that are not concerned stay as they are, to the byte.
package dotenv

import (
	"regexp"
	"strings"

	"github.com/logtoctl/logtoctl/internal/printable"
)

// Variable is one line of a .env file.
type Variable struct {
	Name  string
	Value string
}

// assignment is a line that sets a variable: its indent and export, its name,
// and the value with whatever follows it.
var assignment = regexp.MustCompile(`^(\s*(?:export\s+)?)([A-Za-z_][A-Za-z0-9_.]*)(\s*=)(.*)$`)

// Merge returns the content with the variables set. Each line that sets one of
// them is rewritten, wherever it stands; those that no line sets are appended.
// Comments, order, line endings and other variables stay, also where a quoted
// value spans several lines.
func Merge(content string, variables []Variable) string {
	values := map[string]string{}
	for _, v := range variables {
		values[v.Name] = v.Value
	}
	set := map[string]bool{}
	var merged strings.Builder
	for _, entry := range entries(content) {
		parts := assignment.FindStringSubmatch(firstLine(entry))
		value, wanted := "", false
		if parts != nil {
			value, wanted = values[parts[2]]
		}
		if !wanted {
			merged.WriteString(entry)
			continue
		}
		set[parts[2]] = true
		merged.WriteString(parts[1] + parts[2] + "=" + quote(value) + ending(entry))
	}
	appendMissing(&merged, content, variables, set)
	return merged.String()
}

func appendMissing(merged *strings.Builder, content string, variables []Variable, set map[string]bool) {
	newline := "\n"
	if strings.Contains(content, "\r\n") {
		newline = "\r\n"
	}
	if merged.Len() > 0 && !strings.HasSuffix(merged.String(), "\n") {
		merged.WriteString(newline)
	}
	for _, v := range variables {
		if !set[v.Name] {
			merged.WriteString(v.Name + "=" + quote(v.Value) + newline)
		}
	}
}

// entries splits the content into lines, keeping a quoted value that spans
// several lines together with the line that opens it.
func entries(content string) []string {
	var (
		found      []string
		open       byte // the quote that an entry has not closed yet
		begin, end int
	)
	for line := range strings.Lines(content) {
		end += len(line)
		if open == 0 {
			open = opens(line)
		} else if closes(line, open) {
			open = 0
		}
		if open == 0 {
			found = append(found, content[begin:end])
			begin = end
		}
	}
	if begin < end { // the quote of the last one is never closed
		found = append(found, content[begin:end])
	}
	return found
}

// opens returns the quote that the line's value opens and does not close, or 0.
func opens(line string) byte {
	parts := assignment.FindStringSubmatch(firstLine(line))
	if parts == nil {
		return 0
	}
	value := strings.TrimLeft(parts[4], " \t")
	if value == "" || !strings.ContainsRune("\"'`", rune(value[0])) || closes(value[1:], value[0]) {
		return 0
	}
	return value[0]
}

// closes tells whether the text holds the closing quote. A backslash escapes
// only inside double quotes.
func closes(text string, quote byte) bool {
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '\\' && quote == '"':
			i++
		case text[i] == quote:
			return true
		}
	}
	return false
}

func firstLine(entry string) string {
	line, _, _ := strings.Cut(entry, "\n")
	return strings.TrimSuffix(line, "\r")
}

// ending returns the line break that the entry ends with.
func ending(entry string) string {
	switch {
	case strings.HasSuffix(entry, "\r\n"):
		return "\r\n"
	case strings.HasSuffix(entry, "\n"):
		return "\n"
	default:
		return ""
	}
}

// quote writes a value bare where every reader of .env files agrees on it, a
// shell that sources the file included. What a shell would expand goes in single
// quotes, which every reader takes by the letter. Only what cannot stand there,
// a line break or a single quote, needs double quotes and escapes.
//
// What plays with the terminal on which somebody looks at the file is left out: no
// id, secret or URI has it.
func quote(value string) string {
	value = strings.Map(func(r rune) rune {
		if r != '\r' && !printable.Is(r) {
			return -1
		}
		return r
	}, value)
	switch {
	case !strings.ContainsAny(value, " \t\r\n\"'`#$\\;&|<>()*?~!{}"):
		return value
	case strings.ContainsAny(value, "\"`$\\") && !strings.ContainsAny(value, "'\r\n"):
		return "'" + value + "'"
	default:
		return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, `$`, `\$`, "`", "\\`", "\n", `\n`, "\r", `\r`).Replace(value) + `"`
	}
}
