package directmail

import (
	"crypto/rand"
	"path"
	"slices"
	"sync"
	"time"

	"github.com/logtoctl/logtoctl/pkg/secret"
)

// AccessKey is a key pair that may call the sandbox's Direct Mail.
type AccessKey struct {
	// ID is the AccessKey ID, such as LTAI5t….
	ID string
	// Secret signs the requests.
	Secret secret.Text
	// SecurityToken makes the pair a temporary one of STS: every request must
	// carry this token too.
	SecurityToken secret.Text
	// Expires is when a temporary pair stops working; the zero time is never.
	Expires time.Time
	// Inactive is true for a key that was disabled in the RAM console.
	Inactive bool
	// Allow is what the key's RAM policy allows, such as "dm:SingleSendMail" or
	// "dm:Query*"; nil allows everything.
	Allow []string
}

// allows tells whether the key's RAM policy allows an operation.
func (k AccessKey) allows(action string) bool {
	return k.Allow == nil || slices.ContainsFunc(k.Allow, func(pattern string) bool {
		matches, err := path.Match(pattern, "dm:"+action)
		return err == nil && matches
	})
}

// accessKeys are those of the account. The first ones are there as long as the
// server; others come and go.
type accessKeys struct {
	mu    sync.Mutex
	first []AccessKey
	added []AccessKey
}

// find prefers an added key, so that it can stand in for one that was there
// first.
func (k *accessKeys) find(id string) (AccessKey, bool) {
	for _, key := range slices.Concat(k.list(), k.first) {
		if key.ID == id {
			return key, true
		}
	}
	return AccessKey{}, false
}

// list returns the keys that were added.
func (k *accessKeys) list() []AccessKey {
	k.mu.Lock()
	defer k.mu.Unlock()
	return slices.Clone(k.added)
}

func (k *accessKeys) set(added []AccessKey) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.added = added
}

const (
	letters      = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	alphanumeric = "0123456789" + letters
)

// newAccessKey makes a pair with the lengths and the prefix of real ones.
func newAccessKey() AccessKey {
	return AccessKey{
		ID:     "LTAI5t" + randomString(18, alphanumeric),
		Secret: secret.Text(randomString(30, alphanumeric)),
	}
}

// randomString favours the first letters of the alphabet a little, which does
// not matter for a key that lives as long as the process.
func randomString(length int, alphabet string) string {
	text := make([]byte, length)
	_, _ = rand.Read(text) // documented never to fail
	for i, b := range text {
		text[i] = alphabet[int(b)%len(alphabet)]
	}
	return string(text)
}
