package plan

import (
	"errors"
	"slices"

	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// ensureApplications plans each application of a file. A live one that another
// application of the file owns by its key is not taken for its name.
func ensureApplications(live []logtoadmin.Application, want []Application, adopt bool) ([]ApplicationChange, error) {
	var (
		changes  []ApplicationChange
		problems []error
	)
	for _, application := range want {
		free := filter(live, func(a logtoadmin.Application) bool {
			key := Key(a)
			return key == application.Key || !slices.ContainsFunc(want, func(other Application) bool { return other.Key == key })
		})
		change, err := EnsureApplication(free, application, adopt)
		changes, problems = append(changes, change), append(problems, err)
	}
	return changes, errors.Join(problems...)
}

// prune returns what logtoctl owns and the file no longer has. Only
// applications carry a mark of who owns them: the connector and the localised
// templates do not, and are never pruned.
func prune(state State, kept []ApplicationChange) []ApplicationChange {
	var deleted []ApplicationChange
	for _, application := range Owned(state.Applications) {
		isKept := slices.ContainsFunc(kept, func(c ApplicationChange) bool { return c.Live.ID == application.ID })
		if !isKept && application.ID != state.Self {
			deleted = append(deleted, ApplicationChange{Status: Deleted, Live: application})
		}
	}
	return deleted
}
