package output

// Document is a JSON document that is a result by itself, such as an exported
// file, for those who want it filtered or as YAML.
type Document []byte

// MarshalJSON returns the document as it is.
func (d Document) MarshalJSON() ([]byte, error) { return d, nil }

// Table returns the document in one cell; commands print the file itself instead.
func (d Document) Table() Table { return Table{Rows: [][]string{{string(d)}}} }
