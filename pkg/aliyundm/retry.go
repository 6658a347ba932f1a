package aliyundm

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/cenkalti/backoff/v5"
)

const (
	// maxAttempts counts the first attempt.
	maxAttempts = 4
	// firstDelay is the mean of the first pause; each next one is twice as long.
	firstDelay = 250 * time.Millisecond
	// maxDelay caps a pause, also one that flow control asks for.
	maxDelay = 8 * time.Second
)

// retry makes attempts, numbered from 1, until one succeeds, fails for good, or
// is the last. If the context ends during a pause, the failure of the attempt
// before is returned with the context's error as its cause.
func retry(ctx context.Context, op operation, attempt func(number int) *Error) *Error {
	var last *Error
	number := 0
	_, err := backoff.Retry(ctx, func() (struct{}, error) {
		number++
		if last = attempt(number); last == nil {
			return struct{}{}, nil
		}
		if !repeatable(op, last) {
			return struct{}{}, backoff.Permanent(last)
		}
		return struct{}{}, last
	},
		backoff.WithBackOff(newPauses(func() time.Duration { return last.retryAfter })),
		backoff.WithMaxTries(maxAttempts),
		backoff.WithMaxElapsedTime(0), // the caller's context bounds the whole
	)
	if err == nil {
		return nil
	}
	if !errors.Is(err, last) {
		last.Err = stopped(ctx, last.Err)
	}
	return last
}

// stopped adds to the cause of a failure, if it has one, that the caller did not
// want to wait for another attempt.
func stopped(ctx context.Context, cause error) error {
	if cause == nil {
		return ended(ctx)
	}
	return fmt.Errorf("%w; no other attempt was made: %w", cause, ended(ctx))
}

// repeatable tells whether the attempt may be made again. Flow control turned it
// away unprocessed, so that is always safe, as is a request that never left.
// Otherwise only a request that changes nothing, or nothing the second time, is
// repeated, and only for failures that tend to pass. A deadline is not one of
// them, not even that of dialling: TCP has tried several times until then.
func repeatable(op operation, failure *Error) bool {
	switch {
	case errors.Is(failure, context.Canceled), errors.Is(failure, context.DeadlineExceeded):
		return false
	case errors.Is(failure, ErrThrottled):
		return true
	case isWrongServer(failure):
		return false
	case failure.unsent:
		return errors.Is(failure, ErrUnreachable)
	case op.writes && !op.idempotent:
		return false
	case failure.StatusCode == http.StatusInternalServerError:
		return codeIs(failure.Code, "InternalError", "InternalServiceError", "ServiceUnavailable")
	}
	return errors.Is(failure, ErrUnreachable) || isGatewayStatus(failure.StatusCode)
}

// mayHaveHappened tells whether the server may have carried the request out
// although it failed: anything but a plain refusal, once it left.
func (e *Error) mayHaveHappened() bool {
	switch {
	case e.unsent, errors.Is(e, ErrThrottled):
		return false
	case e.StatusCode == 0, e.StatusCode >= http.StatusInternalServerError:
		return true
	case codeIs(e.Code, "SignatureNonceUsed"):
		// Nonces are random, so it was this very request that arrived before,
		// repeated by something on the way.
		return true
	}
	return e.StatusCode < http.StatusMultipleChoices && e.Code == ""
}

// isWrongServer tells whether the server at the endpoint is not one to talk https
// with, which does not change from one moment to the next.
func isWrongServer(err error) bool {
	_, untrusted := errors.AsType[*tls.CertificateVerificationError](err)
	return untrusted || errors.Is(err, http.ErrSchemeMismatch)
}

// pauses is an exponential back-off that is at least as long as flow control
// demands, and never longer than maxDelay.
type pauses struct {
	*backoff.ExponentialBackOff
	demanded func() time.Duration
}

func newPauses(demanded func() time.Duration) pauses {
	exponential := backoff.NewExponentialBackOff()
	exponential.InitialInterval = firstDelay
	exponential.Multiplier = 2
	exponential.MaxInterval = maxDelay
	return pauses{ExponentialBackOff: exponential, demanded: demanded}
}

// NextBackOff returns the next pause, with jitter.
func (p pauses) NextBackOff() time.Duration {
	return min(max(p.ExponentialBackOff.NextBackOff(), p.demanded()), maxDelay)
}
