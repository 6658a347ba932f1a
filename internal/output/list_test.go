package output_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/provision"
)

// What comes object by object is, in the end, the same document as the whole list.
func TestList_likePrint(t *testing.T) {
	t.Parallel()
	filter, err := output.ParseFilter(".[] | {profile, status}")
	if err != nil {
		t.Fatal(err)
	}
	for name, printer := range map[string]output.Printer{
		"json": {Format: output.FormatJSON}, "yaml": {Format: output.FormatYAML}, "jq": {Filter: filter},
	} {
		for count := range 4 {
			whole := tenants{}
			for i := range count {
				whole = append(whole, tenant(i))
			}
			var want, got bytes.Buffer
			printer.Writer = &want
			if err := printer.Print(whole); err != nil {
				t.Fatal(err)
			}
			printer.Writer = &got
			addAll(t, printer.List(), whole)
			if diff := cmp.Diff(want.String(), got.String()); diff != "" {
				t.Errorf("%s of %d (-at once +one by one):\n%s", name, count, diff)
			}
		}
	}
}

// tenants is a list at once.
type tenants []output.Tenant

func (tenants) Table() output.Table { return output.Table{} }

func tenant(i int) output.Tenant {
	report := provision.Report{Steps: []provision.StepReport{
		{Object: "application/shop", Name: "Books & <more>\n", ID: "app1", Status: plan.Created},
		{Object: "connector/aliyun-dm", Status: plan.Unchanged},
		{Object: "sign-in-experience", Status: plan.Unchanged},
	}}
	view := output.Tenant(output.NewReport("http://localhost:3001", report, plan.Updated, nil))
	view.Profile = strings.Repeat("店", i) + fmt.Sprintf("shop-%d", i)
	return view
}

func addAll(t *testing.T, list *output.List, views tenants) {
	t.Helper()
	for _, view := range views {
		if err := list.Add(view); err != nil {
			t.Fatal(err)
		}
	}
	if err := list.Close(); err != nil {
		t.Fatal(err)
	}
}

// On a terminal each row is aligned by itself, in a pipe its cells have a tab between
// them.
func TestList_rows(t *testing.T) {
	t.Parallel()
	failed := tenant(1)
	failed.Status, failed.Error = provision.Failed, &output.ReportError{Message: "the server\x1b[2J\nsaid no"}
	bare := output.Tenant{Profile: "bare", Status: provision.Failed, Error: failed.Error}
	for terminal, want := range map[bool]string{
		true: "PROFILE   STATUS     OBJECTS\n" +
			"shop-0    updated    created 1, unchanged 2\n" +
			"店shop-1  failed     created 1, unchanged 2: the server[2J said no\n" +
			"bare      failed     the server[2J said no\n" +
			"idle      not tried\n",
		false: "shop-0\tupdated\tcreated 1, unchanged 2\n" +
			"店shop-1\tfailed\tcreated 1, unchanged 2: the server[2J said no\n" +
			"bare\tfailed\tthe server[2J said no\n" +
			"idle\tnot tried\t\n",
	} {
		var got bytes.Buffer
		printer := output.Printer{Writer: &got, Format: output.FormatTable, Terminal: terminal, Width: 20}
		addAll(t, printer.List(8, 9), tenants{tenant(0), failed, bare, {Profile: "idle", Status: provision.NotTried}})
		if diff := cmp.Diff(want, got.String()); diff != "" {
			t.Errorf("terminal %t (-want +got):\n%s", terminal, diff)
		}
	}
}

// Plans are texts with an empty line between them; one that could not be made says why.
func TestList_plans(t *testing.T) {
	t.Parallel()
	good := output.NewPlan("http://a", plan.Set{})
	bad := output.NewPlan("http://b", plan.Set{})
	bad.Profile, bad.Error = "shop-b", &output.ReportError{Message: "no\nanswer"}
	var got bytes.Buffer
	list := output.Printer{Writer: &got, Format: output.FormatTable}.List()
	for _, view := range []output.Plan{good, bad} {
		if err := list.Add(view); err != nil {
			t.Fatal(err)
		}
	}
	want := "http://a\n\nPlan: 0 to create, 0 to update, 0 to delete, 0 unchanged.\n\nshop-b http://b\n\nfailed: no answer\n"
	if diff := cmp.Diff(want, got.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// FuzzList: whatever the texts of the objects are, one by one they make the document
// that they make at once.
func FuzzList(f *testing.F) {
	f.Add("shop", "]\n", "a", "[")
	f.Add("- a", "\u2028", "", "null")
	f.Fuzz(func(t *testing.T, a, b, c, d string) {
		views := tenants{{Profile: a, Endpoint: b}, {Profile: c, Endpoint: d}}
		for _, format := range []output.Format{output.FormatJSON, output.FormatYAML} {
			var want, got bytes.Buffer
			if err := (output.Printer{Writer: &want, Format: format}).Print(views); err != nil {
				t.Skip(err)
			}
			addAll(t, output.Printer{Writer: &got, Format: format}.List(), views)
			if diff := cmp.Diff(want.String(), got.String()); diff != "" {
				t.Errorf("%s (-at once +one by one):\n%s", format, diff)
			}
		}
	})
}

// broken is a view that no document can hold.
type broken struct{ Never chan int }

func (broken) Table() output.Table { return output.Table{} }

// An object that cannot be written leaves a document that can be read.
func TestList_broken(t *testing.T) {
	t.Parallel()
	for want, views := range map[string][]output.View{
		"[]\n":         {broken{}},
		"[\n  {}\n]\n": {broken{}, empty{}, broken{}},
	} {
		var got bytes.Buffer
		list := output.Printer{Writer: &got, Format: output.FormatJSON}.List()
		for _, view := range views {
			if err := list.Add(view); (err != nil) != (view == broken{}) {
				t.Errorf("%T: %v", view, err)
			}
		}
		if err := list.Close(); err != nil || got.String() != want {
			t.Errorf("it is %q, %v; want %q", got.String(), err, want)
		}
	}
}

type empty struct{}

func (empty) Table() output.Table { return output.Table{} }
