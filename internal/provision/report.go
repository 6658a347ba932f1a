package provision

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/logtoctl/logtoctl/internal/partial"
	"github.com/logtoctl/logtoctl/internal/plan"
)

// What can become of a step besides what was planned for it.
const (
	Failed     plan.Status = "failed"
	NotTried   plan.Status = "not tried"
	RolledBack plan.Status = "rolled back" // done, and undone because a later step failed
	Written    plan.Status = "written"     // a file on this machine
	Sent       plan.Status = "sent"        // the test mail
	Verified   plan.Status = "verified"    // the code of the round trip, or a sending domain whose DNS is now as it must be
)

// StepReport says what became of one step.
type StepReport struct {
	Object string      `json:"object"` // such as "application/bookstore" or "round-trip/you@example.com"
	Name   string      `json:"name,omitempty"`
	ID     string      `json:"id,omitempty"` // of the object at Logto or Direct Mail
	Status plan.Status `json:"status"`
	Error  string      `json:"error,omitempty"`

	wrote plan.Status // what was done although the step failed, else empty
}

// String returns the step in one line, such as "created application Bookstore (id)".
func (s StepReport) String() string {
	kind, name, _ := strings.Cut(s.Object, "/")
	if s.Name != "" {
		name = s.Name
	}
	line := strings.TrimSpace(fmt.Sprintf("%s %s %s", s.Status, kind, name))
	if s.ID != "" {
		line += " (" + s.ID + ")"
	}
	return line
}

// Done tells whether the step changed something that has lasted.
func (s StepReport) Done() bool {
	switch s.Status {
	case plan.Unchanged, plan.Waiting, Failed, NotTried, RolledBack, Verified, Sent:
		return s.wrote != "" && s.Status != RolledBack
	default:
		return true
	}
}

// Report is the account of an apply: what became of each step, in the order of
// the plan.
type Report struct {
	Steps  []StepReport
	Backup string // file with the connector that was displaced
}

// Changed tells whether anything was changed that has lasted.
func (r Report) Changed() bool { return slices.ContainsFunc(r.Steps, StepReport.Done) }

// Account lists what was done, what failed and what was not tried, one line each.
// A step that failed after it had changed something is in both lists.
func (r Report) Account() map[string][]string {
	account := map[string][]string{"done": {}, "failed": {}, "notTried": {}}
	for _, step := range r.Steps {
		switch {
		case step.Status == NotTried:
			account["notTried"] = append(account["notTried"], step.Object)
		case step.Status == plan.Waiting:
			account["waiting"] = append(account["waiting"], step.Object)
		case step.Status == RolledBack:
			account["rolledBack"] = append(account["rolledBack"], step.Object)
		case step.Status == Failed:
			account["failed"] = append(account["failed"], step.Object+": "+step.Error)
			if step.Done() {
				step.Status = step.wrote
				account["done"] = append(account["done"], step.String())
			}
		case step.Done():
			account["done"] = append(account["done"], step.String())
		}
	}
	return account
}

// ApplyError says that an apply did not get through, with the account of what
// it did. It wraps a [*partial.Error] when something was changed.
type ApplyError struct {
	Report Report
	Err    error
}

// Error says why.
func (e *ApplyError) Error() string { return e.Err.Error() }

// Unwrap returns the reason.
func (e *ApplyError) Unwrap() error { return e.Err }

// Details is the part of the error document that lists what was done, what
// failed and what was not tried. While the DNS is waited for, the domain is there
// too, with the records that it lacks.
func (e *ApplyError) Details() any {
	waiting, waits := errors.AsType[*WaitingForDNSError](e.Err)
	if !waits {
		return e.Report.Account()
	}
	details := map[string]any{"domain": waiting.document()}
	for name, lines := range e.Report.Account() {
		details[name] = lines
	}
	return details
}

// errNotTried is why an apply is not finished when nothing failed: a step needs
// an object that is not in the plan.
var errNotTried = errors.New("not everything could be tried")

// err returns the error of an apply that has these failures, nil without any.
// An interruption is one, also when it came between two steps.
func (r Report) err(ctx context.Context, failures []error) error {
	if len(failures) == 0 && !r.unfinished() {
		return nil
	}
	if interrupted := ctx.Err(); interrupted != nil && !errors.Is(errors.Join(failures...), interrupted) {
		failures = append(failures, interrupted)
	}
	cause := errors.Join(failures...)
	switch len(failures) {
	case 0:
		cause = errNotTried
	case 1:
		cause = failures[0] // without the wrapping of a list
	}
	return &ApplyError{Report: r, Err: partial.After(r.Account()["done"], cause)}
}

func (r Report) unfinished() bool {
	return slices.ContainsFunc(r.Steps, func(s StepReport) bool { return s.Status == NotTried })
}
