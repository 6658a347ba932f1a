package logtoadmin

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// ApplicationType is the kind of an application. It cannot be changed.
type ApplicationType string

// The kinds of application. Native and SPA applications have no secrets.
const (
	ApplicationTypeNative           ApplicationType = "Native"
	ApplicationTypeSPA              ApplicationType = "SPA"
	ApplicationTypeTraditional      ApplicationType = "Traditional"
	ApplicationTypeMachineToMachine ApplicationType = "MachineToMachine"
	ApplicationTypeProtected        ApplicationType = "Protected"
	ApplicationTypeSAML             ApplicationType = "SAML"
)

// Application is an application of the tenant. Its secrets are separate, see
// [ApplicationService.ListSecrets].
type Application struct {
	// ID is chosen by the server.
	ID string
	// Name need not be unique.
	Name string
	// Description is empty when there is none.
	Description string
	// Type is the kind of application.
	Type ApplicationType
	// OIDCClientMetadata holds the URIs that sign-in may return to.
	OIDCClientMetadata OIDCClientMetadata
	// CustomClientMetadata holds settings such as "refreshTokenTtlInDays".
	CustomClientMetadata map[string]json.RawMessage
	// CustomData is free JSON that Logto stores and does not interpret.
	CustomData map[string]json.RawMessage
	// IsThirdParty says that users are asked for consent.
	IsThirdParty bool
	// CreatedAt has millisecond precision.
	CreatedAt time.Time
}

// OIDCClientMetadata is the part of an application that OpenID Connect defines.
// Logto replaces it whole.
type OIDCClientMetadata struct {
	// RedirectURIs are where the browser may return to after sign-in.
	RedirectURIs []string `json:"redirectUris"`
	// PostLogoutRedirectURIs are where it may return to after sign-out.
	PostLogoutRedirectURIs []string `json:"postLogoutRedirectUris"`
	// Extra keeps the fields that this package does not know.
	Extra map[string]json.RawMessage `json:"-"`
}

// UnmarshalJSON decodes the metadata and keeps unknown fields in Extra.
func (m *OIDCClientMetadata) UnmarshalJSON(data []byte) (err error) {
	type plain OIDCClientMetadata
	m.Extra, err = decodeWithExtra(data, (*plain)(m))
	return err
}

// MarshalJSON encodes the metadata with the fields in Extra.
func (m OIDCClientMetadata) MarshalJSON() ([]byte, error) {
	type plain OIDCClientMetadata
	m.RedirectURIs, m.PostLogoutRedirectURIs = list(m.RedirectURIs), list(m.PostLogoutRedirectURIs)
	return encodeWithExtra(plain(m), m.Extra)
}

// ListApplicationsOptions limits a list of applications. The zero value lists all.
type ListApplicationsOptions struct {
	// Types keeps the applications of these types.
	Types []ApplicationType
	// Search keeps the applications whose id, name or description contains
	// this text, without regard to case. Logto reads "%" and "_" in it as
	// wildcards, so that there may be more matches than expected.
	Search string
}

// CreateApplicationRequest describes a new application.
type CreateApplicationRequest struct {
	// Name is required and has at most 256 characters.
	Name string `json:"name"`
	// Type is required.
	Type ApplicationType `json:"type"`
	// Description may be empty.
	Description string `json:"description,omitempty"`
	// OIDCClientMetadata may be nil: no redirect URIs.
	OIDCClientMetadata *OIDCClientMetadata `json:"oidcClientMetadata,omitempty"`
	// CustomClientMetadata may be nil: the server's defaults.
	CustomClientMetadata map[string]json.RawMessage `json:"customClientMetadata,omitempty"`
	// CustomData may be nil.
	CustomData map[string]json.RawMessage `json:"customData,omitempty"`
}

// UpdateApplicationRequest changes the fields that are not nil. Each is replaced
// whole: to add one key to CustomData, send all the others with it.
type UpdateApplicationRequest struct {
	Name                 *string                    `json:"name,omitempty"`
	Description          *string                    `json:"description,omitempty"`
	OIDCClientMetadata   *OIDCClientMetadata        `json:"oidcClientMetadata,omitempty"`
	CustomClientMetadata map[string]json.RawMessage `json:"customClientMetadata,omitzero"`
	CustomData           map[string]json.RawMessage `json:"customData,omitzero"`
}

