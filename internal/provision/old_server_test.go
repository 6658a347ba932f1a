package provision_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/logtoctl/logtoctl/internal/provision"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// A server that does not know localised templates has none. One that answers with
// anything else than a list may well have some.
func TestProvisioner_LocalisedTemplates_oldServer(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		answer http.HandlerFunc
		isOld  bool
	}{
		"no such path":        {http.NotFound, true},
		"no such object":      {page(http.StatusNotFound, "application/json", `{"code": "entity.not_found", "message": "no"}`), true},
		"a page":              {page(http.StatusOK, "text/html", "<html></html>"), false},
		"half a list":         {page(http.StatusOK, "application/json", `[{"id": "a"`), false},
		"redirected to login": {http.RedirectHandler("https://login.example.com/", http.StatusFound).ServeHTTP, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			mux := http.NewServeMux()
			mux.HandleFunc("/oidc/token", page(http.StatusOK, "application/json", `{"access_token": "t", "expires_in": 3600, "token_type": "Bearer", "scope": "all"}`))
			mux.HandleFunc("/api/email-templates", test.answer)
			server := httptest.NewServer(mux)
			defer server.Close()
			client, err := logtoadmin.New(server.URL, logtoadmin.WithCredentials("app", "a secret"))
			if err != nil {
				t.Fatal(err)
			}
			templates, err := provision.Provisioner{Logto: client}.LocalisedTemplates(t.Context())
			if (err == nil) != test.isOld || len(templates) > 0 {
				t.Errorf("%d templates, error %v", len(templates), err)
			}
		})
	}
}

func page(status int, contentType, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		_, _ = fmt.Fprint(w, body)
	}
}
