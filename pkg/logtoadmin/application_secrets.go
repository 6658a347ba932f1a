package logtoadmin

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/logtoctl/logtoctl/pkg/secret"
)

// ApplicationSecret is one of the client secrets of an application. Several can
// be valid at the same time, so that one can be rotated without downtime.
type ApplicationSecret struct {
	// Name is unique within the application. The first one that Logto makes is
	// called "Default secret".
	Name string
	// Value is the client secret itself.
	Value secret.Text
	// CreatedAt has millisecond precision.
	CreatedAt time.Time
	// ExpiresAt is when the secret stops working, nil when it never does.
	ExpiresAt *time.Time
}

// CreateSecretRequest describes a new secret; the server chooses its value.
type CreateSecretRequest struct {
	// Name is required and has at most 256 characters.
	Name string
	// ExpiresAt has to be in the future; nil means never.
	ExpiresAt *time.Time
}

// ListSecrets returns the secrets of an application with their values, or
// [ErrNotFound].
//
// API: GET /api/applications/{id}/secrets.
func (s *ApplicationService) ListSecrets(ctx context.Context, applicationID string) ([]ApplicationSecret, error) {
	var wire []wireApplicationSecret
	_, err := s.client.do(ctx, call{
		method: http.MethodGet, path: "/api/applications/{id}/secrets",
		params: map[string]string{"id": applicationID}, out: &wire,
	})
	if err != nil {
		return nil, fmt.Errorf("list secrets of application %s: %w", applicationID, err)
	}
	secrets := make([]ApplicationSecret, len(wire))
	for i, w := range wire {
		secrets[i] = w.secret()
	}
	return secrets, nil
}

// CreateSecret adds a secret to an application and returns it with its value. A
// name that is taken is [ErrAlreadyExists].
//
// API: POST /api/applications/{id}/secrets.
func (s *ApplicationService) CreateSecret(ctx context.Context, applicationID string, request CreateSecretRequest) (ApplicationSecret, error) {
	body := struct {
		Name      string `json:"name"`
		ExpiresAt *int64 `json:"expiresAt"` // milliseconds since 1970, or null
	}{Name: request.Name}
	if request.ExpiresAt != nil {
		body.ExpiresAt = new(request.ExpiresAt.UnixMilli())
	}
	var wire wireApplicationSecret
	_, err := s.client.do(ctx, call{
		method: http.MethodPost, path: "/api/applications/{id}/secrets",
		params: map[string]string{"id": applicationID}, body: body, out: &wire,
	})
	if err != nil {
		return ApplicationSecret{}, fmt.Errorf("create secret %q of application %s: %w", request.Name, applicationID, err)
	}
	return wire.secret(), nil
}

// DeleteSecret removes a secret, which stops working at once, or returns
// [ErrNotFound].
//
// API: DELETE /api/applications/{id}/secrets/{name}.
func (s *ApplicationService) DeleteSecret(ctx context.Context, applicationID, name string) error {
	_, err := s.client.do(ctx, call{
		method: http.MethodDelete, path: "/api/applications/{id}/secrets/{name}",
		params: map[string]string{"id": applicationID, "name": name},
	})
	if err != nil {
		return fmt.Errorf("delete secret %q of application %s: %w", name, applicationID, err)
	}
	return nil
}

// wireApplicationSecret is a secret as the server sends it.
type wireApplicationSecret struct {
	Name      string       `json:"name"`
	Value     secret.Text  `json:"value"`
	CreatedAt epochMillis  `json:"createdAt"`
	ExpiresAt *epochMillis `json:"expiresAt"`
}

func (w wireApplicationSecret) secret() ApplicationSecret {
	s := ApplicationSecret{Name: w.Name, Value: w.Value, CreatedAt: w.CreatedAt.time()}
	if w.ExpiresAt != nil {
		s.ExpiresAt = new(w.ExpiresAt.time())
	}
	return s
}
