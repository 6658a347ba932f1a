package plan

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
)

// Fingerprint returns the SHA-256 of a value's JSON in hexadecimal. The order of
// keys does not matter to it, and a secret in the value goes in but never comes
// out. It is "" for a value that JSON cannot hold, which no object of a tenant is.
func Fingerprint(value any) string {
	decoded, err := document(value)
	if err != nil {
		return ""
	}
	canonical, err := json.Marshal(decoded)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(canonical)
	return hex.EncodeToString(sum[:])
}

// document turns a value into what its JSON decodes to: keys are in order when
// that is encoded again, and numbers keep their digits.
func document(value any) (any, error) {
	encoded, err := json.Marshal(value)
	if err != nil {
		return nil, err
	}
	decoder := json.NewDecoder(bytes.NewReader(encoded))
	decoder.UseNumber()
	var decoded any
	err = decoder.Decode(&decoded)
	return decoded, err
}
