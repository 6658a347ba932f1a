package logtoadmin

import (
	"context"
	"fmt"
	"net/http"
)

// VerificationCodeService sends verification codes and checks them, without a
// browser and without an end user.
type VerificationCodeService struct{ service }

// Request sends a random code of six digits to an address, with the saved email
// connector and its template Generic. The code lives ten minutes and replaces
// an earlier one. More than ten messages to one address within ten minutes are
// [ErrRateLimited] with the code request.message_rate_limited. A request that
// may have been sent is not repeated and fails with [ErrUncertain].
//
// API: POST /api/verification-codes.
func (s *VerificationCodeService) Request(ctx context.Context, email string) error {
	body := struct {
		Email string `json:"email"`
	}{email}
	_, err := s.client.do(ctx, call{method: http.MethodPost, path: "/api/verification-codes", body: body})
	if err != nil {
		return fmt.Errorf("request a verification code for %s: %w", email, err)
	}
	return nil
}

// Verify checks the code that was sent to an address. A code that is right can
// be used once. One that is not is refused with a code such as
// verification_code.code_mismatch, verification_code.expired or
// verification_code.not_found.
//
// API: POST /api/verification-codes/verify.
func (s *VerificationCodeService) Verify(ctx context.Context, email, code string) error {
	body := struct {
		Email string `json:"email"`
		Code  string `json:"verificationCode"`
	}{email, code}
	_, err := s.client.do(ctx, call{method: http.MethodPost, path: "/api/verification-codes/verify", body: body})
	if err != nil {
		return fmt.Errorf("verify the code of %s: %w", email, err)
	}
	return nil
}
