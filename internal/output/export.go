package output

import (
	"fmt"

	"github.com/goccy/go-yaml"
)

// File is the document of a logtoctl.yaml: as it is for people, and as the same
// document in JSON for scripts.
type File struct{ Text []byte }

// MarshalJSON returns the document as JSON.
func (f File) MarshalJSON() ([]byte, error) {
	document, err := yaml.YAMLToJSON(f.Text)
	if err != nil {
		return nil, fmt.Errorf("write the file as JSON: %w", err)
	}
	return document, nil
}

// Table returns the text of the file.
func (f File) Table() Table { return Table{Text: string(f.Text), File: true} }
