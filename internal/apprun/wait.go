package apprun

import (
	"context"

	"golang.org/x/sync/errgroup"
)

// Waiter is something that runs, such as an [App] or a sandbox. Wait returns nil
// when the context ends, and an error when it has ended by itself before that.
type Waiter interface {
	Wait(ctx context.Context) error
}

// WaitAll waits until the context ends, and returns nil then, or until the first of
// those that run ends by itself, and returns its error.
func WaitAll(ctx context.Context, running ...Waiter) error {
	group, ctx := errgroup.WithContext(ctx)
	for _, one := range running {
		group.Go(func() error { return one.Wait(ctx) })
	}
	return group.Wait()
}
