package plan

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

// Find returns the application that the user named: by id, by ownership key or
// by a name that only one application has. Its errors are [NotFoundError] and
// [AmbiguousError].
func Find(live []logtoadmin.Application, reference string) (logtoadmin.Application, error) {
	matchers := []func(logtoadmin.Application) bool{
		func(a logtoadmin.Application) bool { return a.ID == reference },
		func(a logtoadmin.Application) bool { return Key(a) == reference },
		func(a logtoadmin.Application) bool { return a.Name == reference },
	}
	for _, matches := range matchers {
		if reference == "" {
			break // an application without a key must not match an unset variable
		}
		found := filter(live, matches)
		switch len(found) {
		case 0:
		case 1:
			return found[0], nil
		default:
			return logtoadmin.Application{}, &AmbiguousError{Reference: reference, Candidates: found}
		}
	}
	return logtoadmin.Application{}, &NotFoundError{Reference: reference, Known: live}
}

func filter(live []logtoadmin.Application, keep func(logtoadmin.Application) bool) []logtoadmin.Application {
	var kept []logtoadmin.Application
	for _, application := range live {
		if keep(application) {
			kept = append(kept, application)
		}
	}
	return kept
}

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
	return fmt.Sprintf("use --key %s to change this one, another name to create a second one, or --adopt to give it the new key", Key(e.Application))
}
