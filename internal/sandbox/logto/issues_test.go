package logto_test

import (
	"encoding/json"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestGuards_asZod sends bodies that Logto's schemas refuse. What zod says
// about each, with Logto's schemas, was recorded in testdata/issues.json.
func TestGuards_asZod(t *testing.T) {
	t.Parallel()
	document, err := os.ReadFile("testdata/issues.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct {
		Method string          `json:"method"`
		Path   string          `json:"path"`
		Body   json.RawMessage `json:"body"`
		Issues []any           `json:"issues"`
	}
	if err := json.Unmarshal(document, &cases); err != nil {
		t.Fatal(err)
	}
	if len(cases) == 0 {
		t.Fatal("no cases")
	}
	s := newSandbox(t)
	id, _ := s.server.Credentials()
	for _, tt := range cases {
		path := strings.Replace(tt.Path, "{id}", id, 1)
		got := s.api(t, tt.Method, path, string(tt.Body))
		got.wants(t, http.StatusBadRequest)
		refused := got.object(t)
		data, _ := refused["data"].(map[string]any)
		if diff := cmp.Diff(tt.Issues, data["issues"]); diff != "" {
			t.Errorf("%s: -zod +sandbox\n%s", got.what, diff)
		}
		if data["name"] != "ZodError" || refused["details"] == "" {
			t.Errorf("%s: data and details are not those of a ZodError: %s", got.what, got.body)
		}
	}
}
