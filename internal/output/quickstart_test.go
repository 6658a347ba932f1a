package output_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/provision"
)

func TestQuickstart(t *testing.T) {
	t.Parallel()
	view := output.Quickstart{
		Dir: "shop", Status: plan.Created, Endpoint: "http://localhost:3001", AppURL: "http://localhost:3000", InboxURL: "http://localhost:3004",
		Files:   []output.ScaffoldFile{{Path: "main.go", Status: plan.Created}, {Path: "logtoctl.yaml", Status: plan.Created}},
		Objects: []provision.StepReport{{Object: "application/shop", Name: "Shop", ID: "app1", Status: plan.Created}},
	}
	document, err := json.Marshal(view)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"dir":"shop","status":"created","files":[{"path":"main.go","status":"created"},{"path":"logtoctl.yaml","status":"created"}],` +
		`"endpoint":"http://localhost:3001","objects":[{"object":"application/shop","name":"Shop","id":"app1","status":"created"}],` +
		`"appUrl":"http://localhost:3000","inboxUrl":"http://localhost:3004"}`
	if diff := cmp.Diff(want, string(document)); diff != "" {
		t.Errorf("document (-want +got):\n%s", diff)
	}
	rows := [][]string{{"files/shop", "2 files", "", "created"}, {"application/shop", "Shop", "app1", "created"}}
	if diff := cmp.Diff(rows, view.Table().Rows); diff != "" {
		t.Errorf("table (-want +got):\n%s", diff)
	}
	view.Files[0].Status = plan.Unchanged
	if got := view.Table().Rows[0][3]; got != "updated" {
		t.Errorf("files of which one is new are %s", got)
	}
	view.Files = nil
	if diff := cmp.Diff(rows[1:], view.Table().Rows); diff != "" {
		t.Errorf("table without files (-want +got):\n%s", diff)
	}
}

func TestQuickstart_dryRun(t *testing.T) {
	t.Parallel()
	plans := output.NewPlan("http://localhost:3001", plan.Set{})
	view := output.Quickstart{Dir: "shop", Plan: &plans, Files: []output.ScaffoldFile{{Path: "pages/home.html", Status: plan.Created}, {Path: "main.go", Status: plan.Unchanged}}}
	if got, want := view.Table().Text, "shop/pages/home.html  would be created\nshop/main.go  unchanged\n\n"+plans.Text(); got != want {
		t.Errorf("the text is %q, want %q", got, want)
	}
	view.Files = nil
	if got := view.Table().Text; got != plans.Text() || strings.Contains(got, "shop") {
		t.Errorf("without files the text is %q", got)
	}
}
