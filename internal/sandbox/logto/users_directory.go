package logto

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/logtoctl/logtoctl/internal/sandbox/logto/provider"
)

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
