package file

import (
	"context"

	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/provision"
)

// toChange is what a tenant is in a plan with changes.
const toChange plan.Status = "to change"

// outcome is what became of one of several tenants. It holds nothing of the tenant
// but what is told.
type outcome struct {
	profile string
	status  plan.Status
	view    output.View
	done    string              // what was changed there, "" for nothing
	failure *output.ReportError // nil when nothing failed
	err     error
}

// planned is the plan of a tenant, or why there is none.
func (f *fleet) planned(t *tenant, err error) outcome {
	if err != nil {
		failure := f.describe(t, err)
		return outcome{profile: t.profile, status: provision.Failed, view: unplanned(t, failure), failure: failure, err: err}
	}
	came := outcome{profile: t.profile, status: plan.Unchanged, view: t.planView()}
	if t.planned.Set.Pending() {
		came.status = toChange
		t.noteShadowed()
	}
	return came
}

// unplanned is the plan of a tenant that has none.
func unplanned(t *tenant, why *output.ReportError) output.Plan {
	view := output.NewPlan(t.endpoint, plan.Set{})
	view.Profile, view.Error = t.profile, why
	return view
}

// unplannedYet is a tenant that was not begun, because the run was interrupted.
func (f *fleet) unplannedYet(t *tenant, why error) outcome {
	return outcome{profile: t.profile, status: provision.NotTried, view: unplanned(t, f.describe(t, why)), err: why}
}

// carriedOut is what was done at a tenant.
func (f *fleet) carriedOut(t *tenant, report provision.Report, done plan.Status, err error) outcome {
	view := output.Tenant(output.NewReport(t.endpoint, report, done, err))
	view.Profile, view.Error = t.profile, f.describe(t, err)
	came := outcome{profile: t.profile, status: view.Status, view: view, failure: view.Error, err: err}
	if report.Changed() {
		came.done = view.Counts()
	}
	return came
}

// notTried is a tenant that was not begun, because the run was interrupted.
func notTried(t *tenant, why error) outcome {
	view := output.Tenant(output.NewReport(t.endpoint, provision.Report{}, plan.Unchanged, nil))
	view.Profile, view.Status = t.profile, provision.NotTried
	return outcome{profile: t.profile, status: view.Status, view: view, err: why}
}

// describe is what a list says about an error, nil without one.
func (f *fleet) describe(t *tenant, err error) *output.ReportError {
	if err == nil {
		return nil
	}
	env := f.env
	if t.session != nil {
		env = t.env // which knows the tenant's secrets
	}
	failure := env.Describe(err)
	return &output.ReportError{Code: failure.Code, Message: failure.Message, Hint: failure.Hint}
}

// list does something at every tenant, prints what becomes of each and tells how
// many there were of a kind. The error is that of the whole.
func (f *fleet) list(ctx context.Context, do task) (tally, error) {
	var count tally
	list := f.env.List(len(f.tenants), "tenants", f.widths()...)
	unprinted := f.all(ctx, do, func(came outcome) error {
		count.add(came)
		return list.Add(came.view)
	})
	if err := list.Close(); unprinted == nil {
		unprinted = err
	}
	if err := count.err(); err != nil {
		return count, err
	}
	if len(f.tenants) == 0 {
		f.env.Note("nothing to do: the share %s has no tenant", f.shard)
	} else {
		f.env.Note("%s", count.sentence())
	}
	return count, unprinted
}
