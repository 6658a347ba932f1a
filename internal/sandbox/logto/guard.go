package logto

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// undefined stands for a key that the JSON object did not have; null is nil.
// Logto's guards tell the two apart, and so do their messages.
type undefined struct{}

// verdict is what became of a value. A dirty value has findings, but is whole
// enough for the rules around it to be checked as well; an aborted one is not.
type verdict int

const (
	valid verdict = iota
	dirty
	aborted
)

// guard checks one JSON value, as encoding/json decodes it into any, and
// returns what is left of it: keys that the guard does not name are dropped.
type guard func(c *check, value any) (any, verdict)

// issue is one finding. Its keys depend on its code, as in zod 3.
type issue map[string]any

// issues is a list of findings in the form in which Logto's answers carry it.
type issues []issue

// check collects the findings of one run of a guard.
type check struct {
	found issues
	path  []any
}

// run applies a guard to a value and returns the guarded value, or the findings.
func (g guard) run(value any) (any, issues) {
	c := &check{}
	guarded, _ := g(c, value)
	return guarded, c.found
}

// report adds a finding at the current path, or below it.
func (c *check) report(found issue, below ...any) {
	found["path"] = append(append([]any{}, c.path...), below...) // empty, never null
	c.found = append(c.found, found)
}

// at applies a guard to the value of a key or an index.
func (c *check) at(key any, g guard, value any) (any, verdict) {
	c.path = append(c.path, key)
	defer func() { c.path = c.path[:len(c.path)-1] }()
	return g(c, value)
}

// mismatch reports a value of the wrong type.
func (c *check) mismatch(expected string, value any) (any, verdict) {
	received := typeName(value)
	message := "Expected " + expected + ", received " + received
	if received == "undefined" {
		message = "Required"
	}
	c.report(issue{"code": "invalid_type", "expected": expected, "received": received, "message": message})
	return nil, aborted
}

// typeName is JavaScript's name, as zod gives it, for the type of a JSON value.
func typeName(value any) string {
	switch value.(type) {
	case undefined:
		return "undefined"
	case nil:
		return "null"
	case bool:
		return "boolean"
	case float64:
		return "number"
	case string:
		return "string"
	case []any:
		return "array"
	default:
		return "object"
	}
}

// field is a named member of an object guard.
type field struct {
	name  string
	guard guard
}

// object accepts a JSON object, checks the fields in their order and drops all others.
func object(fields ...field) guard {
	return func(c *check, value any) (any, verdict) {
		in, ok := value.(map[string]any)
		if !ok {
			return c.mismatch("object", value)
		}
		out, worst := make(map[string]any, len(fields)), valid
		for _, f := range fields {
			member, present := in[f.name]
			if !present {
				member = undefined{}
			}
			guarded, v := c.at(f.name, f.guard, member)
			worst = max(worst, v)
			if guarded != any(undefined{}) {
				out[f.name] = guarded
			}
		}
		return out, worst
	}
}

// strictObject accepts a JSON object that has no other keys than the fields.
func strictObject(fields ...field) guard {
	inner := object(fields...)
	return func(c *check, value any) (any, verdict) {
		guarded, v := inner(c, value)
		in, _ := value.(map[string]any)
		unknown := unknownKeys(in, fields)
		if len(unknown) == 0 {
			return guarded, v
		}
		c.report(issue{
			"code": "unrecognized_keys", "keys": unknown,
			"message": "Unrecognized key(s) in object: '" + strings.Join(unknown, "', '") + "'",
		})
		return guarded, max(v, dirty)
	}
}

func unknownKeys(in map[string]any, fields []field) []string {
	var unknown []string
	for key := range in {
		if !slices.ContainsFunc(fields, func(f field) bool { return f.name == key }) {
			unknown = append(unknown, key)
		}
	}
	slices.Sort(unknown)
	return unknown
}

// partial makes every field optional.
func partial(fields ...field) []field {
	loose := make([]field, len(fields))
	for i, f := range fields {
		loose[i] = field{f.name, optional(f.guard)}
	}
	return loose
}

// record accepts a JSON object with any keys, whose values all pass one guard.
func record(values guard) guard {
	return func(c *check, value any) (any, verdict) {
		in, ok := value.(map[string]any)
		if !ok {
			return c.mismatch("object", value)
		}
		out, worst := make(map[string]any, len(in)), valid
		for _, key := range slices.Sorted(maps.Keys(in)) {
			guarded, v := c.at(key, values, in[key])
			worst = max(worst, v)
			out[key] = guarded
		}
		return out, worst
	}
}

// list accepts a JSON array of at least so many elements that all pass one guard.
func list(elements guard, atLeast int) guard {
	return func(c *check, value any) (any, verdict) {
		in, ok := value.([]any)
		if !ok {
			return c.mismatch("array", value)
		}
		out, worst := make([]any, len(in)), valid
		if len(in) < atLeast {
			c.report(issue{
				"code": "too_small", "minimum": atLeast, "type": "array", "inclusive": true, "exact": false,
				"message": "Array must contain at least " + strconv.Itoa(atLeast) + " element(s)",
			})
			worst = dirty
		}
		for i, element := range in {
			guarded, v := c.at(i, elements, element)
			worst = max(worst, v)
			out[i] = guarded
		}
		return out, worst
	}
}

// optional lets a key be left out.
func optional(g guard) guard {
	return func(c *check, value any) (any, verdict) {
		if value == any(undefined{}) {
			return value, valid
		}
		return g(c, value)
	}
}

// nullable lets a value be null.
func nullable(g guard) guard {
	return func(c *check, value any) (any, verdict) {
		if value == nil {
			return nil, valid
		}
		return g(c, value)
	}
}

// anything accepts every JSON value, and none.
func anything(_ *check, value any) (any, verdict) { return value, valid }

// union accepts what one of its members accepts. When none does, the findings
// of the first member that was only dirty are reported; else all of them are,
// each as an error of its own.
func union(members ...guard) guard {
	return func(c *check, value any) (any, verdict) {
		var nearly *check
		var nearlyValue any
		var failed []map[string]any
		for _, member := range members {
			attempt := &check{path: slices.Clone(c.path)}
			guarded, v := member(attempt, value)
			switch {
			case v == valid:
				return guarded, valid
			case v == dirty && nearly == nil:
				nearly, nearlyValue = attempt, guarded
			}
			failed = append(failed, zodError(attempt.found))
		}
		if nearly != nil {
			c.found = append(c.found, nearly.found...)
			return nearlyValue, dirty
		}
		c.report(issue{"code": "invalid_union", "unionErrors": failed, "message": "Invalid input"})
		return nil, aborted
	}
}

// refine adds a rule to a guard. The rule is asked only about a value that the
// guard could make sense of; it returns the message of its finding, or nothing.
func refine(g guard, rule func(value any) string, below ...any) guard {
	return func(c *check, value any) (any, verdict) {
		guarded, v := g(c, value)
		if v == aborted {
			return guarded, v
		}
		if message := rule(guarded); message != "" {
			c.report(issue{"code": "custom", "message": message}, below...)
			v = dirty
		}
		return guarded, v
	}
}
