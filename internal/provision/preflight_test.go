package provision_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

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
