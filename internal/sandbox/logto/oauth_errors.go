package logto

import (
	"errors"
	"fmt"
	"net/http"
)

// oauthError is a refusal of the token endpoint. OAuth's own two fields come
// with the code and the message that all of Logto's errors have.
type oauthError struct {
	status      int
	Code        string `json:"code,omitempty"`
	Message     string `json:"message,omitempty"`
	Name        string `json:"error"`
	Description string `json:"error_description,omitempty"`
}

func (e *oauthError) Error() string { return e.Name + ": " + e.Description }

func refuseOAuth(status int, name, description string) *oauthError {
	return &oauthError{status: status, Name: name, Description: description}
}

func invalidOAuthRequest(description string) *oauthError {
	return refuseOAuth(http.StatusBadRequest, "invalid_request", description)
}

func invalidTarget(description string) *oauthError {
	return refuseOAuth(http.StatusBadRequest, "invalid_target", description)
}

// unauthenticated hides what was wrong with the client's credentials.
func unauthenticated() *oauthError {
	return refuseOAuth(http.StatusUnauthorized, "invalid_client", "client authentication failed")
}

// writeOAuthError sends a refusal. A client that authenticated by header and
// failed is told so in a header too; parse_error=false asks for OAuth's own
// fields alone.
func (s *Server) writeOAuthError(w http.ResponseWriter, r *http.Request, err error) {
	refused, isOAuth := errors.AsType[*oauthError](err)
	if !isOAuth {
		s.write(w, r, answer{}, err)
		return
	}
	if refused.status == http.StatusUnauthorized && r.Header.Get("Authorization") != "" {
		w.Header().Set("WWW-Authenticate", fmt.Sprintf("Basic realm=%q, error=%q, error_description=%q",
			s.issuer(), refused.Name, refused.Description))
	}
	if r.URL.Query().Get("parse_error") != "false" {
		refused.Code = "oidc." + refused.Name
		refused.Message = oauthMessage(refused.Name)
	}
	s.write(w, r, answer{status: refused.status, body: refused}, nil)
}

// oauthMessage is Logto's sentence for an OAuth error, where it has one.
func oauthMessage(name string) string {
	switch name {
	case "invalid_request":
		return "Request is invalid."
	case "invalid_target":
		return "Invalid resource indicator."
	case "unsupported_grant_type":
		return "Unsupported `grant_type` requested."
	case "access_denied":
		return "Access denied."
	default:
		return "An OIDC error occurred: oidc." + name + "."
	}
}
