package logto

import (
	"net/http"
	"slices"
)

// roleAssignment gives a role to a machine-to-machine application.
type roleAssignment struct {
	applicationID, roleID string
}

// roleIDs is the body of a request that assigns roles.
type roleIDs struct {
	RoleIDs []string `json:"roleIds"`
}

// addedRoles is the answer to one that adds roles.
type addedRoles struct {
	RoleIDs      []string `json:"roleIds"`
	AddedRoleIDs []string `json:"addedRoleIds"`
}

func (s *Server) applicationRoleRoutes() []route {
	const all = "/api/applications/{applicationId}/roles"
	body := object(field{"roleIds", list(text(notEmpty), 0)})
	return []route{
		{http.MethodGet, all, "ListApplicationRoles", "Get application API resource roles", false, s.listApplicationRoles},
		{http.MethodPost, all, "AssignApplicationRoles", "Assign API resource roles to application", false, guardedBody(body, s.addApplicationRoles)},
		{http.MethodPut, all, "ReplaceApplicationRoles", "Update API resource roles for application", false, guardedBody(body, s.replaceApplicationRoles)},
		{http.MethodDelete, all + "/{roleId}", "DeleteApplicationRole", "Remove a API resource role from application", false, s.deleteApplicationRole},
	}
}

func (s *Server) listApplicationRoles(r *http.Request) (answer, error) {
	p, err := parsePages(r.URL.Query(), false)
	if err != nil {
		return answer{}, err
	}
	return within(s.state, func(t *tenant) (answer, error) {
		app, err := t.roleBearer(r)
		if err != nil {
			return answer{}, err
		}
		matches, err := parseSearch(r.URL.Query())
		if err != nil {
			return answer{}, err
		}
		found := []role{}
		for _, candidate := range t.roles {
			if t.assigned(app.ID, candidate.ID) && candidate.listable(matches) {
				found = append(found, candidate)
			}
		}
		return answer{status: http.StatusOK, body: page(p, found), pages: p}, nil
	})
}

// roleBearer returns the application of the path, if it is one that can have roles.
func (t *tenant) roleBearer(r *http.Request) (application, error) {
	app, err := t.existingApplication(r.PathValue("applicationId"))
	if err != nil {
		return application{}, err
	}
	if app.Type != machineToMachine {
		return application{}, refuse(http.StatusUnprocessableEntity, "application.invalid_type",
			"Only machine to machine applications can have associated roles.")
	}
	return app, nil
}

func (s *Server) addApplicationRoles(r *http.Request, asked roleIDs) (answer, error) {
	return within(s.state, func(t *tenant) (answer, error) {
		app, err := t.roleBearer(r)
		if err != nil {
			return answer{}, err
		}
		added, err := t.missingRoles(app.ID, asked.RoleIDs)
		if err != nil {
			return answer{}, err
		}
		t.assign(app.ID, added...)
		return created(addedRoles{RoleIDs: asked.RoleIDs, AddedRoleIDs: added})
	})
}

func (s *Server) replaceApplicationRoles(r *http.Request, asked roleIDs) (answer, error) {
	return within(s.state, func(t *tenant) (answer, error) {
		app, err := t.roleBearer(r)
		if err != nil {
			return answer{}, err
		}
		added, err := t.missingRoles(app.ID, asked.RoleIDs)
		if err != nil {
			return answer{}, err
		}
		t.assignments = slices.DeleteFunc(t.assignments, func(a roleAssignment) bool {
			return a.applicationID == app.ID && !slices.Contains(asked.RoleIDs, a.roleID)
		})
		t.assign(app.ID, added...)
		return answer{status: http.StatusOK}, nil
	})
}

func (s *Server) deleteApplicationRole(r *http.Request) (answer, error) {
	return within(s.state, func(t *tenant) (answer, error) {
		app, err := t.roleBearer(r)
		if err != nil {
			return answer{}, err
		}
		if !t.assigned(app.ID, r.PathValue("roleId")) {
			return answer{}, notFound()
		}
		t.unassign(app.ID, r.PathValue("roleId"))
		return noContent()
	})
}

// missingRoles returns the roles of a list that the application does not have
// yet, each once; all of them must exist and suit an application.
func (t *tenant) missingRoles(applicationID string, ids []string) ([]string, error) {
	missing := []string{}
	for _, id := range ids {
		if !t.assigned(applicationID, id) && !slices.Contains(missing, id) {
			missing = append(missing, id)
		}
	}
	for _, id := range missing {
		found, err := t.existingRole(id)
		if err != nil {
			return nil, err
		}
		if found.Type != machineToMachine {
			return nil, refuse(http.StatusUnprocessableEntity, "application.invalid_role_type",
				"Can not assign user type role to machine to machine application.")
		}
	}
	return missing, nil
}

func (t *tenant) assign(applicationID string, roles ...string) {
	for _, id := range roles {
		t.assignments = append(t.assignments, roleAssignment{applicationID, id})
	}
}

func (t *tenant) unassign(applicationID, roleID string) {
	t.assignments = slices.DeleteFunc(t.assignments, func(a roleAssignment) bool {
		return a == roleAssignment{applicationID, roleID}
	})
}

func (t *tenant) assigned(applicationID, roleID string) bool {
	return slices.Contains(t.assignments, roleAssignment{applicationID, roleID})
}

// roleNamed reports the id of the role with that name.
func (t *tenant) roleNamed(name string) string {
	for _, candidate := range t.roles {
		if candidate.Name == name {
			return candidate.ID
		}
	}
	return ""
}

func (t *tenant) hasRoleNamed(applicationID, name string) bool {
	return t.assigned(applicationID, t.roleNamed(name))
}

// switchRole gives the role of that name to an application, or takes it away.
func (t *tenant) switchRole(applicationID, name string, on bool) {
	id := t.roleNamed(name)
	t.unassign(applicationID, id)
	if on {
		t.assign(applicationID, id)
	}
}

// managesAPI reports whether one of the application's roles carries the Management API's scope.
func (t *tenant) managesAPI(applicationID string) bool {
	return t.hasRoleNamed(applicationID, managementRole) || t.hasRoleNamed(applicationID, internalAdminRole)
}
