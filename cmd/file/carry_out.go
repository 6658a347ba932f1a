package file

import (
	"context"

	"golang.org/x/sync/errgroup"

	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/provision"
)

// preparation finds out what is to change at a tenant.
type preparation func(context.Context, *tenant) error

// prepare opens a tenant and prepares it, unless that was done before.
func (f *fleet) prepare(ctx context.Context, t *tenant, prepare preparation) error {
	if err := f.open(t); err != nil || t.prepared {
		return err
	}
	err := prepare(ctx, t)
	t.prepared = err == nil
	return err
}

// planAll prepares all tenants, at most so many at a time, so that somebody can be
// asked about them. The first error is returned, and the rest is called off.
func (f *fleet) planAll(ctx context.Context, prepare preparation) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(f.parallel)
	for _, t := range f.tenants {
		group.Go(func() error {
			if err := f.open(t); err != nil {
				return err
			}
			if err := f.prepare(ctx, t, prepare); err != nil {
				return f.failed(t, t.env, err)
			}
			t.noteShadowed()
			return nil
		})
	}
	return group.Wait()
}

// confirm shows what is to change and asks. Without anything to change there is
// nothing to ask.
func (f *fleet) confirm(ctx context.Context, yes bool, question string) error {
	if !f.pending() {
		return nil
	}
	if !f.env.Structured() || !yes {
		f.env.Note("%s", f.plans().Table().Text)
	}
	return f.env.Confirm(ctx, yes, question)
}

// plans are the plans of the tenants with changes.
func (f *fleet) plans() output.Plans {
	var views output.Plans
	for _, t := range f.tenants {
		if t.planned.Set.Pending() {
			views = append(views, t.planView())
		}
	}
	return views
}

// carryOut plans for each of several tenants and does it there, the one right after the other.
func (f *fleet) carryOut(ctx context.Context, prepare preparation, done plan.Status, do func(context.Context, *tenant) (provision.Report, error)) error {
	_, err := f.list(ctx, task{skip: notTried, work: func(ctx context.Context, t *tenant) outcome {
		if err := f.prepare(ctx, t, prepare); err != nil {
			return f.carriedOut(t, provision.Report{}, done, err)
		}
		report, err := do(ctx, t)
		return f.carriedOut(t, report, done, err)
	}})
	return err
}

// show returns what tells the steps of a tenant as they end. A list of tenants has a
// line for each tenant instead, unless a script reads the steps.
func (f *fleet) show(t *tenant) func(provision.StepReport) {
	if f.several && !f.env.Structured() {
		return func(provision.StepReport) {}
	}
	return t.show
}

// print prints the report of a single tenant and returns its error. What failed
// without a change has only its error to tell.
func (t *tenant) print(report provision.Report, done plan.Status, failure error) error {
	if failure != nil && !report.Changed() {
		return failure
	}
	if err := t.env.Print(output.NewReport(t.endpoint, report, done, failure)); err != nil {
		return err
	}
	return failure
}
