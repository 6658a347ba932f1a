package logto_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// missing is what an account lacks, by the answer.
func (r reply) missing(tb testing.TB, want ...any) {
	tb.Helper()
	r.refused(tb, http.StatusUnprocessableEntity, "user.missing_profile")
	if diff := cmp.Diff(map[string]any{"missingProfile": want}, r.object(tb)["data"]); diff != "" {
		tb.Errorf("%s: -want +got\n%s", r.what, diff)
	}
}

// TestPassword_mandatoryAtSignUp asks for a password once the address is proved.
func TestPassword_mandatoryAtSignUp(t *testing.T) {
	t.Parallel()
	s := experienceOf(t, byEmailAndPassword, byEither)
	b := s.opens(t).starts(t, "Register")
	b.identifies(t, b.proves(t, "Register", you)).missing(t, "password")
	b.adds(t, `{"type":"password","value":"short"}`).refused(t, http.StatusUnprocessableEntity, "password.rejected")
	b.adds(t, `{"type":"password","value":"`+password+`"}`).wants(t, http.StatusNoContent)
	b.identifies(t, "").wants(t, http.StatusCreated) // what was proved is remembered
	b.submits(t).wants(t, http.StatusOK)
	if s.user(t, you)["hasPassword"] != true {
		t.Error("no password")
	}
	again := s.opens(t).starts(t, "SignIn")
	again.givesPassword(t, "email", you, "Kn8-heron-pies").refused(t, http.StatusUnprocessableEntity, "session.invalid_credentials")
	again.identifies(t, again.givesPassword(t, "email", strings.ToUpper(you), password).verificationID(t)).wants(t, http.StatusNoContent)
	again.submits(t).wants(t, http.StatusOK)
}

// TestPassword_mandatoryLater asks a user for a password who signed up before
// one was needed.
func TestPassword_mandatoryLater(t *testing.T) {
	t.Parallel()
	s := experienceOf(t, "", "")
	s.opens(t).signsUp(t, you, "")
	s.changes(t, `{"signUp":`+byEmailAndPassword+`,"signIn":{"methods":[`+byEither+`]}}`)
	b := s.opens(t).starts(t, "SignIn")
	b.adds(t, `{"type":"password","value":"`+password+`"}`).refused(t, http.StatusNotFound, "session.identifier_not_found")
	b.identifies(t, b.proves(t, "SignIn", you)).wants(t, http.StatusNoContent)
	b.submits(t).missing(t, "password")
	b.adds(t, `{"type":"password","value":"`+password+`"}`).wants(t, http.StatusNoContent)
	b.submits(t).wants(t, http.StatusOK)
	b = s.opens(t).starts(t, "SignIn")
	b.identifies(t, b.givesPassword(t, "email", you, password).verificationID(t)).wants(t, http.StatusNoContent)
	b.adds(t, `{"type":"password","value":"another-pier-9"}`).refused(t, http.StatusUnprocessableEntity, "user.password_exists_in_profile")
}

// TestPassword_usernames signs up and in by a name.
func TestPassword_usernames(t *testing.T) {
	t.Parallel()
	s := newSandbox(t) // as a fresh tenant is
	create := func(b *browser, name, password string) reply {
		return b.experience(t, http.MethodPost, "/verification/new-password-identity",
			fmt.Sprintf(`{"identifier":%s,"password":%q}`, identifier("username", name), password))
	}
	b := s.opens(t).starts(t, "Register")
	create(b, "heron", "12345678").refused(t, http.StatusUnprocessableEntity, "password.rejected")
	create(b, "9heron", password).refused(t, http.StatusBadRequest, "guard.invalid_input")
	identity := create(b, "heron", password).verificationID(t)
	shown := b.experience(t, http.MethodGet, "/interaction", "").object(t)["verificationRecords"]
	want := []any{map[string]any{"id": identity, "type": "NewPasswordIdentity", "identifier": map[string]any{"type": "username", "value": "heron"}}}
	if diff := cmp.Diff(want, shown); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	b.turnsTo(t, "SignIn").wants(t, http.StatusNoContent)
	b.identifies(t, identity).refused(t, http.StatusUnprocessableEntity, "user.sign_in_method_not_enabled")
	b.turnsTo(t, "Register").wants(t, http.StatusNoContent)
	b.identifies(t, identity).wants(t, http.StatusCreated)
	b.submits(t).wants(t, http.StatusOK)

	create(s.opens(t).starts(t, "Register"), "heron", password).refused(t, http.StatusUnprocessableEntity, "user.username_already_in_use")
	b = s.opens(t).starts(t, "SignIn")
	b.givesPassword(t, "username", "Heron", password).refused(t, http.StatusUnprocessableEntity, "session.invalid_credentials")
	b.identifies(t, b.givesPassword(t, "username", "heron", password).verificationID(t)).wants(t, http.StatusNoContent)
	b.submits(t).wants(t, http.StatusOK)

	s.changes(t, `{"usernamePolicy":{"caseSensitive":false,"minLength":1,"maxLength":128,"allowedChars":{"lowercase":true,"uppercase":true,"numbers":true,"underscore":true}}}`)
	s.opens(t).starts(t, "SignIn").givesPassword(t, "username", "HERON", password).wants(t, http.StatusOK)
	create(s.opens(t).starts(t, "Register"), "Heron", password).refused(t, http.StatusUnprocessableEntity, "user.username_already_in_use")
}

