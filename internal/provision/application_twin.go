package provision

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// yieldToEarlier looks whether another run has created the same application
// meanwhile: neither names nor keys are unique at Logto. Of several the earliest
// stays, and each other run takes its own away. The later of two runs always sees
// the application of the earlier one, because a look comes after its create.
func (p Provisioner) yieldToEarlier(ctx context.Context, created logtoadmin.Application, key string) (logtoadmin.Application, error) {
	live, err := p.Applications(ctx)
	if err != nil {
		// The create is done, which an error here would hide. Twins, should there be
		// any, are found by the next run.
		return created, nil //nolint:nilerr // see above
	}
	twins := slices.DeleteFunc(live, func(a logtoadmin.Application) bool { return plan.Key(a) != key })
	if len(twins) < 2 {
		return created, nil
	}
	earliest := slices.MinFunc(twins, func(a, b logtoadmin.Application) int {
		return cmp.Or(a.CreatedAt.Compare(b.CreatedAt), cmp.Compare(a.ID, b.ID))
	})
	if earliest.ID == created.ID {
		return created, nil
	}
	if err := p.Logto.Applications.Delete(ctx, created.ID); err != nil {
		return created, fmt.Errorf("delete the application %q (%s), which another run created as %s at the same time: %w", created.Name, created.ID, earliest.ID, err)
	}
	return logtoadmin.Application{}, &TwinError{Earlier: earliest}
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
