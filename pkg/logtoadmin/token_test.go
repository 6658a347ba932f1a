package logtoadmin_test

import (
	"encoding/base64"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

func TestClient_Authenticate_request(t *testing.T) {
	t.Parallel()
	got := make(chan *http.Request, 1)
	tenant := tokenTenant(t, func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseForm(); err != nil {
			t.Error(err)
		}
		got <- r
		writeJSON(w, http.StatusOK, `{"access_token": "jwt", "expires_in": 3600, "token_type": "Bearer", "scope": "openid all"}`)
	})
	client, err := logtoadmin.New(tenant.endpoint(),
		logtoadmin.WithCredentials("m2m:app", "s +cret/%"), logtoadmin.WithResource("https://one.example/api"))
	if err != nil {
		t.Fatal(err)
	}
	if err := client.Authenticate(t.Context()); err != nil {
		t.Fatal(err)
	}
	r := <-got
	form := map[string][]string{
		"grant_type": {"client_credentials"}, "resource": {"https://one.example/api"}, "scope": {"all"},
	}
	if diff := cmp.Diff(form, map[string][]string(r.PostForm)); diff != "" {
		t.Errorf("form (-want +got):\n%s", diff)
	}
	want := "Basic " + base64.StdEncoding.EncodeToString([]byte("m2m%3Aapp:s+%2Bcret%2F%25"))
	if r.Header.Get("Authorization") != want {
		t.Errorf("Authorization is %s, want %s", r.Header.Get("Authorization"), want)
	}
	if want := "application/x-www-form-urlencoded"; r.Header.Get("Content-Type") != want {
		t.Errorf("content type is %s, want %s", r.Header.Get("Content-Type"), want)
	}
}

func TestClient_Authenticate_defaultResource(t *testing.T) {
	t.Parallel()
	tenant := tokenTenant(t, func(w http.ResponseWriter, r *http.Request) {
		if got, want := r.FormValue("resource"), "https://default.logto.app/api"; got != want {
			t.Errorf("resource is %s, want %s", got, want)
		}
		writeJSON(w, http.StatusOK, `{"access_token": "jwt", "expires_in": 3600, "token_type": "Bearer", "scope": "all"}`)
	})
	if err := tenant.client().Authenticate(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestClient_Authenticate_refused(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		status int
		body   string
		is     []error
		text   string
	}{
		"wrong secret": {
			http.StatusUnauthorized,
			`{"code": "oidc.invalid_client", "message": "An OIDC error occurred: oidc.invalid_client.", "error": "invalid_client", "error_description": "client authentication failed"}`,
			[]error{logtoadmin.ErrUnauthorized},
			"get an access token: ENDPOINT refused a token to application m2m for resource https://default.logto.app/api: 401 invalid_client: client authentication failed (request id r)",
		},
		"unknown application": {
			http.StatusBadRequest,
			`{"code": "oidc.invalid_client", "error": "invalid_client", "error_description": "invalid client m2m"}`,
			[]error{logtoadmin.ErrUnauthorized},
			"get an access token: ENDPOINT refused a token to application m2m for resource https://default.logto.app/api: 400 invalid_client: invalid client m2m (request id r)",
		},
		"wrong resource": {
			http.StatusBadRequest,
			`{"code": "oidc.invalid_target", "error": "invalid_target"}`,
			[]error{logtoadmin.ErrInvalidResource},
			"get an access token: ENDPOINT refused a token to application m2m for resource https://default.logto.app/api: 400 invalid_target (request id r)",
		},
		"missing role": {
			http.StatusOK,
			`{"access_token": "jwt", "expires_in": 3600, "token_type": "Bearer"}`,
			[]error{logtoadmin.ErrMissingRole, logtoadmin.ErrForbidden},
			`get an access token: application m2m has no access to the management api: assign it the role "Logto Management API access"`,
		},
		"other scope": {
			http.StatusOK,
			`{"access_token": "jwt", "expires_in": 3600, "token_type": "Bearer", "scope": "all:read"}`,
			[]error{logtoadmin.ErrMissingRole},
			`get an access token: application m2m has no access to the management api: assign it the role "Logto Management API access"`,
		},
		"no lifetime": {
			http.StatusOK,
			`{"access_token": "jwt", "token_type": "Bearer", "scope": "all"}`,
			[]error{logtoadmin.ErrUnexpectedResponse},
			"get an access token: unexpected answer 200 to POST /oidc/token: the answer holds no bearer token with a lifetime",
		},
		"not oauth": {
			http.StatusBadRequest,
			`{"message": "Nope for s3cr3t-of-the-m2m-app."}`,
			nil,
			"get an access token: logto answered 400: Nope for [redacted] (request id r)",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tenant := tokenTenant(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Logto-Core-Request-Id", "r")
				writeJSON(w, test.status, test.body)
			})
			store := new(memoryStore)
			err := tenant.client(logtoadmin.WithTokenStore(store)).Authenticate(t.Context())
			if want := strings.ReplaceAll(test.text, "ENDPOINT", tenant.endpoint()); err == nil || err.Error() != want {
				t.Errorf("error is\n%v, want\n%s", err, want)
			}
			for _, is := range test.is {
				if !errors.Is(err, is) {
					t.Errorf("error is not %v", is)
				}
			}
			if errors.Is(err, logtoadmin.ErrUncertain) {
				t.Error("a token request has no effect, but the error is ErrUncertain")
			}
			if store.saved != 0 {
				t.Error("a useless token was stored")
			}
		})
	}
}

// clock is a clock that a test moves.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func TestClient_tokenLifetime(t *testing.T) {
	t.Parallel()
	tenant := newTenant(t)
	clock := &clock{now: time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)}
	client := tenant.client(logtoadmin.WithClock(clock.Now))
	steps := []struct {
		advance time.Duration
		tokens  int32
	}{
		{0, 1},
		{0, 1},
		{3600*time.Second - 61*time.Second, 1}, // 61 seconds are left
		{time.Second, 2},                       // 60 seconds are left: too few
		{time.Hour, 3},
	}
	for i, step := range steps {
		clock.Advance(step.advance)
		if err := client.Authenticate(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := tenant.tokens.Load(); got != step.tokens {
			t.Errorf("step %d: %d tokens, want %d", i, got, step.tokens)
		}
	}
}
