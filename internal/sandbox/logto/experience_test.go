package logto_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestExperience_asRecorded makes the calls of a person's first sign-in to a
// real Logto, and expects its answers.
func TestExperience_asRecorded(t *testing.T) {
	t.Parallel()
	s := experienceOf(t, "", "")
	b := s.browser(t)
	if to := b.authorize(t).header.Get("Location"); to != "/sign-in?app_id="+s.bookstore(t) {
		t.Errorf("sent to %s", to)
	}
	b.experience(t, http.MethodPut, "", `{"interactionEvent":"SignIn"}`).wants(t, http.StatusNoContent)
	id := b.asksForCode(t, "SignIn", you).wants(t, http.StatusOK).verificationID(t)
	b.verifies(t, you, id, s.mail.lastCode(you)).wants(t, http.StatusOK)
	unknown := b.identifies(t, id).wants(t, http.StatusNotFound)
	if want := `{"code":"user.user_not_exist","data":{"identifier":"you@example.com"},"message":"User with {{ identifier }} does not exist."}`; string(unknown.body) != want {
		t.Errorf("got %s, want %s", unknown.body, want)
	}
	b.turnsTo(t, "Register").wants(t, http.StatusNoContent)
	b.identifies(t, id).wants(t, http.StatusCreated)
	redirectTo, _ := b.submits(t).wants(t, http.StatusOK).object(t)["redirectTo"].(string)
	if !strings.HasPrefix(redirectTo, s.url+"/oidc/auth/") {
		t.Errorf("redirected to %s", redirectTo)
	}
	account := s.user(t, you)
	want := map[string]any{
		"id": account["id"], "username": nil, "primaryEmail": you, "primaryPhone": nil, "name": nil, "avatar": nil,
		"customData": map[string]any{}, "identities": map[string]any{}, "profile": map[string]any{},
		"lastSignInAt": float64(s.clock.time().UnixMilli()), "createdAt": float64(s.clock.time().UnixMilli()),
		"updatedAt": float64(s.clock.time().UnixMilli()), "applicationId": s.bookstore(t), "cimdClientId": nil,
		"isSuspended": false, "hasPassword": false,
	}
	if diff := cmp.Diff(want, account); diff != "" {
		t.Errorf("user: -want +got\n%s", diff)
	}
}

// TestExperience_toTheApplication goes on where the page ends: the browser comes
// to the application with a code, which makes tokens of the new user.
func TestExperience_toTheApplication(t *testing.T) {
	t.Parallel()
	s := experienceOf(t, "", "")
	b := s.opens(t).starts(t, "Register")
	b.identifies(t, b.proves(t, "Register", you)).wants(t, http.StatusCreated)
	submitted := b.submits(t).wants(t, http.StatusOK).object(t)
	resumed := b.send(t, http.MethodGet, submitted["redirectTo"].(string), "").wants(t, http.StatusSeeOther)
	consented := b.send(t, http.MethodGet, resumed.header.Get("Location"), "").wants(t, http.StatusFound)
	returned := b.send(t, http.MethodGet, consented.header.Get("Location"), "").wants(t, http.StatusSeeOther)
	arrived, err := url.Parse(returned.header.Get("Location"))
	if err != nil {
		t.Fatal(err)
	}
	query := arrived.Query()
	if !strings.HasPrefix(arrived.String(), callback+"?") || query.Get("state") != "xyz" || query.Get("iss") != s.url+"/oidc" {
		t.Errorf("came to %s", arrived)
	}
	fields := url.Values{
		"grant_type": {"authorization_code"}, "code": {query.Get("code")}, "redirect_uri": {callback}, "code_verifier": {verifier},
	}
	id := s.bookstore(t)
	granted := s.do(t, http.MethodPost, "/oidc/token", fields.Encode(), "Authorization", basic(id, s.firstSecret(t, id)),
		"Content-Type", "application/x-www-form-urlencoded").wants(t, http.StatusOK).object(t)
	me := s.do(t, http.MethodGet, "/oidc/me", "", "Authorization", "Bearer "+granted["access_token"].(string)).
		wants(t, http.StatusOK).object(t)
	account := s.user(t, you)
	if me["sub"] != account["id"] {
		t.Errorf("user info of %v, not of %v", me["sub"], account["id"])
	}
	s.api(t, http.MethodDelete, "/users/"+account["id"].(string), "").wants(t, http.StatusNoContent)
	if gone := s.do(t, http.MethodGet, "/oidc/me", "", "Authorization", "Bearer "+granted["access_token"].(string)); gone.status == http.StatusOK {
		t.Errorf("a deleted user still has %s", gone.body)
	}
}

// TestExperience_abortToTheApplication tells the application of it.
func TestExperience_abortToTheApplication(t *testing.T) {
	t.Parallel()
	s := experienceOf(t, "", "")
	b := s.opens(t).starts(t, "SignIn")
	aborted := b.send(t, http.MethodDelete, "/api/interaction", "").wants(t, http.StatusNoContent)
	returned := b.send(t, http.MethodGet, aborted.header.Get("Location"), "").wants(t, http.StatusSeeOther)
	if to := returned.header.Get("Location"); !strings.HasPrefix(to, callback+"?error=oidc.aborted") || !strings.Contains(to, "state=xyz") {
		t.Errorf("sent to %s", to)
	}
}

