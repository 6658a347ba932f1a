package output

import (
	"path/filepath"

	"github.com/logtoctl/logtoctl/internal/folder"
	"github.com/logtoctl/logtoctl/internal/plan"
)

// Scaffold is the document of an app that was written to a folder.
type Scaffold struct {
	Dir       string         `json:"dir"`
	Framework string         `json:"framework"`
	Module    string         `json:"module"`
	Files     []ScaffoldFile `json:"files"`
	Status    plan.Status    `json:"status"`
	DryRun    bool           `json:"dryRun,omitempty"`
}

// ScaffoldFile is one of its files, by its path below the folder.
type ScaffoldFile struct {
	Path   string      `json:"path"`
	Status plan.Status `json:"status"`
}

// NewScaffoldFiles returns the views of files, which have been compared.
func NewScaffoldFiles(files []folder.File) []ScaffoldFile {
	views := make([]ScaffoldFile, len(files))
	for i, file := range files {
		views[i] = ScaffoldFile{Path: file.Name, Status: file.Status}
	}
	return views
}

// Table returns one file a row.
func (s Scaffold) Table() Table {
	table := Table{Header: []string{"File", "Status"}}
	for _, file := range s.Files {
		table.Rows = append(table.Rows, []string{filepath.Join(s.Dir, filepath.FromSlash(file.Path)), status(file.Status, s.DryRun)})
	}
	return table
}
