package logto_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// TestCode_wrongExpiredTooOften goes through what can be wrong with a code.
func TestCode_wrongExpiredTooOften(t *testing.T) {
	t.Parallel()
	s := experienceOf(t, "", "")
	b := s.opens(t).starts(t, "Register")
	id := b.asksForCode(t, "Register", you).verificationID(t)
	code := s.mail.lastCode(you)
	b.verifies(t, you, id, wrong(code)).refused(t, http.StatusBadRequest, "verification_code.code_mismatch")
	b.verifies(t, you, id, "").refused(t, http.StatusBadRequest, "verification_code.not_found")
	b.verifies(t, "YOU@example.com", id, code).refused(t, http.StatusBadRequest, "verification_code.email_mismatch")
	b.verifies(t, you, "nope", code).refused(t, http.StatusNotFound, "session.verification_session_not_found")
	b.experience(t, http.MethodPost, "/verification/verification-code/verify",
		fmt.Sprintf(`{"identifier":%s,"verificationId":%q,"code":%q}`, identifier("phone", "123"), id, code)).
		refused(t, http.StatusNotFound, "session.verification_session_not_found")

	s.later(10*time.Minute + time.Millisecond)
	b.verifies(t, you, id, code).refused(t, http.StatusBadRequest, "verification_code.expired")

	// A code that is sent again replaces the one before.
	again := b.asksForCode(t, "Register", you).verificationID(t)
	b.verifies(t, you, id, s.mail.lastCode(you)).refused(t, http.StatusNotFound, "session.verification_session_not_found")
	code = s.mail.lastCode(you)
	for range 10 {
		b.verifies(t, you, again, wrong(code)).refused(t, http.StatusBadRequest, "verification_code.code_mismatch")
	}
	b.verifies(t, you, again, code).refused(t, http.StatusBadRequest, "verification_code.exceed_max_try")

	proof := b.proves(t, "Register", you)
	b.verifies(t, you, proof, s.mail.lastCode(you)).refused(t, http.StatusBadRequest, "verification_code.not_found")
	b.identifies(t, proof).wants(t, http.StatusCreated)
}

func TestCode_policyOfTheTenant(t *testing.T) {
	t.Parallel()
	s := experienceOf(t, "", "")
	s.changes(t, `{"verificationCodePolicy":{"expirationDuration":60,"maxRetryAttempts":1}}`)
	b := s.opens(t).starts(t, "SignIn")
	id := b.asksForCode(t, "SignIn", you).verificationID(t)
	code := s.mail.lastCode(you)
	b.verifies(t, you, id, wrong(code)).refused(t, http.StatusBadRequest, "verification_code.code_mismatch")
	b.verifies(t, you, id, code).refused(t, http.StatusBadRequest, "verification_code.exceed_max_try")
	id = b.asksForCode(t, "SignIn", you).verificationID(t)
	s.later(time.Minute + time.Millisecond)
	b.verifies(t, you, id, s.mail.lastCode(you)).refused(t, http.StatusBadRequest, "verification_code.expired")
}

// TestCode_rateLimit counts the codes of the page and of the Management API
// together, also those that are held back.
func TestCode_rateLimit(t *testing.T) {
	t.Parallel()
	s := experienceOf(t, "", "")
	for range 4 {
		s.requestCode(t, you)
	}
	b := s.opens(t).starts(t, "ForgotPassword")
	for range 6 {
		b.asksForCode(t, "ForgotPassword", you).wants(t, http.StatusOK)
	}
	if s.mail.count() != 4 {
		t.Errorf("%d mails, of which an unknown address gets none that replaces a password", s.mail.count())
	}
	b.asksForCode(t, "ForgotPassword", you).refused(t, http.StatusTooManyRequests, "request.message_rate_limited")
	s.later(10 * time.Minute)
	b.asksForCode(t, "ForgotPassword", you).wants(t, http.StatusOK)
}

