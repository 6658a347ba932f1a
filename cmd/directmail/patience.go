package directmail

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/cenkalti/backoff/v5"

	"github.com/logtoctl/logtoctl/internal/provision"
)

// The pauses between two looks at a domain. DNS changes take minutes, and
// Direct Mail limits requests.
const (
	firstPause   = 5 * time.Second
	longestPause = time.Minute
)

// patiently tries until it works or the time is up, and tells each failure and
// the pause after it. The last try is made when the time is up; without time
// there is only that. What no waiting can mend ends it at once.
func patiently(ctx context.Context, limit time.Duration, try func() error, tell func(error, time.Duration)) error {
	if limit == 0 {
		return try()
	}
	end := time.Now().Add(limit)
	pauses := backoff.NewExponentialBackOff()
	pauses.InitialInterval, pauses.MaxInterval = firstPause, longestPause
	pauses.Reset()
	var last error // of a try that was not cut short
	for {
		err := try()
		left := time.Until(end)
		switch {
		case err != nil && ctx.Err() != nil:
			return stopped(ctx, last)
		case err == nil, left <= 0, !mayPass(err):
			return err
		}
		last = err
		pause := min(pauses.NextBackOff(), left)
		tell(err, pause)
		select {
		case <-ctx.Done():
			return stopped(ctx, last)
		case <-time.After(pause):
		}
	}
}

// stopped says that the wait was interrupted, and what was known by then.
func stopped(ctx context.Context, last error) error {
	if last == nil {
		return fmt.Errorf("stopped waiting: %w", ctx.Err())
	}
	return fmt.Errorf("stopped waiting: %w; the last look said: %w", ctx.Err(), last)
}

// mayPass tells a failure that another try may not have.
func mayPass(err error) bool {
	var unready *unreadyError
	return errors.As(err, &unready) || provision.MayPass(err)
}
