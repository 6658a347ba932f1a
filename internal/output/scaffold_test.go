package output_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/folder"
	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/internal/plan"
)

func TestScaffold(t *testing.T) {
	t.Parallel()
	view := output.Scaffold{
		Dir: "bookstore", Framework: "net-http", Module: "example.com/bookstore", Status: plan.Updated,
		Files: output.NewScaffoldFiles([]folder.File{{Name: "main.go", Status: plan.Unchanged}, {Name: "pages/home.html", Status: plan.Created}}),
	}
	document, err := json.Marshal(view)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"dir":"bookstore","framework":"net-http","module":"example.com/bookstore","files":[{"path":"main.go","status":"unchanged"},` +
		`{"path":"pages/home.html","status":"created"}],"status":"updated"}`
	if diff := cmp.Diff(want, string(document)); diff != "" {
		t.Errorf("document (-want +got):\n%s", diff)
	}
	view.DryRun = true
	rows := [][]string{{"bookstore/main.go", "unchanged"}, {"bookstore/pages/home.html", "would be created"}}
	if diff := cmp.Diff(rows, view.Table().Rows); diff != "" {
		t.Errorf("table (-want +got):\n%s", diff)
	}
}
