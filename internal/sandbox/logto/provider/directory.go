package provider

import (
	"errors"
	"time"

	"github.com/logtoctl/logtoctl/pkg/secret"
)

// ErrNotFound is what a [Directory] returns for an application or a user that
// it does not hold.
var ErrNotFound = errors.New("not found")

// Directory is where the provider looks up who may sign in where. Its methods
// are called concurrently.
type Directory interface {
	// Application returns the application with that client id, or [ErrNotFound].
	Application(id string) (Application, error)
	// User returns the user with that id, or [ErrNotFound].
	User(id string) (User, error)
}

// The types of applications that the provider tells apart, in Logto's words.
const (
	Native           = "Native"
	SinglePage       = "SPA"
	MachineToMachine = "MachineToMachine"
)

// Application is a client of the provider.
type Application struct {
	ID         string
	Name       string
	Type       string // [Native], [SinglePage], [MachineToMachine] or another
	ThirdParty bool
	Secrets    []Secret // all of them valid at once

	RedirectURIs           []string // may have wildcards
	PostLogoutRedirectURIs []string
	// CORSAllowedOrigins are where its scripts may come from, beside the origins
	// of its redirect URIs.
	CORSAllowedOrigins []string

	IDTokenTTL              time.Duration // 0: an hour
	RefreshTokenTTL         time.Duration // 0: 14 days
	RotateRefreshToken      bool
	AlwaysIssueRefreshToken bool
}

// Secret is one secret of an application. The zero ExpiresAt is never.
type Secret struct {
	Value     secret.Text
	ExpiresAt time.Time
}

// User is a person as the claims show them. Email and Phone are verified. Empty
// fields are null in the claims.
type User struct {
	ID         string
	Username   string
	Name       string
	Picture    string
	Email      string
	Phone      string
	CustomData map[string]any
	CreatedAt  time.Time
	UpdatedAt  time.Time
}

// public reports whether the application's users hold its code, so that it can
// keep no secret and PKCE must protect its codes.
func (a Application) public() bool { return a.Type == Native || a.Type == SinglePage }

// signsPeopleIn reports whether the application has users at all.
func (a Application) signsPeopleIn() bool { return a.Type != MachineToMachine }
