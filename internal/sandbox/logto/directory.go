package logto

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/logtoctl/logtoctl/internal/sandbox/logto/provider"
)

// directory shows the tenant's applications and users to the OpenID provider.
type directory struct{ state *state }

var _ provider.Directory = directory{}

// clientMetadata are the columns of an application that the provider goes by.
type clientMetadata struct {
	RedirectURIs            []string `json:"redirectUris"`
	PostLogoutRedirectURIs  []string `json:"postLogoutRedirectUris"`
	IDTokenTTL              float64  `json:"idTokenTtl"`            // seconds
	RefreshTokenTTL         float64  `json:"refreshTokenTtl"`       // seconds
	RefreshTokenTTLInDays   int      `json:"refreshTokenTtlInDays"` // stronger than the seconds
	RotateRefreshToken      *bool    `json:"rotateRefreshToken"`
	AlwaysIssueRefreshToken bool     `json:"alwaysIssueRefreshToken"`
}

// Application returns the application with that id and all of its secrets.
func (d directory) Application(id string) (provider.Application, error) {
	return within(d.state, func(t *tenant) (provider.Application, error) {
		found, known := t.application(id)
		if !known {
			return provider.Application{}, fmt.Errorf("application %s: %w", id, provider.ErrNotFound)
		}
		shown, err := found.client()
		if err != nil {
			return provider.Application{}, err
		}
		for _, one := range t.secrets {
			if one.ApplicationID == id {
				shown.Secrets = append(shown.Secrets, one.credential())
			}
		}
		return shown, nil
	})
}

// client is the application as a client of the provider.
func (a application) client() (provider.Application, error) {
	var metadata clientMetadata
	for _, column := range []json.RawMessage{a.OIDCClientMetadata, a.CustomClientMetadata} {
		if err := json.Unmarshal(column, &metadata); err != nil {
			return provider.Application{}, fmt.Errorf("read the client metadata of application %s: %w", a.ID, err)
		}
	}
	return provider.Application{
		ID: a.ID, Name: a.Name, Type: a.Type, ThirdParty: a.IsThirdParty,
		RedirectURIs:            metadata.RedirectURIs,
		PostLogoutRedirectURIs:  metadata.PostLogoutRedirectURIs,
		IDTokenTTL:              seconds(metadata.IDTokenTTL),
		RefreshTokenTTL:         metadata.refreshTokenTTL(),
		RotateRefreshToken:      metadata.RotateRefreshToken == nil || *metadata.RotateRefreshToken,
		AlwaysIssueRefreshToken: metadata.AlwaysIssueRefreshToken,
	}, nil
}

func (m clientMetadata) refreshTokenTTL() time.Duration {
	if m.RefreshTokenTTLInDays != 0 {
		return time.Duration(m.RefreshTokenTTLInDays) * 24 * time.Hour
	}
	return seconds(m.RefreshTokenTTL)
}

// credential is the secret as the provider checks it.
func (s applicationSecret) credential() provider.Secret {
	shown := provider.Secret{Value: s.Value.Text}
	if s.ExpiresAt != nil {
		shown.ExpiresAt = time.UnixMilli(*s.ExpiresAt)
	}
	return shown
}

func seconds(n float64) time.Duration { return time.Duration(n * float64(time.Second)) }
