package output

import (
	"errors"
	"strconv"
	"strings"

	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/provision"
)

// Report is the document of an apply or a destroy at one tenant.
type Report struct {
	Profile  string                 `json:"profile,omitempty"` // of several tenants
	Endpoint string                 `json:"endpoint"`
	Status   plan.Status            `json:"status"` // updated, deleted, unchanged, waiting, or failed
	Objects  []provision.StepReport `json:"objects"`
	Backup   string                 `json:"backup,omitempty"` // file with the connector that was displaced
	Error    *ReportError           `json:"error,omitempty"`  // of several tenants; one has its error on stderr
}

// ReportError is why a tenant of several failed.
type ReportError struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Hint    string `json:"hint,omitempty"`
}

// NewReport returns the view of what was done at the tenant at endpoint. The
// status says what was done, or that nothing was.
func NewReport(endpoint string, report provision.Report, done plan.Status, err error) Report {
	view := Report{Endpoint: endpoint, Status: plan.Unchanged, Objects: list(report.Steps), Backup: report.Backup}
	_, waits := errors.AsType[*provision.WaitingForDNSError](err)
	switch {
	case waits:
		view.Status = plan.Waiting
	case err != nil:
		view.Status = provision.Failed
	case report.Changed():
		view.Status = done
	}
	return view
}

// Table returns one object a row.
func (r Report) Table() Table {
	table := Table{Header: []string{"Object", "Name", "Id", "Status"}}
	table.Rows = r.rows()
	return table
}

func (r Report) rows() [][]string {
	var rows [][]string
	for _, step := range r.Objects {
		rows = append(rows, []string{step.Object, step.Name, step.ID, string(step.Status)})
	}
	if r.Backup != "" {
		rows = append(rows, []string{"backup", r.Backup, "", string(provision.Written)})
	}
	return rows
}

// Tenant is the report about one of several tenants: an object of a list, a row in
// a table.
type Tenant Report

// Table returns the tenant in a row: its objects counted by what became of them,
// and after them the error.
func (t Tenant) Table() Table {
	what := t.Counts()
	if t.Error != nil {
		what = strings.Trim(what+": "+t.Error.Message, ": ")
	}
	return Table{Header: []string{"Profile", "Status", "Objects"}, Rows: [][]string{{t.Profile, string(t.Status), what}}}
}

// Counts returns how many objects share each status, such as "created 3, unchanged
// 2". The statuses come in the order of their first objects.
func (t Tenant) Counts() string {
	var order []plan.Status
	count := map[plan.Status]int{}
	for _, step := range t.Objects {
		if count[step.Status] == 0 {
			order = append(order, step.Status)
		}
		count[step.Status]++
	}
	parts := make([]string, len(order))
	for i, status := range order {
		parts[i] = string(status) + " " + strconv.Itoa(count[status])
	}
	return strings.Join(parts, ", ")
}

// Plans is the document of the plans for several tenants: a bare array.
type Plans []Plan

// Table returns the plans one below the other.
func (p Plans) Table() Table {
	texts := make([]string, len(p))
	for i, plan := range p {
		texts[i] = plan.Text()
	}
	return Table{Text: strings.Join(texts, "\n")}
}
