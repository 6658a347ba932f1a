package logto

import (
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"
)

// invalidInput is the message of a rule that gives none of its own.
const invalidInput = "Invalid input"

// A textRule returns its finding about a string, or nil.
type textRule func(s string) issue

// text accepts a string that all rules accept.
func text(rules ...textRule) guard {
	return func(c *check, value any) (any, verdict) {
		s, ok := value.(string)
		if !ok {
			return c.mismatch("string", value)
		}
		v := valid
		for _, rule := range rules {
			if found := rule(s); found != nil {
				c.report(found)
				v = dirty
			}
		}
		return s, v
	}
}

// length counts as JavaScript does, in UTF-16 code units.
func length(s string) int { return len(utf16.Encode([]rune(s))) }

func notEmpty(s string) issue {
	if s != "" {
		return nil
	}
	return issue{
		"code": "too_small", "minimum": 1, "type": "string", "inclusive": true, "exact": false,
		"message": "String must contain at least 1 character(s)",
	}
}

func atMost(n int) textRule {
	return func(s string) issue {
		if length(s) <= n {
			return nil
		}
		return issue{
			"code": "too_big", "maximum": n, "type": "string", "inclusive": true, "exact": false,
			"message": fmt.Sprintf("String must contain at most %d character(s)", n),
		}
	}
}

func matching(pattern *regexp.Regexp) textRule {
	return func(s string) issue { return formatIssue(pattern.MatchString(s), "regex", "Invalid") }
}

func webURL(s string) issue {
	_, ok := urlProtocol(s)
	return formatIssue(ok, "url", "Invalid url")
}

var mailbox = regexp.MustCompile(`(?i)^[A-Z0-9_'+\-.]*[A-Z0-9_+\-]@([A-Z0-9][A-Z0-9\-]*\.)+[A-Z]{2,}$`)

func mailAddress(s string) issue {
	ok := mailbox.MatchString(s) && !strings.HasPrefix(s, ".") && !strings.Contains(s, "..")
	return formatIssue(ok, "email", "Invalid email")
}

func formatIssue(ok bool, validation, message string) issue {
	if ok {
		return nil
	}
	return issue{"code": "invalid_string", "validation": validation, "message": message}
}

// A numberRule returns its finding about a number, or nil.
type numberRule func(n float64) issue

// number accepts a number that all rules accept.
func number(rules ...numberRule) guard {
	return func(c *check, value any) (any, verdict) {
		n, ok := value.(float64)
		if !ok {
			return c.mismatch("number", value)
		}
		v := valid
		for _, rule := range rules {
			if found := rule(n); found != nil {
				c.report(found)
				v = dirty
			}
		}
		return n, v
	}
}

func whole(n float64) issue {
	if n == math.Trunc(n) {
		return nil
	}
	return issue{
		"code": "invalid_type", "expected": "integer", "received": "float",
		"message": "Expected integer, received float",
	}
}

func positive(n float64) issue {
	if n > 0 {
		return nil
	}
	return issue{
		"code": "too_small", "minimum": 0, "type": "number", "inclusive": false, "exact": false,
		"message": "Number must be greater than 0",
	}
}

func from(least float64) numberRule {
	return func(n float64) issue {
		if n >= least {
			return nil
		}
		return issue{
			"code": "too_small", "minimum": least, "type": "number", "inclusive": true, "exact": false,
			"message": fmt.Sprintf("Number must be greater than or equal to %v", least),
		}
	}
}

func upTo(most float64) numberRule {
	return func(n float64) issue {
		if n <= most {
			return nil
		}
		return issue{
			"code": "too_big", "maximum": most, "type": "number", "inclusive": true, "exact": false,
			"message": fmt.Sprintf("Number must be less than or equal to %v", most),
		}
	}
}

// boolean accepts true and false.
func boolean(c *check, value any) (any, verdict) {
	if _, ok := value.(bool); !ok {
		return c.mismatch("boolean", value)
	}
	return value, valid
}

// oneOf accepts one of the given strings. Logto's own guards are native enums,
// to which a number is a wrong option rather than a value of the wrong type.
func oneOf(options ...string) guard {
	expected := "'" + strings.Join(options, "' | '") + "'"
	return func(c *check, value any) (any, verdict) {
		var received string
		switch given := value.(type) {
		case string:
			received = given
		case float64:
			received = strconv.FormatFloat(given, 'f', -1, 64)
		default:
			return c.mismatch(expected, value)
		}
		for _, option := range options {
			if value == option {
				return value, valid
			}
		}
		c.report(issue{
			"code": "invalid_enum_value", "options": options, "received": value,
			"message": fmt.Sprintf("Invalid enum value. Expected %s, received '%s'", expected, received),
		})
		return nil, aborted
	}
}

// stringEnum is oneOf for the enums of connectors, which take strings only.
func stringEnum(options ...string) guard {
	option := oneOf(options...)
	return func(c *check, value any) (any, verdict) {
		if _, isNumber := value.(float64); isNumber {
			return c.mismatch("'"+strings.Join(options, "' | '")+"'", value)
		}
		return option(c, value)
	}
}

// literal accepts one value.
func literal[T string | bool](expected T) guard {
	quoted, _ := json.Marshal(expected)
	return func(c *check, value any) (any, verdict) {
		if value == any(expected) {
			return value, valid
		}
		found := issue{
			"code": "invalid_literal", "expected": expected,
			"message": "Invalid literal value, expected " + string(quoted),
		}
		if value != any(undefined{}) {
			found["received"] = value
		}
		c.report(found)
		return nil, aborted
	}
}
