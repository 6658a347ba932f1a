package logtoadmin

import (
	"context"
	"iter"
	"net/url"
)

// RoleType says who can have a role.
type RoleType string

// The types of role.
const (
	RoleTypeUser             RoleType = "User"
	RoleTypeMachineToMachine RoleType = "MachineToMachine"
)

// Role is a role of the tenant.
type Role struct {
	// ID is chosen by the server.
	ID string `json:"id"`
	// Name is unique within the tenant. The role that grants access to the
	// Management API is called "Logto Management API access".
	Name string `json:"name"`
	// Type says whether users or machine-to-machine applications can have it.
	Type RoleType `json:"type"`
	// Description is the text that the console shows.
	Description string `json:"description"`
}

// ListRolesOptions limits a list of roles. The zero value lists all.
type ListRolesOptions struct {
	// Type keeps the roles of this type.
	Type RoleType
}

// RoleService lists the roles of the tenant.
type RoleService struct{ service }

// List walks the roles and fetches them in pages of 100 as the caller goes on.
// The first error ends the walk.
//
// API: GET /api/roles.
func (s *RoleService) List(ctx context.Context, options ListRolesOptions) iter.Seq2[Role, error] {
	query := make(url.Values)
	if options.Type != "" {
		query.Set("type", string(options.Type))
	}
	return listing[Role, Role]{
		what:    "roles",
		path:    "/api/roles",
		query:   query,
		convert: func(r Role) Role { return r },
		id:      func(r Role) string { return r.ID },
	}.all(ctx, s.client)
}
