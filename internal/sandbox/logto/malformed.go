package logto

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"unicode/utf8"
)

// parseJSON parses a request body. Malformed JSON answers with the message of
// the JavaScript engine that Logto runs on, and without a code.
func parseJSON(text string) (any, error) {
	if text == "" {
		return map[string]any{}, nil
	}
	if trimmed := strings.TrimLeft(text, " \t\n\r"); trimmed == "" || !strings.ContainsRune("[{", rune(trimmed[0])) {
		return nil, malformed("invalid JSON, only supports object and array")
	}
	var value any
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		return nil, malformed(describe(err, text))
	}
	return value, nil
}

func malformed(message string) error {
	return &bareError{status: http.StatusBadRequest, Message: message}
}

// describe words a syntax error as V8 does. Go names the place by what it was
// looking for, V8 by what it expected.
func describe(err error, text string) string {
	syntax, ok := errors.AsType[*json.SyntaxError](err)
	if !ok {
		return "Unexpected end of JSON input"
	}
	position := max(0, int(syntax.Offset)-1)
	reason := syntax.Error()
	if strings.Contains(reason, "' ' in literal") && !strings.HasSuffix(text, " ") {
		return "Unexpected end of JSON input" // Go's scanner ends every text with a space
	}
	expectations := []struct{ goSays, v8Says string }{
		{"looking for beginning of object key string", propertyName(text, position)},
		{"after object key:value pair", "Expected ',' or '}' after property value in JSON"},
		{"after object key", "Expected ':' after property name in JSON"},
		{"after array element", "Expected ',' or ']' after array element in JSON"},
		{"after top-level value", "Unexpected non-whitespace character after JSON"},
		{"in string literal", "Bad control character in string literal in JSON"},
		{"in string escape code", "Bad escaped character in JSON"},
		{"unexpected end of JSON input", endOfInput(text)},
	}
	for _, expectation := range expectations {
		if !strings.Contains(reason, expectation.goSays) {
			continue
		}
		switch {
		case expectation.v8Says == "Unexpected end of JSON input":
			return expectation.v8Says
		case strings.HasPrefix(expectation.v8Says, "Unterminated"):
			position = len(text)
		}
		return expectation.v8Says + place(text, position)
	}
	return unexpectedToken(text, position)
}

// propertyName is what is wanted after an opening brace, or after a comma.
func propertyName(text string, position int) string {
	if strings.HasSuffix(strings.TrimRight(text[:position], " \t\n\r"), "{") {
		return "Expected property name or '}' in JSON"
	}
	return "Expected double-quoted property name in JSON"
}

// endOfInput tells an open string from an open object or array.
func endOfInput(text string) string {
	open, escaped := false, false
	for _, char := range text {
		switch {
		case escaped:
			escaped = false
		case open && char == '\\':
			escaped = true
		case char == '"':
			open = !open
		}
	}
	if open {
		return "Unterminated string in JSON"
	}
	return "Unexpected end of JSON input"
}

func place(text string, position int) string {
	line := 1 + strings.Count(text[:position], "\n")
	column := position - strings.LastIndex(text[:position], "\n")
	return fmt.Sprintf(" at position %d (line %d column %d)", position, line, column)
}

// quoted is the number of characters that V8 quotes before and after a bad
// token. A text no longer than both and the token is quoted whole.
const quoted = 10

func unexpectedToken(text string, position int) string {
	token, _ := utf8.DecodeRuneInString(text[position:])
	start, end := max(0, position-quoted), min(len(text), position+quoted)
	if len(text) <= 2*quoted {
		start, end = 0, len(text)
	}
	before, after := "", ""
	if start > 0 {
		before = "..."
	}
	if end < len(text) {
		after = "..."
	}
	return fmt.Sprintf("Unexpected token '%c', %s\"%s\"%s is not valid JSON",
		token, before, strings.ToValidUTF8(text[start:end], "\uFFFD"), after)
}
