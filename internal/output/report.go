package output

import (
	"errors"
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

// Reports is the document of several tenants: a bare array.
type Reports []Report

// Table returns one object a row, with the tenant before it.
func (r Reports) Table() Table {
	table := Table{Header: []string{"Profile", "Object", "Name", "Id", "Status"}}
	for _, report := range r {
		for _, row := range report.rows() {
			table.Rows = append(table.Rows, append([]string{report.Profile}, row...))
		}
		if report.Error != nil {
			table.Rows = append(table.Rows, []string{report.Profile, report.Error.Message, "", "", string(report.Status)})
		}
	}
	return table
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
