package output

import (
	"path/filepath"

	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/scaffold"
)

// Scaffold is the document of an app that was written to a folder.
type Scaffold struct {
	Dir       string             `json:"dir"`
	Framework scaffold.Framework `json:"framework"`
	Module    string             `json:"module"`
	Files     []ScaffoldFile     `json:"files"`
	Status    plan.Status        `json:"status"`
	DryRun    bool               `json:"dryRun,omitempty"`
}

// ScaffoldFile is one of its files, by its path below the folder.
type ScaffoldFile struct {
	Path   string      `json:"path"`
	Status plan.Status `json:"status"`
}

// NewScaffold returns the view of an app.
func NewScaffold(result scaffold.Result) Scaffold {
	view := Scaffold{Dir: result.Dir, Framework: result.Framework, Module: result.Module, Status: result.Status, Files: make([]ScaffoldFile, len(result.Files))}
	for i, file := range result.Files {
		view.Files[i] = ScaffoldFile{Path: file.Name, Status: file.Status}
	}
	return view
}

// Table returns one file a row.
func (s Scaffold) Table() Table {
	table := Table{Header: []string{"File", "Status"}}
	for _, file := range s.Files {
		table.Rows = append(table.Rows, []string{filepath.Join(s.Dir, filepath.FromSlash(file.Path)), status(file.Status, s.DryRun)})
	}
	return table
}