// ApplicationService manages applications, their secrets and their roles.
type ApplicationService struct{ service }

// List walks the applications, the newest first, and fetches them in pages of
// 100 as the caller goes on. The first error ends the walk.
//
// API: GET /api/applications.
func (s *ApplicationService) List(ctx context.Context, options ListApplicationsOptions) iter.Seq2[Application, error] {
	query := make(url.Values)
	for _, kind := range options.Types {
		query.Add("types", string(kind))
	}
	if options.Search != "" {
		// A backslash would escape what follows it; as "_" it matches itself.
		query.Set("search", "%"+strings.ReplaceAll(options.Search, `\`, "_")+"%")
	}
	return listing[wireApplication, Application]{
		what:    "applications",
		path:    "/api/applications",
		query:   query,
		convert: wireApplication.application,
		id:      func(a Application) string { return a.ID },
	}.all(ctx, s.client)
}

// Get returns an application, or [ErrNotFound].
//
// API: GET /api/applications/{id}.
func (s *ApplicationService) Get(ctx context.Context, id string) (Application, error) {
	var wire wireApplication
	_, err := s.client.do(ctx, call{
		method: http.MethodGet, path: "/api/applications/{id}", params: map[string]string{"id": id}, out: &wire,
	})
	if err != nil {
		return Application{}, fmt.Errorf("get application %s: %w", id, err)
	}
	return wire.application(), nil
}

// Create makes a new application each time it is called, also when there is one
// of the same name. When it fails with [ErrUncertain], look with List first.
//
// API: POST /api/applications.
func (s *ApplicationService) Create(ctx context.Context, request CreateApplicationRequest) (Application, error) {
	var wire wireApplication
	_, err := s.client.do(ctx, call{method: http.MethodPost, path: "/api/applications", body: request, out: &wire})
	if err != nil {
		return Application{}, fmt.Errorf("create application %q: %w", request.Name, err)
	}
	return wire.application(), nil
}

// Update changes an application and returns it as it then is, or [ErrNotFound].
//
// API: PATCH /api/applications/{id}.
func (s *ApplicationService) Update(ctx context.Context, id string, request UpdateApplicationRequest) (Application, error) {
	var wire wireApplication
	_, err := s.client.do(ctx, call{
		method: http.MethodPatch, path: "/api/applications/{id}", params: map[string]string{"id": id},
		body: request, out: &wire,
	})
	if err != nil {
		return Application{}, fmt.Errorf("update application %s: %w", id, err)
	}
	return wire.application(), nil
}

// Delete removes an application with its secrets, or returns [ErrNotFound].
//
// API: DELETE /api/applications/{id}.
func (s *ApplicationService) Delete(ctx context.Context, id string) error {
	_, err := s.client.do(ctx, call{
		method: http.MethodDelete, path: "/api/applications/{id}", params: map[string]string{"id": id},
	})
	if err != nil {
		return fmt.Errorf("delete application %s: %w", id, err)
	}
	return nil
}

// wireApplication is an application as the server sends it.
type wireApplication struct {
	ID                   string                     `json:"id"`
	Name                 string                     `json:"name"`
	Description          string                     `json:"description"` // or null
	Type                 ApplicationType            `json:"type"`
	OIDCClientMetadata   OIDCClientMetadata         `json:"oidcClientMetadata"`
	CustomClientMetadata map[string]json.RawMessage `json:"customClientMetadata"`
	CustomData           map[string]json.RawMessage `json:"customData"`
	IsThirdParty         bool                       `json:"isThirdParty"`
	CreatedAt            epochMillis                `json:"createdAt"`
}

func (w wireApplication) application() Application {
	return Application{
		ID: w.ID, Name: w.Name, Description: w.Description, Type: w.Type,
		OIDCClientMetadata:   w.OIDCClientMetadata,
		CustomClientMetadata: w.CustomClientMetadata,
		CustomData:           w.CustomData,
		IsThirdParty:         w.IsThirdParty,
		CreatedAt:            w.CreatedAt.time(),
	}
}

// epochMillis is a point in time as Logto writes it: milliseconds since 1970.
type epochMillis float64

func (m epochMillis) time() time.Time { return time.UnixMilli(int64(m)).UTC() }
