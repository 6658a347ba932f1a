package logto_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/logtoctl/logtoctl/internal/sandbox/logto"
)

// harness calls a server without a network in between, and stops no request.
type harness struct {
	server *logto.Server
	token  string
}

func newHarness(f *testing.F) *harness {
	f.Helper()
	s := newSandbox(f)
	return &harness{server: s.server, token: s.token(f)}
}

// call sends a request and checks what holds for every answer: no failure of
// the server, unless so much was created that it is full, and JSON where the
// content type says so.
func (h *harness) call(t *testing.T, method, path, body string) *httptest.ResponseRecorder {
	t.Helper()
	request := httptest.NewRequestWithContext(t.Context(), method, "/", strings.NewReader(body))
	request.URL = &url.URL{Path: "/api" + path}
	request.Header.Set("Authorization", "Bearer "+h.token)
	request.Header.Set("Content-Type", "application/json")
	recorder := httptest.NewRecorder()
	h.server.ServeHTTP(recorder, request)
	if recorder.Code >= http.StatusInternalServerError &&
		recorder.Code != http.StatusNotImplemented && recorder.Code != http.StatusInsufficientStorage {
		t.Fatalf("%s %s %s: status %d %s", method, path, body, recorder.Code, recorder.Body)
	}
	if strings.HasPrefix(recorder.Header().Get("Content-Type"), "application/json") && !json.Valid(recorder.Body.Bytes()) {
		t.Fatalf("%s %s %s: not JSON: %s", method, path, body, recorder.Body)
	}
	return recorder
}

// forget deletes what a request created, because the id of a connector can be
// chosen, and choosing one twice is where a real Logto fails.
func (h *harness) forget(t *testing.T, path string, created *httptest.ResponseRecorder) {
	t.Helper()
	var object struct {
		ID string `json:"id"`
	}
	if created.Code != http.StatusOK || json.Unmarshal(created.Body.Bytes(), &object) != nil {
		return
	}
	if path == "/applications" || path == "/connectors" {
		h.call(t, http.MethodDelete, path+"/"+object.ID, "")
	}
}

// FuzzBodies sends any body to every route that takes one. What a change
// stored must be valid when it is sent again.
func FuzzBodies(f *testing.F) {
	for _, seed := range []string{
		``, `{}`, `[]`, `{"a":`, `null`, `{"name":"x","type":"Traditional","customData":{"a":[1,"",null]}}`,
		`{"name":"x","type":"Native","oidcClientMetadata":{"redirectUris":["a:b","http://*.x.y"],"postLogoutRedirectUris":[]}}`,
		`{"connectorId":"aliyun-direct-mail","config":{"accessKeyId":"","templates":[{"usageType":"Generic"}]}}`,
		`{"connectorId":"oauth2","metadata":{"target":"x","name":{"en":"y"}}}`,
		`{"signUp":{"identifiers":["email"],"password":true,"verify":true},"signIn":{"methods":[]}}`,
		`{"mfa":{"factors":[],"policy":"NoPrompt"},"passwordExpiration":{"enabled":false},"adaptiveMfa":{}}`,
		`{"emailBlocklistPolicy":{"customBlocklist":["@*.x"]},"forgotPasswordMethods":null,"signUpProfileFields":[{"name":"x"}]}`,
		`{"templates":[{"languageTag":"en","templateType":"SignIn","details":{"subject":"{{","content":"}}"}}]}`,
		`{"email":"a@b.c","verificationCode":"1"}`, `{"roleIds":["x"]}`, `{"name":"x","expiresAt":1e300}`, `{"name":"\ud800"}`,
	} {
		f.Add(seed)
	}
	h := newHarness(f)
	id, _ := h.server.Credentials()
	f.Fuzz(func(t *testing.T, body string) {
		for _, route := range [][2]string{
			{http.MethodPost, "/applications"},
			{http.MethodPatch, "/applications/" + id},
			{http.MethodPatch, "/applications/" + id + "/custom-data"},
			{http.MethodPost, "/applications/" + id + "/secrets"},
			{http.MethodPatch, "/applications/" + id + "/secrets/x"},
			{http.MethodPut, "/applications/" + id + "/roles"},
			{http.MethodPost, "/connectors"},
			{http.MethodPatch, "/connectors/x"},
			{http.MethodPost, "/connectors/x/test"},
			{http.MethodPost, "/verification-codes"},
			{http.MethodPost, "/verification-codes/verify"},
			{http.MethodPut, "/email-templates"},
			{http.MethodPatch, "/email-templates/x/details"},
			{http.MethodPost, "/users"},
		} {
			h.forget(t, route[1], h.call(t, route[0], route[1], body))
		}
		if h.call(t, http.MethodPatch, "/sign-in-exp", body).Code == http.StatusOK {
			stored := h.call(t, http.MethodGet, "/sign-in-exp", "")
			again := h.call(t, http.MethodPatch, "/sign-in-exp", stored.Body.String())
			if strings.Contains(again.Body.String(), "guard.invalid_input") {
				t.Fatalf("%s was stored, but is not valid: %s", stored.Body, again.Body)
			}
		}
	})
}

// FuzzQuery searches and pages with anything. A search that cannot be made
// sense of is the one thing that a real Logto fails over, at one list only.
func FuzzQuery(f *testing.F) {
	for _, seed := range []string{
		"", "search=%25x%25", "search.name=x&mode=posix", "search=(&mode=posix", "page=1&page_size=100", "page=99999999999999999999",
		"search=a\\&isCaseSensitive=1", "types=SPA&types=SAML", "joint=and&search=x&search.id=y", "%zz", "type=User",
	} {
		f.Add(seed)
	}
	h := newHarness(f)
	f.Fuzz(func(t *testing.T, query string) {
		for _, path := range []string{"/roles", "/email-templates", "/connectors"} {
			request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
			request.URL = &url.URL{Path: "/api" + path, RawQuery: query}
			request.Header.Set("Authorization", "Bearer "+h.token)
			recorder := httptest.NewRecorder()
			h.server.ServeHTTP(recorder, request)
			if recorder.Code >= http.StatusInternalServerError {
				t.Fatalf("%s?%s: status %d %s", path, query, recorder.Code, recorder.Body)
			}
		}
	})
}

// FuzzToken presents anything as a form and as credentials.
func FuzzToken(f *testing.F) {
	f.Add("grant_type=client_credentials&resource=https%3A%2F%2Fdefault.logto.app%2Fapi", "Basic eDp5")
	f.Add("client_id=x&client_secret=y&grant_type=refresh_token", "")
	f.Add("%", "Bearer x")
	h := newHarness(f)
	f.Fuzz(func(t *testing.T, form, authorization string) {
		request := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/oidc/token", strings.NewReader(form))
		request.Header["Authorization"] = []string{authorization}
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		recorder := httptest.NewRecorder()
		h.server.ServeHTTP(recorder, request)
		if recorder.Code == http.StatusOK || recorder.Code >= http.StatusInternalServerError {
			t.Fatalf("%q with %q: status %d %s", form, authorization, recorder.Code, recorder.Body)
		}
	})
}
