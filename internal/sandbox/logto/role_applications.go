package logto

import (
	"net/http"
	"slices"
)

// applicationIDs is the body of a request that gives a role to applications.
type applicationIDs struct {
	ApplicationIDs []string `json:"applicationIds"`
}

func (s *Server) listRoleApplications(r *http.Request) (answer, error) {
	p, err := parsePages(r.URL.Query(), false)
	if err != nil {
		return answer{}, err
	}
	return within(s.state, func(t *tenant) (answer, error) {
		one, err := t.existingRole(r.PathValue("id"))
		if err != nil {
			return answer{}, err
		}
		matches, err := parseSearch(r.URL.Query())
		if err != nil {
			return answer{}, err
		}
		found := t.listApplications(func(a application) bool {
			return t.assigned(a.ID, one.ID) && matches.match(a.searchFields())
		})
		return answer{status: http.StatusOK, body: page(p, found), pages: p}, nil
	})
}

func (s *Server) addRoleApplications(r *http.Request, asked applicationIDs) (answer, error) {
	return within(s.state, func(t *tenant) (answer, error) {
		one, err := t.existingRole(r.PathValue("id"))
		if err != nil {
			return answer{}, err
		}
		if slices.ContainsFunc(asked.ApplicationIDs, func(id string) bool { return t.assigned(id, one.ID) }) {
			// Logto's sentence asks for a value under a name that nobody gives it.
			return answer{}, refuse(http.StatusUnprocessableEntity, "role.application_exists",
				"The application id {{applicationId}} is already been added to this role")
		}
		for _, id := range asked.ApplicationIDs {
			app, err := t.existingApplication(id)
			if err != nil {
				return answer{}, err
			}
			if app.Type != machineToMachine {
				return answer{}, constraintViolated()
			}
		}
		for _, id := range slices.Compact(slices.Sorted(slices.Values(asked.ApplicationIDs))) {
			t.assign(id, one.ID)
		}
		return answer{status: http.StatusCreated}, nil
	})
}

func (s *Server) deleteRoleApplication(r *http.Request) (answer, error) {
	return within(s.state, func(t *tenant) (answer, error) {
		if !t.assigned(r.PathValue("applicationId"), r.PathValue("id")) {
			return answer{}, notFound()
		}
		t.unassign(r.PathValue("applicationId"), r.PathValue("id"))
		return noContent()
	})
}
