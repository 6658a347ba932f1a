package logtoadmin

import (
	"context"
	"fmt"
	"net/http"
)

// ListRoles returns the roles of a machine-to-machine application. An
// application of another type has none, which the server refuses with the code
// application.invalid_type.
//
// API: GET /api/applications/{applicationId}/roles.
func (s *ApplicationService) ListRoles(ctx context.Context, applicationID string) ([]Role, error) {
	pages := listing[Role, Role]{
		what:    "roles of application " + applicationID,
		path:    "/api/applications/{applicationId}/roles",
		params:  map[string]string{"applicationId": applicationID},
		convert: func(r Role) Role { return r },
		id:      func(r Role) string { return r.ID },
	}
	var roles []Role
	for role, err := range pages.all(ctx, s.client) {
		if err != nil {
			return nil, err
		}
		roles = append(roles, role)
	}
	return roles, nil
}

// AssignRoles gives a machine-to-machine application more roles. Roles that it
// has already are left alone.
//
// API: POST /api/applications/{applicationId}/roles.
func (s *ApplicationService) AssignRoles(ctx context.Context, applicationID string, roleIDs []string) error {
	body := struct {
		RoleIDs []string `json:"roleIds"`
	}{list(roleIDs)}
	_, err := s.client.do(ctx, call{
		method: http.MethodPost, path: "/api/applications/{applicationId}/roles",
		params: map[string]string{"applicationId": applicationID}, body: body,
	})
	if err != nil {
		return fmt.Errorf("assign roles to application %s: %w", applicationID, err)
	}
	return nil
}
