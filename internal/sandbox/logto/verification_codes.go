package logto

import (
	"context"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"
)

const (
	// codeLifetime and codeAttempts are the defaults of the verification code policy.
	codeLifetime = 10 * time.Minute
	codeAttempts = 10

	// sendLimit is how many codes one recipient may be sent within sendWindow.
	sendLimit  = 10
	sendWindow = 10 * time.Minute

	// maxEmail and maxPhone are the lengths that the database has room for.
	maxEmail = 128
	maxPhone = 32
)

var (
	emailPattern = regexp.MustCompile(`^[^\s\v\p{Z}\x{FEFF}]+@[^\s\v\p{Z}\x{FEFF}]+\.[^\s\v\p{Z}\x{FEFF}]+$`)
	phonePattern = regexp.MustCompile(`^\d+$`)
)

// verificationCode is a code that was created and not yet used. There is one per recipient.
type verificationCode struct {
	id, recipient string
	code          string
	createdAt     time.Time
	attempts      int
}

// codeSend is the record of a code that went out.
type codeSend struct {
	recipient string
	at        time.Time
}

// codeRequest is the guarded body of both requests.
type codeRequest struct {
	Email            string `json:"email"`
	Phone            string `json:"phone"`
	VerificationCode string `json:"verificationCode"`
}

func (s *Server) verificationCodeRoutes() []route {
	byEmail := field{"email", text(matching(emailPattern))}
	byPhone := field{"phone", text(matching(phonePattern))}
	code := field{"verificationCode", text(notEmpty)}
	return []route{
		{
			http.MethodPost, "/api/verification-codes", "CreateVerificationCode", "Request and send a verification code", false,
			guardedBody(union(object(byEmail), object(byPhone)), s.createVerificationCode),
		},
		{
			http.MethodPost, "/api/verification-codes/verify", "VerifyVerificationCode", "Verify a verification code", false,
			guardedBody(union(object(byEmail, code), object(byPhone, code)), s.verifyCode),
		},
	}
}

// createVerificationCode draws a code and sends it with the saved connector. A
// send that fails leaves the new code behind, but does not count to the limit.
func (s *Server) createVerificationCode(r *http.Request, asked codeRequest) (answer, error) {
	recipient, kind := asked.Email, emailConnector
	if recipient == "" {
		recipient, kind = asked.Phone, smsConnector
	}
	limit := maxEmail
	if kind == smsConnector {
		limit = maxPhone
	}
	if length(recipient) > limit {
		return answer{}, tooLong(limit)
	}
	drawn := verificationCode{id: newID(), recipient: recipient, code: random(digits, codeLength), createdAt: s.now()}
	sender, err := within(s.state, func(t *tenant) (connector, error) {
		if t.sentRecently(recipient, s.now()) >= sendLimit {
			return connector{}, refuse(http.StatusTooManyRequests, "request.message_rate_limited",
				"Too many messages sent to this recipient. Please try again later.")
		}
		t.forgetCodes(recipient)
		t.codes = append(t.codes, drawn)
		return t.messageConnector(kind)
	})
	if err != nil {
		return answer{}, err
	}
	if err := s.sendCode(r.Context(), sender, drawn); err != nil {
		return answer{}, err
	}
	err = s.state.change(func(t *tenant) error {
		t.sends = append(t.sends, codeSend{normalizeRecipient(recipient), s.now()})
		return nil
	})
	return answer{status: http.StatusNoContent}, err
}

// sendCode gives the template the code alone: a request over the Management
// API has no application, organization, user or language to tell of.
func (s *Server) sendCode(ctx context.Context, sender connector, drawn verificationCode) error {
	config, err := convert[map[string]any](sender.Config)
	if err != nil {
		return err
	}
	return s.send(ctx, sender.factory, config, message{
		to: drawn.recipient, usageType: genericUsage, payload: map[string]any{"code": drawn.code},
	})
}

// messageConnector returns the connector that sends to that kind of recipient.
func (t *tenant) messageConnector(kind string) (connector, error) {
	for _, candidate := range t.connectors {
		if candidate.factory.Type == kind {
			return candidate, nil
		}
	}
	return connector{}, noConnector(http.StatusNotImplemented, kind)
}

// sentRecently counts the codes of the last minutes, and forgets older ones.
func (t *tenant) sentRecently(recipient string, now time.Time) int {
	t.sends = slices.DeleteFunc(t.sends, func(sent codeSend) bool { return now.Sub(sent.at) >= sendWindow })
	count := 0
	for _, sent := range t.sends {
		if sent.recipient == normalizeRecipient(recipient) {
			count++
		}
	}
	return count
}

// normalizeRecipient makes spellings of one address count together.
func normalizeRecipient(recipient string) string {
	return strings.ToLower(strings.TrimSpace(recipient))
}

func (t *tenant) forgetCodes(recipient string) {
	t.codes = slices.DeleteFunc(t.codes, func(c verificationCode) bool { return c.recipient == recipient })
}

func (s *Server) verifyCode(_ *http.Request, asked codeRequest) (answer, error) {
	recipient := asked.Email
	if recipient == "" {
		recipient = asked.Phone
	}
	err := s.state.change(func(t *tenant) error { return t.useCode(recipient, asked.VerificationCode, s.now()) })
	return answer{status: http.StatusNoContent}, err
}

// useCode accepts a code once. A wrong one counts as an attempt; an expired
// code and one with too many attempts stay in the way until a new one is requested.
func (t *tenant) useCode(recipient, code string, now time.Time) error {
	index := slices.IndexFunc(t.codes, func(c verificationCode) bool { return c.recipient == recipient })
	if index < 0 {
		return refuseCode("not_found", "Verification code not found. Please send verification code first.")
	}
	lifetime, attempts, err := t.experience.codePolicy()
	if err != nil {
		return err
	}
	switch known := &t.codes[index]; {
	case known.createdAt.Add(lifetime).Before(now):
		return refuseCode("expired", "Verification code has expired. Please request a new verification code.")
	case known.attempts >= attempts:
		return refuseCode("exceed_max_try", "Verification code retries limitation exceeded. Please request a new verification code.")
	case known.code != code:
		known.attempts++
		return refuseCode("code_mismatch", "Invalid verification code.")
	}
	t.codes = slices.Delete(t.codes, index, index+1)
	return nil
}

func refuseCode(code, message string) error {
	return refuse(http.StatusBadRequest, "verification_code."+code, message)
}

// codePolicy is how long a code lives and how often it may be tried.
func (e signInExperience) codePolicy() (lifetime time.Duration, attempts int, err error) {
	policy, err := column[struct {
		ExpirationDuration *int `json:"expirationDuration"` // seconds
		MaxRetryAttempts   *int `json:"maxRetryAttempts"`
	}](e, "verificationCodePolicy")
	lifetime, attempts = codeLifetime, codeAttempts
	if policy.ExpirationDuration != nil {
		lifetime = time.Duration(*policy.ExpirationDuration) * time.Second
	}
	if policy.MaxRetryAttempts != nil {
		attempts = *policy.MaxRetryAttempts
	}
	return lifetime, attempts, err
}