// TestPassword_usernamePolicy asks for a second identifier, a name, and looks
// at what is wrong with it.
func TestPassword_usernamePolicy(t *testing.T) {
	t.Parallel()
	s := experienceOf(t, `{"identifiers":["email"],"password":false,"verify":true,"secondaryIdentifiers":[{"identifier":"username"}]}`, "")
	s.api(t, http.MethodPost, "/users", `{"username":"taken"}`).wants(t, http.StatusOK)
	b := s.opens(t).starts(t, "Register")
	b.identifies(t, b.proves(t, "Register", you)).missing(t, "username")
	policy := func(chars string) {
		s.changes(t, `{"usernamePolicy":{"caseSensitive":true,"minLength":3,"maxLength":8,"allowedChars":{`+chars+`}}}`)
	}
	name := func(name string) reply { return b.adds(t, `{"type":"username","value":"`+name+`"}`) }
	policy(`"lowercase":true,"uppercase":false,"numbers":false,"underscore":false`)
	name("").refused(t, http.StatusBadRequest, "guard.invalid_input")
	for wrong, code := range map[string]string{
		"ab": "too_short", "abcdefghi": "too_long", "aBc": "uppercase_not_allowed", "ab1": "numbers_not_allowed",
		"ab_": "underscore_not_allowed", "taken": "already_in_use",
	} {
		name(wrong).refused(t, http.StatusUnprocessableEntity, "user.username_"+code)
	}
	policy(`"lowercase":false,"uppercase":true,"numbers":true,"underscore":true`)
	name("ABc").refused(t, http.StatusUnprocessableEntity, "user.username_lowercase_not_allowed")
	name("ABC_1").wants(t, http.StatusNoContent)
	b.identifies(t, "").wants(t, http.StatusCreated)
	b.submits(t).wants(t, http.StatusOK)
	if s.user(t, you)["username"] != "ABC_1" {
		t.Errorf("user %v", s.user(t, you))
	}
}

// TestPassword_policy looks at how the reasons for which a password is rejected
// are told.
func TestPassword_policy(t *testing.T) {
	t.Parallel()
	type bounds = map[string]any
	issue := func(code string, interpolation bounds) map[string]any {
		told := map[string]any{"code": "password_rejected." + code}
		if interpolation != nil {
			told["interpolation"] = interpolation
		}
		return told
	}
	tests := []struct {
		policy, password string
		want             []any
	}{
		{`{}`, password, nil},
		{`{}`, "abc", []any{issue("too_short", bounds{"min": 8.0}), issue("restricted.sequence", nil)}},
		{`{"characterTypes":{"min":3}}`, "12345678", []any{
			issue("character_types", bounds{"min": 3.0}), issue("pwned", nil), issue("restricted.sequence", nil),
		}},
		{`{"length":{"min":4,"max":6}}`, "you-you", []any{issue("too_long", bounds{"max": 6.0}), issue("restricted.user_info", nil)}},
		{`{"length":{"min":1e21}}`, password, []any{issue("too_short", bounds{"min": 1e21})}},
	}
	s := experienceOf(t, byEmailAndPassword, byEither)
	b := s.opens(t).starts(t, "Register")
	b.identifies(t, b.proves(t, "Register", you)).missing(t, "password")
	for _, tt := range tests {
		s.changes(t, `{"passwordPolicy":`+tt.policy+`}`)
		got := b.adds(t, fmt.Sprintf(`{"type":"password","value":%q}`, tt.password))
		if tt.want == nil {
			got.wants(t, http.StatusNoContent)
			continue
		}
		got.refused(t, http.StatusUnprocessableEntity, "password.rejected")
		if diff := cmp.Diff(tt.want, got.object(t)["data"]); diff != "" {
			t.Errorf("%s with %s: -want +got\n%s", tt.password, tt.policy, diff)
		}
	}
}

