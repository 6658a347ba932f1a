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
	s := newSandbox(t)
	id, _ := s.server.Credentials()
	checkIssues(t, "testdata/issues.json", func(method, path, body string) reply {
		return s.api(t, method, strings.Replace(path, "{id}", id, 1), body)
	})
}

// TestGuards_ofThePageAsZod does the same with what a sign-in page sends.
func TestGuards_ofThePageAsZod(t *testing.T) {
	t.Parallel()
	b := newSandbox(t).opens(t).starts(t, "Register")
	checkIssues(t, "testdata/experience-issues.json", func(method, path, body string) reply {
		return b.send(t, method, "/api"+path, body)
	})
}

// checkIssues sends the recorded bodies and compares the findings.
func checkIssues(t *testing.T, file string, send func(method, path, body string) reply) {
	t.Helper()
	document, err := os.ReadFile(file)
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
	for _, tt := range cases {
		got := send(tt.Method, tt.Path, string(tt.Body))
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
