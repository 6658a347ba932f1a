package output

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"
)

// List writes a list whose objects come one by one, so that nobody has to wait for
// the last one, nor keep them. What it has written once it is closed is what
// [Printer.Print] writes for the whole list: a bare array.
type List struct {
	printer Printer
	widths  []int
	count   int
	kept    []json.RawMessage // for a filter, which needs the whole
}

// List begins a list. The widths are those of the columns on a terminal, where
// rows that have been written cannot give way any more; the last column, and any
// other without a width, is as wide as its cells.
func (p Printer) List(widths ...int) *List { return &List{printer: p, widths: widths} }

// Add writes an object. Its table has a row for the object, or text.
func (l *List) Add(view View) error {
	first := l.count == 0
	err := l.add(view, first)
	if err == nil {
		l.count++
	}
	return err
}

func (l *List) add(view View, first bool) error {
	if l.printer.Filter == nil && l.printer.Format == FormatTable {
		return l.addRows(view.Table(), first)
	}
	document, err := Encode([]View{view})
	switch {
	case err != nil:
		return err
	case l.printer.Filter != nil:
		l.kept = append(l.kept, bytes.TrimSuffix(bytes.TrimPrefix(document, []byte("[")), []byte("]\n")))
		return nil
	case l.printer.Format == FormatYAML:
		if document, err = YAML(document); err != nil {
			return err
		}
		return l.write(document)
	case first:
		return l.write(bytes.TrimSuffix(document, []byte("\n]\n")))
	default:
		return l.write([]byte(","), bytes.TrimSuffix(bytes.TrimPrefix(document, []byte("[")), []byte("\n]\n")))
	}
}

// Close ends the document. Without an object it is an empty list.
func (l *List) Close() error {
	switch {
	case l.printer.Filter != nil:
		document, err := Encode(append([]json.RawMessage{}, l.kept...))
		if err != nil {
			return err
		}
		return l.printer.Filter.write(l.printer.Writer, document, l.printer.Terminal)
	case l.printer.Format == FormatTable:
		return nil
	case l.count == 0:
		return l.write([]byte("[]\n"))
	case l.printer.Format == FormatJSON:
		return l.write([]byte("\n]\n"))
	default:
		return nil
	}
}

func (l *List) addRows(table Table, first bool) error {
	switch {
	case table.Text != "" && !first:
		table.Text = "\n" + table.Text
		fallthrough
	case table.Text != "" || !l.printer.Terminal:
		return l.printer.printTable(table)
	case first:
		table.Rows = append([][]string{upper(table.Header)}, table.Rows...)
	}
	for _, row := range table.Rows {
		if err := l.write([]byte(l.line(row))); err != nil {
			return err
		}
	}
	return nil
}

func upper(header []string) []string {
	names := make([]string, len(header))
	for i, name := range header {
		names[i] = strings.ToUpper(name)
	}
	return names
}

// line aligns a row for a terminal.
func (l *List) line(row []string) string {
	parts := make([]string, len(row))
	for i, cell := range row {
		if parts[i] = oneLine(cell); i < len(l.widths) {
			parts[i] = text.Pad(parts[i], l.widths[i], ' ')
		}
	}
	return strings.TrimRight(strings.Join(parts, gap), " ") + "\n"
}

func (l *List) write(parts ...[]byte) error {
	_, err := io.Copy(l.printer.Writer, bytes.NewReader(bytes.Join(parts, nil)))
	return err
}
