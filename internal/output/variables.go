package output

import (
	"maps"
	"slices"

	"github.com/logtoctl/logtoctl/internal/dotenv"
)

// Variables is the document of the variables that an app needs: one object.
type Variables map[string]string

// NewVariables returns the view of the variables.
func NewVariables(set []dotenv.Variable) Variables {
	view := Variables{}
	for _, variable := range set {
		view[variable.Name] = variable.Value
	}
	return view
}

// Table returns one variable a row, by name.
func (v Variables) Table() Table {
	var table Table
	for _, name := range slices.Sorted(maps.Keys(v)) {
		table.Rows = append(table.Rows, []string{name, v[name]})
	}
	return table
}
