package reliability_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"github.com/logtoctl/logtoctl/internal/sandbox"
)

// tenant is the Management API as somebody else sees it, past proxy and client.
type tenant struct {
	endpoint string
	environ  map[string]string

	mu    sync.Mutex
	token string
}

func newTenant(s *sandbox.Sandbox) *tenant {
	return &tenant{endpoint: s.LogtoURL(), environ: environ(s)}
}

// call sends a request and decodes the answer into out, which may be nil.
func (t *tenant) call(method, path string, body, out any) error {
	token, err := t.bearer()
	if err != nil {
		return err
	}
	content, err := json.Marshal(body)
	if err != nil {
		return err
	}
	request, err := http.NewRequest(method, t.endpoint+path, bytes.NewReader(content))
	if err != nil {
		return err
	}
	request.Header.Set("Authorization", "Bearer "+token)
	request.Header.Set("Content-Type", "application/json")
	return send(request, out)
}

func (t *tenant) bearer() (string, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.token != "" {
		return t.token, nil
	}
	form := url.Values{"grant_type": {"client_credentials"}, "resource": {t.environ["LOGTO_RESOURCE"]}, "scope": {"all"}}
	request, err := http.NewRequest(http.MethodPost, t.endpoint+"/oidc/token", strings.NewReader(form.Encode()))
	if err != nil {
		return "", err
	}
	request.SetBasicAuth(t.environ["LOGTO_M2M_APP_ID"], t.environ["LOGTO_M2M_APP_SECRET"])
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	var granted struct {
		AccessToken string `json:"access_token"`
	}
	err = send(request, &granted)
	t.token = granted.AccessToken
	return t.token, err
}

func send(request *http.Request, out any) error {
	response, err := upstream.RoundTrip(request)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	content, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode >= http.StatusBadRequest {
		return fmt.Errorf("%s %s: %s: %s (%w)", request.Method, request.URL.Path, response.Status, content, err)
	}
	if out == nil {
		return nil
	}
	return json.Unmarshal(content, out)
}

// object is a JSON object of the Management API.
type object map[string]any

func (o object) text(name string) string {
	text, _ := o[name].(string)
	return text
}
