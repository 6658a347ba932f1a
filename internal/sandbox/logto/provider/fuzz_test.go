package provider_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// FuzzAuthorize: whatever comes, the browser stays where it is, or goes to the
// sandbox's own pages, or to the application's redirect URI.
func FuzzAuthorize(f *testing.F) {
	f.Add(asking().Encode())
	f.Add(with(asking(), "redirect_uri", "http://evil.example/").Encode())
	f.Add(with(asking(), "redirect_uri", callback+"@evil.example", "response_mode", "fragment").Encode())
	f.Add(with(asking(), "response_mode", "form_post", "state", "\"><script>").Encode())
	f.Add(with(asking(), "first_screen", "//evil.example", "max_age", "-5", "ui_locales", "\x00").Encode())
	f.Add("client_id=a&client_id=b&prompt=none%20login&scope=%20%20")
	f.Add("%zz&;=")
	h := newHouse(f)
	mux := http.NewServeMux()
	h.provider.Register(mux)
	f.Fuzz(func(t *testing.T, query string) {
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			request := httptest.NewRequestWithContext(t.Context(), method, "/oidc/auth", strings.NewReader(query))
			request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			if method == http.MethodGet {
				request.URL.RawQuery = query
			}
			got := httptest.NewRecorder()
			mux.ServeHTTP(got, request)
			if got.Code >= http.StatusInternalServerError {
				t.Fatalf("status %d: %s", got.Code, got.Body)
			}
			location := got.Header().Get("Location")
			target, err := url.Parse(location)
			if err != nil {
				t.Fatalf("sent to %q: %v", location, err)
			}
			own := target.Host == "" && strings.HasPrefix(location, "/") && !strings.HasPrefix(location, "//")
			if location != "" && !own && (target.Host != "localhost:3000" || target.Path != "/callback" || target.User != nil) {
				t.Fatalf("sent to %s", location)
			}
		}
	})
}
