package manifest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/logtoctl/logtoctl/internal/email"
)

// Severity says whether a finding makes a file unusable. It is the scale of
// the email templates, whose issues become findings here.
type Severity = email.Severity

// The severities.
const (
	// SeverityError marks what must be changed before the file can be used.
	SeverityError = email.SeverityError
	// SeverityWarning marks what works and is probably not what was meant.
	SeverityWarning = email.SeverityWarning
)

// Finding is something that is wrong in a file, and where.
type Finding struct {
	// File is the path of the file: one that was decoded, or one that it names,
	// such as a template.
	File string `json:"file"`
	// Line and Column count from one, Column in characters.
	Line   int `json:"line"`
	Column int `json:"column"`
	// Severity says how bad it is.
	Severity Severity `json:"severity"`
	// Message says what is wrong.
	Message string `json:"message"`
	// Hint says what to do about it; it may be empty.
	Hint string `json:"hint,omitempty"`
}

// String returns the finding in one line, such as
// `connector.json:12:5: unknown key "regionid" (did you mean "regionId"?)`,
// which editors can jump to.
func (f Finding) String() string {
	text := fmt.Sprintf("%s:%d:%d: ", f.File, f.Line, f.Column)
	if f.Severity == SeverityWarning {
		text += "warning: "
	}
	text += f.Message
	if f.Hint != "" {
		text += " (" + f.Hint + ")"
	}
	return text
}

// Findings are findings in the order of their places, those in the files that
// were decoded before those in the files that they name. As an error they mean
// that a file cannot be used; a decoder returns warnings apart from its error.
type Findings []Finding

// Error returns the findings, one a line.
func (f Findings) Error() string {
	lines := make([]string, len(f))
	for i, finding := range f {
		lines[i] = finding.String()
	}
	return strings.Join(lines, "\n")
}

// sort sorts the findings by place, those in the given files before all others.
func (f Findings) sort(files []string) {
	rank := func(finding Finding) int {
		if i := slices.Index(files, finding.File); i >= 0 {
			return i
		}
		return len(files)
	}
	slices.SortStableFunc(f, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
}

// Split returns warnings and errors apart. The error is nil when there is none.
func (f Findings) Split() (warnings Findings, err error) {
	var failures Findings
	for _, finding := range f {
		if finding.Severity == SeverityWarning {
			warnings = append(warnings, finding)
		} else {
			failures = append(failures, finding)
		}
	}
	if len(failures) == 0 {
		return warnings, nil
	}
	return warnings, failures
}
