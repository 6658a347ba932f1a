package logto

import "crypto/rand"

// The alphabets and lengths of what Logto generates.
const (
	lowerAlphanumeric = "0123456789abcdefghijklmnopqrstuvwxyz"
	alphanumeric      = lowerAlphanumeric + "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	digits            = "0123456789"

	idLength        = 21
	shortIDLength   = 12
	secretLength    = 32
	codeLength      = 6
	requestIDLength = 16
)

// random draws a string of the given length, each character equally likely.
func random(alphabet string, size int) string {
	// A byte at or above the last whole multiple would favour the first characters.
	limit := 256 - 256%len(alphabet)
	drawn := make([]byte, 0, size)
	buffer := make([]byte, size)
	for len(drawn) < size {
		_, _ = rand.Read(buffer) // never fails: it ends the program instead
		for _, b := range buffer {
			if int(b) < limit && len(drawn) < size {
				drawn = append(drawn, alphabet[int(b)%len(alphabet)])
			}
		}
	}
	return string(drawn)
}

func newID() string { return random(lowerAlphanumeric, idLength) }
