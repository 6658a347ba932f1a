package logtoadmin

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"github.com/logtoctl/logtoctl/pkg/secret"
)

// Token is an access token for the Management API. It holds a secret: a store
// that writes it down has to call [secret.Text.Reveal] and to protect the result.
type Token struct {
	// AccessToken is the bearer token itself.
	AccessToken secret.Text
	// ExpiresAt is when the server stops accepting the token.
	ExpiresAt time.Time
	// Scope is the space-separated list of scopes that were granted.
	Scope string
}

// TokenStore keeps tokens between clients or processes. The key stands for the
// endpoint, the resource, the application and its secret together, so that
// another secret never finds a token which an older one got; it consists of 64
// hexadecimal digits. A store that fails is reported to the logger and
// otherwise treated as empty: it must not stop the work.
type TokenStore interface {
	// Load returns the token under a key, and whether there is one.
	Load(ctx context.Context, key string) (Token, bool, error)
	// Save keeps a token under a key and replaces an earlier one. One that lasts
	// longer, which another process has had since, may stay.
	Save(ctx context.Context, key string, token Token) error
	// Delete forgets a token that the API has refused. Another one under the key,
	// which another process may have had since, stays. That there is none is no error.
	Delete(ctx context.Context, key string, refused secret.Text) error
}

// tokenKey hashes the parts with a separator that none of them can hold. The
// secret is random and long, so that the hash does not give it away.
func tokenKey(endpoint, resource, appID string, appSecret secret.Text) string {
	parts := strings.Join([]string{endpoint, resource, appID, appSecret.Reveal()}, "\x00")
	sum := sha256.Sum256([]byte(parts))
	return hex.EncodeToString(sum[:])
}
