package fault

import (
	"fmt"
	"net/http"
	"path"
	"time"
)

// Kind is what a rule does to a request.
type Kind string

// The kinds of faults.
const (
	// Status answers with [Rule.Status] instead of the service.
	Status Kind = "status"
	// Delay holds the request back for [Rule.Delay], then lets it through.
	Delay Kind = "delay"
	// DropBefore closes the connection and the service never sees the request.
	DropBefore Kind = "drop-before"
	// DropAfter lets the service do its work, then closes the connection
	// without an answer: the client cannot know whether the work was done.
	DropAfter Kind = "drop-after"
	// Skew sets the clock of a service off by [Rule.Delay]. It concerns no
	// request, so only [Match.Service] of its match counts.
	Skew Kind = "skew"
)

// Rule is one fault.
type Rule struct {
	Match Match `json:"match"`
	Kind  Kind  `json:"kind"`
	// Status is the HTTP status of the kind [Status], 400 to 599. A 429 comes
	// with Retry-After, a 502 with an HTML page as a proxy writes it.
	Status int `json:"status,omitzero"`
	// Body replaces the answer's body of the kind [Status], such as an error of
	// Aliyun that this package does not know. It is sent as JSON.
	Body string `json:"body,omitzero"`
	// Delay is how long the kind [Delay] waits, and how far the kind [Skew]
	// sets the clock ahead; behind when negative.
	Delay Duration `json:"delay,omitzero"`
	// RetryAfter is the Retry-After of a 429 in whole seconds; 0 means 1.
	RetryAfter int `json:"retryAfter,omitzero"`
	// After is how many matching requests go through before the rule works.
	After int `json:"after,omitzero"`
	// Times is how many requests the rule then works on; 0 is all of them.
	Times int `json:"times,omitzero"`
}

// Match chooses requests. Empty fields match anything.
type Match struct {
	// Service is the name that the service was wrapped with.
	Service string `json:"service,omitzero"`
	// Method is an HTTP method.
	Method string `json:"method,omitzero"`
	// Path is a pattern in the syntax of [path.Match], such as
	// /api/applications/*.
	Path string `json:"path,omitzero"`
	// Action is the operation of a Direct Mail call, such as SingleSendMail.
	Action string `json:"action,omitzero"`
}

// Duration is a [time.Duration] that is written as "1m30s" in JSON.
type Duration time.Duration

// MarshalText writes the duration as [time.Duration.String] does.
func (d Duration) MarshalText() ([]byte, error) { return []byte(time.Duration(d).String()), nil }

// UnmarshalText reads what [time.ParseDuration] takes.
func (d *Duration) UnmarshalText(text []byte) error {
	parsed, err := time.ParseDuration(string(text))
	*d = Duration(parsed)
	return err
}

// RuleError is a rule that makes no sense.
type RuleError struct {
	// Index is the rule's place in its list, from 0.
	Index int
	// Reason is what is wrong with it.
	Reason string
}

// Error names the rule and the reason.
func (e *RuleError) Error() string { return fmt.Sprintf("fault rule %d: %s", e.Index, e.Reason) }

// reason says why a rule makes no sense, or "" when it does.
func (r Rule) reason() string {
	if _, err := path.Match(r.Match.Path, "/"); err != nil {
		return "match.path is not a pattern: " + r.Match.Path
	}
	if r.After < 0 || r.Times < 0 || r.RetryAfter < 0 {
		return "after, times and retryAfter cannot be negative"
	}
	switch r.Kind {
	case Status:
		if r.Status < 400 || r.Status > 599 {
			return "status must be from 400 to 599"
		}
	case Delay:
		if r.Delay <= 0 {
			return "delay must be positive"
		}
	case Skew:
		if r.Delay == 0 {
			return "delay must say how far the clock is off"
		}
	case DropBefore, DropAfter:
	default:
		return "kind must be status, delay, drop-before, drop-after or skew"
	}
	return ""
}

func (m Match) matches(service, action string, r *http.Request) bool {
	if m.Path != "" {
		if ok, err := path.Match(m.Path, r.URL.Path); err != nil || !ok {
			return false
		}
	}
	return is(m.Service, service) && is(m.Method, r.Method) && is(m.Action, action)
}

func is(wanted, actual string) bool { return wanted == "" || wanted == actual }
