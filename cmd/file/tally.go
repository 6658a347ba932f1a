package file

import (
	"fmt"
	"strings"

	"github.com/logtoctl/logtoctl/internal/exitcode"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/provision"
)

// tally is the account of a run over several tenants: how many there are of each
// status, and which of them were changed, failed and were not tried.
type tally struct {
	total    int
	count    map[plan.Status]int
	done     []string
	failed   []outcome
	notTried []string
	stopped  error // why some were not tried
}

func (c *tally) add(came outcome) {
	if c.count == nil {
		c.count = map[plan.Status]int{}
	}
	c.total++
	c.count[came.status]++
	if came.done != "" {
		c.done = append(c.done, label("", came)+came.done)
	}
	switch {
	case came.failure != nil:
		came.view = nil // it has been printed
		c.failed = append(c.failed, came)
	case came.err != nil:
		c.notTried, c.stopped = append(c.notTried, came.profile), came.err
	}
}

// sentence counts the tenants: "20 tenants: 3 updated, 16 unchanged, 1 failed".
func (c *tally) sentence() string {
	var parts []string
	for _, status := range []plan.Status{toChange, plan.Updated, plan.Deleted, plan.Unchanged, plan.Waiting, provision.Failed, provision.NotTried} {
		if n := c.count[status]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, status))
		}
	}
	noun := "tenants"
	if c.total == 1 {
		noun = "tenant"
	}
	return fmt.Sprintf("%d %s: %s", c.total, noun, strings.Join(parts, ", "))
}

// err is the error of the whole, nil when every tenant is as it should be. When any
// of them was changed the whole was done in part.
func (c *tally) err() error {
	if len(c.failed) == 0 && c.stopped == nil {
		return nil
	}
	err := &fleetError{c}
	if len(c.done) > 0 {
		return exitcode.With(exitcode.Partial, err)
	}
	return err
}

// fleetError says that some of several tenants are not as the file says.
type fleetError struct{ *tally }

// named is how many tenants the text of the error names; the list has them all.
const named = 10

// Error counts the tenants and says what is wrong with the first of them.
func (e *fleetError) Error() string {
	lines := []string{e.sentence()}
	for _, one := range e.failed[:min(named, len(e.failed))] {
		lines = append(lines, label("profile ", one)+one.failure.Message)
	}
	if rest := len(e.failed) - named; rest > 0 {
		lines = append(lines, fmt.Sprintf("and %d more, which the list has", rest))
	}
	if e.stopped != nil {
		lines = append(lines, e.stopped.Error())
	}
	return strings.Join(lines, "\n")
}

// label is what stands before something about a tenant.
func label(what string, one outcome) string {
	if one.profile == "" {
		return ""
	}
	return what + one.profile + ": "
}

// Unwrap returns the errors of the tenants, which say with what code to exit.
func (e *fleetError) Unwrap() []error {
	errs := []error{}
	for _, one := range e.failed {
		errs = append(errs, one.err)
	}
	if e.stopped != nil {
		errs = append(errs, e.stopped)
	}
	return errs
}

// Hint is the next step. What is wrong with a single tenant may have its own.
func (e *fleetError) Hint() string {
	if len(e.failed) == 1 && e.failed[0].failure.Hint != "" {
		return e.failed[0].failure.Hint
	}
	return "run it again for the rest: a tenant that is as the file says stays as it is"
}

// Details is the part of the error document that lists the tenants.
func (e *fleetError) Details() any {
	failed := make([]string, len(e.failed))
	for i, one := range e.failed {
		failed[i] = label("", one) + one.failure.Message
	}
	return map[string][]string{"done": append([]string{}, e.done...), "failed": failed, "notTried": append([]string{}, e.notTried...)}
}