// TestExperience_signInAgain comes back later with another spelling of the address.
func TestExperience_signInAgain(t *testing.T) {
	t.Parallel()
	s := experienceOf(t, "", "")
	s.opens(t).signsUp(t, you, "")
	s.later(time.Hour)
	b := s.opens(t).starts(t, "SignIn")
	b.identifies(t, b.proves(t, "SignIn", "You@Example.COM")).wants(t, http.StatusNoContent)
	b.submits(t).wants(t, http.StatusOK)
	if at := s.user(t, you)["lastSignInAt"]; at != float64(s.clock.time().UnixMilli()) {
		t.Errorf("last signed in at %v", at)
	}
}

// TestExperience_registeringTwice signs in instead, with the same code.
func TestExperience_registeringTwice(t *testing.T) {
	t.Parallel()
	s := experienceOf(t, "", "")
	s.opens(t).signsUp(t, you, "")
	b := s.opens(t).starts(t, "Register")
	proof := b.proves(t, "Register", you)
	b.identifies(t, proof).refused(t, http.StatusUnprocessableEntity, "user.email_already_in_use")
	b.turnsTo(t, "SignIn").wants(t, http.StatusNoContent)
	b.identifies(t, proof).wants(t, http.StatusNoContent)
	b.submits(t).wants(t, http.StatusOK)
}

func TestExperience_session(t *testing.T) {
	t.Parallel()
	s := experienceOf(t, "", "")
	calls := []struct{ method, path, body string }{
		{http.MethodPut, "/api/experience", `{"interactionEvent":"SignIn"}`},
		{http.MethodPut, "/api/experience/interaction-event", `{"interactionEvent":"SignIn"}`},
		{http.MethodPost, "/api/experience/identification", `{`},
		{http.MethodPost, "/api/experience/submit", ""},
		{http.MethodGet, "/api/experience/interaction", ""},
		{http.MethodPost, "/api/experience/verification/verification-code", `{}`},
		{http.MethodPost, "/api/experience/verification/verification-code/verify", `{}`},
		{http.MethodPost, "/api/experience/verification/password", `{}`},
		{http.MethodPost, "/api/experience/verification/new-password-identity", `{}`},
		{http.MethodPost, "/api/experience/profile", `{}`},
		{http.MethodPut, "/api/experience/profile/password", `{}`},
		{http.MethodDelete, "/api/interaction", ""},
	}
	without, opened := s.browser(t), s.opens(t)
	stranger := s.browser(t)
	for _, call := range calls {
		got := without.send(t, call.method, call.path, call.body)
		got.refused(t, http.StatusBadRequest, "session.not_found")
		want := map[string]any{
			"code": "session.not_found", "message": "Session not found. Please go back and sign in again.",
			"error": "invalid_request", "error_description": "interaction session id cookie not found",
		}
		if diff := cmp.Diff(want, got.object(t)); diff != "" {
			t.Errorf("%s: -want +got\n%s", got.what, diff)
		}
		if strings.HasPrefix(call.path, "/api/experience/") {
			// A sign-in is under way, but the page has not begun.
			opened.send(t, call.method, call.path, call.body).refused(t, http.StatusNotFound, "session.interaction_not_found")
		}
		unknown := s.do(t, call.method, call.path, call.body, "Content-Type", "application/json", "Cookie", "_interaction=unknown")
		if unknown.wants(t, http.StatusBadRequest).object(t)["error_description"] != "interaction session not found" {
			t.Errorf("%s: %s", unknown.what, unknown.body)
		}
	}
	// A token of the Management API is of no use here.
	s.api(t, http.MethodPut, "/experience", `{"interactionEvent":"SignIn"}`).refused(t, http.StatusBadRequest, "session.not_found")
	stranger.experience(t, http.MethodGet, "", "").wants(t, http.StatusMethodNotAllowed)
	stranger.experience(t, http.MethodGet, "/nope", "").wants(t, http.StatusNotFound)
}

// TestExperience_twoAtOnce lets two people sign up side by side: neither sees
// what the other has shown.
func TestExperience_twoAtOnce(t *testing.T) {
	t.Parallel()
	s := experienceOf(t, "", "")
	one, two := s.opens(t).starts(t, "Register"), s.opens(t).starts(t, "Register")
	first := one.proves(t, "Register", "one@example.com")
	second := two.proves(t, "Register", "two@example.com")
	two.identifies(t, first).refused(t, http.StatusNotFound, "session.verification_session_not_found")
	one.identifies(t, first).wants(t, http.StatusCreated)
	two.submits(t).refused(t, http.StatusNotFound, "session.identifier_not_found")
	two.identifies(t, second).wants(t, http.StatusCreated)
	one.submits(t).wants(t, http.StatusOK)
	two.submits(t).wants(t, http.StatusOK)
	if s.user(t, "one@example.com")["id"] == s.user(t, "two@example.com")["id"] {
		t.Error("one account for two people")
	}
}

