package provision

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/logtoctl/logtoctl/internal/partial"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
	"github.com/logtoctl/logtoctl/pkg/secret"
)

// Secrets reads the secrets of an application, the newest first.
func (p Provisioner) Secrets(ctx context.Context, application logtoadmin.Application) ([]logtoadmin.ApplicationSecret, error) {
	secrets, err := p.Logto.Applications.ListSecrets(ctx, application.ID)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(secrets, func(a, b logtoadmin.ApplicationSecret) int { return b.CreatedAt.Compare(a.CreatedAt) })
	return secrets, nil
}

// CurrentSecret reads the secret that an application should use now: the newest
// that has not expired. Logto's application object itself holds none.
func (p Provisioner) CurrentSecret(ctx context.Context, application logtoadmin.Application, now time.Time) (secret.Text, error) {
	secrets, err := p.Secrets(ctx, application)
	if err != nil {
		return "", err
	}
	for _, s := range secrets {
		if s.ExpiresAt == nil || s.ExpiresAt.After(now) {
			return s.Value, nil
		}
	}
	return "", &NoSecretError{Application: application}
}

// AddSecret adds a secret to an application. One of the same name that is there
// already is an error of the server: its value may be in use.
func (p Provisioner) AddSecret(ctx context.Context, application logtoadmin.Application, request logtoadmin.CreateSecretRequest, adopt bool) (logtoadmin.ApplicationSecret, error) {
	if err := MustOwn(application, adopt); err != nil {
		return logtoadmin.ApplicationSecret{}, err
	}
	if p.DryRun {
		return logtoadmin.ApplicationSecret{Name: request.Name, ExpiresAt: request.ExpiresAt}, nil
	}
	added, err := p.Logto.Applications.CreateSecret(ctx, application.ID, request)
	if errors.Is(err, logtoadmin.ErrUncertain) {
		return p.lookForSecret(ctx, application, request.Name, err)
	}
	return added, err
}

// lookForSecret finds out what a create did whose answer was lost.
func (p Provisioner) lookForSecret(ctx context.Context, application logtoadmin.Application, name string, lost error) (logtoadmin.ApplicationSecret, error) {
	lookCtx, cancel := afterwards(ctx)
	defer cancel()
	secrets, err := p.Secrets(lookCtx, application)
	if err != nil {
		return logtoadmin.ApplicationSecret{}, lost
	}
	i := slices.IndexFunc(secrets, func(s logtoadmin.ApplicationSecret) bool { return s.Name == name })
	if i < 0 {
		return logtoadmin.ApplicationSecret{}, fmt.Errorf("a look afterwards did not find a secret %q: %w", name, lost)
	}
	return secrets[i], nil
}

// DeleteSecret deletes one secret of an application. The last valid one stays:
// without it the application could not sign anybody in.
func (p Provisioner) DeleteSecret(ctx context.Context, application logtoadmin.Application, name string, adopt bool) (logtoadmin.ApplicationSecret, error) {
	if err := MustOwn(application, adopt); err != nil {
		return logtoadmin.ApplicationSecret{}, err
	}
	secrets, err := p.Secrets(ctx, application)
	if err != nil {
		return logtoadmin.ApplicationSecret{}, err
	}
	i := slices.IndexFunc(secrets, func(s logtoadmin.ApplicationSecret) bool { return s.Name == name })
	switch {
	case i < 0:
		return logtoadmin.ApplicationSecret{}, &UnknownSecretError{Application: application, Name: name, Known: secrets}
	case len(secrets) == 1:
		return logtoadmin.ApplicationSecret{}, &LastSecretError{Application: application, Name: name}
	case p.DryRun:
		return secrets[i], nil
	}
	if err := p.Logto.Applications.DeleteSecret(ctx, application.ID, name); err != nil {
		return logtoadmin.ApplicationSecret{}, err
	}
	return secrets[i], nil
}

// Rotation is the result of rotating the secret of an application.
type Rotation struct {
	Added   logtoadmin.ApplicationSecret
	Deleted []string // names of the older secrets that are gone
	Status  plan.Status
}

// RotateOptions says how to rotate a secret.
type RotateOptions struct {
	Name      string                  // of the new secret
	Store     func(secret.Text) error // keeps the new value before any older one goes
	DeleteOld bool
	Adopt     bool
}

// RotateSecret adds a new secret. The older ones stay valid, so that the
// application can move over without downtime, unless DeleteOld removes them.
func (p Provisioner) RotateSecret(ctx context.Context, application logtoadmin.Application, o RotateOptions) (Rotation, error) {
	older, err := p.Secrets(ctx, application)
	if err != nil {
		return Rotation{}, err
	}
	added, err := p.AddSecret(ctx, application, logtoadmin.CreateSecretRequest{Name: o.Name}, o.Adopt)
	if err != nil {
		return Rotation{}, err
	}
	rotation := Rotation{Added: added, Status: plan.Created}
	if p.DryRun {
		return rotation, nil
	}
	if err := o.Store(added.Value); err != nil {
		return rotation, rotation.partial(err)
	}
	if !o.DeleteOld {
		return rotation, nil
	}
	for _, old := range older {
		if err := p.Logto.Applications.DeleteSecret(ctx, application.ID, old.Name); err != nil {
			return rotation, rotation.partial(err)
		}
		rotation.Deleted = append(rotation.Deleted, old.Name)
	}
	return rotation, nil
}

// partial tells what a rotation had done when it failed.
func (r Rotation) partial(err error) error {
	done := []string{fmt.Sprintf("added the secret %q", r.Added.Name)}
	for _, name := range r.Deleted {
		done = append(done, fmt.Sprintf("deleted the secret %q", name))
	}
	return &partial.Error{Done: done, Err: err}
}
