package provision

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/logtoctl/logtoctl/internal/partial"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// Neither names nor keys are unique at Logto, so that two runs at the same time
// can each create the same application. Of several the earliest stays, and each
// other run takes its own away. The later of two runs always sees the application
// of the earlier one, because it looks after its own create has ended.

// yieldToEarlier looks whether another run has created the same application
// meanwhile, and takes the one created here away again if that was earlier. The
// error is then a [TwinError], else it is partial.
func (p Provisioner) yieldToEarlier(ctx context.Context, created logtoadmin.Application, key string) error {
	live, err := p.Applications(ctx)
	if err != nil {
		// The create is done, which an error here would hide. Twins, should there be
		// any, are found by the next run.
		return nil //nolint:nilerr // see above
	}
	err = p.yield(ctx, live, created, key)
	if _, gone := errors.AsType[*TwinError](err); err == nil || gone {
		return err
	}
	return &partial.Error{Done: []string{fmt.Sprintf("created the application %q (%s)", created.Name, created.ID)}, Err: err}
}

// yield takes an application away again of which there is an earlier one in a
// list that was read after it had been created.
func (p Provisioner) yield(ctx context.Context, live []logtoadmin.Application, created logtoadmin.Application, key string) error {
	twins := withKey(live, key)
	if len(twins) < 2 {
		return nil
	}
	earliest := slices.MinFunc(twins, func(a, b logtoadmin.Application) int {
		return cmp.Or(a.CreatedAt.Compare(b.CreatedAt), cmp.Compare(a.ID, b.ID))
	})
	if earliest.ID == created.ID {
		return nil
	}
	err := p.Logto.Applications.Delete(ctx, created.ID)
	if err != nil && !errors.Is(err, logtoadmin.ErrNotFound) { // somebody was faster
		return fmt.Errorf("delete the application %q (%s), which another run created as %s at the same time: %w", created.Name, created.ID, earliest.ID, err)
	}
	return &TwinError{Earlier: earliest}
}

// withKey returns the applications of an ownership key.
func withKey(live []logtoadmin.Application, key string) []logtoadmin.Application {
	return slices.DeleteFunc(slices.Clone(live), func(a logtoadmin.Application) bool { return key == "" || plan.Key(a) != key })
}

// yieldToTwins does so for all applications that the run has created, with one
// look, once all of the creates have ended.
func (r *run) yieldToTwins(ctx context.Context, creates []plan.Step) {
	creates = slices.DeleteFunc(slices.Clone(creates), func(step plan.Step) bool {
		return r.applicationNow(step.Application.Want.Key).ID == "" // it failed, or was not tried
	})
	if len(creates) == 0 {
		return
	}
	live, err := r.Applications(ctx)
	if err != nil {
		return // as in yieldToEarlier
	}
	for _, step := range creates {
		key := step.Application.Want.Key
		if err := r.yield(ctx, live, r.applicationNow(key), key); err != nil {
			r.takeBack(step.ID, err)
		}
	}
}

// TwinError says that another run created the same application a moment earlier.
// The one that was created here has been deleted again.
type TwinError struct{ Earlier logtoadmin.Application }

// Error names the application that stays.
func (e *TwinError) Error() string {
	return fmt.Sprintf("another run created the application %q (%s) at the same time; it stays, and the one created here was deleted again", e.Earlier.Name, e.Earlier.ID)
}

// Code is the code of the error document.
func (e *TwinError) Code() string { return "conflict" }

// Hint says how to go on.
func (e *TwinError) Hint() string {
	return "run the command again: it goes on from the application that is there"
}
