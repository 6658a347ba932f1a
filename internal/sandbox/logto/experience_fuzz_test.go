package logto_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// FuzzExperience sends any body to everything that the page calls, in one
// sign-in after another, and asks for the mail in any language.
func FuzzExperience(f *testing.F) {
	for _, seed := range []struct{ body, language string }{
		{``, ``},
		{`{"interactionEvent":"Register"}`, `zh-CN,zh;q=0.9`},
		{`{"interactionEvent":"ForgotPassword","captchaToken":"x"}`, `*;q=x,;;,=`},
		{`{"interactionEvent":"SignIn","identifier":{"type":"email","value":"a@b.c"}}`, `en;q=1e999`},
		{`{"identifier":{"type":"email","value":"you@example.com"},"verificationId":"x","code":"1"}`, `de-`},
		{`{"identifier":{"type":"username","value":"heron"},"password":"Kn8-heron-pier"}`, `x-y`},
		{`{"type":"password","value":"aaaaaaaa"}`, ``},
		{`{"type":"username","value":"heron"}`, ``},
		{`{"type":"social","verificationId":null}`, ``},
		{`{"type":["email"],"verificationId":"x"}`, ``},
		{`{"password":"\ud800𐀀"}`, ``},
		{`{"verificationId":"x","linkSocialIdentity":true}`, ``},
	} {
		f.Add(seed.body, seed.language)
	}
	s := experienceOf(f, "", "")
	cookie := s.opens(f).client.Jar.Cookies(must(f, s.url))
	f.Fuzz(func(t *testing.T, body, language string) {
		for _, event := range []string{"SignIn", "Register", "ForgotPassword"} {
			for _, call := range [][2]string{
				{http.MethodPut, ""},
				{http.MethodPut, "/interaction-event"},
				{http.MethodPost, "/verification/verification-code"},
				{http.MethodPost, "/verification/verification-code/verify"},
				{http.MethodPost, "/verification/password"},
				{http.MethodPost, "/verification/new-password-identity"},
				{http.MethodPost, "/identification"},
				{http.MethodPost, "/profile"},
				{http.MethodPut, "/profile/password"},
				{http.MethodGet, "/interaction"},
				{http.MethodPost, "/submit"},
			} {
				send := func(method, path, body string) *httptest.ResponseRecorder {
					request := httptest.NewRequestWithContext(t.Context(), method, "/api/experience"+path, strings.NewReader(body))
					request.Header["Accept-Language"] = []string{language}
					request.Header.Set("Content-Type", "application/json")
					for _, one := range cookie {
						request.AddCookie(one)
					}
					recorder := httptest.NewRecorder()
					s.server.ServeHTTP(recorder, request)
					return recorder
				}
				send(http.MethodPut, "", `{"interactionEvent":"`+event+`"}`)
				got := send(call[0], call[1], body)
				if got.Code >= http.StatusInternalServerError && got.Code != http.StatusNotImplemented {
					t.Fatalf("%s %s %s: status %d %s", call[0], call[1], body, got.Code, got.Body)
				}
				if strings.HasPrefix(got.Header().Get("Content-Type"), "application/json") && !json.Valid(got.Body.Bytes()) {
					t.Fatalf("%s %s %s: not JSON: %s", call[0], call[1], body, got.Body)
				}
			}
		}
	})
}

func must(f *testing.F, text string) *url.URL {
	f.Helper()
	parsed, err := url.Parse(text)
	if err != nil {
		f.Fatal(err)
	}
	return parsed
}
