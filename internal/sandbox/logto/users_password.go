package logto

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"fmt"

	"golang.org/x/crypto/argon2"
)

// The parameters of Argon2i with which Logto hashes passwords.
const (
	hashPasses   = 8
	hashMemory   = 8 * 1024 // KiB
	hashThreads  = 1
	hashLength   = 32
	saltLength   = 16
	hashesAtOnce = 2 // each takes its memory and a good part of a processor
)

// passwordHash is a password as the tenant keeps it. The zero value stands for
// no password.
type passwordHash struct{ salt, key []byte }

func (h passwordHash) set() bool { return len(h.key) > 0 }

// passwordHasher hashes passwords, few at a time. It never holds the tenant's lock.
type passwordHasher struct{ slots chan struct{} }

func newPasswordHasher() passwordHasher {
	return passwordHasher{slots: make(chan struct{}, hashesAtOnce)}
}

// hash returns the salted hash of a password.
func (p passwordHasher) hash(ctx context.Context, password string) (passwordHash, error) {
	salt := make([]byte, saltLength)
	_, _ = rand.Read(salt) // never fails: it ends the program instead
	key, err := p.derive(ctx, password, salt)
	return passwordHash{salt: salt, key: key}, err
}

// fits reports whether the hash is that of the password. No password fits the
// zero value, but finding that out takes as long, so that nobody can tell from
// the time whether an account exists.
func (p passwordHasher) fits(ctx context.Context, password string, hash passwordHash) (bool, error) {
	salt := hash.salt
	if !hash.set() {
		salt = make([]byte, saltLength)
	}
	key, err := p.derive(ctx, password, salt)
	return subtle.ConstantTimeCompare(key, hash.key) == 1, err
}

func (p passwordHasher) derive(ctx context.Context, password string, salt []byte) ([]byte, error) {
	select {
	case p.slots <- struct{}{}:
		defer func() { <-p.slots }()
		return argon2.Key([]byte(password), salt, hashPasses, hashMemory, hashThreads, hashLength), nil
	case <-ctx.Done():
		return nil, fmt.Errorf("hash a password: %w", ctx.Err())
	}
}
