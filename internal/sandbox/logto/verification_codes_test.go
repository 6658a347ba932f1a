package logto_test

import (
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// requestCode asks for a code and returns the one that was sent.
func (s *sandbox) requestCode(t *testing.T, to string) string {
	t.Helper()
	s.api(t, http.MethodPost, "/verification-codes", `{"email":"`+to+`"}`).wants(t, http.StatusNoContent)
	return s.mail.lastCode(to)
}

func (s *sandbox) verify(t *testing.T, to, code string) reply {
	t.Helper()
	return s.api(t, http.MethodPost, "/verification-codes/verify", `{"email":"`+to+`","verificationCode":"`+code+`"}`)
}

// wrong is a code that the given one is not.
func wrong(code string) string {
	if code == "000000" {
		return "000001"
	}
	return "000000"
}

const you = "you@example.com"

func connected(t *testing.T) *sandbox {
	t.Helper()
	s := newSandbox(t)
	s.connect(t, aliyun, aliyunConfig(map[string]any{"regionId": "ap-southeast-1"})).wants(t, http.StatusOK)
	return s
}

func TestVerificationCodes_roundTrip(t *testing.T) {
	t.Parallel()
	s := connected(t)
	code := s.requestCode(t, you)
	if !regexp.MustCompile(`^\d{6}$`).MatchString(code) {
		t.Fatalf("code %q", code)
	}
	sent, region := s.mail.last(t)
	if sent.Get("Subject") != "Generic "+code || region != "ap-southeast-1" {
		t.Errorf("sent %q to %s", sent.Get("Subject"), region)
	}
	s.verify(t, "other@example.com", code).refused(t, http.StatusBadRequest, "verification_code.not_found")
	s.verify(t, you, wrong(code)).refused(t, http.StatusBadRequest, "verification_code.code_mismatch")
	s.verify(t, you, code).wants(t, http.StatusNoContent)
	s.verify(t, you, code).refused(t, http.StatusBadRequest, "verification_code.not_found")
}

func TestVerificationCodes_aNewCodeReplacesTheOld(t *testing.T) {
	t.Parallel()
	s := connected(t)
	first, second := s.requestCode(t, you), s.requestCode(t, you)
	if first != second {
		s.verify(t, you, first).refused(t, http.StatusBadRequest, "verification_code.code_mismatch")
	}
	s.verify(t, you, second).wants(t, http.StatusNoContent)
}

func TestVerificationCodes_expire(t *testing.T) {
	t.Parallel()
	s := connected(t)
	code := s.requestCode(t, you)
	s.clock.advance(10 * time.Minute)
	late := s.requestCode(t, "late@example.com")
	s.clock.advance(time.Millisecond)
	s.verify(t, you, code).refused(t, http.StatusBadRequest, "verification_code.expired")
	s.clock.advance(10*time.Minute - time.Millisecond)
	s.verify(t, "late@example.com", late).wants(t, http.StatusNoContent)
}

func TestVerificationCodes_attempts(t *testing.T) {
	t.Parallel()
	s := connected(t)
	code := s.requestCode(t, you)
	for range 10 {
		s.verify(t, you, wrong(code)).refused(t, http.StatusBadRequest, "verification_code.code_mismatch")
	}
	s.verify(t, you, code).refused(t, http.StatusBadRequest, "verification_code.exceed_max_try")
	s.verify(t, you, s.requestCode(t, you)).wants(t, http.StatusNoContent)
}

func TestVerificationCodes_policyOfTheTenant(t *testing.T) {
	t.Parallel()
	s := connected(t)
	s.api(t, http.MethodPatch, "/sign-in-exp", `{"verificationCodePolicy":{"expirationDuration":60,"maxRetryAttempts":1}}`).wants(t, http.StatusOK)
	code := s.requestCode(t, you)
	s.verify(t, you, wrong(code)).refused(t, http.StatusBadRequest, "verification_code.code_mismatch")
	s.verify(t, you, code).refused(t, http.StatusBadRequest, "verification_code.exceed_max_try")
	code = s.requestCode(t, you)
	s.clock.advance(time.Minute + time.Millisecond)
	s.verify(t, you, code).refused(t, http.StatusBadRequest, "verification_code.expired")
}

func TestVerificationCodes_rateLimit(t *testing.T) {
	t.Parallel()
	s := connected(t)
	var code string
	for range 5 {
		s.requestCode(t, "YOU@example.com")
		code = s.requestCode(t, you)
	}
	limited := s.api(t, http.MethodPost, "/verification-codes", `{"email":"`+you+`"}`)
	limited.refused(t, http.StatusTooManyRequests, "request.message_rate_limited")
	if want := `{"code":"request.message_rate_limited","message":"Too many messages sent to this recipient. Please try again later."}`; string(limited.body) != want {
		t.Errorf("got %s, want %s", limited.body, want)
	}
	s.requestCode(t, "another@example.com")
	s.sendTest(t, aliyun, map[string]any{"email": you, "config": aliyunConfig(nil)}).wants(t, http.StatusNoContent)
	s.verify(t, you, code).wants(t, http.StatusNoContent) // the refused request left the last code alone

	s.clock.advance(10*time.Minute - time.Millisecond)
	s.api(t, http.MethodPost, "/verification-codes", `{"email":"`+you+`"}`).wants(t, http.StatusTooManyRequests)
	s.clock.advance(time.Millisecond)
	s.requestCode(t, you)
}

// TestVerificationCodes_rateLimitAtOnce: mails on their way count, too.
func TestVerificationCodes_rateLimitAtOnce(t *testing.T) {
	t.Parallel()
	s := experienceOf(t, "", "")
	b := s.opens(t).starts(t, "SignIn")
	var statuses sync.Map
	var group sync.WaitGroup
	for i := range 30 {
		group.Go(func() {
			if i%2 == 0 {
				statuses.Store(i, s.api(t, http.MethodPost, "/verification-codes", `{"email":"`+you+`"}`).status)
			} else {
				statuses.Store(i, b.asksForCode(t, "SignIn", you).status)
			}
		})
	}
	group.Wait()
	limited := 0
	for _, status := range statuses.Range {
		if status == http.StatusTooManyRequests {
			limited++
		}
	}
	if limited != 20 || s.mail.count() != 10 {
		t.Errorf("%d requests refused, %d mails sent", limited, s.mail.count())
	}
}

func TestVerificationCodes_failedSendsDoNotCount(t *testing.T) {
	t.Parallel()
	s := connected(t)
	for range 12 {
		s.api(t, http.MethodPost, "/verification-codes", `{"email":"fail@example.com"}`).refused(t, http.StatusBadRequest, "connector.general")
	}
	s.mail.answers(func(w http.ResponseWriter) { _, _ = io.WriteString(w, `{"EnvId":"1","RequestId":"r"}`) })
	s.requestCode(t, "fail@example.com")
}

func TestVerificationCodes_withoutAConnector(t *testing.T) {
	t.Parallel()
	s := newSandbox(t)
	got := s.api(t, http.MethodPost, "/verification-codes", `{"email":"`+you+`"}`)
	got.refused(t, http.StatusNotImplemented, "connector.not_found")
	got.contains(t, "Cannot find any available connector for type: Email.")
	got = s.api(t, http.MethodPost, "/verification-codes", `{"phone":"123"}`)
	got.refused(t, http.StatusNotImplemented, "connector.not_found")
	got.contains(t, "Cannot find any available connector for type: Sms.")
	// The code was made before the connector was looked for.
	s.api(t, http.MethodPost, "/verification-codes/verify", `{"phone":"123","verificationCode":"x"}`).
		refused(t, http.StatusBadRequest, "verification_code.code_mismatch")
}

func TestVerificationCodes_connectorWithoutConfig(t *testing.T) {
	t.Parallel()
	s := newSandbox(t)
	s.api(t, http.MethodPost, "/connectors", `{"connectorId":"aliyun-direct-mail"}`).wants(t, http.StatusOK)
	s.api(t, http.MethodPost, "/verification-codes", `{"email":"`+you+`"}`).refused(t, http.StatusBadRequest, "connector.invalid_config")
}

func TestVerificationCodes_recipientsThatDoNotFit(t *testing.T) {
	t.Parallel()
	s := connected(t)
	for _, body := range []string{
		fmt.Sprintf(`{"email":"%s@example.com"}`, strings.Repeat("x", 128)),
		fmt.Sprintf(`{"phone":"%s"}`, strings.Repeat("1", 33)),
	} {
		s.api(t, http.MethodPost, "/verification-codes", body).refused(t, http.StatusUnprocessableEntity, "entity.value_too_long")
	}
}
