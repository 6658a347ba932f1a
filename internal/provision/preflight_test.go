package provision_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/provision"
)

func TestPatiently(t *testing.T) {
	t.Parallel()
	errUnknown := errors.New("unknown sender")
	tests := map[string]struct {
		isNew     bool
		settledAt int // the attempt at which it is, 0 for never
		attempts  int
		waited    time.Duration
		err       error
	}{
		"at once":     {true, 1, 1, 0, nil},
		"not new":     {false, 0, 1, 0, errUnknown},
		"third time":  {true, 3, 3, 1500 * time.Millisecond, nil},
		"in the end":  {true, 5, 5, 7500 * time.Millisecond, nil},
		"never known": {true, 0, 5, 7500 * time.Millisecond, errUnknown},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				begin, attempts := time.Now(), 0
				err := provision.Patiently(t.Context(), test.isNew, func() (bool, error) {
					if attempts++; attempts == test.settledAt {
						return true, nil
					}
					return false, errUnknown
				})
				if !errors.Is(err, test.err) || attempts != test.attempts || time.Since(begin) != test.waited {
					t.Errorf("%d attempts in %v, error %v; want %d in %v, error %v", attempts, time.Since(begin), err, test.attempts, test.waited, test.err)
				}
			})
		})
	}
}

func TestPatiently_interrupted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		begin := time.Now()
		err := provision.Patiently(ctx, true, func() (bool, error) { return false, nil })
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(begin) != time.Second {
			t.Errorf("error is %v after %v", err, time.Since(begin))
		}
	})
}

// Whether a sender address exists is known before anything is written. Nobody is
// asked about one on which nobody is about to depend.
func TestProvisioner_CheckSender(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	want, err := w.wanted()
	if err != nil {
		t.Fatal(err)
	}
	check := func() error {
		t.Helper()
		planned, err := w.provisioner.Plan(t.Context(), want, plan.Consent{})
		if err != nil {
			t.Fatal(err)
		}
		return w.provisioner.CheckSender(t.Context(), planned)
	}
	if err := check(); err != nil {
		t.Errorf("one that exists: %v", err)
	}
	want.Connector["accountName"] = "nobody@mail.example.com"
	unknown, ok := errors.AsType[*provision.SenderError](check())
	if !ok || unknown.AccountName != "nobody@mail.example.com" || !slices.Contains(unknown.Known, "noreply@mail.example.com") {
		t.Errorf("one that does not: %+v", unknown)
	}
	want.Connector, want.Email = nil, nil
	if err := check(); err != nil {
		t.Errorf("without a connector: %v", err)
	}
	if writes := w.Requests.Writes(); len(writes) > 0 {
		t.Errorf("it wrote: %+v", writes)
	}
}
