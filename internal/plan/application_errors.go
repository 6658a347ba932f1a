package plan

import (
	"fmt"
	"strings"

	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// NotFoundError says that no application has the id, key or name given.
type NotFoundError struct {
	Reference string
	Known     []logtoadmin.Application
}

// Error names what was looked for.
func (e *NotFoundError) Error() string {
	return fmt.Sprintf("no application has the id, key or name %q", e.Reference)
}

// Code is the code of the error document.
func (e *NotFoundError) Code() string { return "application_not_found" }

// Hint names an application that differs only in case, else says how to see
// them all.
func (e *NotFoundError) Hint() string {
	for _, application := range e.Known {
		if strings.EqualFold(application.Name, e.Reference) {
			return fmt.Sprintf("did you mean %q?", application.Name)
		}
	}
	return "list them: logtoctl app list"
}

// AmbiguousError says that several applications fit what the user named, so
// that logtoctl would have to guess.
type AmbiguousError struct {
	Reference  string
	Candidates []logtoadmin.Application
}

// Error lists every candidate with its id.
func (e *AmbiguousError) Error() string {
	ids := make([]string, len(e.Candidates))
	for i, candidate := range e.Candidates {
		ids[i] = fmt.Sprintf("%s (%s)", candidate.ID, candidate.Type)
	}
	return fmt.Sprintf("%d applications are called %q: %s", len(ids), e.Reference, strings.Join(ids, ", "))
}

// Code is the code of the error document.
func (e *AmbiguousError) Code() string { return "application_ambiguous" }

// Hint says how to name one of them.
func (e *AmbiguousError) Hint() string {
	return "name the one you mean by its id: logtoctl app get " + e.Candidates[0].ID
}

// NotOwnedError says that an object exists which logtoctl did not create, and
// that it keeps its hands off.
type NotOwnedError struct {
	Application logtoadmin.Application
}

// Error names the application.
func (e *NotOwnedError) Error() string {
	return fmt.Sprintf("the application %q (%s) exists and was not created by logtoctl", e.Application.Name, e.Application.ID)
}

// Code is the code of the error document.
func (e *NotOwnedError) Code() string { return "application_not_owned" }

// Hint names the flag that takes it over.
func (e *NotOwnedError) Hint() string {
	return "add --adopt to let logtoctl take it over, or choose another name"
}

// OtherKeyError says that logtoctl owns an application of that name already,
// but under another key.
type OtherKeyError struct {
	Application logtoadmin.Application
	Want        string
}

// Error names both keys.
func (e *OtherKeyError) Error() string {
	return fmt.Sprintf("the application %q (%s) belongs to the key %q, not to %q", e.Application.Name, e.Application.ID, Key(e.Application), e.Want)
}

// Code is the code of the error document.
func (e *OtherKeyError) Code() string { return "application_other_key" }

// Hint says how to mean it, how to have another, and how to rename the key.
func (e *OtherKeyError) Hint() string {
	return fmt.Sprintf("use the key %q to change this one, another name to create a second one, or --adopt to give it the new key", Key(e.Application))
}

// TypeError says that an application exists with another type, which Logto
// cannot change.
type TypeError struct {
	Application logtoadmin.Application
	Want        logtoadmin.ApplicationType
}

// Error names both types.
func (e *TypeError) Error() string {
	return fmt.Sprintf("the application %q (%s) is of type %s, not %s, and Logto cannot change the type", e.Application.Name, e.Application.ID, e.Application.Type, e.Want)
}

// Code is the code of the error document.
func (e *TypeError) Code() string { return "application_type_differs" }

// Hint says what can be done.
func (e *TypeError) Hint() string {
	return "choose another name and --key, or delete it first: logtoctl app delete " + e.Application.ID
}

// SameKeyError says that the key which was made from a name belongs to an
// application with another name.
type SameKeyError struct {
	Application logtoadmin.Application
	Name        string
}

// Error names both applications and the key.
func (e *SameKeyError) Error() string {
	return fmt.Sprintf("the names %q and %q make the same ownership key %q, which %s has", e.Name, e.Application.Name, Key(e.Application), e.Application.ID)
}

// Code is the code of the error document.
func (e *SameKeyError) Code() string { return "application_same_key" }

// Hint says how to have a second application, and how to rename the first.
func (e *SameKeyError) Hint() string {
	return fmt.Sprintf("give the new one a key of its own with --key, or rename the old one: logtoctl app update %s --name %q", e.Application.ID, e.Name)
}

// NoKeyError says that no key is free for an application to be taken over.
type NoKeyError struct {
	Application logtoadmin.Application
}

// Error names the application.
func (e *NoKeyError) Error() string {
	return fmt.Sprintf("no free ownership key can be made from the name of the application %q (%s)", e.Application.Name, e.Application.ID)
}

// Code is the code of the error document.
func (e *NoKeyError) Code() string { return "application_no_key" }

// Hint names the command that takes a key.
func (e *NoKeyError) Hint() string {
	return fmt.Sprintf("choose one: logtoctl app create %q --key KEY --adopt", e.Application.Name)
}
