package provider_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/logtoctl/logtoctl/internal/sandbox/logto/provider"
)

// TestRedirectURIs: URLs are compared as browsers understand them, and nothing
// is taken for one that it is not.
func TestRedirectURIs(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		kind, registered, asked string
		matches                 bool
	}{
		"same":                       {"Traditional", "http://localhost:3000/callback", "http://localhost:3000/callback", true},
		"upper case":                 {"Traditional", "http://localhost:3000/callback", "HTTP://LOCALHOST:3000/callback", true},
		"upper case in the path":     {"Traditional", "http://localhost:3000/callback", "http://localhost:3000/Callback", false},
		"no path":                    {"Traditional", "http://localhost:3000", "http://localhost:3000/", true},
		"slash at the end":           {"Traditional", "http://localhost:3000/callback", "http://localhost:3000/callback/", false},
		"default port":               {"Traditional", "https://example.com/cb", "https://example.com:443/cb", true},
		"other default port":         {"Traditional", "http://example.com/cb", "http://example.com:443/cb", false},
		"dots":                       {"Traditional", "https://example.com/cb", "https://example.com/x/../cb", true},
		"dots that lead elsewhere":   {"Traditional", "https://example.com/cb/", "https://example.com/cb/../x", false},
		"dot at the end":             {"Traditional", "https://example.com/cb/", "https://example.com/cb/.", true},
		"query":                      {"Traditional", "https://example.com/cb?a=1", "https://example.com/cb?a=1", true},
		"other query":                {"Traditional", "https://example.com/cb?a=1", "https://example.com/cb?a=2", false},
		"fragment":                   {"Traditional", "https://example.com/cb", "https://example.com/cb#x", false},
		"no host":                    {"Traditional", "https://example.com/cb", "https:///cb", false},
		"longer host":                {"Traditional", "https://example.com/cb", "https://example.com.evil.org/cb", false},
		"user in front":              {"Traditional", "https://example.com/cb", "https://example.com@evil.org/cb", false},
		"backslash":                  {"Traditional", "https://example.com/cb", `https://evil.org\@example.com/cb`, false},
		"IPv6":                       {"Traditional", "http://[::1]:80/cb", "http://[::1]/cb", true},
		"own scheme":                 {"Native", "com.example.app://callback", "com.example.app://callback", true},
		"other scheme":               {"Native", "com.example.app://callback", "com.example.app2://callback", false},
		"script":                     {"Native", "com.example.app://callback", "javascript:alert(1)", false},
		"another port, native":       {"Native", "http://localhost:3000/cb", "http://localhost:51234/cb", true},
		"another port, native, IPv4": {"Native", "http://127.0.0.1/cb", "http://127.0.0.1:51234/cb", true},
		"another port, native, IPv6": {"Native", "http://[::1]/cb", "http://[::1]:51234/cb", true},
		"another port and path":      {"Native", "http://localhost:3000/cb", "http://localhost:51234/x", false},
		"another port, https":        {"Native", "https://localhost:3000/cb", "https://localhost:51234/cb", false},
		"another port, web":          {"Traditional", "http://localhost:3000/cb", "http://localhost:51234/cb", false},
		"another port, elsewhere":    {"Native", "http://example.com:3000/cb", "http://example.com:51234/cb", false},
		"another loopback":           {"Native", "http://localhost/cb", "http://127.0.0.1/cb", false},
		"asterisk for itself":        {"Traditional", "https://*.example.com/cb", "https://*.example.com/cb", false},
		"asterisk, native":           {"Native", "http://localhost/*", "http://localhost/*", false},
		"asterisk in the host":       {"Traditional", "https://*.example.com/cb", "https://a.example.com/cb", true},
		"part of a label":            {"Traditional", "https://pr-*.example.com/cb", "https://pr-12.example.com/cb", true},
		"not that part":              {"Traditional", "https://pr-*.example.com/cb", "https://main.example.com/cb", false},
		"two labels":                 {"Traditional", "https://*.example.com/cb", "https://a.b.example.com/cb", false},
		"no label":                   {"Traditional", "https://*.example.com/cb", "https://example.com/cb", false},
		"top level":                  {"Traditional", "https://*.com/cb", "https://example.com/cb", false},
		"last label":                 {"Traditional", "https://example.*/cb", "https://example.org/cb", false},
		"asterisk in the path":       {"Traditional", "https://example.com/*/cb", "https://example.com/a/b/cb", true},
		"not that path":              {"Traditional", "https://example.com/*/cb", "https://example.com/a/b", false},
		"path left open":             {"Traditional", "https://a.example.com*", "https://a.example.com.evil.org/", false},
		"no path, asterisk in host":  {"Traditional", "https://*.example.com", "https://a.example.com/", true},
		"asterisk, other port":       {"Traditional", "https://*.example.com/cb", "https://a.example.com:8443/cb", false},
		"asterisk, same port":        {"Traditional", "https://*.example.com:8443/cb", "https://a.example.com:8443/cb", true},
		"asterisk, other scheme":     {"Traditional", "https://*.example.com/cb", "http://a.example.com/cb", false},
		"asterisk, with a query":     {"Traditional", "https://*.example.com/cb", "https://a.example.com/cb?x=1", false},
		"asterisk in the query":      {"Traditional", "https://a.example.com/cb?x=*", "https://a.example.com/cb?x=1", false},
		"asterisk in the port":       {"Traditional", "https://a.example.com:*/cb", "https://a.example.com:1/cb", false},
		"asterisk in the scheme":     {"Traditional", "http*://a.example.com/cb", "https://a.example.com/cb", false},
		"not a pattern of a URL":     {"Traditional", "*", "https://a.example.com/cb", false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			h.directory.change(webID, func(app *provider.Application) {
				app.Type, app.RedirectURIs, app.PostLogoutRedirectURIs = tt.kind, []string{tt.registered}, []string{tt.registered}
			})
			got := h.browser(t).ask(t, with(asking(), "redirect_uri", tt.asked))
			if matches := got.status == http.StatusSeeOther; matches != tt.matches {
				t.Errorf("matches: %v, want %v\n%s", matches, tt.matches, got.body)
			}
			signOut := url.Values{"client_id": {webID}, "post_logout_redirect_uri": {tt.asked}}
			if got := h.browser(t).get(t, "/oidc/session/end?"+signOut.Encode()); got.status == http.StatusOK && !tt.matches {
				t.Errorf("a sign-out may go there\n%s", got.body)
			}
		})
	}
}
