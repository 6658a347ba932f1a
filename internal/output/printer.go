package output

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"github.com/logtoctl/logtoctl/internal/printable"
)

// View is a result to show: its JSON encoding is the contract that scripts
// rely on, its table is for people.
type View interface {
	Table() Table
}

// Printer writes views to one stream in one format.
type Printer struct {
	Writer   io.Writer
	Format   Format
	Filter   *Filter // the --jq filter, or nil
	Terminal bool    // whether Writer is a terminal; a pipe gets tab-separated values
	Width    int     // columns of the terminal, to which long texts are cut; 0 for no limit
}

// Print writes the view. With JSON, stdout is exactly one document and ends
// with a line break.
func (p Printer) Print(view View) error {
	if p.Filter == nil && p.Format == FormatTable {
		return p.printTable(view.Table())
	}
	document, err := Encode(view)
	if err != nil {
		return err
	}
	switch {
	case p.Filter != nil:
		return p.Filter.write(p.Writer, document, p.Terminal)
	case p.Format == FormatYAML:
		if document, err = YAML(document); err != nil {
			return err
		}
	}
	_, err = p.Writer.Write(document)
	return err
}

func (p Printer) printTable(table Table) error {
	switch {
	case table.Text != "":
		text := table.Text
		if p.Terminal || !table.File {
			text = printable.Text(text)
		}
		_, err := io.WriteString(p.Writer, text)
		return err
	case p.Terminal:
		return writeTable(p.Writer, table, p.Width)
	default:
		return writeTSV(p.Writer, table)
	}
}

// Encode returns the JSON document of any value: two spaces of indent, a final
// line break, and < > & as they are, because the documents carry HTML. Of the
// characters that play with a terminal JSON itself escapes a part; here all are.
func Encode(value any) ([]byte, error) {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(value); err != nil {
		return nil, fmt.Errorf("encode the result as JSON: %w", err)
	}
	return []byte(printable.Escape(buffer.String())), nil
}
