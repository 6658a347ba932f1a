package logtoadmin

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// ConnectionError says that a request got no answer. It matches
// [ErrUnreachable], unless the caller itself cancelled the request.
type ConnectionError struct {
	// Host is the host and port that was asked.
	Host string
	// Method and Path name the request.
	Method, Path string
	// Timeout is the deadline of the attempt when that is what ended it, else zero.
	Timeout time.Duration
	// Err is the cause: an error of package net, crypto/tls or context.
	Err error

	neverSent bool // no connection was made, so that nothing can have arrived
	permanent bool // the same happens again: an unknown host, a bad certificate
}

// Error names the host and the cause.
func (e *ConnectionError) Error() string {
	switch {
	case errors.Is(e.Err, context.Canceled):
		return fmt.Sprintf("request to %s was cancelled", e.Host)
	case e.Timeout > 0 && e.neverSent:
		return fmt.Sprintf("cannot connect to %s within %s", e.Host, e.Timeout)
	case e.Timeout > 0:
		return fmt.Sprintf("%s gave no answer within %s", e.Host, e.Timeout)
	case errors.Is(e.Err, context.DeadlineExceeded):
		return fmt.Sprintf("%s gave no answer before the deadline", e.Host)
	case e.neverSent:
		return fmt.Sprintf("cannot connect to %s: %v", e.Host, e.Err)
	}
	return fmt.Sprintf("lost the connection to %s: %v", e.Host, e.Err)
}

// Unwrap returns the cause.
func (e *ConnectionError) Unwrap() error { return e.Err }

// Is matches [ErrUnreachable].
func (e *ConnectionError) Is(target error) bool {
	return target == ErrUnreachable && !errors.Is(e.Err, context.Canceled)
}

// RedirectError says that the server answered with a redirect that the client
// does not follow: to another host, where the credentials must not go, or of a
// request that writes. It matches [ErrUnexpectedResponse].
type RedirectError struct {
	// Method and From name the request that was redirected.
	Method, From string
	// To is where the server pointed to, without a query.
	To string
}

// Error names both ends.
func (e *RedirectError) Error() string {
	return fmt.Sprintf("%s %s is redirected to %s, which is not followed", e.Method, e.From, e.To)
}

// Is matches [ErrUnexpectedResponse].
func (e *RedirectError) Is(target error) bool { return target == ErrUnexpectedResponse }

// UnexpectedResponseError says that an answer cannot be one of Logto's: it has
// another content type, is not the JSON that it should be, is cut off or too
// large. It matches [ErrUnexpectedResponse].
type UnexpectedResponseError struct {
	// Method and Path name the request.
	Method, Path string
	// StatusCode is the HTTP status of the answer.
	StatusCode int
	// RequestID is the header Logto-Core-Request-Id, empty when something
	// other than Logto answered.
	RequestID string
	// Err says what is wrong with the answer.
	Err error

	cut bool // the connection ended before the answer did
}

// Error names the request and what is wrong with the answer.
func (e *UnexpectedResponseError) Error() string {
	text := fmt.Sprintf("unexpected answer %d to %s %s: %v", e.StatusCode, e.Method, e.Path, e.Err)
	if e.RequestID != "" {
		text += " (request id " + e.RequestID + ")"
	}
	return text
}

// Unwrap returns what is wrong with the answer.
func (e *UnexpectedResponseError) Unwrap() error { return e.Err }

// Is matches [ErrUnexpectedResponse].
func (e *UnexpectedResponseError) Is(target error) bool { return target == ErrUnexpectedResponse }

// uncertainError marks the failure of a write that may have taken effect. It
// wraps the failure, so that both can be matched.
type uncertainError struct{ err error }

func (e *uncertainError) Error() string {
	return e.err.Error() + "; it is not known whether the request took effect"
}

func (e *uncertainError) Unwrap() error { return e.err }

func (e *uncertainError) Is(target error) bool { return target == ErrUncertain }
