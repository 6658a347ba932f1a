package output

import (
	"fmt"
	"path/filepath"

	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/provision"
)

// Quickstart is the document of an app that was written and set up, or in a dry
// run of what would be.
type Quickstart struct {
	Dir      string                 `json:"dir"`
	Status   plan.Status            `json:"status"` // created, updated, unchanged, waiting, or failed
	Files    []ScaffoldFile         `json:"files"`  // empty where an earlier quickstart wrote them
	Endpoint string                 `json:"endpoint"`
	Objects  []provision.StepReport `json:"objects"`
	Plan     *Plan                  `json:"plan,omitempty"` // of a dry run, in place of objects
	AppURL   string                 `json:"appUrl,omitempty"`
	InboxURL string                 `json:"inboxUrl,omitempty"` // of the sandbox
}

// Table returns one object a row, the app's files together; in a dry run it is
// the plan as text.
func (q Quickstart) Table() Table {
	if q.Plan != nil {
		text := q.Plan.Text()
		if len(q.Files) > 0 {
			text = q.files() + "\n\n" + text
		}
		return Table{Text: text}
	}
	table := Table{Header: []string{"Object", "Name", "Id", "Status"}}
	if len(q.Files) > 0 {
		table.Rows = append(table.Rows, []string{"files/" + q.Dir, fmt.Sprintf("%d files", len(q.Files)), "", string(q.fileStatus())})
	}
	return Table{Header: table.Header, Rows: append(table.Rows, Report{Objects: q.Objects}.rows()...)}
}

// files lists what would become of the files.
func (q Quickstart) files() string {
	text := ""
	for _, file := range q.Files {
		text += fmt.Sprintf("%s  %s\n", filepath.Join(q.Dir, filepath.FromSlash(file.Path)), status(file.Status, true))
	}
	return text[:max(0, len(text)-1)]
}

// fileStatus is the status of all files together.
func (q Quickstart) fileStatus() plan.Status {
	together := q.Files[0].Status
	for _, file := range q.Files {
		if file.Status != together {
			return plan.Updated
		}
	}
	return together
}
