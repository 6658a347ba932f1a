package logtoadmin

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// The kinds of failure that callers tell apart, for use with [errors.Is].
var (
	// ErrNotFound says that the named object does not exist: a 404 with one of
	// Logto's codes. A 404 without a code is [ErrUnexpectedResponse].
	ErrNotFound = errors.New("not found")
	// ErrAlreadyExists says that a name or id which must be unique is taken.
	ErrAlreadyExists = errors.New("already exists")
	// ErrUnauthorized says that the credentials or the token were refused.
	ErrUnauthorized = errors.New("unauthorized")
	// ErrForbidden says that the token does not allow the call: a 403.
	ErrForbidden = errors.New("forbidden")
	// ErrInvalidInput says that the request is malformed; [Error.Issues] says where.
	ErrInvalidInput = errors.New("invalid input")
	// ErrInvalidResource says that the resource indicator is not known to the server.
	ErrInvalidResource = errors.New("invalid resource indicator")
	// ErrRateLimited says that the server limits the calls: a 429.
	ErrRateLimited = errors.New("rate limited")
	// ErrReadOnly says that a client made with [WithReadOnly] refused to write.
	ErrReadOnly = errors.New("read-only client")
	// ErrMissingCredentials says that the client was made without [WithCredentials].
	ErrMissingCredentials = errors.New("no credentials of a machine-to-machine application")
	// ErrMissingRole says that the application may not use the Management API.
	ErrMissingRole = errors.New("missing role")
	// ErrUncertain says that a write may or may not have taken effect.
	ErrUncertain = errors.New("outcome unknown")
	// ErrUnreachable says that no answer came: dialling, DNS, TLS, a lost
	// connection or a timeout.
	ErrUnreachable = errors.New("unreachable")
	// ErrUnexpectedResponse says that what answered does not speak like Logto:
	// another content type, broken or truncated JSON, a redirect elsewhere.
	ErrUnexpectedResponse = errors.New("unexpected response")
)

// Error is a refusal by the Management API.
type Error struct {
	// StatusCode is the HTTP status.
	StatusCode int
	// Code is Logto's code such as "entity.not_exists_with_id", empty when the
	// answer had none. [Explain] says what it means.
	Code string
	// Message is the server's sentence, or a cleaned excerpt of an answer that
	// is not JSON, at most 200 bytes.
	Message string
	// Details is the server's summary of the issues, one per line.
	Details string
	// Issues says what is wrong with which part of the request.
	Issues []Issue
	// Provider is the error of the mail provider behind a connector, or nil.
	Provider *ProviderError
	// RequestID is the header Logto-Core-Request-Id of the answer.
	RequestID string
	// Method and Path name the request. The path has no endpoint and no query,
	// and parameters in it stand in braces: "/api/applications/{id}".
	Method, Path string
	// RetryAfter is how long the server asked to wait, zero when it did not.
	RetryAfter time.Duration

	oauth oauthError
}

// Issue is one finding of the server about a request.
type Issue struct {
	// Path leads to the value in the request body; array indexes are digits.
	Path []string
	// Code is the kind of finding, such as "invalid_type".
	Code string
	// Message is the server's sentence.
	Message string
}

// ProviderError is what a connector's provider, such as Aliyun Direct Mail,
// answered to Logto. It comes with the code connector.general.
type ProviderError struct {
	// Code is the provider's own code, such as "InvalidMailAddress.NotFound".
	Code string
	// Message is the provider's sentence, without an echoed string to sign.
	Message string
	// RequestID is the provider's own request id.
	RequestID string
	// HostID is the provider's host that answered.
	HostID string
	// Recommend is the provider's page about the code.
	Recommend string
}

// Error returns the status, code and message, what is wrong where, and the ids
// under which Logto and the provider know the request.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "logto answered %d", e.StatusCode)
	if e.Code != "" {
		b.WriteString(" " + e.Code)
	}
	if e.Message != "" {
		b.WriteString(": " + strings.TrimSuffix(e.Message, "."))
	}
	for i, issue := range e.Issues {
		separator := "; "
		if i == 0 {
			separator = ": "
		}
		b.WriteString(separator + strings.Join(issue.Path, ".") + ": " + issue.Message)
	}
	if e.RetryAfter > 0 {
		fmt.Fprintf(&b, ", retry after %s", e.RetryAfter)
	}
	if e.Provider != nil && e.Provider.Code != "" {
		fmt.Fprintf(&b, " (provider code %s, provider request id %s)", e.Provider.Code, e.Provider.RequestID)
	}
	if e.RequestID != "" {
		fmt.Fprintf(&b, " (request id %s)", e.RequestID)
	}
	return b.String()
}

// Is matches the sentinel values of this package.
func (e *Error) Is(target error) bool {
	switch target {
	case ErrNotFound:
		return e.StatusCode == http.StatusNotFound && e.Code != ""
	case ErrUnexpectedResponse:
		return e.StatusCode == http.StatusNotFound && e.Code == ""
	case ErrUnauthorized:
		return e.StatusCode == http.StatusUnauthorized
	case ErrForbidden:
		return e.StatusCode == http.StatusForbidden
	case ErrRateLimited:
		return e.StatusCode == http.StatusTooManyRequests
	case ErrAlreadyExists:
		return isTaken(e.Code)
	case ErrInvalidInput:
		return e.isInvalidInput()
	}
	return false
}

func (e *Error) isInvalidInput() bool {
	if e.StatusCode != http.StatusBadRequest && e.StatusCode != http.StatusUnprocessableEntity {
		return false
	}
	area, kind, _ := strings.Cut(e.Code, ".")
	return area == "guard" || kind == "invalid_input" || kind == "invalid_config"
}

func isTaken(code string) bool {
	switch code {
	case "application.secret_name_exists", "entity.unique_integrity_violation":
		return true
	}
	return false
}
