package logtoadmin

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/cenkalti/backoff/v5"

	"github.com/logtoctl/logtoctl/pkg/secret"
)

const (
	maxAttempts   = 4
	firstPause    = 250 * time.Millisecond
	longestPause  = 8 * time.Second
	maxRetryAfter = 30 * time.Second
)

// repeat sends a message until it is answered for good, at most maxAttempts
// times. A 401 is not counted: the token is renewed and the message sent again,
// once, which is safe for every call since a refused one had no effect.
func (c *Client) repeat(ctx context.Context, m message) (answer, error) {
	pauses := &backoff.ExponentialBackOff{
		InitialInterval: firstPause, MaxInterval: longestPause,
		Multiplier: 2, RandomizationFactor: 0.5,
	}
	mayHaveArrived, renewed := false, false
	for m.attempt = 1; ; m.attempt++ {
		received, err := c.exchange(ctx, m)
		if err == nil {
			return received, nil
		}
		if isRefusedToken(err) && m.token != "" && !renewed {
			renewed = true
			m.attempt--
			if m.token, err = c.renewedToken(ctx, m.token); err != nil {
				return answer{}, settle(&m, err, mayHaveArrived)
			}
			continue
		}
		if m.method == http.MethodDelete && mayHaveArrived && errors.Is(err, ErrNotFound) {
			return received, nil // an earlier attempt deleted it and its answer was lost
		}
		mayHaveArrived = mayHaveArrived || mayHaveTakenEffect(err)
		if m.attempt == maxAttempts || !isRepeatable(m.effect(), err) {
			return answer{}, settle(&m, err, mayHaveArrived)
		}
		if stopped := pause(ctx, max(pauses.NextBackOff(), retryAfter(err))); stopped != nil {
			return answer{}, settle(&m, fmt.Errorf("%w (gave up: %w)", err, stopped), mayHaveArrived)
		}
	}
}

// renewedToken replaces a token that the API refused.
func (c *Client) renewedToken(ctx context.Context, refused secret.Text) (secret.Text, error) {
	c.tokens.reject(ctx, refused)
	return c.bearer(ctx)
}

func isRefusedToken(err error) bool {
	refusal, ok := errors.AsType[*Error](err)
	return ok && refusal.StatusCode == http.StatusUnauthorized
}

// isRepeatable is the closed list of failures after which a call is sent again.
func isRepeatable(e effect, err error) bool {
	if refusal, ok := errors.AsType[*Error](err); ok {
		switch refusal.StatusCode {
		case http.StatusTooManyRequests:
			return refusal.RetryAfter <= maxRetryAfter && !isLastingLimit(refusal.Code)
		case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
			return refusal.RetryAfter <= maxRetryAfter && e != effectOnce
		}
		return false
	}
	if lost, ok := errors.AsType[*ConnectionError](err); ok {
		// A timeout has already taken as long as the caller was ready to wait.
		if lost.permanent || lost.Timeout > 0 || errors.Is(lost, context.Canceled) {
			return false
		}
		return lost.neverSent || e != effectOnce
	}
	unexpected, ok := errors.AsType[*UnexpectedResponseError](err)
	return ok && unexpected.cut && e != effectOnce
}

// isLastingLimit tells the limits of messages, which last for minutes or until
// the provider's quota is renewed, from those of requests, which last seconds.
func isLastingLimit(code string) bool {
	switch code {
	case "request.message_rate_limited", "connector.rate_limit_exceeded", "connector.usage_limit_exceeded":
		return true
	}
	return false
}

// mayHaveTakenEffect says whether a write that failed like this may have been
// done. An answer with one of Logto's codes is a decision not to do it; a bare
// 5xx may come from a proxy, or from a server that failed half-way.
func mayHaveTakenEffect(err error) bool {
	if refusal, ok := errors.AsType[*Error](err); ok {
		return refusal.StatusCode >= http.StatusInternalServerError &&
			refusal.StatusCode != http.StatusNotImplemented && refusal.Code == ""
	}
	if lost, ok := errors.AsType[*ConnectionError](err); ok {
		return !lost.neverSent
	}
	unexpected, ok := errors.AsType[*UnexpectedResponseError](err)
	return ok && (isSuccess(unexpected.StatusCode) || unexpected.StatusCode >= http.StatusInternalServerError)
}

// settle marks the error of a write that may have taken effect. A refusal that
// decides the matter, such as a 422, does not leave it open.
func settle(m *message, err error, mayHaveArrived bool) error {
	if !mayHaveArrived || m.effect() == effectNone {
		return err
	}
	if refusal, ok := errors.AsType[*Error](err); ok &&
		refusal.StatusCode < http.StatusInternalServerError && refusal.StatusCode != http.StatusTooManyRequests {
		return err
	}
	return &uncertainError{err: err}
}

// pause waits, or returns why the caller does not want to wait any longer.
func pause(ctx context.Context, wait time.Duration) error {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func retryAfter(err error) time.Duration {
	if refusal, ok := errors.AsType[*Error](err); ok {
		return refusal.RetryAfter
	}
	return 0
}

// parseRetryAfter reads the header Retry-After: seconds or an HTTP date, RFC
// 9110 section 10.2.3. What is malformed or past counts as absent.
func parseRetryAfter(value string, now time.Time) time.Duration {
	value = strings.TrimSpace(value)
	if seconds, err := strconv.ParseUint(value, 10, 31); err == nil {
		return time.Duration(seconds) * time.Second
	}
	if at, err := http.ParseTime(value); err == nil {
		return max(0, at.Sub(now))
	}
	return 0
}
