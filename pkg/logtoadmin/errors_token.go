package logtoadmin

import (
	"fmt"
	"net/http"
)

// TokenError is a refusal by the token endpoint, RFC 6749 section 5.2.
type TokenError struct {
	// StatusCode is the HTTP status: 401 for a wrong secret, 400 for the rest.
	StatusCode int
	// Code is the OAuth error: "invalid_client" for a wrong secret or unknown
	// application, "invalid_target" for a wrong resource indicator.
	Code string
	// Description is the server's own words.
	Description string
	// Endpoint, Resource and AppID are what the token was asked with.
	Endpoint, Resource, AppID string
	// RequestID is the header Logto-Core-Request-Id of the answer.
	RequestID string
}

// Error returns what was asked, with which application, and the refusal.
func (e *TokenError) Error() string {
	text := fmt.Sprintf("%s refused a token to application %s for resource %s: %d %s",
		e.Endpoint, e.AppID, e.Resource, e.StatusCode, e.Code)
	if e.Description != "" {
		text += ": " + e.Description
	}
	if e.RequestID != "" {
		text += " (request id " + e.RequestID + ")"
	}
	return text
}

// Is matches [ErrUnauthorized] for refused credentials and [ErrInvalidResource]
// for a resource indicator that the server does not know.
func (e *TokenError) Is(target error) bool {
	switch target {
	case ErrUnauthorized:
		return e.StatusCode == http.StatusUnauthorized || e.Code == "invalid_client" || e.Code == "unauthorized_client"
	case ErrInvalidResource:
		return e.Code == "invalid_target"
	}
	return false
}

// MissingRoleError says that an application got a token without the scope of
// the Management API, because it has no role that grants it. It matches
// [ErrMissingRole] and [ErrForbidden].
type MissingRoleError struct {
	// AppID is the machine-to-machine application that needs the role.
	AppID string
}

// Error names the application and the role to assign.
func (e *MissingRoleError) Error() string {
	return fmt.Sprintf("application %s has no access to the management api: assign it the role %q", e.AppID, managementAPIRole)
}

// Is matches [ErrMissingRole] and [ErrForbidden].
func (e *MissingRoleError) Is(target error) bool {
	return target == ErrMissingRole || target == ErrForbidden
}
