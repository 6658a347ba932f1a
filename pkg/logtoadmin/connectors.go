package logtoadmin

import (
	"context"
	"fmt"
	"net/http"
)

// Connector is an instance of a connector factory with its configuration.
type Connector struct {
	// ID names the instance.
	ID string `json:"id"`
	// ConnectorID names the factory, such as "aliyun-direct-mail".
	ConnectorID string `json:"connectorId"`
	// Target groups connectors of one provider, such as "aliyun-dm".
	Target string `json:"target"`
	// Type is "Email", "Sms" or "Social".
	Type string `json:"type"`
	// Config is the whole configuration, with its secrets in clear.
	Config ConnectorConfig `json:"config"`
	// SyncProfile says that a social connector updates the user at each sign-in.
	SyncProfile bool `json:"syncProfile"`
}

// CreateConnectorRequest describes a new connector.
type CreateConnectorRequest struct {
	// ConnectorID names the factory and is required.
	ConnectorID string `json:"connectorId"`
	// Config is the whole configuration. The server drops empty strings, lists
	// and objects from it.
	Config ConnectorConfig `json:"config"`
	// ID names the instance; the server chooses one when it is empty.
	ID string `json:"id,omitempty"`
}

// UpdateConnectorRequest changes a connector.
type UpdateConnectorRequest struct {
	// Config replaces the configuration whole.
	Config ConnectorConfig `json:"config"`
}

// TestConnectorRequest describes a test mail.
type TestConnectorRequest struct {
	// Email is who gets it.
	Email string `json:"email"`
	// Config is what it is sent with. It need not be saved.
	Config ConnectorConfig `json:"config"`
	// Locale chooses a localised template and may be empty.
	Locale string `json:"locale,omitempty"`
}

// ConnectorService manages the connectors that send mail and text messages, and
// those of social sign-in.
type ConnectorService struct{ service }

// List returns the connectors of the tenant with their configurations,
// including the secrets in them. Readme, logo and form items are not decoded.
//
// API: GET /api/connectors.
func (s *ConnectorService) List(ctx context.Context) ([]Connector, error) {
	var connectors []Connector
	_, err := s.client.do(ctx, call{method: http.MethodGet, path: "/api/connectors", out: &connectors})
	if err != nil {
		return nil, fmt.Errorf("list connectors: %w", err)
	}
	return connectors, nil
}

// Get returns a connector, or [ErrNotFound].
//
// API: GET /api/connectors/{id}.
func (s *ConnectorService) Get(ctx context.Context, id string) (Connector, error) {
	var connector Connector
	_, err := s.client.do(ctx, call{
		method: http.MethodGet, path: "/api/connectors/{id}", params: map[string]string{"id": id}, out: &connector,
	})
	if err != nil {
		return Connector{}, fmt.Errorf("get connector %s: %w", id, err)
	}
	return connector, nil
}

// Create adds a connector.
//
// WARNING: a tenant has one email connector. Creating one DELETES EVERY OTHER
// EMAIL CONNECTOR of the tenant in the same transaction, also those of other
// providers, with their configurations and secrets. There is no undo. The same
// holds for SMS connectors. Look with List first, and use Update to change the
// connector that is there.
//
// A config that the factory does not accept is [ErrInvalidInput] with
// [Error.Issues]; an unknown factory has the code
// connector.not_found_with_connector_id.
//
// API: POST /api/connectors.
func (s *ConnectorService) Create(ctx context.Context, request CreateConnectorRequest) (Connector, error) {
	s.client.redactor.Add(request.Config.secrets()...)
	var connector Connector
	_, err := s.client.do(ctx, call{method: http.MethodPost, path: "/api/connectors", body: request, out: &connector})
	if err != nil {
		return Connector{}, fmt.Errorf("create %s connector: %w", request.ConnectorID, err)
	}
	return connector, nil
}

// Update replaces the configuration of a connector whole and returns the
// connector as it then is, or [ErrNotFound]. A part of a configuration is
// refused as [ErrInvalidInput].
//
// API: PATCH /api/connectors/{id}.
func (s *ConnectorService) Update(ctx context.Context, id string, request UpdateConnectorRequest) (Connector, error) {
	s.client.redactor.Add(request.Config.secrets()...)
	var connector Connector
	_, err := s.client.do(ctx, call{
		method: http.MethodPatch, path: "/api/connectors/{id}", params: map[string]string{"id": id},
		body: request, out: &connector,
	})
	if err != nil {
		return Connector{}, fmt.Errorf("update connector %s: %w", id, err)
	}
	return connector, nil
}

// Delete removes a connector, or returns [ErrNotFound]. The server does not
// look whether the sign-in experience uses it: people who sign in by email are
// locked out when the email connector is gone.
//
// API: DELETE /api/connectors/{id}.
func (s *ConnectorService) Delete(ctx context.Context, id string) error {
	_, err := s.client.do(ctx, call{
		method: http.MethodDelete, path: "/api/connectors/{id}", params: map[string]string{"id": id},
	})
	if err != nil {
		return fmt.Errorf("delete connector %s: %w", id, err)
	}
	return nil
}

// Test sends a test mail with the configuration of the request, saved or not.
// The server uses the template Generic and the code 000000, and does not limit
// the rate. The call takes the id of the factory, not of an instance. A refusal
// by the provider has the code connector.general and an [Error.Provider].
//
// API: POST /api/connectors/{factoryId}/test.
func (s *ConnectorService) Test(ctx context.Context, factoryID string, request TestConnectorRequest) error {
	s.client.redactor.Add(request.Config.secrets()...)
	_, err := s.client.do(ctx, call{
		method: http.MethodPost, path: "/api/connectors/{factoryId}/test",
		params: map[string]string{"factoryId": factoryID}, body: request,
	})
	if err != nil {
		return fmt.Errorf("send a test mail to %s through %s: %w", request.Email, factoryID, err)
	}
	return nil
}
