package output_test

import (
	"errors"
	"testing"

	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/internal/partial"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/provision"
)

func TestNewReport_status(t *testing.T) {
	t.Parallel()
	waiting := &provision.ApplyError{Err: &partial.Error{Err: &provision.WaitingForDNSError{}}}
	tests := map[string]struct {
		step plan.Status
		err  error
		want plan.Status
	}{
		"done":            {plan.Created, nil, plan.Updated},
		"nothing to do":   {plan.Unchanged, nil, plan.Unchanged},
		"domain verified": {provision.Verified, nil, plan.Unchanged},
		"failed":          {plan.Created, errors.New("no"), provision.Failed},
		"waiting":         {plan.Waiting, waiting, plan.Waiting},
		"first waiting":   {plan.Created, waiting, plan.Waiting},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			report := provision.Report{Steps: []provision.StepReport{{Object: "direct-mail-domain/mail.example.com", Status: test.step}}}
			if got := output.NewReport("http://localhost:3001", report, plan.Updated, test.err); got.Status != test.want {
				t.Errorf("status is %q, want %q", got.Status, test.want)
			}
		})
	}
}
