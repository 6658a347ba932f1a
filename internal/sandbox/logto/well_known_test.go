package logto_test

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestWellKnown asks for the sign-in experience as the page does: without a
// token, by either path, for an application or not.
func TestWellKnown(t *testing.T) {
	t.Parallel()
	s := experienceOf(t, "", "")
	want := s.do(t, http.MethodGet, "/api/.well-known/sign-in-exp", "").wants(t, http.StatusOK).object(t)
	for _, path := range []string{
		"/api/.well-known/experience", "/api/.well-known/sign-in-exp?appId=" + s.bookstore(t) + "&organizationId=nope&other=x",
	} {
		if diff := cmp.Diff(want, s.do(t, http.MethodGet, path, "").wants(t, http.StatusOK).object(t)); diff != "" {
			t.Errorf("%s: -want +got\n%s", path, diff)
		}
	}
	s.do(t, http.MethodGet, "/api/.well-known/sign-in-exp?appId=a&appId=b", "").refused(t, http.StatusBadRequest, "guard.invalid_input")
	if diff := cmp.Diff(map[string]any{"email": true, "phone": false}, want["forgotPassword"]); diff != "" {
		t.Errorf("recovery: -want +got\n%s", diff)
	}
	for _, secret := range []string{"emailBlocklistPolicy", "forgotPasswordMethods"} {
		if _, shown := want[secret]; shown {
			t.Errorf("%s is shown to everybody", secret)
		}
	}
}
