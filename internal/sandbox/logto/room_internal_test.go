package logto

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/logtoctl/logtoctl/pkg/secret"
)

// blankTenant holds nothing.
func blankTenant() *tenant {
	return &tenant{users: newUserTable(), attempts: map[target]attempts{}, experience: initialSignInExperience()}
}

// TestTenant_rows: each table says when it is full, over the API that fills it.
func TestTenant_rows(t *testing.T) {
	t.Parallel()
	for path, test := range map[string]struct {
		body string
		fill func(*tenant)
		what string
	}{
		"/api/applications": {`{"name":"x","type":"SPA"}`, func(t *tenant) {
			t.applications = append(t.applications, make([]application, maxRows)...)
		}, "applications"},
		"/api/applications/ID/secrets": {`{"name":"x"}`, func(t *tenant) {
			t.secrets = append(t.secrets, make([]applicationSecret, 2*maxRows)...)
		}, "application secrets"},
		"/api/connectors": {`{"connectorId":"oauth2","metadata":{"target":"x"}}`, func(t *tenant) {
			t.connectors = append(t.connectors, make([]connector, maxRows)...)
		}, "connectors"},
		"/api/email-templates": {`{"templates":[{"languageTag":"en","templateType":"SignIn","details":{"subject":"s","content":"c"}}]}`, func(t *tenant) {
			t.templates = append(t.templates, make([]emailTemplate, maxRows)...)
		}, "email templates"},
		"/api/users": {`{"username":"heron"}`, func(t *tenant) {
			for i := range maxRows {
				t.users.insert(user{ID: fmt.Sprint(i)})
			}
		}, "users"},
		"/api/verification-codes": {`{"email":"you@example.com"}`, func(t *tenant) {
			t.templates = []emailTemplate{{Details: templateDetails{Content: strings.Repeat("x", maxTenant)}}}
		}, "data"},
	} {
		s, err := New(Options{Endpoint: "http://localhost:3001", DirectMail: func(string) string { return "http://localhost:1" }})
		if err != nil {
			t.Fatal(err)
		}
		id, key := s.Credentials()
		token := grant(t, s, id, secret.Text(key))
		method := http.MethodPost
		if path == "/api/email-templates" {
			method = http.MethodPut
		}
		send := func() *httptest.ResponseRecorder {
			r := httptest.NewRequestWithContext(t.Context(), method, strings.Replace(path, "ID", id, 1), strings.NewReader(test.body))
			r.Header.Set("Content-Type", "application/json")
			r.Header.Set("Authorization", "Bearer "+token)
			recorder := httptest.NewRecorder()
			s.ServeHTTP(recorder, r)
			return recorder
		}
		test.fill(&s.state.tenant)
		want := `{"message":"the sandbox has no room for more ` + test.what + `; delete some, or restart it to forget them"}`
		if got := send(); got.Code != http.StatusInsufficientStorage || got.Body.String() != want {
			t.Errorf("%s: %d %s", path, got.Code, got.Body)
		}
		s.state.tenant = *blankTenant() // as when all was deleted
		if got := send(); got.Code == http.StatusInsufficientStorage {
			t.Errorf("%s when there is room again: %d %s", path, got.Code, got.Body)
		}
	}
}

func grant(t *testing.T, s *Server, id string, key secret.Text) string {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/oidc/token",
		strings.NewReader("grant_type=client_credentials&scope=all&resource=https%3A%2F%2Fdefault.logto.app%2Fapi"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.SetBasicAuth(id, key.Reveal())
	recorder := httptest.NewRecorder()
	s.ServeHTTP(recorder, r)
	_, rest, _ := strings.Cut(recorder.Body.String(), `"access_token":"`)
	token, _, _ := strings.Cut(rest, `"`)
	return token
}

// TestTenant_size counts every text of a client that a row holds.
func TestTenant_size(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("x", 1000)
	raw := []byte(text)
	for name, test := range map[string]struct {
		add  func(*tenant)
		want int
	}{
		"nothing": {func(*tenant) {}, 0},
		"an application": {func(t *tenant) {
			t.applications = []application{{
				Name: text, Description: &text, OIDCClientMetadata: raw, CustomClientMetadata: raw, ProtectedAppMetadata: raw, CustomData: raw,
			}}
		}, 6000 + rowSize},
		"a secret": {func(t *tenant) { t.secrets = []applicationSecret{{Name: text}} }, 1000 + rowSize},
		"a template": {func(t *tenant) {
			t.templates = []emailTemplate{{Details: templateDetails{Subject: text, Content: text, ReplyTo: text, SendFrom: text}}}
		}, 4000 + rowSize},
		"a connector": {func(t *tenant) {
			t.connectors = []connector{{Config: raw, Metadata: connectorOverrides{
				Target: text, Name: map[string]string{text: text}, Logo: text, LogoDark: &text,
			}}}
		}, 6000 + rowSize},
		"a user": {func(t *tenant) { t.users.insert(user{ID: "x", Avatar: &text, CustomData: raw, Profile: raw}) }, 3000 + rowSize},
	} {
		full := blankTenant()
		if test.add(full); full.size() != test.want {
			t.Errorf("%s: %d bytes, want %d", name, full.size(), test.want)
		}
	}
}

func TestTenant_checkRoom(t *testing.T) {
	t.Parallel()
	nearly := blankTenant()
	nearly.templates = []emailTemplate{{Details: templateDetails{Content: strings.Repeat("x", maxTenant-rowSize-1000)}}}
	for _, test := range []struct {
		method string
		length int64
		full   bool
	}{
		{http.MethodPost, 1000, false},
		{http.MethodPost, 1001, true},
		{http.MethodPut, -1, true}, // a body that does not say how long it is
		{http.MethodDelete, 1001, false},
		{http.MethodGet, -1, false},
	} {
		r := httptest.NewRequestWithContext(t.Context(), test.method, "/", http.NoBody)
		r.ContentLength = test.length
		if err := nearly.checkRoom(r); (err != nil) != test.full {
			t.Errorf("%s of %d bytes: %v", test.method, test.length, err)
		}
	}
}

// TestTenant_sends: the record of what was sent forgets the oldest first.
func TestTenant_sends(t *testing.T) {
	t.Parallel()
	full, now := blankTenant(), time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	for i := range maxSends + 5 {
		full.countSend(fmt.Sprint(i), now)
	}
	if len(full.sends) != maxSends || full.sends[0].recipient != "5" {
		t.Errorf("%d sends, the oldest to %s", len(full.sends), full.sends[0].recipient)
	}
}

// TestTenant_failures: a policy that allows any number of attempts does not make
// the memory of them grow.
func TestTenant_failures(t *testing.T) {
	t.Parallel()
	full, now := blankTenant(), time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	var err error
	if full.experience, err = full.experience.with(map[string]any{"sentinelPolicy": map[string]any{"maxAttempts": 1e9}}); err != nil {
		t.Fatal(err)
	}
	for range maxCounted + 5 {
		_ = full.guardAttempt("heron", notFound(), now)
	}
	for _, watched := range full.attempts {
		if len(watched.failedAt) != maxCounted {
			t.Errorf("%d failures are remembered", len(watched.failedAt))
		}
	}
}
