package file

import (
	"context"
	"errors"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/internal/partial"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/provision"
)

// outcome is what was done at one tenant.
type outcome struct {
	tenant *tenant
	done   plan.Status // what a tenant is that was changed: updated or deleted
	report provision.Report
	err    error
}

type outcomes []outcome

// carryOut does the work at every tenant, at most so many at a time. One that
// fails does not stop the others.
func carryOut(ctx context.Context, tenants []*tenant, parallel int, done plan.Status, work func(context.Context, int) (provision.Report, error)) outcomes {
	results := make(outcomes, len(tenants))
	var group errgroup.Group
	group.SetLimit(max(1, parallel))
	for i, t := range tenants {
		group.Go(func() error {
			results[i] = outcome{tenant: t, done: done}
			results[i].report, results[i].err = work(ctx, i)
			return nil
		})
	}
	_ = group.Wait() // every error is in its outcome
	return results
}

// print prints the report and returns the error of the whole. A failed apply of
// one tenant that changed nothing has only its error to tell.
func (o outcomes) print(env *cli.Env) error {
	if len(o) == 1 {
		if o[0].err != nil && !o[0].report.Changed() {
			return o[0].err
		}
		if err := env.Print(o[0].view()); err != nil {
			return err
		}
		return o[0].err
	}
	var reports output.Reports
	for _, one := range o {
		report := one.view()
		report.Profile = one.tenant.profile
		if one.err != nil {
			failure := cli.Describe(one.err)
			report.Error = &output.ReportError{Code: failure.Code, Message: failure.Message, Hint: failure.Hint}
		}
		reports = append(reports, report)
	}
	if err := env.Print(reports); err != nil {
		return err
	}
	return o.err()
}

// changed tells whether anything was changed anywhere.
func (o outcomes) changed() bool {
	return slices.ContainsFunc(o, func(one outcome) bool { return one.report.Changed() })
}

func (o outcome) view() output.Report {
	return output.NewReport(o.tenant.env.Settings.Endpoint, o.report, o.done, o.err)
}

// err joins the errors of the tenants. When any of them was changed the whole
// was done in part.
func (o outcomes) err() error {
	var (
		failures []error
		done     []string
	)
	for _, one := range o {
		failures = append(failures, one.tenant.named(one.err))
		for _, line := range one.report.Account()["done"] {
			done = append(done, one.tenant.profile+": "+line)
		}
	}
	err := errors.Join(failures...)
	if err == nil || len(done) == 0 {
		return err
	}
	return &partial.Error{Done: done, Err: err}
}
