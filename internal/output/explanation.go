package output

import (
	"strings"

	"github.com/logtoctl/logtoctl/internal/printable"
)

// Explanation is the document of what one code means.
type Explanation struct {
	Code    string `json:"code"`
	Service string `json:"service"` // logtoctl, Logto or Direct Mail
	Meaning string `json:"meaning"`
	Next    string `json:"next"` // what to do about it
}

// Explanations is the document of all codes: a bare array.
type Explanations []Explanation

// Table returns one code a row.
func (e Explanations) Table() Table {
	table := Table{Header: []string{"Code", "Service", "Meaning"}}
	for _, one := range e {
		table.Rows = append(table.Rows, []string{one.Code, one.Service, one.Meaning})
	}
	return table
}

// ExplainedCodes is the document of the codes that a user named: a bare array,
// told in sentences.
type ExplainedCodes []Explanation

const explanationIndent = 2

// Table returns each code with its sentences, for 80 columns.
func (e ExplainedCodes) Table() Table {
	var text strings.Builder
	for i, one := range e {
		if i > 0 {
			text.WriteString("\n")
		}
		text.WriteString(printable.Text(one.Code) + " (" + one.Service + ")\n")
		writeWrapped(&text, one.Meaning, explanationIndent, "")
		writeWrapped(&text, one.Next, explanationIndent, "next: ")
	}
	return Table{Text: text.String()}
}
