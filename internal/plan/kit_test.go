package plan_test

import (
	"encoding/json"
	"testing"

	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// bookstore is an application that logtoctl owns under the key "bookstore",
// with a column of everything that could get lost.
func bookstore(changes ...func(*logtoadmin.Application)) logtoadmin.Application {
	application := logtoadmin.Application{
		ID: "app1", Name: "Bookstore", Description: "Books", Type: logtoadmin.ApplicationTypeTraditional,
		OIDCClientMetadata: logtoadmin.OIDCClientMetadata{
			RedirectURIs:           []string{"https://b.example/callback", "https://a.example/callback"},
			PostLogoutRedirectURIs: []string{"https://b.example"},
			Extra:                  map[string]json.RawMessage{"backchannelLogoutUri": json.RawMessage(`"https://b.example/out"`)},
		},
		CustomData: map[string]json.RawMessage{
			"logtoctl": json.RawMessage(`{"key":"bookstore"}`),
			"team":     json.RawMessage(`{"name":"shop"}`),
		},
	}
	for _, change := range changes {
		change(&application)
	}
	return application
}

func withID(id string) func(*logtoadmin.Application) {
	return func(a *logtoadmin.Application) { a.ID = id }
}

func withName(name string) func(*logtoadmin.Application) {
	return func(a *logtoadmin.Application) { a.Name = name }
}

// withData replaces the custom data; an empty text takes it away.
func withData(text string) func(*logtoadmin.Application) {
	return func(a *logtoadmin.Application) {
		a.CustomData = nil
		if text != "" {
			a.CustomData = map[string]json.RawMessage{"logtoctl": json.RawMessage(text)}
		}
	}
}

// updated returns the application as the server stores it after the request:
// each column that is in the request is replaced whole.
func updated(application logtoadmin.Application, request logtoadmin.UpdateApplicationRequest) logtoadmin.Application {
	if request.Name != nil {
		application.Name = *request.Name
	}
	if request.Description != nil {
		application.Description = *request.Description
	}
	if request.OIDCClientMetadata != nil {
		application.OIDCClientMetadata = *request.OIDCClientMetadata
	}
	if request.CustomClientMetadata != nil {
		application.CustomClientMetadata = request.CustomClientMetadata
	}
	if request.CustomData != nil {
		application.CustomData = request.CustomData
	}
	return application
}

// paths returns where the differences are.
func paths(fields []plan.Field) []string {
	var found []string
	for _, field := range fields {
		found = append(found, field.Path)
	}
	return found
}

// asJSON returns what the server would get, to compare and to search through.
func asJSON(t *testing.T, value any) string {
	t.Helper()
	encoded, err := json.Marshal(value)
	if err != nil {
		t.Fatalf("encode %T: %v", value, err)
	}
	return string(encoded)
}
