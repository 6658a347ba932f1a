package output

import (
	"io"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/logtoctl/logtoctl/internal/printable"
)

// Table is a view for people: a header and rows, or, without a header, one
// object as pairs of a name and a value.
type Table struct {
	Header []string
	Rows   [][]string
	Text   string // instead of rows: lines that are no table, such as a diff
	File   bool   // Text is a file, of which a pipe gets every byte
}

// gap is what stands between two columns.
const gap = "  "

// writeTable aligns the columns for a terminal; wide characters count as wide.
// Texts are cut so that a row fits the width of the screen; 0 is no limit.
func writeTable(w io.Writer, t Table, width int) error {
	writer := table.NewWriter()
	style := table.StyleDefault
	style.Options = table.OptionsNoBordersAndSeparators
	style.Box.PaddingLeft = ""
	style.Box.PaddingRight = gap
	style.Format.Header = text.FormatUpper
	writer.SetStyle(style)
	writer.SetColumnConfigs(fit(t, width))
	if len(t.Header) > 0 {
		writer.AppendHeader(cells(t.Header))
	}
	for _, row := range t.Rows {
		writer.AppendRow(cells(row))
	}
	return writeLines(w, writer.Render())
}

// writeTSV writes the same rows for a pipe: no header, one tab between cells,
// so that cut and awk need no flags.
func writeTSV(w io.Writer, t Table) error {
	for _, row := range t.Rows {
		line := make([]string, len(row))
		for i, cell := range row {
			line[i] = oneLine(cell)
		}
		if _, err := io.WriteString(w, strings.Join(line, "\t")+"\n"); err != nil {
			return err
		}
	}
	return nil
}

func cells(row []string) table.Row {
	out := make(table.Row, len(row))
	for i, cell := range row {
		out[i] = oneLine(cell)
	}
	return out
}

// writeLines drops the padding that the table leaves behind the last column.
func writeLines(w io.Writer, rendered string) error {
	if rendered == "" {
		return nil
	}
	for line := range strings.Lines(rendered) {
		if _, err := io.WriteString(w, strings.TrimRight(line, " \n")+"\n"); err != nil {
			return err
		}
	}
	return nil
}

// oneLine makes a cell of any text: line breaks and tabs become spaces, and
// escape sequences lose their teeth, because names come from servers.
func oneLine(cell string) string {
	return printable.Text(strings.NewReplacer("\r\n", " ", "\n", " ", "\t", " ").Replace(cell))
}
