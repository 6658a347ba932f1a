package logtoadmin_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
	"github.com/logtoctl/logtoctl/pkg/secret"
)

func TestNew_endpoint(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ want, wantError string }{
		"https://tenant.logto.app":     {"https://tenant.logto.app", ""},
		"http://localhost:3001/":       {"http://localhost:3001", ""},
		" https://example.com/auth// ": {"https://example.com/auth", ""},
		"":                             {"", "logto endpoint is empty"},
		"  ":                           {"", "logto endpoint is empty"},
		"localhost:3001":               {"", `logto endpoint "localhost:3001" must start with http:// or https://`},
		"example.com":                  {"", `logto endpoint "example.com" must start with http:// or https://`},
		"ftp://example.com":            {"", `logto endpoint "ftp://example.com" must start with http:// or https://`},
		"https://":                     {"", `logto endpoint "https://" names no host`},
		"https://:3001":                {"", `logto endpoint "https://:3001" names no host`},
		"https://a.example?x=1":        {"", `logto endpoint "https://a.example?x=1" must not hold a query or a fragment`},
		"https://a.example#x":          {"", `logto endpoint "https://a.example#x" must not hold a query or a fragment`},
		"https://me:hunter2@a.example": {"", "logto endpoint must not hold a user name or password"},
		"https://me:hunter2@a b":       {"", "logto endpoint is not a URL"},
	}
	for endpoint, test := range tests {
		t.Run(endpoint, func(t *testing.T) {
			t.Parallel()
			client, err := logtoadmin.New(endpoint)
			if test.wantError != "" {
				if err == nil || err.Error() != test.wantError {
					t.Errorf("error is %v, want %s", err, test.wantError)
				}
				return
			}
			if err != nil || client.Endpoint() != test.want {
				t.Errorf("got %v, %v; want endpoint %s", client, err, test.want)
			}
		})
	}
}

func TestNew_badOptions(t *testing.T) {
	t.Parallel()
	tests := map[string]logtoadmin.Option{
		"id of the machine-to-machine application is empty":         logtoadmin.WithCredentials("", "x"),
		"secret of the machine-to-machine application m2m is empty": logtoadmin.WithCredentials("m2m", ""),
		"resource indicator of the management api is empty":         logtoadmin.WithResource(""),
		"http client is nil":         logtoadmin.WithHTTPClient(nil),
		"clock is nil":               logtoadmin.WithClock(nil),
		"token store is nil":         logtoadmin.WithTokenStore(nil),
		"logger is nil":              logtoadmin.WithLogger(nil),
		"timeout 0s is not positive": logtoadmin.WithTimeout(0),
		"user agent is empty":        logtoadmin.WithUserAgent(""),
	}
	for want, option := range tests {
		t.Run(want, func(t *testing.T) {
			t.Parallel()
			if _, err := logtoadmin.New("http://localhost", option); err == nil || err.Error() != want {
				t.Errorf("error is %v, want %s", err, want)
			}
		})
	}
}

func TestResourceFor(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"https://tenant.logto.app":      "https://tenant.logto.app/api",
		"https://Tenant.Logto.App:443/": "https://tenant.logto.app/api",
		"https://my-tenant1.logto.app":  "https://my-tenant1.logto.app/api",
		"http://localhost:3001":         "https://default.logto.app/api",
		"https://auth.example.com":      "https://default.logto.app/api",
		"https://logto.app":             "https://default.logto.app/api",
		"https://.logto.app":            "https://default.logto.app/api",
		"https://a.b.logto.app":         "https://default.logto.app/api",
		"https://evillogto.app":         "https://default.logto.app/api",
		"https://tenant.logto.app.evil": "https://default.logto.app/api",
		"://":                           "https://default.logto.app/api",
		"":                              "https://default.logto.app/api",
	}
	for endpoint, want := range tests {
		if got := logtoadmin.ResourceFor(endpoint); got != want {
			t.Errorf("ResourceFor(%q) is %q, want %q", endpoint, got, want)
		}
	}
}

