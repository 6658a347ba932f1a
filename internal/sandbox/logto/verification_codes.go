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

	// maxCodes bounds the memory of recipients who never use their code, and
	// maxSends of those who were sent one lately. The oldest are forgotten.
	maxCodes = 1000
	maxSends = 10_000

	// maxEmail and maxPhone are the lengths that the database has room for.
	maxEmail = 128
	maxPhone = 32
)

var (
	emailPattern = regexp.MustCompile(`^[^\s\v\p{Z}\x{FEFF}]+@[^\s\v\p{Z}\x{FEFF}]+\.[^\s\v\p{Z}\x{FEFF}]+$`)
	phonePattern = regexp.MustCompile(`^\d+$`)
)

// verificationCode is a code that was created and not yet used.
type verificationCode struct {
	recipient string
	code      string
	createdAt time.Time
	attempts  int
}

func drawCode(recipient string, now time.Time) verificationCode {
	return verificationCode{recipient: recipient, code: random(digits, codeLength), createdAt: now}
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
	if err := checkRecipient(kind, recipient); err != nil {
		return answer{}, err
	}
	now := s.now()
	drawn := drawCode(recipient, now)
	sender, err := within(s.state, func(t *tenant) (connector, error) {
		if err := t.checkSends(recipient, now); err != nil {
			return connector{}, err
		}
		t.keepCode(drawn)
		found, err := t.messageConnector(kind)
		if err == nil {
			t.countSend(recipient, now)
		}
		return found, err
	})
	if err != nil {
		return answer{}, err
	}
	// A request over the Management API has no application, organization, user
	// or language to tell the template of.
	err = s.sendCounted(r.Context(), sender, now, message{
		to: recipient, usageType: genericUsage, payload: map[string]any{"code": drawn.code},
	})
	return answer{status: http.StatusNoContent}, err
}

// sendCounted sends a mail that was counted to the limit of its recipient when
// it was decided on, so that mails on their way count, too. One that could not
// be sent gives its place back.
func (s *Server) sendCounted(ctx context.Context, sender connector, counted time.Time, m message) error {
	failed := s.sendSaved(ctx, sender, m)
	if failed == nil {
		return nil
	}
	return s.state.change(func(t *tenant) error {
		t.uncountSend(m.to, counted)
		return failed
	})
}

// checkRecipient refuses an address or a number that the database has no room for.
func checkRecipient(kind, recipient string) error {
	limit := maxEmail
	if kind == smsConnector {
		limit = maxPhone
	}
	if length(recipient) > limit {
		return tooLong(limit)
	}
	return nil
}

// sendSaved sends a mail with a saved connector.
func (s *Server) sendSaved(ctx context.Context, sender connector, m message) error {
	config, err := convert[map[string]any](sender.Config)
	if err != nil {
		return err
	}
	return s.send(ctx, sender.factory, config, m)
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

// checkSends refuses a recipient who was sent as many codes lately as one may be.
func (t *tenant) checkSends(recipient string, now time.Time) error {
	t.sends = slices.DeleteFunc(t.sends, func(sent codeSend) bool { return now.Sub(sent.at) >= sendWindow })
	recipient = normalizeRecipient(recipient)
	count := 0
	for _, sent := range t.sends {
		if sent.recipient == recipient {
			count++
		}
	}
	if count < sendLimit {
		return nil
	}
	return refuse(http.StatusTooManyRequests, "request.message_rate_limited",
		"Too many messages sent to this recipient. Please try again later.")
}

func (t *tenant) countSend(recipient string, now time.Time) {
	t.sends = append(t.sends, codeSend{normalizeRecipient(recipient), now})
	t.sends = slices.Delete(t.sends, 0, max(0, len(t.sends)-maxSends))
}

// uncountSend takes back what countSend did at that time.
func (t *tenant) uncountSend(recipient string, at time.Time) {
	index := slices.Index(t.sends, codeSend{normalizeRecipient(recipient), at})
	if index >= 0 {
		t.sends = slices.Delete(t.sends, index, index+1)
	}
}

// normalizeRecipient makes spellings of one address count together.
func normalizeRecipient(recipient string) string {
	return strings.ToLower(strings.TrimSpace(recipient))
}

// keepCode stores a code in place of its recipient's last one. The oldest of
// too many is forgotten.
func (t *tenant) keepCode(drawn verificationCode) {
	t.codes = slices.DeleteFunc(t.codes, func(c verificationCode) bool { return c.recipient == drawn.recipient })
	t.codes = append(t.codes, drawn)
	t.codes = slices.Delete(t.codes, 0, max(0, len(t.codes)-maxCodes))
}

func (s *Server) verifyCode(_ *http.Request, asked codeRequest) (answer, error) {
	recipient := asked.Email
	if recipient == "" {
		recipient = asked.Phone
	}
	err := s.state.change(func(t *tenant) error { return t.useCode(recipient, asked.VerificationCode, s.now()) })
	return answer{status: http.StatusNoContent}, err
}

// useCode accepts the code that was sent to a recipient, once. There is one
// per recipient.
func (t *tenant) useCode(recipient, code string, now time.Time) error {
	index := slices.IndexFunc(t.codes, func(c verificationCode) bool { return c.recipient == recipient })
	if index < 0 {
		return codeNotFound()
	}
	if err := t.experience.checkCode(&t.codes[index], code, now); err != nil {
		return err
	}
	t.codes = slices.Delete(t.codes, index, index+1)
	return nil
}

func codeNotFound() error {
	return refuseCode("not_found", "Verification code not found. Please send verification code first.")
}

// checkCode compares a code with the one that was sent. A wrong one counts as
// an attempt; an expired code and one with too many attempts stay in the way
// until a new one is requested.
func (e signInExperience) checkCode(sent *verificationCode, code string, now time.Time) error {
	lifetime, attempts, err := e.codePolicy()
	switch {
	case err != nil:
		return err
	case sent.createdAt.Add(lifetime).Before(now):
		return refuseCode("expired", "Verification code has expired. Please request a new verification code.")
	case sent.attempts >= attempts:
		return refuseCode("exceed_max_try", "Verification code retries limitation exceeded. Please request a new verification code.")
	case sent.code != code:
		sent.attempts++
		return refuseCode("code_mismatch", "Invalid verification code.")
	}
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
