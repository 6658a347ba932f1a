package output

import (
	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
)

// ellipsis stands for what was cut out of a text.
const ellipsis = "…"

// leastText is the width on the screen below which a text says nothing.
const leastText = 12

// fit takes from the widest text of a table, one step after another, until its
// rows fit the screen. A table whose other columns are too wide for that stays
// whole: half an id is of no use, and its rows break anyway.
func fit(t Table, width int) []table.ColumnConfig {
	if width == 0 {
		return nil
	}
	widths := columnWidths(t)
	excess := len(gap)*(len(widths)-1) - width
	for _, column := range widths {
		excess += column
	}
	for ; excess > 0; excess-- {
		widest := widestText(t.Header, widths)
		if widest < 0 {
			return nil
		}
		widths[widest]--
	}
	var configs []table.ColumnConfig
	for i, name := range t.Header {
		if isText(name) {
			configs = append(configs, table.ColumnConfig{Number: i + 1, WidthMax: widths[i], WidthMaxEnforcer: snip})
		}
	}
	return configs
}

func snip(cell string, width int) string { return text.Snip(cell, width, ellipsis) }

// columnWidths returns what each column takes on the screen.
func columnWidths(t Table) []int {
	widths := make([]int, len(t.Header))
	for _, row := range append([][]string{t.Header}, t.Rows...) {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], text.StringWidthWithoutEscSequences(oneLine(cell)))
		}
	}
	return widths
}

// widestText returns the number of the widest column that can be cut, or -1.
func widestText(header []string, widths []int) int {
	widest := -1
	for i, name := range header {
		if isText(name) && widths[i] > leastText && (widest < 0 || widths[i] > widths[widest]) {
			widest = i
		}
	}
	return widest
}

// isText tells the columns of words to read by their header. The others hold
// what is copied or compared: ids, codes, addresses, statuses.
func isText(header string) bool {
	switch header {
	case "Subject", "Used for", "Meaning", "Description":
		return true
	default:
		return false
	}
}
