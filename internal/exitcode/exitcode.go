// Package exitcode is the only table of logtoctl's exit codes. Scripts branch
// on them, so a code never changes its meaning.
package exitcode

import (
	"context"
	"errors"
	"net/http"

	"github.com/logtoctl/logtoctl/internal/manifest"
	"github.com/logtoctl/logtoctl/internal/partial"
	"github.com/logtoctl/logtoctl/internal/provision"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// Code is the exit status of the process.
type Code int

// The codes, as the README lists them.
const (
	OK          Code = 0   // done, or nothing to do
	Failed      Code = 1   // failed
	Usage       Code = 2   // wrong usage or invalid file; no request was made
	Denied      Code = 3   // not authenticated or not allowed
	Pending     Code = 4   // changes pending, asked for with --exit-code
	Partial     Code = 5   // applied in part, or waiting for DNS
	Unreachable Code = 6   // could not reach the service
	Interrupted Code = 130 // stopped by Ctrl-C or SIGTERM
)

// Error gives an error the exit code that its kind alone does not tell.
type Error struct {
	Code Code
	Err  error
}

// With wraps err so that the process exits with code; nil stays nil.
func With(code Code, err error) error {
	if err == nil {
		return nil
	}
	return &Error{Code: code, Err: err}
}

// Error returns the text of the wrapped error: the code is for machines.
func (e *Error) Error() string { return e.Err.Error() }

// Unwrap returns the wrapped error.
func (e *Error) Unwrap() error { return e.Err }

// Of returns the exit code of err. An interruption wins over everything that
// it made fail on the way; then what the code's author said; then the kinds of
// error that the two services' clients tell apart.
func Of(err error) Code {
	var (
		coded    *Error
		broken   *partial.Error
		waiting  *provision.WaitingForDNSError
		findings manifest.Findings
	)
	err = atProvider(err)
	switch {
	case err == nil:
		return OK
	case errors.Is(err, context.Canceled):
		return Interrupted
	case errors.As(err, &coded):
		return coded.Code
	case errors.As(err, &broken), errors.As(err, &waiting):
		return Partial
	case errors.As(err, &findings):
		return Usage
	case isAny(err, logtoadmin.ErrUnauthorized, logtoadmin.ErrForbidden, logtoadmin.ErrMissingRole, logtoadmin.ErrInvalidResource,
		aliyundm.ErrUnauthorized, aliyundm.ErrForbidden, aliyundm.ErrNoCredentials):
		return Denied
	case isAny(err, logtoadmin.ErrUnreachable, aliyundm.ErrUnreachable, context.DeadlineExceeded), isGateway(err):
		return Unreachable
	default:
		return Failed
	}
}

// atProvider looks through Logto's refusal to what Direct Mail answered to it:
// a wrong AccessKey in the connector is a wrong AccessKey, whoever sent the mail.
func atProvider(err error) error {
	var refusal *logtoadmin.Error
	if errors.As(err, &refusal) && refusal.Provider != nil {
		return errors.Join(err, &aliyundm.Error{Code: refusal.Provider.Code})
	}
	return err
}

// isGateway tells an answer of something in front of Logto that could not reach
// Logto itself, which would have given a code.
func isGateway(err error) bool {
	var refusal *logtoadmin.Error
	if !errors.As(err, &refusal) || refusal.Code != "" {
		return false
	}
	switch refusal.StatusCode {
	case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}

func isAny(err error, targets ...error) bool {
	for _, target := range targets {
		if errors.Is(err, target) {
			return true
		}
	}
	return false
}
