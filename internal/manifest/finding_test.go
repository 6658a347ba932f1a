package manifest_test

import (
	"encoding/json"
	"testing"

	"github.com/logtoctl/logtoctl/internal/manifest"
)

func TestFinding_String(t *testing.T) {
	t.Parallel()
	tests := []struct {
		finding manifest.Finding
		want    string
	}{
		{
			manifest.Finding{File: "connector.json", Line: 12, Column: 5, Severity: manifest.SeverityError, Message: "message", Hint: "hint"},
			"connector.json:12:5: message (hint)",
		},
		{
			manifest.Finding{File: "-", Line: 1, Column: 1, Severity: manifest.SeverityWarning, Message: "message"},
			"-:1:1: warning: message",
		},
	}
	for _, test := range tests {
		if got := test.finding.String(); got != test.want {
			t.Errorf("got %s, want %s", got, test.want)
		}
	}
}

func TestFindings_Error(t *testing.T) {
	t.Parallel()
	findings := manifest.Findings{{File: "a", Line: 1, Column: 2, Message: "b"}, {File: "c", Line: 3, Column: 4, Message: "d"}}
	if got, want := findings.Error(), "a:1:2: b\nc:3:4: d"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestFinding_JSON(t *testing.T) {
	t.Parallel()
	got, err := json.Marshal(manifest.Finding{File: "a", Line: 1, Column: 2, Severity: manifest.SeverityError, Message: "b"})
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"file":"a","line":1,"column":2,"severity":"error","message":"b"}`; string(got) != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