// TestCode_failedSend leaves the code before as it was.
func TestCode_failedSend(t *testing.T) {
	t.Parallel()
	s := experienceOf(t, "", "")
	b := s.opens(t).starts(t, "SignIn")
	id := b.asksForCode(t, "SignIn", you).verificationID(t)
	code := s.mail.lastCode(you)
	s.mail.answers(func(w http.ResponseWriter) {
		w.WriteHeader(http.StatusBadRequest)
		_, _ = io.WriteString(w, `{"Code":"Throttling","Message":"slow down","RequestId":"r","HostId":"h"}`)
	})
	for range 12 { // more than the limit of codes that are sent
		b.asksForCode(t, "SignIn", you).refused(t, http.StatusBadRequest, "connector.general")
	}
	b.verifies(t, you, id, code).wants(t, http.StatusOK)
}

func TestCode_withoutAConnector(t *testing.T) {
	t.Parallel()
	s := newSandbox(t)
	b := s.opens(t).starts(t, "SignIn")
	b.asksForCode(t, "SignIn", you).refused(t, http.StatusNotImplemented, "connector.not_found")
	b.experience(t, http.MethodPost, "/verification/verification-code",
		`{"interactionEvent":"SignIn","identifier":`+identifier("phone", "8613800138000")+`}`).
		refused(t, http.StatusNotImplemented, "connector.not_found")
	b.asksForCode(t, "SignIn", strings.Repeat("x", 128)+"@example.com").refused(t, http.StatusUnprocessableEntity, "entity.value_too_long")
}

// TestCode_usageTypes looks at the subject of each mail, which names the template.
func TestCode_usageTypes(t *testing.T) {
	t.Parallel()
	s := experienceOf(t, "", "")
	s.opens(t).signsUp(t, you, "")
	for _, event := range []string{"SignIn", "Register", "ForgotPassword"} {
		// The event of the mail is the one of the request, whatever the page has begun.
		s.opens(t).starts(t, "SignIn").asksForCode(t, event, you).wants(t, http.StatusOK)
		if sent, _ := s.mail.last(t); sent.Get("Subject") != event+" "+s.mail.lastCode(you) {
			t.Errorf("%s: subject %q", event, sent.Get("Subject"))
		}
	}
}

// TestCode_secondFactor adds an address that no account is asked for: the
// template is another one, and the connector falls back to the generic one.
func TestCode_secondFactor(t *testing.T) {
	t.Parallel()
	s := experienceOf(t, byName, byUsername)
	s.api(t, http.MethodPost, "/users", `{"username":"heron","password":"`+password+`"}`).wants(t, http.StatusOK)
	b := s.opens(t).starts(t, "SignIn")
	b.identifies(t, b.givesPassword(t, "username", "heron", password).verificationID(t)).wants(t, http.StatusNoContent)
	id := b.asksForCode(t, "SignIn", you).verificationID(t)
	if sent, _ := s.mail.last(t); !strings.HasPrefix(sent.Get("Subject"), "Generic ") {
		t.Errorf("subject %q", sent.Get("Subject"))
	}
	b.experience(t, http.MethodGet, "/interaction", "").contains(t, `"templateType":"BindMfa"`)
	b.adds(t, `{"type":"email","verificationId":"`+b.verifies(t, you, id, s.mail.lastCode(you)).verificationID(t)+`"}`).wants(t, http.StatusNoContent)
	b.submits(t).wants(t, http.StatusOK)
	if s.user(t, you)["username"] != "heron" {
		t.Error("the address is not the user's")
	}
}

// TestCode_payload reads what a template can tell of the sign-in.
func TestCode_payload(t *testing.T) {
	t.Parallel()
	config := aliyunConfig(nil)
	for _, one := range config["templates"].([]any) {
		one.(map[string]any)["content"] = "{{code}}|{{locale}}|{{uiLocales}}|{{application.name}}|{{application.id}}|{{organization.name}}|{{ip}}|{{user.name}}"
	}
	s := newSandbox(t)
	s.connect(t, aliyun, config).wants(t, http.StatusOK)
	for _, tt := range []struct{ uiLocales, want string }{
		{"", "|en|{{uiLocales}}|Bookstore|" + s.bookstore(t) + "|{{organization.name}}|{{ip}}|{{user.name}}"},
		{"xx ja-JP fr", "|ja|xx ja-JP fr|Bookstore|" + s.bookstore(t) + "|{{organization.name}}|{{ip}}|{{user.name}}"},
	} {
		query := []string{}
		if tt.uiLocales != "" {
			query = []string{"ui_locales", tt.uiLocales}
		}
		s.opens(t, query...).starts(t, "SignIn").asksForCode(t, "SignIn", you).wants(t, http.StatusOK)
		sent, _ := s.mail.last(t)
		if got := sent.Get("HtmlBody"); got != s.mail.lastCode(you)+tt.want {
			t.Errorf("%q: mail %q, want %q", tt.uiLocales, got, tt.want)
		}
	}
}

