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
	if json.Unmarshal([]byte(text), &value) != nil {
		return nil, malformed(describe(text))
	}
	return value, nil
}

func malformed(message string) error {
	return &bareError{status: http.StatusBadRequest, Message: message}
}

// describe words a syntax error as V8 does. Go names the place by what it was
// looking for, V8 by what it expected.
func describe(text string) string {
	// At the end of a text Go only says that it ends. A character that fits
	// nowhere but in a string has it say what it was looking for there, too.
	syntax, ok := errors.AsType[*json.SyntaxError](json.Unmarshal([]byte(text+"?"), new(any)))
	if !ok {
		return endOfInput
	}
	reason, position := syntax.Error(), int(syntax.Offset)-1
	if strings.Contains(reason, "unexpected end of JSON input") {
		return "Unterminated string in JSON" + place(text, len(text))
	}
	for _, expectation := range []struct{ goSays, v8Says string }{
		{"looking for beginning of object key string", propertyName(text, position)},
		{"after object key:value pair", "Expected ',' or '}' after property value in JSON"},
		{"after object key", "Expected ':' after property name in JSON"},
		{"after array element", "Expected ',' or ']' after array element in JSON"},
		{"after top-level value", "Unexpected non-whitespace character after JSON"},
		{"after decimal point in numeric literal", "Unterminated fractional number in JSON"},
		{"in exponent of numeric literal", "Exponent part is missing a number in JSON"},
		{"in numeric literal", "No number after minus sign in JSON"},
		{"in \\u hexadecimal character escape", "Bad Unicode escape in JSON"},
		{"in string literal", "Bad control character in string literal in JSON"},
	} {
		if strings.Contains(reason, expectation.goSays) {
			return expectation.v8Says + place(text, position)
		}
	}
	switch {
	case position >= len(text):
		return endOfInput
	case strings.Contains(reason, "in string escape code"):
		return "Bad escaped character in JSON" + place(text, position)
	}
	return unexpectedToken(text, position)
}

const endOfInput = "Unexpected end of JSON input"

// propertyName is what is wanted after an opening brace, or after a comma.
func propertyName(text string, position int) string {
	if strings.HasSuffix(strings.TrimRight(text[:position], " \t\n\r"), "{") {
		return "Expected property name or '}' in JSON"
	}
	return "Expected double-quoted property name in JSON"
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
