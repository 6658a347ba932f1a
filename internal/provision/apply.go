package provision

import (
	"context"
	"errors"
	"sync"

	"github.com/logtoctl/logtoctl/internal/partial"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// Hooks is what an apply needs from outside of the tenant.
type Hooks struct {
	// Begin is told the object of each step as it begins; it may be nil.
	Begin func(object string)
	// Event is told each step as it ends, one at a time.
	Event func(StepReport)
	// Note is told what the user should know and no step says.
	Note func(format string, args ...any)
	// Save keeps a connector that is about to be displaced, and returns where.
	Save func(logtoadmin.Connector) (path string, err error)
	// Fresh says that nothing has come between the plan and the apply that takes its
	// time, such as a question to somebody: what the plan was made from is then the
	// last look at what is written first. Otherwise everything is looked at again.
	Fresh bool
	// EnvFiles are the .env files of the applications.
	EnvFiles []EnvFile
	// TestEmail gets a test mail before a connector is saved; it may be empty.
	TestEmail string
	// Codes reads the code of the round trip. Without it there is none.
	Codes CodeReader
}

// Apply carries out a plan. First it brings the Direct Mail account to what the
// file wants; as long as mail cannot be sent from there, that is all. Then it checks
// what can be checked, and tests the connector's new configuration before it is
// saved; then it runs the steps as a graph; then it makes the round trip. People
// can sign in at every moment: when the sign-in experience cannot follow the
// connector, the connector goes back to what it was.
//
// The report is true in any case. The error is an [ApplyError] with it.
func (p Provisioner) Apply(ctx context.Context, planned Planned, hooks Hooks) (Report, error) {
	r := newRun(p, planned, hooks)
	if !r.ensureDirectMail(ctx) {
		return r.report, r.report.err(ctx, r.failures)
	}
	if err := r.preflight(ctx); err != nil {
		return r.report, r.report.err(ctx, []error{err})
	}
	r.change(ctx)
	r.roundTrip(ctx)
	r.undo(ctx)
	return r.report, r.report.err(ctx, r.failures)
}

// run is one apply under way.
type run struct {
	Provisioner
	planned Planned
	hooks   Hooks
	steps   []plan.Step

	// The last looks at what several steps write, or one that comes late.
	applicationsNow *look[[]logtoadmin.Application]
	experienceNow   *look[logtoadmin.SignInExperience]

	mu           sync.Mutex
	report       Report
	failures     []error
	applications map[string]logtoadmin.Application // by key, as they are now
	connector    logtoadmin.Connector              // as it was written
}

func newRun(p Provisioner, planned Planned, hooks Hooks) *run {
	r := &run{Provisioner: p, planned: planned, hooks: hooks, steps: planned.Set.Steps(), applications: map[string]logtoadmin.Application{}}
	for _, isFirst := range []bool{true, false} { // Direct Mail, and what sends from there
		if !isFirst && r.testsConnector() {
			r.expect(StepReport{Object: "test-mail/" + hooks.TestEmail})
		}
		for _, step := range r.steps {
			if step.IsDirectMail() == isFirst {
				r.expect(describe(step))
			}
		}
	}
	for _, file := range hooks.EnvFiles {
		r.expect(StepReport{Object: "env-file/" + file.Path})
	}
	if r.makesRoundTrip() {
		r.expect(StepReport{Object: "round-trip/" + hooks.TestEmail})
	}
	return r
}

// expect enters a step into the report that has not been tried yet. What has the
// name of another, such as a .env file of two applications, is one with it.
func (r *run) expect(step StepReport) {
	if r.find(step.Object) != nil {
		return
	}
	step.Status = NotTried
	r.report.Steps = append(r.report.Steps, step)
}

// describe returns the names of a step's object.
func describe(step plan.Step) StepReport {
	report := StepReport{Object: step.ID}
	switch {
	case step.Domain != nil:
		report.ID = step.Domain.Live.ID
	case step.Sender != nil:
		report.ID = step.Sender.Live.ID
	case step.Tag != nil:
		report.ID = step.Tag.Live.ID
	case step.Application != nil:
		report.ID, report.Name = step.Application.Live.ID, step.Application.Live.Name
		if step.Application.Want.Name != nil {
			report.Name = *step.Application.Want.Name
		}
	case step.Connector != nil:
		report.ID = step.Connector.Live.ID
	case step.Template != nil:
		report.ID = step.Template.Live.ID
	}
	return report
}

// testsConnector tells whether a test mail is sent.
func (r *run) testsConnector() bool { return r.hooks.TestEmail != "" && r.planned.reliesAnew() }

// makesRoundTrip tells whether there is a round trip: when nothing changes that
// a code goes through, no mail is sent.
func (r *run) makesRoundTrip() bool {
	connector, signIn := r.planned.Set.Connector, r.planned.Set.SignIn
	pending := connector != nil && connector.Status != plan.Unchanged || signIn != nil && signIn.Status != plan.Unchanged
	return r.hooks.Codes != nil && r.hooks.TestEmail != "" && pending
}

// begin tells that a step is under way.
func (r *run) begin(object string) {
	if r.hooks.Begin != nil {
		r.hooks.Begin(object)
	}
}

// settle enters the outcome of a step into the report and tells it.
func (r *run) settle(object string, status plan.Status, id string, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	step := r.find(object)
	step.Status = status
	if id != "" {
		step.ID = id
	}
	interrupted, wasDone := errors.AsType[*partial.Error](err)
	_, differs := errors.AsType[*DriftError](err)
	_, waits := errors.AsType[*WaitingForDNSError](err)
	switch {
	case wasDone: // interrupted once it had been done
		err = interrupted.Err
	case waits: // which is what was planned, as far as logtoctl can go
	case err != nil:
		step.Status, step.Error = Failed, err.Error()
		if differs {
			step.wrote = status
		}
	}
	if err != nil {
		r.failures = append(r.failures, err)
	}
	r.hooks.Event(*step)
}

// takeBack makes a failure of a create that had been done. Unless the application
// is gone, it is still a change.
func (r *run) takeBack(object string, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	step := r.find(object)
	step.Status, step.Error, step.wrote = Failed, err.Error(), plan.Created
	if _, gone := errors.AsType[*TwinError](err); gone {
		step.ID, step.wrote = "", ""
	}
	r.failures = append(r.failures, err)
	r.hooks.Event(*step)
}

// find returns the entry of a step, nil when there is none.
func (r *run) find(object string) *StepReport {
	for i := range r.report.Steps {
		if r.report.Steps[i].Object == object {
			return &r.report.Steps[i]
		}
	}
	return nil
}

// status returns what has become of a step so far, "" when there is none.
func (r *run) status(object string) plan.Status {
	r.mu.Lock()
	defer r.mu.Unlock()
	if step := r.find(object); step != nil {
		return step.Status
	}
	return ""
}