// TestPassword_recovery replaces a lost password, and signs in with the new one.
func TestPassword_recovery(t *testing.T) {
	t.Parallel()
	s := experienceOf(t, byEmailAndPassword, byEither)
	s.opens(t).signsUp(t, you, password)
	b := s.opens(t).starts(t, "ForgotPassword")
	reset := func(password string) reply {
		return b.experience(t, http.MethodPut, "/profile/password", `{"password":"`+password+`"}`)
	}
	const fresh = "Quay-9-otters"
	reset(fresh).refused(t, http.StatusNotFound, "session.identifier_not_found")
	b.submits(t).refused(t, http.StatusNotFound, "session.identifier_not_found")
	proof := b.proves(t, "ForgotPassword", you)
	if sent, _ := s.mail.last(t); !strings.HasPrefix(sent.Get("Subject"), "ForgotPassword ") {
		t.Errorf("subject %q", sent.Get("Subject"))
	}
	b.identifies(t, b.givesPassword(t, "email", you, password).verificationID(t)).
		refused(t, http.StatusUnprocessableEntity, "session.not_supported_for_forgot_password")
	b.identifies(t, proof).wants(t, http.StatusNoContent)
	b.submits(t).refused(t, http.StatusUnprocessableEntity, "user.new_password_required_in_profile")
	b.adds(t, `{"type":"password","value":"`+fresh+`"}`).refused(t, http.StatusBadRequest, "session.not_supported_for_forgot_password")
	reset("short").refused(t, http.StatusUnprocessableEntity, "password.rejected")
	reset(password).refused(t, http.StatusUnprocessableEntity, "user.same_password")
	reset(fresh).wants(t, http.StatusNoContent)
	if done := b.submits(t).wants(t, http.StatusOK); string(done.body) != "OK" {
		t.Errorf("answer %q: nobody is signed in by a new password", done.body)
	}
	b.submits(t).refused(t, http.StatusNotFound, "session.interaction_not_found")

	b.starts(t, "SignIn") // the same sign-in goes on
	b.givesPassword(t, "email", you, password).refused(t, http.StatusUnprocessableEntity, "session.invalid_credentials")
	b.identifies(t, b.givesPassword(t, "email", you, fresh).verificationID(t)).wants(t, http.StatusNoContent)
	b.experience(t, http.MethodPut, "/profile/password", `{"password":"`+fresh+`"}`).
		refused(t, http.StatusBadRequest, "session.invalid_interaction_type")
	b.submits(t).wants(t, http.StatusOK)
}

// TestPassword_recoveryWhereItIsOff refuses a code that the tenant does not
// accept for that, and sends none to strangers.
func TestPassword_recoveryWhereItIsOff(t *testing.T) {
	t.Parallel()
	s := experienceOf(t, byEmailAndPassword, byEither)
	s.opens(t).signsUp(t, you, password)
	b := s.opens(t).starts(t, "ForgotPassword")
	s.changes(t, `{"forgotPasswordMethods":[]}`)
	b.identifies(t, b.proves(t, "ForgotPassword", you)).
		refused(t, http.StatusUnprocessableEntity, "session.not_supported_for_forgot_password")
	s.changes(t, `{"forgotPasswordMethods":null}`) // as old tenants have it: all
	b.identifies(t, b.proves(t, "ForgotPassword", you)).wants(t, http.StatusNoContent)
	before := s.mail.count()
	b.asksForCode(t, "ForgotPassword", "stranger@example.com").wants(t, http.StatusOK)
	if s.mail.count() != before {
		t.Error("a stranger got a mail")
	}
}

