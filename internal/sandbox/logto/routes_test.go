package logto_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/logtoctl/logtoctl/internal/sandbox/logto"
)

func TestNew_refusesUnusableOptions(t *testing.T) {
	t.Parallel()
	direct := func(string) string { return "http://localhost:1" }
	for name, options := range map[string]logto.Options{
		"no endpoint":      {DirectMail: direct},
		"trailing slash":   {Endpoint: "http://localhost:3001/", DirectMail: direct},
		"not a URL":        {Endpoint: "local host", DirectMail: direct},
		"no host":          {Endpoint: "localhost", DirectMail: direct},
		"bad escape":       {Endpoint: "http://%zz", DirectMail: direct},
		"no mail endpoint": {Endpoint: "http://localhost:3001"},
	} {
		if _, err := logto.New(options); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

// TestNew_defaults starts a server with the two options that have no default,
// under a path prefix, and draws a token from it.
func TestNew_defaults(t *testing.T) {
	t.Parallel()
	server, err := logto.New(logto.Options{
		Endpoint:   "http://localhost:3001/tenant",
		DirectMail: func(string) string { return "http://localhost:1" },
	})
	if err != nil {
		t.Fatal(err)
	}
	recorder := httptest.NewRecorder()
	server.ServeHTTP(recorder, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/oidc/.well-known/openid-configuration", nil))
	if !strings.Contains(recorder.Body.String(), `"issuer":"http://localhost:3001/tenant/oidc"`) {
		t.Errorf("discovery: %s", recorder.Body)
	}
}

func TestRoutes_bare(t *testing.T) {
	t.Parallel()
	s := newSandbox(t)
	tests := map[string]struct {
		method, path string
		status       int
		body, allow  string
	}{
		"unknown, without a token":     {http.MethodGet, "/api/nope", 404, "Not Found", ""},
		"outside of the API":           {http.MethodGet, "/nothing", 404, "Not Found", ""},
		"real, but not of the sandbox": {http.MethodGet, "/api/organizations", 404, "Not Found", ""},
		"deeper than a route":          {http.MethodGet, "/api/applications/a/b/c", 404, "Not Found", ""},
		"empty segment":                {http.MethodGet, "/api/applications//secrets", 404, "Not Found", ""},
		"dot segment":                  {http.MethodGet, "/api/./status", 404, "Not Found", ""},
		"method not allowed":           {http.MethodPut, "/api/applications", 405, "Method Not Allowed", "HEAD, GET, POST"},
		"method not allowed, no GET":   {http.MethodGet, "/api/verification-codes", 405, "Method Not Allowed", "POST"},
		"page without a GET":           {http.MethodGet, "/api/experience", 405, "Method Not Allowed", "PUT"},
		"page's abort":                 {http.MethodGet, "/api/interaction", 405, "Method Not Allowed", "DELETE"},
		"options":                      {http.MethodOptions, "/api/applications", 200, "", "HEAD, GET, POST"},
		"status":                       {http.MethodGet, "/api/status", 204, "", ""},
		"status with a slash":          {http.MethodGet, "/api/status/", 204, "", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := s.do(t, tt.method, tt.path, "").wants(t, tt.status)
			if string(got.body) != tt.body || got.header.Get("Allow") != tt.allow {
				t.Errorf("%q, Allow %q", got.body, got.header.Get("Allow"))
			}
			if tt.body != "" && got.header.Get("Content-Type") != "text/plain; charset=utf-8" {
				t.Errorf("content type %q", got.header.Get("Content-Type"))
			}
		})
	}
}

func TestRoutes_requestIDs(t *testing.T) {
	t.Parallel()
	s := newSandbox(t)
	seen := map[string]bool{}
	for _, path := range []string{"/api/status", "/api/nope", "/api/applications", "/oidc/jwks", "/oidc/nope"} {
		id := s.do(t, http.MethodGet, path, "").header.Get("Logto-Core-Request-Id")
		if len(id) != 16 || seen[id] {
			t.Errorf("%s: request id %q", path, id)
		}
		seen[id] = true
	}
}

func TestRoutes_entityTags(t *testing.T) {
	t.Parallel()
	s := newSandbox(t)
	ask := func(tag string) reply {
		return s.do(t, http.MethodGet, "/api/sign-in-exp", "", "Authorization", "Bearer "+s.token(t), "If-None-Match", tag)
	}
	tag := ask(`"other"`).wants(t, http.StatusOK).header.Get("ETag")
	if got := ask(`W/"x", `+tag).wants(t, http.StatusNotModified); len(got.body) != 0 || got.header.Get("ETag") != tag {
		t.Errorf("not modified, but %q", got.body)
	}
	s.api(t, http.MethodPatch, "/sign-in-exp", `{"signInMode":"SignIn"}`).wants(t, http.StatusOK)
	ask(tag).wants(t, http.StatusOK)
}

// TestBodies_malformed pins the sentences of the JavaScript engine that Logto
// runs on, measured with Node 20 and the line and column that Node 22 adds.
func TestBodies_malformed(t *testing.T) {
	t.Parallel()
	s := newSandbox(t)
	for body, want := range map[string]string{
		`{"name":`:        `Unexpected end of JSON input`,
		`{"a":nul`:        `Unexpected end of JSON input`,
		`[`:               `Unexpected end of JSON input`,
		`{"name":x}`:      `Unexpected token 'x', "{"name":x}" is not valid JSON`,
		`[1,]`:            `Unexpected token ']', "[1,]" is not valid JSON`,
		`{"a":tru}`:       `Unexpected token '}', "{"a":tru}" is not valid JSON`,
		`{`:               `Expected property name or '}' in JSON at position 1 (line 1 column 2)`,
		"[{ \n":           `Expected property name or '}' in JSON at position 4 (line 2 column 1)`,
		`{"a"`:            `Expected ':' after property name in JSON at position 4 (line 1 column 5)`,
		`{"a":1`:          `Expected ',' or '}' after property value in JSON at position 6 (line 1 column 7)`,
		`{"a":1,`:         `Expected double-quoted property name in JSON at position 7 (line 1 column 8)`,
		`[1`:              `Expected ',' or ']' after array element in JSON at position 2 (line 1 column 3)`,
		`[1,`:             `Unexpected end of JSON input`,
		`{"a":-`:          `No number after minus sign in JSON at position 6 (line 1 column 7)`,
		`{"a":1.}`:        `Unterminated fractional number in JSON at position 7 (line 1 column 8)`,
		`[1e`:             `Exponent part is missing a number in JSON at position 3 (line 1 column 4)`,
		`{"a\u`:           `Bad Unicode escape in JSON at position 5 (line 1 column 6)`,
		`{"a":"\`:         `Unexpected end of JSON input`,
		`{"a" 1}`:         `Expected ':' after property name in JSON at position 5 (line 1 column 6)`,
		`{"a":1 "b"}`:     `Expected ',' or '}' after property value in JSON at position 7 (line 1 column 8)`,
		`{,}`:             `Expected property name or '}' in JSON at position 1 (line 1 column 2)`,
		`{"a":1,}`:        `Expected double-quoted property name in JSON at position 7 (line 1 column 8)`,
		`[1 2]`:           `Expected ',' or ']' after array element in JSON at position 3 (line 1 column 4)`,
		`{"a":1}x`:        `Unexpected non-whitespace character after JSON at position 7 (line 1 column 8)`,
		`{"a`:             `Unterminated string in JSON at position 3 (line 1 column 4)`,
		`{"a\"`:           `Unterminated string in JSON at position 5 (line 1 column 6)`,
		`{"a":"b\x"}`:     `Bad escaped character in JSON at position 8 (line 1 column 9)`,
		"{\"a\":\"b\n\"}": `Bad control character in string literal in JSON at position 7 (line 1 column 8)`,
		"{\n\n  \"a\" 1}": `Expected ':' after property name in JSON at position 9 (line 3 column 7)`,
		`"text"`:          `invalid JSON, only supports object and array`,
		`   `:             `invalid JSON, only supports object and array`,
		`{"aaaaaaaaaaaaaaaaaaaaaaaa":x, "bbbbbbbbbbbbbbbbbbbb":1}`: `Unexpected token 'x', ..."aaaaaaaa":x, "bbbbbb"... is not valid JSON`,
	} {
		got := s.api(t, http.MethodPost, "/applications", body).wants(t, http.StatusBadRequest)
		object := got.object(t)
		if object["message"] != want || len(object) != 1 {
			t.Errorf("%s:\n got %v\nwant %v", body, object, want)
		}
	}
}

func TestBodies_kinds(t *testing.T) {
	t.Parallel()
	s := newSandbox(t)
	post := func(body string, kind ...string) reply {
		headers := append([]string{"Authorization", "Bearer " + s.token(t)}, kind...)
		return s.do(t, http.MethodPost, "/api/applications", body, headers...)
	}
	post("name=Bookstore&type=Traditional", "Content-Type", "application/x-www-form-urlencoded; charset=utf-8").wants(t, http.StatusOK)
	post("name=a&name=b&type=SPA", "Content-Type", "application/x-www-form-urlencoded").contains(t, "Expected string, received array")
	post(`{"name":"Bookstore","type":"SPA"}`, "Content-Type", "application/json; charset=utf-8").wants(t, http.StatusOK)
	post(`{"name":"Bookstore","type":"SPA"}`, "Content-Type", "text/plain").contains(t, "Expected object, received string")
	post(`{"name":"Bookstore","type":"SPA"}`, "Content-Type", "image/png").contains(t, "Expected string but received undefined.")
	post("", "Content-Type", "application/json").contains(t, "Expected string but received undefined.")
	post(`{"name":"`+strings.Repeat("x", 1<<20)+`"}`, "Content-Type", "application/json").wants(t, http.StatusRequestEntityTooLarge)
}
