package output

import (
	"encoding/json"
	"strings"
)

// ShellVariables are NAME=value pairs that a user evaluates in a shell.
type ShellVariables []string

// MarshalJSON encodes the pairs as one object.
func (v ShellVariables) MarshalJSON() ([]byte, error) {
	object := map[string]string{}
	for _, pair := range v {
		name, value, _ := strings.Cut(pair, "=")
		object[name] = value
	}
	return json.Marshal(object)
}

// Table returns one export statement a row.
func (v ShellVariables) Table() Table {
	var table Table
	for _, pair := range v {
		name, value, _ := strings.Cut(pair, "=")
		table.Rows = append(table.Rows, []string{"export " + name + "='" + strings.ReplaceAll(value, "'", `'\''`) + "'"})
	}
	return table
}
