package logtoadmin_test

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// logBuffer collects log lines without their time.
type logBuffer struct {
	mu   sync.Mutex
	text strings.Builder
}

func (b *logBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *logBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

func (b *logBuffer) logger() *slog.Logger {
	return slog.New(slog.NewTextHandler(b, &slog.HandlerOptions{
		Level: slog.LevelDebug,
		ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
			if a.Key == slog.TimeKey || a.Key == "duration" {
				return slog.Attr{}
			}
			return a
		},
	}))
}

func TestWithLogger(t *testing.T) {
	t.Parallel()
	tenant := newTenant(t)
	tenant.handle("GET /api/applications", answerJSON(http.StatusOK, "[]"))
	tenant.handle("PATCH /api/connectors/mydm", answerJSON(http.StatusBadRequest, `{"code": "connector.invalid_config", "message": "bad s3cr3t"}`))
	log := new(logBuffer)
	client := tenant.client(logtoadmin.WithLogger(log.logger()))
	for _, err := range client.Applications.List(t.Context(), logtoadmin.ListApplicationsOptions{Search: "Book"}) {
		t.Error(err)
	}
	_, err := client.Connectors.Update(t.Context(), "mydm", logtoadmin.UpdateConnectorRequest{Config: directMailConfig()})
	if err == nil {
		t.Error("no error")
	}
	want := `level=DEBUG msg="logto request" method=POST path=/tenants/one/oidc/token attempt=1 status=200 request_id=""
level=DEBUG msg="logto request" method=GET path=/tenants/one/api/applications attempt=1 query="page=1&page_size=100&search=%25Book%25" status=200 request_id=request-1
level=DEBUG msg="logto request" method=PATCH path=/tenants/one/api/connectors/mydm attempt=1 status=400 request_id=request-1
`
	if got := log.String(); got != want {
		t.Errorf("log is\n%swant\n%s", got, want)
	}
}

func TestWithLogger_hidesUnknownParameters(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("code") == "" {
			http.Redirect(w, r, "/api/status?code=hunter22&page=1", http.StatusFound)
			return
		}
		w.WriteHeader(http.StatusNoContent)
	}))
	t.Cleanup(server.Close)
	log := new(logBuffer)
	client, err := logtoadmin.New(server.URL, logtoadmin.WithLogger(log.logger()))
	if err != nil {
		t.Fatal(err)
	}
	if err := client.Status(t.Context()); err != nil {
		t.Errorf("a redirect of a read on the same host is not followed: %v", err)
	}
	if text := log.String(); !strings.Contains(text, "code=%5Bredacted%5D&page=1") || strings.Contains(text, "hunter22") {
		t.Errorf("log is %s", text)
	}
}

func TestWithReadOnly(t *testing.T) {
	t.Parallel()
	tenant := newTenant(t)
	tenant.handle("GET /api/connectors", answerJSON(http.StatusOK, "[]"))
	log := new(logBuffer)
	client := tenant.client(logtoadmin.WithReadOnly(), logtoadmin.WithLogger(log.logger()))
	if _, err := client.Connectors.List(t.Context()); err != nil {
		t.Errorf("a read fails: %v", err)
	}
	ctx := t.Context()
	writes := map[string]func() error{
		"POST /api/applications": func() error {
			_, err := client.Applications.Create(ctx, logtoadmin.CreateApplicationRequest{})
			return err
		},
		"PATCH /api/sign-in-exp": func() error {
			_, err := client.SignInExperience.Update(ctx, logtoadmin.SignInExperiencePatch{})
			return err
		},
		"PUT /api/email-templates": func() error {
			_, err := client.EmailTemplates.Upsert(ctx, nil)
			return err
		},
		"DELETE /api/connectors/{id}":           func() error { return client.Connectors.Delete(ctx, "x") },
		"POST /api/verification-codes":          func() error { return client.VerificationCodes.Request(ctx, "you@example.com") },
		"POST /api/connectors/{factoryId}/test": func() error { return client.Connectors.Test(ctx, "x", logtoadmin.TestConnectorRequest{}) },
	}
	for name, write := range writes {
		err := write()
		if !errors.Is(err, logtoadmin.ErrReadOnly) || errors.Is(err, logtoadmin.ErrUncertain) || errors.Is(err, logtoadmin.ErrUnreachable) {
			t.Errorf("%s fails with %v, want ErrReadOnly alone", name, err)
		}
		if err != nil && !strings.HasSuffix(err.Error(), name+" was not sent: read-only client") {
			t.Errorf("%s fails with %q", name, err)
		}
	}
	if lines := strings.Count(log.String(), "\n"); lines != 2 {
		t.Errorf("%d requests left, want the token and the read:\n%s", lines, log)
	}
}

