package directmail

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/cenkalti/backoff/v5"

	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

// The pauses between two looks at a domain. DNS changes take minutes, and
// Direct Mail limits requests.
const (
	firstPause   = 5 * time.Second
	longestPause = time.Minute
)

// patiently tries until it works or the time is up, and tells each failure and
// the pause after it. Without time there is one try. What no waiting can mend
// ends it at once.
func patiently(ctx context.Context, limit time.Duration, try func() error, tell func(error, time.Duration)) error {
	if limit == 0 {
		return try()
	}
	pauses := backoff.NewExponentialBackOff()
	pauses.InitialInterval, pauses.MaxInterval = firstPause, longestPause
	var last error // of a try that was not cut short
	once := func() (struct{}, error) {
		err := try()
		if ctx.Err() == nil {
			last = err
		}
		if err != nil && !mayPass(err) {
			err = backoff.Permanent(err)
		}
		return struct{}{}, err
	}
	_, err := backoff.Retry(ctx, once, backoff.WithBackOff(pauses), backoff.WithMaxElapsedTime(limit), backoff.WithNotify(tell))
	switch {
	case err == nil || ctx.Err() == nil:
		return err
	case last == nil:
		return fmt.Errorf("stopped waiting: %w", ctx.Err())
	}
	return fmt.Errorf("stopped waiting: %w; the last look said: %w", ctx.Err(), last)
}

// mayPass tells a failure that another try may not have.
func mayPass(err error) bool {
	var unready *unreadyError
	return errors.As(err, &unready) || errors.Is(err, aliyundm.ErrUnreachable) || errors.Is(err, aliyundm.ErrThrottled)
}
