package logto

import (
	"net/http"
	"slices"
	"strings"
)

const (
	// managementRole is the seeded role that carries the Management API's scope.
	managementRole = "Logto Management API access"

	// internalAdminRole carries it too. Internal roles do not show in lists.
	internalAdminRole  = internalRolePrefix + "admin"
	internalRolePrefix = "#internal:"

	// featuredLimit is how many of a role's applications a list shows.
	featuredLimit = 3
)

// role is a role as the API shows it.
type role struct {
	TenantID    string `json:"tenantId"`
	ID          string `json:"id"`
	Name        string `json:"name"`
	Description string `json:"description"`
	Type        string `json:"type"`
	IsDefault   bool   `json:"isDefault"`
}

// listedRole is a role in a list, with a sample of who has it.
type listedRole struct {
	role

	UsersCount           int                   `json:"usersCount"`
	FeaturedUsers        []struct{}            `json:"featuredUsers"` // the sandbox has no users
	ApplicationsCount    int                   `json:"applicationsCount"`
	FeaturedApplications []featuredApplication `json:"featuredApplications"`
}

type featuredApplication struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Type string `json:"type"`
}

func (s *Server) roleRoutes() []route {
	return []route{
		{http.MethodGet, "/api/roles", "ListRoles", "Get roles", false, s.listRoles},
		{http.MethodGet, "/api/roles/{id}", "GetRole", "Get role", false, s.getRole},
		{http.MethodGet, "/api/roles/{id}/applications", "ListRoleApplications", "Get role applications", false, s.listRoleApplications},
		{
			http.MethodPost, "/api/roles/{id}/applications", "CreateRoleApplication", "Assign role to applications", false,
			guardedBody(object(field{"applicationIds", list(text(notEmpty), 1)}), s.addRoleApplications),
		},
		{
			http.MethodDelete, "/api/roles/{id}/applications/{applicationId}", "DeleteRoleApplication", "Remove role from application", false,
			s.deleteRoleApplication,
		},
	}
}

func (s *Server) listRoles(r *http.Request) (answer, error) {
	query := r.URL.Query()
	p, err := parsePages(query, false)
	if err != nil {
		return answer{}, err
	}
	asked, err := guardQuery(r, object(
		field{"excludeUserId", optional(text())},
		field{"excludeApplicationId", optional(text())},
		field{"type", optional(oneOf("User", machineToMachine))},
	))
	if err != nil {
		return answer{}, err
	}
	matches, err := parseSearch(query)
	if err != nil {
		return answer{}, err
	}
	return within(s.state, func(t *tenant) (answer, error) {
		found := []role{}
		for _, candidate := range t.roles {
			kind, restricted := asked["type"]
			if candidate.listable(matches) && (!restricted || kind == candidate.Type) &&
				!t.assigned(query.Get("excludeApplicationId"), candidate.ID) {
				found = append(found, candidate)
			}
		}
		shown := []listedRole{}
		for _, one := range page(p, found) {
			shown = append(shown, t.listedRole(one))
		}
		return answer{status: http.StatusOK, body: shown, pages: p}, nil
	})
}

func (r role) listable(matches search) bool {
	return !strings.HasPrefix(r.Name, internalRolePrefix) &&
		matches.match(map[string]string{"id": r.ID, "name": r.Name, "description": r.Description})
}

func (t *tenant) listedRole(one role) listedRole {
	shown := listedRole{role: one, FeaturedUsers: []struct{}{}, FeaturedApplications: []featuredApplication{}}
	for _, app := range t.applications {
		if !t.assigned(app.ID, one.ID) {
			continue
		}
		shown.ApplicationsCount++
		if len(shown.FeaturedApplications) < featuredLimit {
			shown.FeaturedApplications = append(shown.FeaturedApplications, featuredApplication{app.ID, app.Name, app.Type})
		}
	}
	return shown
}

func (s *Server) getRole(r *http.Request) (answer, error) {
	return within(s.state, func(t *tenant) (answer, error) {
		found, err := t.existingRole(r.PathValue("id"))
		if err != nil {
			return answer{}, err
		}
		return ok(found)
	})
}

func (t *tenant) existingRole(id string) (role, error) {
	index := slices.IndexFunc(t.roles, func(r role) bool { return r.ID == id })
	if index < 0 {
		return role{}, noSuchID("roles", id)
	}
	return t.roles[index], nil
}
