package aliyundm

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// What a failure is, for errors.Is. An [*Error] can be more than one of them.
var (
	// ErrUnauthorized: the AccessKey, its signature or its token was not accepted,
	// or there is none.
	ErrUnauthorized = errors.New("not authenticated with Alibaba Cloud")
	// ErrNoCredentials: there is no AccessKey to sign the request with.
	ErrNoCredentials = errors.New("no Alibaba Cloud credentials")
	// ErrForbidden: the AccessKey's RAM user may not do this.
	ErrForbidden = errors.New("not allowed by RAM")
	// ErrNotFound: the sender address, domain or tag does not exist in this
	// account and region.
	ErrNotFound = errors.New("not found at Direct Mail")
	// ErrExists: the domain, sender address or tag to create is in this account
	// already.
	ErrExists = errors.New("exists already at Direct Mail")
	// ErrThrottled: flow control turned the request away, more than once.
	ErrThrottled = errors.New("throttled by Direct Mail")
	// ErrUnreachable: no answer of Direct Mail was received: no connection, a
	// broken one, a deadline that passed, or a gateway error on the way.
	ErrUnreachable = errors.New("could not reach Direct Mail")
	// ErrUncertain: a request that creates, deletes or sends something may or may
	// not have been carried out. It was not repeated.
	ErrUncertain = errors.New("it is not known whether the request was carried out")
	// ErrReadOnly: the client was made with [WithReadOnly].
	ErrReadOnly = errors.New("the client is read-only")
	// ErrUnexpectedResponse: something answered, but not as Direct Mail does.
	ErrUnexpectedResponse = errors.New("unexpected response")
)

// Error is a failed operation. The fields from StatusCode to Recommend are what
// Direct Mail said and are empty if it said nothing. Message and Recommend are
// cleaned: one line, without the string to sign that a signature error echoes,
// without the secrets of the client.
type Error struct {
	// Action is the operation, such as "SingleSendMail".
	Action string
	// Endpoint is the host, with its port if one was given.
	Endpoint string
	// StatusCode is the HTTP status, or 0 if there was no answer.
	StatusCode int
	// Code is Direct Mail's error code, such as "InvalidMailAddress.NotFound".
	// [Explain] knows what it means.
	Code string
	// Message is Direct Mail's text for the code.
	Message string
	// RequestID identifies the request in Alibaba Cloud's logs and tickets.
	RequestID string
	// HostID is the host that answered, by its own account.
	HostID string
	// Recommend is the address of a page that diagnoses the request.
	Recommend string
	// Uncertain is set if the request is one that must not be repeated and may have
	// been carried out all the same. The error is then [ErrUncertain].
	Uncertain bool
	// Err is the cause of a failure that Direct Mail did not report itself.
	Err error

	unsent     bool          // the request certainly did not leave
	retryAfter time.Duration // how long flow control asks to wait
}

// Error says which operation failed, where and why, in one line.
func (e *Error) Error() string {
	var text strings.Builder
	text.WriteString(e.Action + " at " + e.Endpoint)
	for _, part := range []string{e.Code, e.Message} {
		if part != "" {
			text.WriteString(": " + part)
		}
	}
	if e.Err != nil {
		text.WriteString(": " + line(e.Err.Error()))
	}
	if details := e.details(); details != "" {
		text.WriteString(" (" + details + ")")
	}
	if e.Uncertain {
		text.WriteString("; " + ErrUncertain.Error())
	}
	return text.String()
}

func (e *Error) details() string {
	var details []string
	if e.StatusCode != 0 {
		details = append(details, fmt.Sprintf("HTTP %d", e.StatusCode))
	}
	if e.RequestID != "" {
		details = append(details, "request id "+e.RequestID)
	}
	return strings.Join(details, ", ")
}

// RAMAction returns what a RAM policy must allow for the operation, such as
// "dm:SingleSendMail".
func (e *Error) RAMAction() string { return "dm:" + e.Action }

// Unwrap returns the cause, such as a context or network error.
func (e *Error) Unwrap() error { return e.Err }

// Is compares the error with the sentinels of this package, by its code.
func (e *Error) Is(target error) bool {
	switch target {
	case ErrUnauthorized:
		return codeIs(e.Code, "InvalidAccessKeyId", "SignatureDoesNotMatch", "Signature",
			"IncompleteSignature", "InvalidSecurityToken", "InvalidCredentials")
	case ErrForbidden:
		return codeIs(e.Code, "Forbidden", "NoPermission")
	case ErrNotFound:
		// An id that is no id never leaves, so a malformed one is one that is unknown.
		return codeIs(e.Code, "InvalidMailAddress.NotFound", "InvalidMailAddressId.NotFound",
			"InvalidMailAddressId.Malformed", "InvalidDomain.NotFound", "InvalidDomainId.NotFound",
			"InvalidTag.NotFound", "InvalidTagId.NotFound")
	case ErrExists:
		return strings.EqualFold(e.Code[len(parent(e.Code)):], ".Duplicate")
	case ErrThrottled:
		return codeIs(e.Code, "Throttling") || e.StatusCode == http.StatusTooManyRequests
	case ErrUnreachable:
		return e.Code == "" && isGatewayStatus(e.StatusCode)
	case ErrUncertain:
		return e.Uncertain
	}
	return false
}

// Explanation returns what the failure means and what to do about it. For a code
// that nobody documented it says what can be said from the kind of failure.
func (e *Error) Explanation() Explanation {
	if e.Uncertain {
		// That something may have been done matters more than why it is not known,
		// and what many of these codes ask for, trying again, would be wrong.
		return explainUncertain(e.Action)
	}
	if explanation, ok := Explain(e.Code); ok {
		if e.Action != "" && errors.Is(e, ErrForbidden) {
			explanation.Hint = grant(e.RAMAction())
		}
		return explanation
	}
	for _, known := range kindExplanations() {
		if errors.Is(e, known.kind) {
			return known.explanation
		}
	}
	return Explanation{
		Meaning: "Direct Mail refused the request for a reason that its documentation does not list.",
		Hint:    "Look the code up in the Alibaba Cloud OpenAPI error center, or open a ticket with the request id.",
	}
}

func isGatewayStatus(status int) bool {
	switch status {
	case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}

// unexpected is an answer which is not Direct Mail's; reason is our own text.
func unexpected(reason string) error {
	return fmt.Errorf("%w: %s", ErrUnexpectedResponse, reason)
}

// ended is why a context is over. The cause alone would not do: that of a signal
// is not context.Canceled.
func ended(ctx context.Context) error {
	err, cause := ctx.Err(), context.Cause(ctx)
	if errors.Is(cause, err) {
		return cause
	}
	return fmt.Errorf("%w: %w", err, cause)
}

// unreachable is a failure on the way. A caller who cancelled knows why there is
// no answer; everybody else is told that the service was not reached.
func unreachable(cause error) error {
	if errors.Is(cause, context.Canceled) {
		return cause
	}
	return fmt.Errorf("%w: %w", ErrUnreachable, cause)
}
