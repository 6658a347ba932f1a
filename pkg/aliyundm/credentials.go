package aliyundm

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/logtoctl/logtoctl/pkg/secret"
)

// Credentials is an AccessKey pair, with a security token if the pair is a
// temporary one of the Security Token Service.
type Credentials struct {
	// AccessKeyID names the key; it is not a secret.
	AccessKeyID string
	// AccessKeySecret signs the requests and is never sent.
	AccessKeySecret secret.Text
	// SecurityToken is sent along with temporary credentials; else it is empty.
	SecurityToken secret.Text
}

// CredentialsProvider hands out the credentials of the moment. It is asked once
// for each operation, possibly from several goroutines, and is expected to keep
// temporary credentials for as long as they are valid. Its error reaches the
// user, so it must not hold a secret.
type CredentialsProvider interface {
	Credentials(ctx context.Context) (Credentials, error)
}

// CredentialsFunc is a function as a [CredentialsProvider].
type CredentialsFunc func(ctx context.Context) (Credentials, error)

// Credentials calls the function.
func (f CredentialsFunc) Credentials(ctx context.Context) (Credentials, error) { return f(ctx) }

// NoCredentialsError says where credentials were looked for and why none were
// found there. It is [ErrNoCredentials] and [ErrUnauthorized]. The reasons are
// our own words: what the official providers say can quote whole files.
type NoCredentialsError struct {
	// Reasons has one sentence for each place, in the order of the search.
	Reasons []string
	// Unusable are those of the Reasons whose place is there and of no use, such
	// as a file that is not JSON: whoever wrote it meant it to be used.
	Unusable []string
}

// Error lists the reasons.
func (e *NoCredentialsError) Error() string {
	if len(e.Reasons) == 0 {
		return ErrNoCredentials.Error()
	}
	return fmt.Sprintf("%v: %s", ErrNoCredentials, strings.Join(e.Reasons, "; "))
}

// Is makes the error the sentinels [ErrNoCredentials] and [ErrUnauthorized].
func (e *NoCredentialsError) Is(target error) bool {
	return target == ErrNoCredentials || target == ErrUnauthorized
}

// staticCredentials keeps the pair in a closure, where no fmt verb finds it.
func staticCredentials(credentials Credentials) CredentialsProvider {
	return CredentialsFunc(func(context.Context) (Credentials, error) { return credentials, nil })
}

// noCredentials is the provider of a client that was given none.
func noCredentials(context.Context) (Credentials, error) {
	return Credentials{}, &NoCredentialsError{Reasons: []string{"the client was given no AccessKey"}}
}

// check refuses a pair which cannot sign a request, before one is made. A key
// copied with a line break would otherwise fail deep inside net/http.
func (c Credentials) check() error {
	fields := []struct {
		name, value string
		required    bool
	}{
		{"AccessKey id", c.AccessKeyID, true},
		{"AccessKey secret", c.AccessKeySecret.Reveal(), true},
		{"security token", c.SecurityToken.Reveal(), false},
	}
	for _, field := range fields {
		if field.value == "" && field.required {
			return &NoCredentialsError{Reasons: []string{"the " + field.name + " is empty"}}
		}
		if strings.ContainsFunc(field.value, notInKey) {
			return &NoCredentialsError{Reasons: []string{"the " + field.name + " holds a space, a line break or another character that no key has"}}
		}
	}
	return nil
}

func notInKey(r rune) bool { return r <= ' ' || r > '~' }

// lookUp asks the provider and vouches for the pair it returns.
func lookUp(ctx context.Context, provider CredentialsProvider) (Credentials, error) {
	credentials, err := provider.Credentials(ctx)
	if err != nil {
		if errors.Is(err, ErrNoCredentials) || ctx.Err() != nil {
			return Credentials{}, fmt.Errorf("look up the credentials: %w", err)
		}
		return Credentials{}, fmt.Errorf("%w: %w", &NoCredentialsError{}, err)
	}
	return credentials, credentials.check()
}
