package output

import (
	"strings"

	"github.com/logtoctl/logtoctl/internal/plan"
)

// pair is one line of an object's table.
func pair(name, value string) [2]string { return [2]string{name, value} }

// object makes a table of names and values and leaves out what has no value.
func object(pairs ...[2]string) Table {
	var table Table
	for _, p := range pairs {
		if p[1] != "" {
			table.Rows = append(table.Rows, []string{p[0], p[1]})
		}
	}
	return table
}

// status words a status for people; nothing has happened yet in a dry run.
func status(s plan.Status, dryRun bool) string {
	if dryRun && s != plan.Unchanged {
		return "would be " + string(s)
	}
	return string(s)
}

// changes names the fields that differ; the documents have their values.
func changes(fields []plan.Field) string {
	paths := make([]string, len(fields))
	for i, field := range fields {
		paths[i] = field.Path
	}
	return strings.Join(paths, ", ")
}
