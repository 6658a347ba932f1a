package output

import (
	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/plan"
)

// TemplateFile is the document of one template that was written to a file.
type TemplateFile struct {
	File      string          `json:"file"`
	UsageType email.UsageType `json:"usageType"`
	Locale    string          `json:"locale"`
	Status    plan.Status     `json:"status"`
	DryRun    bool            `json:"dryRun,omitempty"`
}

// TemplateFiles is the document of several: a bare array.
type TemplateFiles []TemplateFile

// Table returns one file a row.
func (f TemplateFiles) Table() Table {
	table := Table{Header: []string{"File", "Status"}}
	for _, file := range f {
		table.Rows = append(table.Rows, []string{file.File, status(file.Status, file.DryRun)})
	}
	return table
}