func TestPassword_expires(t *testing.T) {
	t.Parallel()
	s := experienceOf(t, byEmailAndPassword, byEither)
	s.opens(t).signsUp(t, you, password)
	s.changes(t, `{"passwordExpiration":{"enabled":true,"validPeriodDays":2}}`)
	s.later(48*time.Hour - time.Millisecond)
	s.opens(t).starts(t, "SignIn").givesPassword(t, "email", you, password).wants(t, http.StatusOK)
	s.later(time.Millisecond)
	b := s.opens(t).starts(t, "SignIn")
	b.givesPassword(t, "email", you, "nope").refused(t, http.StatusUnprocessableEntity, "session.invalid_credentials")
	b.givesPassword(t, "email", you, password).refused(t, http.StatusUnprocessableEntity, "password.expired")
	for _, days := range []string{"106752", "999999", "1e300"} { // more than a time.Duration holds
		s.changes(t, `{"passwordExpiration":{"enabled":true,"validPeriodDays":`+days+`}}`)
		b.givesPassword(t, "email", you, password).wants(t, http.StatusOK)
	}
}

// TestProfile_rules gives accounts what they may not have.
func TestProfile_rules(t *testing.T) {
	t.Parallel()
	s := experienceOf(t, "", "")
	s.opens(t).signsUp(t, you, "")
	s.api(t, http.MethodPost, "/users", `{"primaryEmail":"other@example.com"}`).wants(t, http.StatusOK)
	b := s.opens(t).starts(t, "SignIn")
	proof := b.proves(t, "SignIn", you)
	b.adds(t, `{"type":"username","value":"heron"}`).refused(t, http.StatusNotFound, "session.identifier_not_found")
	b.identifies(t, proof).wants(t, http.StatusNoContent)
	b.adds(t, `{"type":"email","verificationId":"`+proof+`"}`).refused(t, http.StatusUnprocessableEntity, "user.email_exists_in_profile")
	b.adds(t, `{"type":"phone","verificationId":"`+proof+`"}`).refused(t, http.StatusNotFound, "session.verification_session_not_found")
	b.adds(t, `{"type":"social","verificationId":"`+proof+`"}`).refused(t, http.StatusNotFound, "session.verification_session_not_found")
	b.adds(t, `{"type":"extraProfile","values":{"team":"a"}}`).wants(t, http.StatusNotImplemented)
	b.adds(t, `{"type":"nonsense"}`).refused(t, http.StatusBadRequest, "guard.invalid_input")
	b.adds(t, `{"type":"username","value":"heron"}`).wants(t, http.StatusNoContent)

	// Somebody else takes the name before it is the account's.
	s.api(t, http.MethodPost, "/users", `{"username":"heron"}`).wants(t, http.StatusOK)
	b.submits(t).refused(t, http.StatusUnprocessableEntity, "user.username_already_in_use")
	b.adds(t, `{"type":"username","value":"egret"}`).wants(t, http.StatusNoContent)
	b.submits(t).wants(t, http.StatusOK)
	if s.user(t, you)["username"] != "egret" {
		t.Errorf("user %v", s.user(t, you))
	}
	// A changed event forgets what was given.
	b = s.opens(t).starts(t, "Register")
	b.adds(t, `{"type":"username","value":"crane"}`).wants(t, http.StatusNoContent)
	b.turnsTo(t, "SignIn").wants(t, http.StatusNoContent)
	b.experience(t, http.MethodGet, "/interaction", "").contains(t, `"profile":{}`)
}

// TestProfile_mandatory lists what accounts lack, for each way of signing up.
func TestProfile_mandatory(t *testing.T) {
	t.Parallel()
	s := experienceOf(t, "", "")
	for signUp, want := range map[string][]any{
		`{"identifiers":["username"],"password":true,"verify":false}`:                                                              {"username", "password"},
		`{"identifiers":["username"],"password":true,"verify":true,"secondaryIdentifiers":[{"identifier":"email","verify":true}]}`: {"username", "email", "password"},
		`{"identifiers":["email"],"password":false,"verify":true}`:                                                                 {"email"},
	} {
		s.changes(t, `{"signUp":`+signUp+`}`)
		s.opens(t).starts(t, "Register").identifies(t, "").missing(t, want...)
	}
	s.changes(t, `{"signUp":{"identifiers":[],"password":false,"verify":false}}`)
	s.opens(t).starts(t, "Register").identifies(t, "").wants(t, http.StatusCreated)
}