// TestCode_language chooses among stored templates, as the pages choose their language.
func TestCode_language(t *testing.T) {
	t.Parallel()
	s := experienceOf(t, "", "")
	var rows []any
	for _, language := range []string{"en", "de", "fr", "ja", "pt-PT", "pt-BR", "zh-CN", "zh-HK", "zh-TW"} {
		rows = append(rows, map[string]any{"languageTag": language, "templateType": "SignIn", "details": map[string]any{
			"subject": language, "content": "{{code}}",
		}})
	}
	s.api(t, http.MethodPut, "/email-templates", encode(t, map[string]any{"templates": rows})).wants(t, http.StatusOK)
	tests := []struct{ accept, uiLocales, info, want string }{
		{"", "", "", "en"},
		{"zh-CN,zh;q=0.9,en;q=0.8", "", "", "zh-CN"},
		{"zh-TW", "", "", "zh-TW"},
		{"ZH_hk", "", "", "zh-HK"},
		{"zh", "", "", "zh-CN"},                   // the first of its base
		{"zh-Hant-TW", "", "", "zh-CN"},           // as the real one: no scripts
		{"pt-AO", "", "", "pt-PT"},                //
		{"de-AT;q=0.5, fr-CA", "", "", "fr"},      // without a quality it is 1
		{"de;q=0.2,ja;q=0.7", "", "", "ja"},       //
		{"de;q=x,ja;q=0.7", "", "", "de"},         // no number, no quality
		{"*, xx, x, ;q=1, de", "", "", "de"},      // what is no language is passed over
		{"de", "ja", "", "ja"},                    // the application goes before the browser
		{"de", "xx-YY  fr-FR", "", "fr"},          //
		{"de", "", `"autoDetect":false`, "zh-TW"}, // the tenant's own
		{"de", "ja", `"autoDetect":false`, "ja"},
		{"sw", "", `"autoDetect":true`, "zh-TW"},
	}
	for _, tt := range tests {
		info := `{"autoDetect":true,"fallbackLanguage":"en"}`
		if tt.info != "" {
			info = `{` + tt.info + `,"fallbackLanguage":"zh-TW"}`
		}
		s.changes(t, `{"languageInfo":`+info+`}`)
		b := s.browser(t)
		b.language = tt.accept
		b.authorize(t, "ui_locales", tt.uiLocales)
		s.later(10 * time.Minute) // past the limit of mails
		b.starts(t, "SignIn").asksForCode(t, "SignIn", you).wants(t, http.StatusOK)
		if sent, _ := s.mail.last(t); sent.Get("Subject") != tt.want {
			t.Errorf("%q with %q and %s: mail in %q, want %q", tt.accept, tt.uiLocales, info, sent.Get("Subject"), tt.want)
		}
	}
}

// TestCode_blocklist keeps addresses out that the tenant does not want.
func TestCode_blocklist(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ policy, address, code string }{
		"nothing":        {`{}`, "a+b@example.com", ""},
		"subaddress":     {`{"blockSubaddressing":true}`, "a+b@example.com", "email_subaddressing_not_allowed"},
		"listed address": {`{"customBlocklist":["A@example.com"]}`, "a@Example.com", "email_not_allowed"},
		"not allowed":    {`{"customAllowlist":["@example.org"]}`, "a@example.com", "email_not_allowed"},
		"allowed":        {`{"customAllowlist":["@example.org"]}`, "a@example.org", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := experienceOf(t, "", "")
			early := s.opens(t).starts(t, "Register")
			proof := early.proves(t, "Register", tt.address)
			s.changes(t, `{"emailBlocklistPolicy":`+tt.policy+`}`)
			asked := s.opens(t).starts(t, "Register").asksForCode(t, "Register", tt.address)
			if tt.code == "" {
				asked.wants(t, http.StatusOK)
				early.identifies(t, proof).wants(t, http.StatusCreated)
				return
			}
			asked.refused(t, http.StatusUnprocessableEntity, "session.email_blocklist."+tt.code)
			early.identifies(t, proof).refused(t, http.StatusUnprocessableEntity, "session.email_blocklist."+tt.code)
			early.adds(t, `{"type":"email","verificationId":"`+proof+`"}`).
				refused(t, http.StatusUnprocessableEntity, "session.email_blocklist."+tt.code)
			// Whoever has an account signs in as before.
			s.opens(t).starts(t, "SignIn").asksForCode(t, "SignIn", tt.address).wants(t, http.StatusOK)
		})
	}
}

