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
	IDTokenTTL              float64  `json:"idTokenTtl"`            // seconds, any number
	RefreshTokenTTL         float64  `json:"refreshTokenTtl"`       // seconds, any number
	RefreshTokenTTLInDays   float64  `json:"refreshTokenTtlInDays"` // stronger than the seconds
	RotateRefreshToken      *bool    `json:"rotateRefreshToken"`
	CORSAllowedOrigins      []string `json:"corsAllowedOrigins"`
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
		CORSAllowedOrigins:      metadata.CORSAllowedOrigins,
		IDTokenTTL:              duration(metadata.IDTokenTTL, time.Second),
		RefreshTokenTTL:         metadata.refreshTokenTTL(),
		RotateRefreshToken:      metadata.RotateRefreshToken == nil || *metadata.RotateRefreshToken,
		AlwaysIssueRefreshToken: metadata.AlwaysIssueRefreshToken,
	}, nil
}

func (m clientMetadata) refreshTokenTTL() time.Duration {
	if m.RefreshTokenTTLInDays != 0 {
		return duration(m.RefreshTokenTTLInDays, day)
	}
	return duration(m.RefreshTokenTTL, time.Second)
}

// credential is the secret as the provider checks it.
func (s applicationSecret) credential() provider.Secret {
	shown := provider.Secret{Value: s.Value.Text}
	if s.ExpiresAt != nil {
		shown.ExpiresAt = time.UnixMilli(*s.ExpiresAt)
	}
	return shown
}

// User returns the user with that id.
func (d directory) User(id string) (provider.User, error) {
	return within(d.state, func(t *tenant) (provider.User, error) {
		found, known := t.userByID(id)
		if !known {
			return provider.User{}, fmt.Errorf("user %s: %w", id, provider.ErrNotFound)
		}
		return found.account()
	})
}

// account is the user as the provider's claims show them.
func (u user) account() (provider.User, error) {
	shown := provider.User{
		ID:        u.ID,
		Username:  orEmpty(u.Username),
		Name:      orEmpty(u.Name),
		Picture:   orEmpty(u.Avatar),
		Email:     orEmpty(u.PrimaryEmail),
		Phone:     orEmpty(u.PrimaryPhone),
		CreatedAt: time.UnixMilli(u.CreatedAt),
		UpdatedAt: time.UnixMilli(u.UpdatedAt),
	}
	if err := json.Unmarshal(u.CustomData, &shown.CustomData); err != nil {
		return provider.User{}, fmt.Errorf("read the custom data of user %s: %w", u.ID, err)
	}
	return shown, nil
}