// TestExperience_sameAddressAtOnce lets two browsers prove the same new
// address: one of them gets the account.
func TestExperience_sameAddressAtOnce(t *testing.T) {
	t.Parallel()
	s := experienceOf(t, "", "")
	one, two := s.opens(t).starts(t, "Register"), s.opens(t).starts(t, "Register")
	first, second := one.proves(t, "Register", you), two.proves(t, "Register", you)
	one.identifies(t, first).wants(t, http.StatusCreated)
	two.identifies(t, second).refused(t, http.StatusUnprocessableEntity, "user.email_already_in_use")
	s.user(t, you)
}

func TestExperience_startingAnew(t *testing.T) {
	t.Parallel()
	s := experienceOf(t, "", "")
	b := s.opens(t).starts(t, "SignIn")
	proof := b.proves(t, "SignIn", you)
	b.starts(t, "Register")
	b.identifies(t, proof).refused(t, http.StatusNotFound, "session.verification_session_not_found")
}

func TestExperience_abort(t *testing.T) {
	t.Parallel()
	s := experienceOf(t, "", "")
	b := s.opens(t).starts(t, "SignIn")
	aborted := b.send(t, http.MethodDelete, "/api/interaction", "").wants(t, http.StatusNoContent)
	if to := aborted.header.Get("Location"); !strings.HasPrefix(to, s.url+"/oidc/auth/") {
		t.Errorf("sent to %q", to)
	}
	b.submits(t).refused(t, http.StatusNotFound, "session.interaction_not_found")
}

func TestExperience_interactionShowsNoSecret(t *testing.T) {
	t.Parallel()
	s := experienceOf(t, byEmailAndPassword, byEither)
	b := s.opens(t).starts(t, "Register")
	proof := b.proves(t, "Register", you)
	b.adds(t, `{"type":"password","value":"`+password+`"}`).wants(t, http.StatusNoContent)
	b.adds(t, `{"type":"email","verificationId":"`+proof+`"}`).wants(t, http.StatusNoContent)
	got := b.experience(t, http.MethodGet, "/interaction", "").wants(t, http.StatusOK).object(t)
	want := map[string]any{
		"interactionEvent": "Register",
		"profile":          map[string]any{"primaryEmail": you},
		"mfa":              map[string]any{},
		"captcha":          map[string]any{"verified": false, "skipped": false},
		"verificationRecords": []any{map[string]any{
			"id": proof, "type": "EmailVerificationCode", "templateType": "Register", "verified": true,
			"identifier": map[string]any{"type": "email", "value": you},
		}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestExperience_captcha(t *testing.T) {
	t.Parallel()
	s := experienceOf(t, "", "")
	b := s.opens(t)
	b.experience(t, http.MethodPut, "", `{"interactionEvent":"SignIn","captchaToken":"x"}`).
		refused(t, http.StatusUnprocessableEntity, "session.captcha_failed")
	b.starts(t, "Register")
	proof := b.proves(t, "Register", you)
	s.changes(t, `{"captchaPolicy":{"enabled":true}}`)
	b.asksForCode(t, "Register", you).refused(t, http.StatusUnprocessableEntity, "session.captcha_required")
	b.identifies(t, proof).refused(t, http.StatusUnprocessableEntity, "session.captcha_required")
	b.submits(t).refused(t, http.StatusUnprocessableEntity, "session.captcha_required")
}

// TestExperience_concurrently lets people sign up, forget their passwords and
// sign in at once, some of them with the same address.
func TestExperience_concurrently(t *testing.T) {
	t.Parallel()
	s := experienceOf(t, byEmailAndPassword, byEither)
	s.bookstore(t)
	var group sync.WaitGroup
	for person := range 6 {
		group.Go(func() {
			address := fmt.Sprintf("p%d@example.com", person/2)
			b := s.opens(t).starts(t, "Register")
			id := b.asksForCode(t, "Register", address).verificationID(t)
			for range 3 {
				b.verifies(t, address, id, "x")
				b.experience(t, http.MethodGet, "/interaction", "").wants(t, http.StatusOK)
			}
			b.adds(t, `{"type":"password","value":"`+password+`"}`).wants(t, http.StatusNoContent)
			b.identifies(t, "")
			b.submits(t)
			b.givesPassword(t, "email", address, password)
			b.send(t, http.MethodDelete, "/api/interaction", "").wants(t, http.StatusNoContent)
		})
	}
	group.Wait()
}

// TestExperience_abandonedPages keeps no more than so many of them, and none forever.
func TestExperience_abandonedPages(t *testing.T) {
	t.Parallel()
	s := experienceOf(t, "", "")
	first, second := s.opens(t).starts(t, "SignIn"), s.opens(t).starts(t, "SignIn")
	for range 999 {
		s.opens(t).starts(t, "SignIn")
	}
	first.experience(t, http.MethodGet, "/interaction", "").refused(t, http.StatusNotFound, "session.interaction_not_found")
	second.experience(t, http.MethodGet, "/interaction", "").wants(t, http.StatusOK)
	first.starts(t, "SignIn") // the sign-in is still there, and the page can begin again
}
