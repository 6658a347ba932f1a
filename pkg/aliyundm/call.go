package aliyundm

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	openapi "github.com/alibabacloud-go/darabonba-openapi/v2/client"
	dm "github.com/alibabacloud-go/dm-20151123/v2/client"
	"github.com/alibabacloud-go/tea/dara"
)

// operation is one action of the API.
type operation struct {
	action string
	// writes: it changes something. A read-only client refuses it, and it is
	// repeated only if it certainly was not carried out.
	writes bool
	// idempotent: it writes, but what it does can be done twice without harm, so
	// that it is repeated like a read.
	idempotent bool
}

// request makes one attempt with an SDK client that has the endpoint and the
// credentials of the moment, and keeps what it is answered. It is not generic
// over that: the linker takes a type in a generic function's signature for one
// that is reflected upon, and the SDK's client has more than a thousand methods.
type request func(ctx context.Context, sdk *dm.Client) error

// call is the one path of all operations: credentials, attempts, translation of
// what goes wrong. Its error is always an *Error.
func (c *Client) call(ctx context.Context, op operation, do request) error {
	if op.writes && c.readOnly {
		return c.failure(op, ErrReadOnly)
	}
	credentials, err := c.lookUp(ctx)
	if err != nil {
		return c.failure(op, err)
	}
	failure := retry(ctx, op, func(attempt int) *Error {
		return c.tryOnce(ctx, op, credentials, attempt, do)
	})
	if failure != nil {
		return failure
	}
	return nil
}

// failure is an error of ours, from before anything was sent.
func (c *Client) failure(op operation, cause error) *Error {
	return &Error{Action: op.action, Endpoint: c.endpoint.host, Err: cause}
}

func (c *Client) lookUp(ctx context.Context) (Credentials, error) {
	tooLong := &NoCredentialsError{Reasons: []string{fmt.Sprintf("none were found within %v", c.timeout)}}
	ctx, cancel := context.WithTimeoutCause(ctx, c.timeout, tooLong)
	defer cancel()
	return lookUp(ctx, c.credentials)
}

// tryOnce makes one attempt within its own deadline and logs how it ended.
func (c *Client) tryOnce(ctx context.Context, op operation, credentials Credentials, attempt int, do request) *Error {
	start := time.Now()
	attemptCtx, cancel := context.WithTimeoutCause(ctx, c.timeout, &noAnswerError{timeout: c.timeout})
	defer cancel()

	x := newExchange(c.http, c.endpoint.host, credentials)
	failure := c.send(attemptCtx, op, credentials, x, do)
	if failure != nil {
		failure.Action, failure.Endpoint = op.action, c.endpoint.host
		failure.Uncertain = op.writes && !op.idempotent && failure.mayHaveHappened()
	}
	c.log(ctx, op, attempt, x, failure, time.Since(start))
	return failure
}

// send runs the SDK over the exchange. What the exchange saw comes first: the
// SDK loses the status of an answer that it cannot read.
func (c *Client) send(ctx context.Context, op operation, credentials Credentials, x *exchange, do request) *Error {
	sdk, err := c.sdk(credentials, x)
	if err != nil {
		return &Error{Err: errors.New("the SDK refused the settings of the client"), unsent: true}
	}
	err = do(ctx, sdk)
	switch {
	case x.failure != nil:
		return x.failure
	case err == nil:
		return nil
	case x.status == 0:
		return &Error{Err: errors.New("the SDK could not make the request"), unsent: true}
	}
	// The answer is well-formed, but a field has another type than documented or
	// a mandatory one is missing. The decoder's text quotes the answer, so only
	// our own reasons are passed on.
	failure := &Error{StatusCode: x.status, RequestID: x.requestID}
	if errors.Is(err, ErrUnexpectedResponse) {
		failure.Err = err
	} else {
		failure.Err = unexpected("the answer to " + op.action + " could not be decoded")
	}
	return failure
}

// sdk makes an SDK client, which is a few assignments. The endpoint is always
// set, for the SDK resolves every region to the same one, and is exempted from
// the SDK's proxy handling, which would send a proxy's password to the server.
func (c *Client) sdk(credentials Credentials, x *exchange) (*dm.Client, error) {
	config := &openapi.Config{
		AccessKeyId:     dara.String(credentials.AccessKeyID),
		AccessKeySecret: dara.String(credentials.AccessKeySecret.Reveal()),
		Endpoint:        dara.String(c.host),
		Protocol:        dara.String(c.endpoint.scheme),
		NoProxy:         dara.String(c.host),
		HttpClient:      x,
	}
	if credentials.SecurityToken != "" {
		config.SecurityToken = dara.String(credentials.SecurityToken.Reveal())
	}
	return dm.NewClient(config)
}

func (c *Client) log(ctx context.Context, op operation, attempt int, x *exchange, failure *Error, took time.Duration) {
	attributes := []slog.Attr{
		slog.String("action", op.action),
		slog.String("endpoint", c.endpoint.host),
		slog.Int("attempt", attempt),
		slog.Int("status", x.status),
		slog.String("requestId", x.requestID),
		slog.Int64("ms", took.Milliseconds()),
	}
	if failure != nil {
		attributes = append(attributes, slog.String("code", failure.Code))
		if failure.Err != nil {
			attributes = append(attributes, slog.String("error", line(failure.Err.Error())))
		}
	}
	c.logger.LogAttrs(ctx, slog.LevelDebug, "direct mail request", attributes...)
}

// noAnswerError is the cause of an attempt that was given up. Being a
// context.DeadlineExceeded lets callers treat all deadlines alike.
type noAnswerError struct{ timeout time.Duration }

func (e *noAnswerError) Error() string { return fmt.Sprintf("no answer within %v", e.timeout) }

func (e *noAnswerError) Unwrap() error { return context.DeadlineExceeded }
