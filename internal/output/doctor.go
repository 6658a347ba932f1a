package output

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/logtoctl/logtoctl/internal/doctor"
)

// Doctor is the document of a whole set-up that was looked over.
type Doctor struct {
	Status doctor.Status `json:"status"` // ok, warning or failed
	Checks []DoctorCheck `json:"checks"`
}

// DoctorCheck is one check and what came of it.
type DoctorCheck struct {
	ID     string        `json:"id"`
	Group  string        `json:"group"`
	Title  string        `json:"title"`
	Status doctor.Status `json:"status"`
	Found  string        `json:"found"`
	Next   string        `json:"next"` // what to type; empty when there is nothing to do
}

// NewDoctor returns the view of the results.
func NewDoctor(results []doctor.Result) Doctor {
	view := Doctor{Status: doctor.Worst(results), Checks: make([]DoctorCheck, len(results))}
	for i, result := range results {
		view.Checks[i] = DoctorCheck(result)
	}
	return view
}

// Table returns the checks under their headings, for 80 columns: what is fine in
// one line each, what is not with what was found and what to type, and then one
// line that counts. Checks that were skipped for one reason share a line.
func (d Doctor) Table() Table {
	var text strings.Builder
	width := 0
	for _, check := range d.Checks {
		width = max(width, utf8.RuneCountInString(check.Title))
	}
	group := ""
	for i := 0; i < len(d.Checks); {
		if check := d.Checks[i]; check.Group != group {
			if group != "" {
				text.WriteString("\n")
			}
			group = check.Group
			text.WriteString(group + "\n")
		}
		alike := alike(d.Checks[i:])
		d.Checks[i].write(&text, width, alike)
		i += alike
	}
	text.WriteString("\n" + d.count() + "\n")
	return Table{Text: text.String()}
}

// alike returns how many checks from the first on were skipped together.
func alike(checks []DoctorCheck) int {
	first := checks[0]
	if first.Status != doctor.Skipped {
		return 1
	}
	count := 1
	for _, check := range checks[1:] {
		if check.Group != first.Group || check.Status != first.Status || check.Found != first.Found {
			break
		}
		count++
	}
	return count
}

// The places of a line of the list.
const (
	columns    = 80
	markIndent = 13 // mark and word
)

func (c DoctorCheck) write(text *strings.Builder, width, alike int) {
	title, found := c.Title, oneLine(c.Found)
	if alike > 1 {
		title = fmt.Sprintf("%d checks", alike)
	}
	line := fmt.Sprintf("  %s %-7s  %-*s", doctorMark(c.Status), c.Status, width, title)
	fits := utf8.RuneCountInString(line)+2+utf8.RuneCountInString(found) <= columns
	if fits && c.Status != doctor.Failed && c.Status != doctor.Warning {
		line, found = line+"  "+found, ""
	}
	text.WriteString(strings.TrimRight(line, " ") + "\n")
	writeWrapped(text, found, markIndent, "")
	writeWrapped(text, oneLine(c.Next), markIndent, "next: ")
}

func doctorMark(status doctor.Status) string {
	switch status {
	case doctor.OK:
		return "✓"
	case doctor.Warning:
		return "!"
	case doctor.Failed:
		return "✗"
	default:
		return "–"
	}
}

// writeWrapped writes a text below what it is about, indented. A word is never broken, because
// commands and DNS records are there to be copied.
func writeWrapped(text *strings.Builder, content string, indentation int, label string) {
	if content == "" {
		return
	}
	indent := strings.Repeat(" ", indentation)
	line := indent + label
	empty := true
	for word := range strings.FieldsSeq(content) {
		if !empty && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > columns {
			text.WriteString(line + "\n")
			line, empty = indent+strings.Repeat(" ", len(label)), true
		}
		if !empty {
			line += " "
		}
		line, empty = line+word, false
	}
	text.WriteString(line + "\n")
}

func (d Doctor) count() string {
	counts := map[doctor.Status]int{}
	for _, check := range d.Checks {
		counts[check.Status]++
	}
	return fmt.Sprintf("%d checks: %d ok, %d warning, %d failed, %d skipped.",
		len(d.Checks), counts[doctor.OK], counts[doctor.Warning], counts[doctor.Failed], counts[doctor.Skipped])
}
