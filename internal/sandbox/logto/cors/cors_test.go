package cors_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/sandbox/logto/cors"
)

// ask sends a request to an endpoint that refuses the origin https://evil.test.
func ask(t *testing.T, policy cors.Policy, method string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	mux := http.NewServeMux()
	policy.Handle(mux, "/oidc/x", func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Origin") == "https://evil.test" {
			http.Error(w, cors.Forbid(w, r, "app").Error(), http.StatusBadRequest)
		}
	})
	request := httptest.NewRequestWithContext(t.Context(), method, "/oidc/x", nil)
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	got := httptest.NewRecorder()
	mux.ServeHTTP(got, request)
	return got
}

func TestPolicy(t *testing.T) {
	t.Parallel()
	const origin = "https://app.test"
	tests := map[string]struct {
		policy  cors.Policy
		method  string
		headers []string
		status  int
		want    map[string]string
	}{
		"open, no origin":      {cors.Open(), "GET", nil, 200, map[string]string{"Allow-Origin": "*"}},
		"open":                 {cors.Open(), "GET", []string{"Origin", origin}, 200, map[string]string{"Allow-Origin": origin}},
		"open, another method": {cors.Open(), "POST", []string{"Origin", origin}, 405, nil},
		"client": {cors.Client("POST"), "POST", []string{"Origin", origin}, 200, map[string]string{
			"Allow-Origin": origin, "Expose-Headers": "WWW-Authenticate",
		}},
		"client, stranger": {cors.Client("POST"), "POST", []string{"Origin", "https://evil.test"}, 400, map[string]string{
			"Expose-Headers": "WWW-Authenticate",
		}},
		"preflight": {cors.Client("GET", "POST"), "OPTIONS", []string{
			"Origin", origin, "Access-Control-Request-Method", "PUT", "Access-Control-Request-Headers", "x-a",
		}, 204, map[string]string{
			"Allow-Origin": origin, "Allow-Methods": "GET,POST", "Allow-Headers": "x-a", "Max-Age": "3600",
		}},
		"no preflight": {cors.Open(), "OPTIONS", []string{"Origin", origin}, 404, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := ask(t, tt.policy, tt.method, tt.headers...)
			found := make(map[string]string)
			for _, header := range []string{"Allow-Origin", "Allow-Methods", "Allow-Headers", "Max-Age", "Expose-Headers"} {
				if value := got.Header().Get("Access-Control-" + header); value != "" {
					found[header] = value
				}
			}
			if diff := cmp.Diff(tt.want, found); got.Code != tt.status || diff != "" && len(found)+len(tt.want) > 0 {
				t.Errorf("status %d, want %d\n%s", got.Code, tt.status, diff)
			}
			if tt.status != http.StatusMethodNotAllowed && got.Header().Get("Vary") != "Origin" {
				t.Errorf("Vary %q", got.Header().Get("Vary"))
			}
		})
	}
}
