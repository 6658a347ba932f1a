package provision

import (
	"fmt"

	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// NoSecretError says that an application has no secret that is valid now.
type NoSecretError struct{ Application logtoadmin.Application }

// Error names the application.
func (e *NoSecretError) Error() string {
	return fmt.Sprintf("the application %q (%s) has no valid secret", e.Application.Name, e.Application.ID)
}

// Code is the code of the error document.
func (e *NoSecretError) Code() string { return "no_valid_secret" }

// Hint names the command that adds one, or says why there can be none.
func (e *NoSecretError) Hint() string {
	if e.Application.Type == logtoadmin.ApplicationTypeSPA || e.Application.Type == logtoadmin.ApplicationTypeNative {
		return fmt.Sprintf("applications of type %s are public and need no secret", e.Application.Type)
	}
	return fmt.Sprintf("add one: logtoctl app secret add %s", e.Application.ID)
}

// UnknownSecretError says that an application has no secret of that name.
type UnknownSecretError struct {
	Application logtoadmin.Application
	Name        string
	Known       []logtoadmin.ApplicationSecret
}

// Error names what was looked for.
func (e *UnknownSecretError) Error() string {
	return fmt.Sprintf("the application %q has no secret called %q", e.Application.Name, e.Name)
}

// Code is the code of the error document.
func (e *UnknownSecretError) Code() string { return "secret_not_found" }

// Hint lists the names there are.
func (e *UnknownSecretError) Hint() string {
	names := make([]string, len(e.Known))
	for i, s := range e.Known {
		names[i] = s.Name
	}
	return fmt.Sprintf("its secrets are %q", names)
}

// LastSecretError says that a secret is the only one an application has.
type LastSecretError struct {
	Application logtoadmin.Application
	Name        string
}

// Error says what would break.
func (e *LastSecretError) Error() string {
	return fmt.Sprintf("%q is the only secret of the application %q: without it nobody could sign in to it", e.Name, e.Application.Name)
}

// Code is the code of the error document.
func (e *LastSecretError) Code() string { return "last_secret" }

// Hint names the command that adds another first.
func (e *LastSecretError) Hint() string {
	return fmt.Sprintf("add another first: logtoctl app secret rotate %s", e.Application.ID)
}
