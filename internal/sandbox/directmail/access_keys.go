package directmail

import (
	"crypto/rand"
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
	// Actions are the operations that the key's RAM policy allows, such as
	// "SingleSendMail"; nil allows all of them.
	Actions []string
}

const alphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

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
