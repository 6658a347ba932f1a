package policy

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

// Hash is a password as the tenant keeps it. The zero value stands for no password.
type Hash struct{ salt, key []byte }

// Set reports whether there is a password.
func (h Hash) Set() bool { return len(h.key) > 0 }

// Hasher hashes passwords, few at a time: a call waits for its turn. The zero
// value is not ready, see [NewHasher].
type Hasher struct{ slots chan struct{} }

// NewHasher returns a Hasher.
func NewHasher() Hasher {
	return Hasher{slots: make(chan struct{}, hashesAtOnce)}
}

// Hash returns the salted hash of a password. It fails only when the context
// ends before its turn.
func (h Hasher) Hash(ctx context.Context, password string) (Hash, error) {
	salt := make([]byte, saltLength)
	_, _ = rand.Read(salt) // never fails: it ends the program instead
	key, err := h.derive(ctx, password, salt)
	return Hash{salt: salt, key: key}, err
}

// Fits reports whether the hash is that of the password. No password fits the
// zero value, but finding that out takes as long, so that nobody can tell from
// the time whether an account exists. It fails as Hash does.
func (h Hasher) Fits(ctx context.Context, password string, hash Hash) (bool, error) {
	salt := hash.salt
	if !hash.Set() {
		salt = make([]byte, saltLength)
	}
	key, err := h.derive(ctx, password, salt)
	return err == nil && subtle.ConstantTimeCompare(key, hash.key) == 1, err
}

func (h Hasher) derive(ctx context.Context, password string, salt []byte) ([]byte, error) {
	if err := ctx.Err(); err != nil { // a free slot would win as often as not
		return nil, fmt.Errorf("hash a password: %w", err)
	}
	select {
	case h.slots <- struct{}{}:
		defer func() { <-h.slots }()
		return argon2.Key([]byte(password), salt, hashPasses, hashMemory, hashThreads, hashLength), nil
	case <-ctx.Done():
		return nil, fmt.Errorf("hash a password: %w", ctx.Err())
	}
}
