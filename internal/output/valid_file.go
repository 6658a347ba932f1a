package output

import (
	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/manifest"
)

// ValidFile is the document of a file that passed its checks.
type ValidFile struct {
	File       string            `json:"file"`
	Valid      bool              `json:"valid"`
	UsageTypes []email.UsageType `json:"usageTypes"`
}

// NewValidFile returns the view of a connector file without errors.
func NewValidFile(file string, connector manifest.Connector) ValidFile {
	view := ValidFile{File: file, Valid: true, UsageTypes: []email.UsageType{}}
	for _, template := range connector.Templates {
		view.UsageTypes = append(view.UsageTypes, template.UsageType)
	}
	return view
}

// Table returns the file, its verdict and its templates.
func (v ValidFile) Table() Table {
	return object(pair("file", v.File), pair("status", "valid"), pair("templates", join(v.UsageTypes)))
}
