package logto_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestUsers_roundTrip(t *testing.T) {
	t.Parallel()
	s := newSandbox(t)
	created := s.api(t, http.MethodPost, "/users", `{"primaryEmail":"You@example.com","primaryPhone":"8613800138000","username":"heron",`+
		`"password":"secret","name":"Grey Heron","avatar":"https://example.com/a.png","customData":{"a":1},"profile":{"nickname":"H","address":{"country":"FR"}},"nope":1}`).
		wants(t, http.StatusOK)
	if strings.Contains(string(created.body), "secret") {
		t.Errorf("the password is in %s", created.body)
	}
	account := created.object(t)
	if id, _ := account["id"].(string); !regexp.MustCompile(`^[0-9a-z]{12}$`).MatchString(id) {
		t.Errorf("id %v", account["id"])
	}
	now := float64(s.clock.time().UnixMilli())
	want := map[string]any{
		"id": account["id"], "username": "heron", "primaryEmail": "You@example.com", "primaryPhone": "8613800138000",
		"name": "Grey Heron", "avatar": "https://example.com/a.png", "customData": map[string]any{"a": float64(1)},
		"identities": map[string]any{}, "profile": map[string]any{"nickname": "H", "address": map[string]any{"country": "FR"}},
		"lastSignInAt": nil, "createdAt": now, "updatedAt": now, "applicationId": nil, "cimdClientId": nil,
		"isSuspended": false, "hasPassword": true,
	}
	if diff := cmp.Diff(want, account); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	path := "/users/" + created.id(t)
	if diff := cmp.Diff(want, s.api(t, http.MethodGet, path, "").wants(t, http.StatusOK).object(t)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	s.opens(t).starts(t, "SignIn").givesPassword(t, "username", "heron", "secret").wants(t, http.StatusOK)
	s.opens(t).starts(t, "SignIn").givesPassword(t, "phone", "8613800138000", "secret").wants(t, http.StatusOK)
	s.opens(t).starts(t, "SignIn").givesPassword(t, "phone", "", "secret").refused(t, http.StatusUnprocessableEntity, "session.invalid_credentials")
	s.api(t, http.MethodDelete, path, "").wants(t, http.StatusNoContent)
	s.api(t, http.MethodDelete, path, "").refused(t, http.StatusNotFound, "entity.not_found")
	s.api(t, http.MethodGet, path, "").refused(t, http.StatusNotFound, "entity.not_found")
}

// TestUsers_deletedIsSignedOut: who is deleted can do no more with what they had.
func TestUsers_deletedIsSignedOut(t *testing.T) {
	t.Parallel()
	s := experienceOf(t, "", "")
	b := s.opens(t).starts(t, "Register")
	b.identifies(t, b.proves(t, "Register", "you@example.com")).wants(t, http.StatusCreated)
	tokens := s.exchange(t, url.Values{
		"grant_type": {"authorization_code"}, "code": {b.code(t, b.submits(t).wants(t, http.StatusOK))},
		"redirect_uri": {callback}, "code_verifier": {verifier},
	}).wants(t, http.StatusOK).object(t)
	if next := b.authorize(t).header.Get("Location"); !strings.HasPrefix(next, "/consent") {
		t.Fatalf("signed in, but sent to %s", next)
	}
	s.api(t, http.MethodDelete, "/users/"+s.user(t, "you@example.com")["id"].(string), "").wants(t, http.StatusNoContent)

	if next := b.authorize(t).header.Get("Location"); !strings.HasPrefix(next, "/sign-in") {
		t.Errorf("deleted, but sent to %s", next)
	}
	access, _ := tokens["access_token"].(string)
	s.do(t, http.MethodGet, "/oidc/me", "", "Authorization", "Bearer "+access).refused(t, http.StatusUnauthorized, "oidc.invalid_token")
	id := s.bookstore(t)
	for _, name := range []string{"access_token", "refresh_token"} {
		token, _ := tokens[name].(string)
		got := s.do(t, http.MethodPost, "/oidc/token/introspection", url.Values{"token": {token}}.Encode(),
			"Content-Type", "application/x-www-form-urlencoded", "Authorization", basic(id, s.firstSecret(t, id)))
		if got.wants(t, http.StatusOK).object(t)["active"] != false {
			t.Errorf("%s: %s", name, got.body)
		}
	}
}

// TestUsers_usernamesInAnyCase: the policy of the moment decides who has a name.
func TestUsers_usernamesInAnyCase(t *testing.T) {
	t.Parallel()
	s := newSandbox(t)
	s.api(t, http.MethodPost, "/users", `{"username":"heron"}`).wants(t, http.StatusOK)
	s.api(t, http.MethodPost, "/users", `{"username":"Heron"}`).wants(t, http.StatusOK)
	s.api(t, http.MethodPost, "/users", `{"username":"Heron"}`).refused(t, http.StatusUnprocessableEntity, "user.username_already_in_use")
	s.changes(t, `{"usernamePolicy":{"minLength":1,"maxLength":128,"caseSensitive":false,"allowedChars":{"uppercase":true,"lowercase":true,"numbers":true,"underscore":true}}}`)
	s.api(t, http.MethodPost, "/users", `{"username":"HERON"}`).refused(t, http.StatusUnprocessableEntity, "user.username_already_in_use")
	s.api(t, http.MethodPost, "/users", `{"username":"egret"}`).wants(t, http.StatusOK)
}

func TestUsers_refusals(t *testing.T) {
	t.Parallel()
	s := newSandbox(t)
	s.api(t, http.MethodPost, "/users", `{"primaryEmail":"you@example.com","primaryPhone":"123","username":"heron"}`).wants(t, http.StatusOK)
	for body, want := range map[string]struct {
		status int
		code   string
	}{
		`{"primaryEmail":"YOU@example.com"}`:              {422, "user.email_already_in_use"},
		`{"primaryPhone":"123"}`:                          {422, "user.phone_already_in_use"},
		`{"username":"heron"}`:                            {422, "user.username_already_in_use"},
		`{"password":"a","passwordDigest":"b"}`:           {400, "user.password_and_digest"},
		`{"passwordDigest":"b"}`:                          {400, "user.password_algorithm_required"},
		`{"passwordAlgorithm":"ROT13"}`:                   {400, "guard.invalid_input"},
		`{"username":"1x"}`:                               {400, "guard.invalid_input"},
		`{"avatar":"nope"}`:                               {400, "guard.invalid_input"},
		`{"profile":{"address":{"country":1}}}`:           {400, "guard.invalid_input"},
		`{"name":"` + strings.Repeat("x", 129) + `"}`:     {422, "entity.value_too_long"},
		`{"username":"` + strings.Repeat("x", 129) + `"}`: {422, "entity.value_too_long"},
	} {
		s.api(t, http.MethodPost, "/users", body).refused(t, want.status, want.code)
	}
	s.api(t, http.MethodPost, "/users", `{"passwordDigest":"b","passwordAlgorithm":"MD5"}`).wants(t, http.StatusNotImplemented)
	s.api(t, http.MethodPost, "/users", `{"username":"Heron","avatar":""}`).wants(t, http.StatusOK)
	s.do(t, http.MethodGet, "/api/users", "").refused(t, http.StatusUnauthorized, "auth.authorization_header_missing")
}

// TestUsers_list pages and searches, newest first.
func TestUsers_list(t *testing.T) {
	t.Parallel()
	s := newSandbox(t)
	for n := range 25 {
		s.clock.advance(time.Second)
		s.api(t, http.MethodPost, "/users", fmt.Sprintf(`{"primaryEmail":"p%02d@example.com","username":"u%02d","name":"Person"}`, n, n)).
			wants(t, http.StatusOK)
	}
	tests := map[string]struct {
		total string
		want  []string
	}{
		"page_size=3":                                         {"25", []string{"u24", "u23", "u22"}},
		"page=2&page_size=20":                                 {"25", []string{"u04", "u03", "u02", "u01", "u00"}},
		"search=%25p07%25":                                    {"1", []string{"u07"}},
		"search.primaryEmail=p_3%25":                          {"3", []string{"u23", "u13", "u03"}},
		"search.username=U05&mode=exact":                      {"1", []string{"u05"}},
		"search.username=U05&mode=exact&isCaseSensitive=true": {"0", nil},
		"search.name=person&search.username=u11&joint=and":    {"1", []string{"u11"}},
	}
	for query, tt := range tests {
		got := s.api(t, http.MethodGet, "/users?"+query, "").wants(t, http.StatusOK)
		var names []string
		for _, one := range got.list(t) {
			names = append(names, one["username"].(string))
		}
		if diff := cmp.Diff(tt.want, names); diff != "" || got.header.Get("Total-Number") != tt.total {
			t.Errorf("%s: %s of them; -want +got\n%s", query, got.header.Get("Total-Number"), diff)
		}
	}
	if all := s.api(t, http.MethodGet, "/users", "").list(t); len(all) != 20 {
		t.Errorf("%d users on a page", len(all))
	}
	s.api(t, http.MethodGet, "/users?search=x&mode=nope", "").refused(t, http.StatusBadRequest, "request.invalid_input")
	s.api(t, http.MethodGet, "/users?page_size=101", "").refused(t, http.StatusBadRequest, "guard.invalid_pagination")
	s.api(t, http.MethodGet, "/users?excludeRoleId=x&excludeOrganizationId=y", "").refused(t, http.StatusBadRequest, "request.invalid_input")
}
