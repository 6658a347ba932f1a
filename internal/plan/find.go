package plan

import (
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// Find returns the application that the user named: by id, else by ownership
// key or by name if only one application has it. Its errors are [NotFoundError]
// and [AmbiguousError].
func Find(live []logtoadmin.Application, reference string) (logtoadmin.Application, error) {
	found := filter(live, func(a logtoadmin.Application) bool { return a.ID == reference })
	if len(found) == 0 && reference != "" { // an unset variable must not match an application without a key
		found = filter(live, func(a logtoadmin.Application) bool { return Key(a) == reference || a.Name == reference })
	}
	switch len(found) {
	case 0:
		return logtoadmin.Application{}, &NotFoundError{Reference: reference, Known: live}
	case 1:
		return found[0], nil
	default:
		return logtoadmin.Application{}, &AmbiguousError{Reference: reference, Candidates: found}
	}
}