// TestCode_blocklistWithoutADomain has an address that the pattern lets through.
func TestCode_blocklistWithoutADomain(t *testing.T) {
	t.Parallel()
	s := experienceOf(t, "", "")
	s.opens(t).starts(t, "Register").asksForCode(t, "Register", "a@@example.com").
		refused(t, http.StatusBadRequest, "session.email_blocklist.invalid_email")
}

// TestCode_lockOut fails as often as the tenant allows.
func TestCode_lockOut(t *testing.T) {
	t.Parallel()
	s := experienceOf(t, byEmailAndPassword, byEither)
	s.opens(t).signsUp(t, you, password)
	s.changes(t, `{"sentinelPolicy":{"maxAttempts":3,"lockoutDuration":2}}`)
	b := s.opens(t).starts(t, "SignIn")
	id := b.asksForCode(t, "SignIn", you).verificationID(t)
	code := s.mail.lastCode(you)
	b.verifies(t, you, id, wrong(code)).refused(t, http.StatusBadRequest, "verification_code.code_mismatch")
	b.givesPassword(t, "email", you, "nope").refused(t, http.StatusUnprocessableEntity, "session.invalid_credentials")
	const locked = "session.verification_blocked_too_many_attempts"
	got := b.verifies(t, you, id, wrong(code))
	got.refused(t, http.StatusBadRequest, locked)
	if want := "Too many attempts in a short time. Please try again in 2 minutes."; got.message(t) != want {
		t.Errorf("message %q, want %q", got.message(t), want)
	}
	b.givesPassword(t, "email", you, password).refused(t, http.StatusBadRequest, locked)
	b.givesPassword(t, "email", "other@example.com", "nope").refused(t, http.StatusUnprocessableEntity, "session.invalid_credentials")
	s.later(time.Minute)
	if got := b.givesPassword(t, "email", you, password).message(t); !strings.HasSuffix(got, "in 1 minute.") {
		t.Errorf("message %q", got)
	}
	s.later(time.Minute)
	b.givesPassword(t, "email", you, password).wants(t, http.StatusOK)
	// The failures before are still remembered: one more locks again.
	b.givesPassword(t, "email", you, "nope").refused(t, http.StatusBadRequest, locked)
	s.later(time.Hour)
	b = s.opens(t).starts(t, "SignIn")
	b.givesPassword(t, "email", you, "nope").refused(t, http.StatusUnprocessableEntity, "session.invalid_credentials")
}

// TestCode_lockOutForLong locks for longer than a time.Duration holds.
func TestCode_lockOutForLong(t *testing.T) {
	t.Parallel()
	for lockout, minutes := range map[string]string{"1440": "1,440", "1e9": "153,722,867", "1e300": "153,722,867"} {
		s := experienceOf(t, byEmailAndPassword, byEither)
		s.changes(t, `{"sentinelPolicy":{"maxAttempts":1,"lockoutDuration":`+lockout+`}}`)
		b := s.opens(t).starts(t, "SignIn")
		got := b.givesPassword(t, "email", you, "nope")
		got.refused(t, http.StatusBadRequest, "session.verification_blocked_too_many_attempts")
		if want := "in " + minutes + " minutes."; !strings.HasSuffix(got.message(t), want) {
			t.Errorf("lock-out of %s minutes: message %q, want %q", lockout, got.message(t), want)
		}
	}
}
