package reliability_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
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

// state returns the whole tenant as text, without what differs from one tenant
// to the next: ids are replaced by names, and dates, secrets and what a connector
// has from its package are left out.
func (t *tenant) state() (string, error) {
	var applications, connectors, templates []object
	var experience object
	for path, out := range map[string]any{
		"/api/applications": &applications, "/api/connectors": &connectors,
		"/api/email-templates": &templates, "/api/sign-in-exp": &experience,
	} {
		if err := t.call(http.MethodGet, path, nil, out); err != nil {
			return "", err
		}
	}
	names := t.names()
	for _, application := range applications {
		var secrets []object
		id := application.text("id")
		if err := t.call(http.MethodGet, "/api/applications/"+id+"/secrets", nil, &secrets); err != nil {
			return "", err
		}
		for _, secret := range secrets {
			delete(secret, "value")
		}
		delete(application, "secret")
		application["secrets"] = secrets
		names = append(names, id, "application "+application.text("name"))
	}
	for _, connector := range connectors {
		for _, part := range []string{"name", "description", "readme", "logo", "logoDark", "configTemplate", "formItems"} {
			delete(connector, part)
		}
		names = append(names, connector.text("id"), "connector "+connector.text("connectorId"))
	}
	for _, template := range templates {
		names = append(names, template.text("id"), "template "+template.text("languageTag")+"/"+template.text("templateType"))
	}
	return strings.Join([]string{
		list("applications", applications, names), list("connectors", connectors, names),
		list("email templates", templates, names), list("sign-in experience", []object{experience}, names),
	}, "\n"), nil
}

// names replaces what the environment of this one sandbox has.
func (t *tenant) names() []string {
	var pairs []string
	for name, value := range t.environ {
		if len(value) > 8 && (strings.HasPrefix(name, "LOGTO") || strings.HasPrefix(name, "ALIBABA_CLOUD_ACCESS")) {
			pairs = append(pairs, value, "$"+name)
		}
	}
	return pairs
}

// list prints objects one after the other, in an order that does not depend on
// when they were made.
func list(title string, objects []object, names []string) string {
	replace := strings.NewReplacer(names...)
	texts := make([]string, len(objects))
	for i, o := range objects {
		for _, date := range []string{"createdAt", "updatedAt"} {
			delete(o, date)
		}
		for _, secret := range asObjects(o["secrets"]) {
			delete(secret, "createdAt")
		}
		text, err := json.MarshalIndent(o, "", " ")
		if err != nil {
			return err.Error()
		}
		texts[i] = replace.Replace(string(text))
	}
	slices.Sort(texts)
	return fmt.Sprintf("%d %s\n%s", len(objects), title, strings.Join(texts, "\n"))
}

func asObjects(value any) []object {
	objects, _ := value.([]object)
	return objects
}

// watch looks at the tenant after each write.
type watch struct {
	tenant *tenant
	// keep is a usage type that only the live connector has a template for, and
	// that has to be there at any time; empty when there is none.
	keep string

	mu      sync.Mutex
	damages []string
}

// look checks that people can sign in: a code is asked for only where an email
// connector can send it.
func (w *watch) look() {
	var experience struct {
		SignIn struct {
			Methods []struct {
				Identifier       string
				Password         bool
				VerificationCode bool
			}
		}
	}
	var connectors []struct {
		Type   string
		Config struct {
			Templates []struct{ UsageType string }
		}
	}
	if err := w.tenant.call(http.MethodGet, "/api/sign-in-exp", nil, &experience); err != nil {
		w.damage("the sign-in experience cannot be read: %v", err)
	}
	if err := w.tenant.call(http.MethodGet, "/api/connectors", nil, &connectors); err != nil {
		w.damage("the connectors cannot be read: %v", err)
	}
	usageTypes := []string{}
	for _, connector := range connectors {
		for _, template := range connector.Config.Templates {
			usageTypes = append(usageTypes, template.UsageType)
		}
	}
	ways := 0
	for _, method := range experience.SignIn.Methods {
		sends := method.VerificationCode && slices.Contains(usageTypes, "SignIn")
		if method.Password || sends {
			ways++
		}
		if method.Identifier == "email" && method.VerificationCode && !sends {
			w.damage("people are asked for a code that nobody sends")
		}
	}
	if ways == 0 {
		w.damage("there is no way to sign in")
	}
	if w.keep != "" && !slices.Contains(usageTypes, w.keep) {
		w.damage("the template for %s is lost", w.keep)
	}
}

func (w *watch) damage(format string, values ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.damages = append(w.damages, fmt.Sprintf(format, values...))
}

// err returns what was seen.
func (w *watch) err() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.damages) == 0 {
		return nil
	}
	return fmt.Errorf("after a write: %s", strings.Join(w.damages, "; "))
}