// FuzzResourceFor: whatever the endpoint, the resource is a plain https URL on
// logto.app that does not carry anything else of the endpoint along.
func FuzzResourceFor(f *testing.F) {
	for _, seed := range []string{"https://tenant.logto.app", "http://localhost:3001", "https://a@b.logto.app?x#y", "//x.logto.app", "https://é.logto.app"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, endpoint string) {
		resource := logtoadmin.ResourceFor(endpoint)
		parsed, err := url.Parse(resource)
		if err != nil || parsed.Scheme != "https" || parsed.Path != "/api" || parsed.String() != resource ||
			strings.Count(parsed.Host, ".") != 2 || !strings.HasSuffix(parsed.Host, ".logto.app") {
			t.Errorf("ResourceFor(%q) is %q", endpoint, resource)
		}
		if again := logtoadmin.ResourceFor(resource); again != resource {
			t.Errorf("ResourceFor(%q) is %q, ResourceFor of that is %q", endpoint, resource, again)
		}
	})
}

func TestClient_Status(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		answer http.HandlerFunc
		want   error
	}{
		"ready": {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }, nil},
		"web page": {func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, "<html><title>Welcome to nginx</title></html>")
		}, logtoadmin.ErrUnexpectedResponse},
		"unknown route": {http.NotFound, logtoadmin.ErrUnexpectedResponse},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tenant := newTenant(t)
			tenant.mux.HandleFunc("GET "+prefix+"/api/status", func(w http.ResponseWriter, r *http.Request) {
				if r.Header.Get("Authorization") != "" {
					t.Errorf("a token was sent: %s", r.Header.Get("Authorization"))
				}
				test.answer(w, r)
			})
			client, err := logtoadmin.New(tenant.endpoint())
			if err != nil {
				t.Fatal(err)
			}
			if err := client.Status(t.Context()); !errors.Is(err, test.want) {
				t.Errorf("error is %v, want %v", err, test.want)
			}
			if tenant.tokens.Load() != 0 {
				t.Error("a token was asked for")
			}
		})
	}
}

func TestClient_headersAndPath(t *testing.T) {
	t.Parallel()
	tenant := newTenant(t)
	got := make(chan *http.Request, 1)
	tenant.mux.HandleFunc("DELETE "+prefix+"/api/applications/{id}/secrets/{name}", func(w http.ResponseWriter, r *http.Request) {
		got <- r
		w.WriteHeader(http.StatusNoContent)
	})
	client := tenant.client(logtoadmin.WithUserAgent("test/1"))
	if err := client.Applications.DeleteSecret(t.Context(), "a/b", "50% ?#.. key"); err != nil {
		t.Fatal(err)
	}
	r := <-got
	if want := prefix + "/api/applications/a%2Fb/secrets/50%25%20%3F%23..%20key"; r.URL.EscapedPath() != want {
		t.Errorf("path is %s, want %s", r.URL.EscapedPath(), want)
	}
	want := map[string]string{"Authorization": "Bearer token-1", "User-Agent": "test/1", "Accept": "application/json", "Content-Type": ""}
	for name, value := range want {
		if r.Header.Get(name) != value {
			t.Errorf("%s is %q, want %q", name, r.Header.Get(name), value)
		}
	}
}

// An id that would make another request of the call is refused before anything
// is sent, the token request included.
func TestClient_badPathParameters(t *testing.T) {
	t.Parallel()
	tenant := newTenant(t)
	client := tenant.client()
	for _, id := range []string{"", ".", ".."} {
		if _, err := client.Applications.Get(t.Context(), id); !errors.Is(err, logtoadmin.ErrInvalidInput) {
			t.Errorf("Get(%q) fails with %v, want ErrInvalidInput", id, err)
		}
		if err := client.Applications.Delete(t.Context(), id); !errors.Is(err, logtoadmin.ErrInvalidInput) {
			t.Errorf("Delete(%q) fails with %v, want ErrInvalidInput", id, err)
		}
	}
	if tenant.tokens.Load() != 0 {
		t.Error("a token was asked for")
	}
}