func TestClient_redirects(t *testing.T) {
	t.Parallel()
	stranger := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("another host got %s %s with Authorization %q", r.Method, r.URL, r.Header.Get("Authorization"))
	}))
	t.Cleanup(stranger.Close)
	tests := map[string]struct {
		pattern, location string
		status            int
		call              func(*testing.T, *logtoadmin.Client) error
	}{
		"read to another host": {"GET /api/connectors", stranger.URL + "/x?token=1", http.StatusFound, listConnectors},
		"loop":                 {"GET /api/connectors", prefix + "/api/connectors", http.StatusFound, listConnectors},
		"write to another host": {
			"POST /api/applications", stranger.URL + "/x", http.StatusTemporaryRedirect, createApplication,
		},
		"write on the same host": {
			"POST /api/applications", prefix + "/api/elsewhere", http.StatusMovedPermanently, createApplication,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tenant := newTenant(t)
			tenant.handle(test.pattern, func(w http.ResponseWriter, r *http.Request) {
				http.Redirect(w, r, test.location, test.status)
			})
			err := test.call(t, tenant.client())
			redirect, ok := errors.AsType[*logtoadmin.RedirectError](err)
			if !ok || !errors.Is(err, logtoadmin.ErrUnexpectedResponse) || errors.Is(err, logtoadmin.ErrUncertain) {
				t.Fatalf("error is %v, want *RedirectError that is ErrUnexpectedResponse", err)
			}
			location, _, _ := strings.Cut(test.location, "?")
			if !strings.HasSuffix(redirect.To, location) || !strings.Contains(err.Error(), redirect.To+", which is not followed") {
				t.Errorf("error is %q, want it to name %s", err, location)
			}
		})
	}
}

// A server that puts what it got into the address that it points to.
func TestClient_redirects_echo(t *testing.T) {
	t.Parallel()
	for _, place := range []string{"http://localhost/", "http://example.com/at?to=", "http://"} {
		tenant := newTenant(t)
		var echoed string
		tenant.handle("GET /api/connectors", func(w http.ResponseWriter, r *http.Request) {
			_, echoed, _ = strings.Cut(r.Header.Get("Authorization"), " ")
			http.Redirect(w, r, place+echoed, http.StatusFound)
		})
		err := listConnectors(t, tenant.client())
		if _, ok := errors.AsType[*logtoadmin.RedirectError](err); !ok || echoed == "" || strings.Contains(err.Error(), echoed) {
			t.Errorf("error is %v, want *RedirectError without the token", err)
		}
	}
}

// A redirect on the same host that is followed, to an address in which the server
// has put the token: as the path, as a parameter's name and as its value.
func TestWithLogger_redirects_echo(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"%s", "?%s", "?page=%s"} {
		tenant := newTenant(t)
		var echoed string
		tenant.handle("GET /api/connectors", func(w http.ResponseWriter, r *http.Request) {
			_, echoed, _ = strings.Cut(r.Header.Get("Authorization"), " ")
			http.Redirect(w, r, tenant.endpoint()+"/api/at/"+fmt.Sprintf(address, echoed), http.StatusFound)
		})
		tenant.handle("GET /api/at/", http.NotFound)
		log := new(logBuffer)
		_ = listConnectors(t, tenant.client(logtoadmin.WithLogger(log.logger()))) // nothing is there
		if text := log.String(); strings.Count(text, "\n") != 3 || echoed == "" || strings.Contains(text, echoed) {
			t.Errorf("the log of a redirect to %s is\n%s", address, text)
		}
	}
}

func listConnectors(t *testing.T, c *logtoadmin.Client) error {
	t.Helper()
	_, err := c.Connectors.List(t.Context())
	return err
}

func createApplication(t *testing.T, c *logtoadmin.Client) error {
	t.Helper()
	_, err := c.Applications.Create(t.Context(), logtoadmin.CreateApplicationRequest{Name: "x", Type: logtoadmin.ApplicationTypeSPA})
	return err
}

func TestWithHTTPClient_isCopied(t *testing.T) {
	t.Parallel()
	tenant := newTenant(t)
	tenant.handle("GET /api/connectors", answerJSON(http.StatusOK, "[]"))
	mine := &http.Client{}
	if err := listConnectors(t, tenant.client(logtoadmin.WithHTTPClient(mine))); err != nil {
		t.Error(err)
	}
	if mine.Transport != nil || mine.CheckRedirect != nil || mine.Jar != nil || mine.Timeout != 0 {
		t.Errorf("the caller's client was changed: %+v", mine)
	}
}

// The same host without TLS is another place for credentials to go.
func TestClient_redirectToPlainHTTP(t *testing.T) {
	t.Parallel()
	transport := roundTripper(func(r *http.Request) (*http.Response, error) {
		if r.URL.Scheme != "https" {
			t.Errorf("%s was sent without TLS", r.URL)
		}
		answer := httptest.NewRecorder()
		http.Redirect(answer, r, "http://logto.test/api/connectors", http.StatusFound)
		return answer.Result(), nil
	})
	client, err := logtoadmin.New("https://logto.test", logtoadmin.WithHTTPClient(&http.Client{Transport: transport}),
		logtoadmin.WithCredentials(appID, appSecret), storedToken())
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := errors.AsType[*logtoadmin.RedirectError](listConnectors(t, client)); !ok {
		t.Error("the redirect is not refused")
	}
}
