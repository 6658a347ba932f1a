package directmail

import (
	"crypto/hmac"
	"time"

	"github.com/logtoctl/logtoctl/pkg/secret"
)

const (
	timestampLayout = "2006-01-02T15:04:05Z"
	clockWindow     = 15 * time.Minute
)

// signature is what a request says about its own authenticity, whichever
// scheme it uses, beside what the server worked out that it had to sign.
type signature struct {
	accessKeyID      string
	securityToken    string
	timestamp        string
	nonce            string
	given            string
	canonicalRequest string // ACS3 only
	stringToSign     string
	sign             func(stringToSign, accessKeySecret string) string
}

// complete reports the first part whose absence has a code of its own.
func (s signature) complete() error {
	for _, part := range []struct{ name, value string }{
		{parameterAccessKeyID, s.accessKeyID},
		{parameterTimestamp, s.timestamp},
		{parameterSignatureNonce, s.nonce},
	} {
		if part.value == "" {
			return errMissing(part.name)
		}
	}
	return nil
}

// authenticate judges a request and returns the AccessKey that signed it. The
// order of the checks is deliberate: a nonce is recorded only once everything
// else is right, so that nobody can use up the nonces of someone else.
func (s *Server) authenticate(r *request) (AccessKey, error) {
	if r.action() == "" {
		return AccessKey{}, errMissing("Action")
	}
	given, err := parseSignature(r)
	if err != nil {
		return AccessKey{}, err
	}
	now := s.now()
	key, err := s.accessKey(given, now)
	if err != nil {
		return AccessKey{}, err
	}
	signedAt, err := checkClock(given.timestamp, now)
	if err != nil {
		return AccessKey{}, err
	}
	if !hmac.Equal([]byte(given.given), []byte(given.sign(given.stringToSign, key.Secret.Reveal()))) {
		return AccessKey{}, errSignatureDoesNotMatch(given.stringToSign)
	}
	// A request dated ahead could be replayed until its date leaves the window.
	until := now.Add(clockWindow)
	if signedAt.After(now) {
		until = signedAt.Add(clockWindow)
	}
	if !s.useNonce(key.ID, given.nonce, now, until) {
		return AccessKey{}, errSignatureNonceUsed()
	}
	return key, nil
}

func parseSignature(r *request) (signature, error) {
	if r.isACS3() {
		return parseACS3Signature(r)
	}
	return parseRPCSignature(r)
}

func (s *Server) accessKey(given signature, now time.Time) (AccessKey, error) {
	key, found := s.accessKeys.find(given.accessKeyID)
	if !found {
		return AccessKey{}, errAccessKeyNotFound()
	}
	if key.Inactive {
		return AccessKey{}, errAccessKeyInactive()
	}
	if err := checkSecurityToken(key, secret.Text(given.securityToken), now); err != nil {
		return AccessKey{}, err
	}
	return key, nil
}

// checkSecurityToken wants the token of a temporary key on every request, and
// none with a permanent key.
func checkSecurityToken(key AccessKey, token secret.Text, now time.Time) error {
	switch {
	case key.SecurityToken != "" && token == "":
		return errMissing(parameterSecurityToken)
	case !hmac.Equal([]byte(key.SecurityToken), []byte(token)):
		return errSecurityTokenMalformed()
	case !key.Expires.IsZero() && !now.Before(key.Expires):
		return errSecurityTokenExpired()
	}
	return nil
}

func checkClock(timestamp string, now time.Time) (time.Time, error) {
	signedAt, err := time.Parse(timestampLayout, timestamp)
	if err != nil {
		return time.Time{}, errTimestampFormat()
	}
	if now.Sub(signedAt).Abs() > clockWindow {
		return time.Time{}, errTimestampExpired()
	}
	return signedAt, nil
}
