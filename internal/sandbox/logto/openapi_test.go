package logto_test

import (
	"encoding/json"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"
)

type openAPI struct {
	OpenAPI string            `json:"openapi"`
	Info    map[string]string `json:"info"`
	Servers []struct {
		URL string `json:"url"`
	} `json:"servers"`
	Paths map[string]map[string]struct {
		OperationID string `json:"operationId"`
	} `json:"paths"`
}

// TestOpenAPI compares the operations with those of the real document, of
// which the recordings hold the names.
func TestOpenAPI(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("../../../testdata/recordings/openapi/operations-1.42.json")
	if err != nil {
		t.Fatal(err)
	}
	var recorded, served openAPI
	if err := json.Unmarshal(raw, &recorded); err != nil {
		t.Fatal(err)
	}
	s := newSandbox(t)
	if err := json.Unmarshal(s.do(t, http.MethodGet, "/api/swagger.json", "").wants(t, http.StatusOK).body, &served); err != nil {
		t.Fatal(err)
	}
	if served.OpenAPI != recorded.OpenAPI || served.Info["title"] != recorded.Info["title"] || served.Info["version"] != recorded.Info["version"] {
		t.Errorf("document %s %v, recorded %s %v", served.OpenAPI, served.Info, recorded.OpenAPI, recorded.Info)
	}
	if served.Servers[0].URL != s.url {
		t.Errorf("servers %v", served.Servers)
	}
	count := 0
	for path, operations := range served.Paths {
		for method, operation := range operations {
			count++
			if strings.HasPrefix(path, "/api/interaction") {
				t.Errorf("%s %s is no part of the document", method, path)
			}
			if want := recorded.Paths[path][method].OperationID; operation.OperationID != want {
				t.Errorf("%s %s is %q, recorded %q", method, path, operation.OperationID, want)
			}
		}
	}
	if count < 50 {
		t.Errorf("only %d operations", count)
	}
}

// TestOpenAPI_everyOperationIsServed calls each documented operation without a
// token: one that is not served would answer 404 or 405.
func TestOpenAPI_everyOperationIsServed(t *testing.T) {
	t.Parallel()
	s := newSandbox(t)
	var served openAPI
	if err := json.Unmarshal(s.do(t, http.MethodGet, "/api/swagger.json", "").body, &served); err != nil {
		t.Fatal(err)
	}
	public := map[string]bool{
		"GetStatus": true, "GetSwaggerJson": true, "GetSignInExperienceConfig": true, "GetWellKnownExperience": true,
	}
	for path, operations := range served.Paths {
		for method, operation := range operations {
			got := s.do(t, strings.ToUpper(method), regexp.MustCompile(`\{\w+\}`).ReplaceAllString(path, "x"), "")
			if public[operation.OperationID] {
				if got.status >= http.StatusBadRequest {
					t.Errorf("%s: status %d", got.what, got.status)
				}
				continue
			}
			if strings.HasPrefix(path, "/api/experience") {
				got.refused(t, http.StatusBadRequest, "session.not_found")
				continue
			}
			got.refused(t, http.StatusUnauthorized, "auth.authorization_header_missing")
		}
	}
}
