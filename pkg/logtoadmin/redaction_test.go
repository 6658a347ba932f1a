package logtoadmin_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// Printing anything that this package gives out shows no secret.
func TestClient_printing(t *testing.T) {
	t.Parallel()
	client, err := logtoadmin.New("http://localhost", logtoadmin.WithCredentials(appID, appSecret))
	if err != nil {
		t.Fatal(err)
	}
	values := []any{
		client, *client, client.Applications, *client.Roles,
		logtoadmin.Token{AccessToken: appSecret},
		logtoadmin.ApplicationSecret{Value: appSecret},
		[]logtoadmin.ApplicationSecret{{Value: appSecret}},
	}
	for _, value := range values {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
			if text := fmt.Sprintf(verb, value); strings.Contains(text, appSecret.Reveal()) {
				t.Errorf("%s of %T shows the secret: %s", verb, value, text)
			}
		}
	}
}

// A server that answers with the token it was sent does not get it into an
// error, whether the token was granted or came from the store.
func TestClient_tokenInAnswer(t *testing.T) {
	t.Parallel()
	for name, option := range map[string][]logtoadmin.Option{"granted": nil, "stored": {storedToken()}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tenant := newTenant(t)
			tenant.handle("GET /api/connectors", func(w http.ResponseWriter, r *http.Request) {
				http.Error(w, "cannot handle "+r.Header.Get("Authorization"), http.StatusBadRequest)
			})
			err := listConnectors(t, tenant.client(option...))
			if want := "list connectors: logto answered 400: cannot handle Bearer [redacted] (request id request-1)"; err == nil || err.Error() != want {
				t.Errorf("error is %v, want %s", err, want)
			}
		})
	}
}

// A server that echoes the Authorization header where the id of the request
// belongs, or the credentials as they are in it, gets neither into an error nor
// into the log.
func TestClient_authorizationAsRequestID(t *testing.T) {
	t.Parallel()
	var seen atomic.Value
	echo := func(w http.ResponseWriter, r *http.Request) {
		_, credentials, _ := strings.Cut(r.Header.Get("Authorization"), " ")
		seen.Store(credentials)
		w.Header().Set("Logto-Core-Request-Id", credentials)
		http.Error(w, "cannot handle "+credentials, http.StatusBadRequest)
	}
	api := newTenant(t)
	api.handle("GET /api/connectors", echo)
	for _, tenant := range []*tenant{tokenTenant(t, echo), api} {
		var log strings.Builder
		logger := slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
		err := listConnectors(t, tenant.client(logtoadmin.WithLogger(logger)))
		credentials, _ := seen.Load().(string)
		if err == nil || credentials == "" {
			t.Fatalf("error is %v, the server saw %q", err, credentials)
		}
		if strings.Contains(err.Error(), credentials) || strings.Contains(log.String(), credentials) {
			t.Errorf("the credentials are shown: %v\n%s", err, log.String())
		}
	}
}

// A server may send back what it was given. No secret of the request and no
// string to sign gets into the error.
func TestConnectorService_secretsInAnswer(t *testing.T) {
	t.Parallel()
	echo := `{"code": "connector.general", "message": "bad s3cr3t\u001b[2J: server string to sign is:POST&%2F&Subject",
		"details": "s3cr3t", "data": {"errorDescription": "Specified signature is not matched with our calculation. server string to sign is:POST&%2F&Subject",
		"Code": "SignatureDoesNotMatch", "issues": [{"path": ["auth", "s3cr3t", 0], "code": "x", "message": "got s3cr3t and hunter22"}]}}`
	tenant := newTenant(t)
	tenant.handle("PATCH /api/connectors/mydm", answerJSON(http.StatusBadRequest, echo))
	config := directMailConfig()
	config["auth"] = map[string]any{"pass": "hunter22"}
	_, err := tenant.client().Connectors.Update(t.Context(), "mydm", logtoadmin.UpdateConnectorRequest{Config: config})
	refusal, ok := errors.AsType[*logtoadmin.Error](err)
	if !ok {
		t.Fatalf("error is %v, want *Error", err)
	}
	text := fmt.Sprintf("%v %+v %+v", err, *refusal, *refusal.Provider)
	for _, leak := range []string{"s3cr3t", "hunter22", "string to sign", "Subject", "\x1b"} {
		if strings.Contains(text, leak) {
			t.Errorf("error shows %q: %s", leak, text)
		}
	}
	if want := "Specified signature is not matched with our calculation."; refusal.Provider.Message != want {
		t.Errorf("provider message is %q, want %q", refusal.Provider.Message, want)
	}
}

func TestConnectorConfig_printing(t *testing.T) {
	t.Parallel()
	connector := directMailConnector("mydm")
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("", "config", connector.Config)
	for _, text := range []string{
		fmt.Sprintf("%v %+v %#v %s %q %x", connector, connector, connector, connector.Config, connector.Config, connector.Config),
		fmt.Sprint(&connector), log.String(),
	} {
		if strings.Contains(text, "s3cr3t") || strings.Contains(text, "733363723374") {
			t.Errorf("secret is shown: %s", text)
		}
		if !strings.Contains(text, "config(accessKeyId accessKeySecret accountName fromAlias templates)") {
			t.Errorf("names of the keys are not shown: %s", text)
		}
	}
	encoded, err := json.Marshal(connector.Config)
	if err != nil || !strings.Contains(string(encoded), `"accessKeySecret":"s3cr3t"`) {
		t.Errorf("JSON is %s, %v; want it to hold the secret", encoded, err)
	}
}