func TestClient_unencodableBody(t *testing.T) {
	t.Parallel()
	tenant := newTenant(t)
	_, err := tenant.client().Connectors.Create(t.Context(), logtoadmin.CreateConnectorRequest{
		ConnectorID: "x", Config: logtoadmin.ConnectorConfig{"bad": func() {}},
	})
	if err == nil || !strings.Contains(err.Error(), "encode the request body") {
		t.Errorf("error is %v", err)
	}
}

func TestClient_missingCredentials(t *testing.T) {
	t.Parallel()
	tenant := newTenant(t)
	client, err := logtoadmin.New(tenant.endpoint())
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{client.Authenticate(t.Context()), func() error { _, err := client.Connectors.List(t.Context()); return err }()} {
		if !errors.Is(err, logtoadmin.ErrMissingCredentials) {
			t.Errorf("error is %v, want ErrMissingCredentials", err)
		}
	}
}

// Templates are HTML: it is sent as it is, and arrives as it was given.
func TestClient_bodyIsPlain(t *testing.T) {
	t.Parallel()
	tenant := newTenant(t)
	tenant.handle("PUT /api/email-templates", func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if want := `{"templates":[{"languageTag":"en","templateType":"Generic","details":{"subject":"a & b","content":"<b>{{code}}</b>"}}]}`; string(body) != want {
			t.Errorf("body is %s, want %s", body, want)
		}
		if r.Header.Get("Content-Type") != "application/json" {
			t.Errorf("content type is %q", r.Header.Get("Content-Type"))
		}
		writeJSON(w, http.StatusOK, "[]")
	})
	_, err := tenant.client().EmailTemplates.Upsert(t.Context(), []logtoadmin.EmailTemplate{{
		ID: "not sent", LanguageTag: "en", TemplateType: "Generic", CreatedAt: time.Unix(1, 0),
		Details: logtoadmin.EmailTemplateDetails{Subject: "a & b", Content: "<b>{{code}}</b>"},
	}})
	if err != nil {
		t.Fatal(err)
	}
}

func TestApplicationService_CreateSecret_expiry(t *testing.T) {
	t.Parallel()
	tenant := newTenant(t)
	expiry := time.Date(2030, 1, 2, 3, 4, 5, 6_000_000, time.UTC)
	tenant.handle("POST /api/applications/a/secrets", func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if diff := cmp.Diff(decoded(t, []byte(`{"name": "next", "expiresAt": 1893553445006}`)), decoded(t, body)); diff != "" {
			t.Errorf("body (-want +got):\n%s", diff)
		}
		writeJSON(w, http.StatusCreated, `{"name": "next", "value": "v", "createdAt": 0, "expiresAt": 1893553445006}`)
	})
	got, err := tenant.client().Applications.CreateSecret(t.Context(), "a", logtoadmin.CreateSecretRequest{Name: "next", ExpiresAt: &expiry})
	want := logtoadmin.ApplicationSecret{Name: "next", Value: secret.Text("v"), CreatedAt: time.Unix(0, 0).UTC(), ExpiresAt: &expiry}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("secret (-want +got):\n%s%v", diff, err)
	}
}

func TestClient_concurrentUse(t *testing.T) {
	t.Parallel()
	tenant := newTenant(t)
	tenant.handle("GET /api/connectors", answerJSON(http.StatusOK, "[]"))
	client := tenant.client()
	done := make(chan error)
	for range 16 {
		go func(ctx context.Context) {
			_, err := client.Connectors.List(ctx)
			done <- err
		}(t.Context())
	}
	for range 16 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if granted := tenant.tokens.Load(); granted != 1 {
		t.Errorf("%d tokens were asked for, want 1", granted)
	}
}
