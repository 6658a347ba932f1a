package output

import (
	"time"

	"github.com/logtoctl/logtoctl/internal/sandbox/inbox"
)

// Messages is the document of the mails in the sandbox inbox: a bare array.
type Messages []inbox.Message

// Table returns one mail a row.
func (m Messages) Table() Table {
	table := Table{Header: []string{"Received", "To", "Subject", "Code"}}
	for _, message := range m {
		table.Rows = append(table.Rows, []string{message.ReceivedAt.UTC().Format(time.RFC3339), message.To, message.Subject, message.Code})
	}
	return table
}

// Code is the document of a code alone.
type Code struct {
	Code string `json:"code"`
}

// Table returns the bare code, for a shell's $(...).
func (c Code) Table() Table { return Table{Rows: [][]string{{c.Code}}} }
