// Package oauth words the refusals of Logto's OAuth endpoints: the fields that
// OAuth prescribes, beside the code and the message that every error of Logto
// has. The token endpoint of package logto and the sign-in endpoints of package
// provider share it.
package oauth

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// sessionNotFound is the code of Logto for a sign-in that is over or unknown.
// OAuth has no name for it; the error field says invalid_request.
const sessionNotFound = "session.not_found"

// Error is a refusal of an OAuth endpoint. Its JSON form leaves Logto's own
// fields out until [Error.Answer] fills them in.
type Error struct {
	Status      int    `json:"-"`
	Code        string `json:"code,omitempty"`    // oidc.<Name>, or session.not_found; set by Answer
	Message     string `json:"message,omitempty"` // Logto's sentence for the code
	URI         string `json:"error_uri,omitempty"`
	Name        string `json:"error"`
	Description string `json:"error_description,omitempty"`
	Scope       string `json:"scope,omitempty"`
	State       string `json:"state,omitempty"` // of the authorization request
	Issuer      string `json:"iss,omitempty"`   // authorization endpoint only
}

func (e *Error) Error() string { return e.Name + ": " + e.Description }

// Refuse returns a refusal with that status, error and error_description.
func Refuse(status int, name, description string) *Error {
	return &Error{Status: status, Name: name, Description: description}
}

// InvalidRequest refuses a malformed request: 400 invalid_request.
func InvalidRequest(description string) *Error {
	return Refuse(http.StatusBadRequest, "invalid_request", description)
}

// InvalidTarget refuses a resource indicator: 400 invalid_target.
func InvalidTarget(description string) *Error {
	return Refuse(http.StatusBadRequest, "invalid_target", description)
}

// InvalidGrant refuses a code or a refresh token: 400 invalid_grant. Logto
// does not tell the client what was wrong with it.
func InvalidGrant() *Error {
	return Refuse(http.StatusBadRequest, "invalid_grant", "grant request is invalid")
}

// InvalidScope refuses scopes that are not the client's to ask for: 400 invalid_scope.
func InvalidScope(description, scope string) *Error {
	e := Refuse(http.StatusBadRequest, "invalid_scope", description)
	e.Scope = scope
	return e
}

// UnrecognizedRoute refuses a path, or a method on a path, that the OpenID
// provider does not have: 404 invalid_request.
func UnrecognizedRoute(r *http.Request) *Error {
	return Refuse(http.StatusNotFound, "invalid_request",
		fmt.Sprintf("unrecognized route or not allowed method (%s on %s)", r.Method, RoutePath(r)))
}

// RoutePath is the path of a request as the OpenID provider calls it, which does
// not know that Logto has it under /oidc.
func RoutePath(r *http.Request) string { return strings.TrimPrefix(r.URL.Path, "/oidc") }

// Unauthenticated hides what was wrong with a client's credentials: 401 invalid_client.
func Unauthenticated() *Error {
	return Refuse(http.StatusUnauthorized, "invalid_client", "client authentication failed")
}

// Repeated refuses a parameter that came more than once.
func Repeated(name string) *Error {
	return InvalidRequest("'" + name + "' parameter must not be provided twice")
}

// Answer returns the refusal as Logto answers the request: with its code and
// message, unless the query parameter parse_error=false asks for OAuth's own
// fields alone.
func (e *Error) Answer(r *http.Request) *Error {
	answer := new(*e)
	if r.URL.Query().Get("parse_error") == "false" {
		return answer
	}
	answer.Code = "oidc." + e.Name
	if e.sessionIsGone() {
		answer.Code = sessionNotFound
	}
	answer.Message = message(answer.Code)
	if e.Name == "invalid_grant" {
		answer.URI = "https://openid.sh/debug/invalid_grant"
	}
	return answer
}

// sessionIsGone reports whether the refusal is about a sign-in that is not under
// way. Logto goes by the words of the description, which leave some such
// refusals out.
func (e *Error) sessionIsGone() bool {
	return strings.Contains(e.Description, "session") && strings.Contains(e.Description, "not found") ||
		strings.Contains(e.Description, "authorization request has expired")
}

// Write sends the refusal as JSON. A client that authenticated by header and
// failed is told so in a header, too.
func (e *Error) Write(w http.ResponseWriter, r *http.Request, issuer string) {
	if e.Name == "invalid_client" && e.Status == http.StatusUnauthorized && r.Header.Get("Authorization") != "" {
		w.Header().Add("WWW-Authenticate", e.challenge("Basic", issuer))
	}
	// JSON.stringify leaves <, > and & as they are.
	var document bytes.Buffer
	encoder := json.NewEncoder(&document)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(e.Answer(r)) // strings alone, which always encode
	body := bytes.TrimSuffix(document.Bytes(), []byte("\n"))
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(e.Status)
	_, _ = w.Write(body)
}

// Challenge adds the WWW-Authenticate header of an endpoint that takes access
// tokens. It must be called before [Error.Write].
func (e *Error) Challenge(w http.ResponseWriter, issuer string) {
	w.Header().Add("WWW-Authenticate", e.challenge("Bearer", issuer))
}

func (e *Error) challenge(scheme, issuer string) string {
	header := fmt.Sprintf("%s realm=%q, error=%q, error_description=%q", scheme, issuer, e.Name, e.Description)
	if e.Scope != "" {
		header += fmt.Sprintf(", scope=%q", e.Scope)
	}
	return header
}
