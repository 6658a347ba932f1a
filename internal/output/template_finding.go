package output

import (
	"fmt"
	"strings"

	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/manifest"
)

// TemplateFinding is the document of something that is wrong with an email
// template. Usage type and locale are empty where the file does not tell which
// template it is about.
type TemplateFinding struct {
	manifest.Finding

	UsageType email.UsageType `json:"usageType"`
	Locale    string          `json:"locale"`
}

// NewTemplateFinding returns the view of a finding about a template.
func NewTemplateFinding(finding manifest.Finding, about manifest.MailTemplate) TemplateFinding {
	return TemplateFinding{Finding: finding, UsageType: about.UsageType, Locale: about.LanguageTag}
}

// TemplateFindings is the document of all findings of a lint: a bare array.
type TemplateFindings []TemplateFinding

// Errors counts those that make a template unusable.
func (f TemplateFindings) Errors() int {
	number := 0
	for _, finding := range f {
		if finding.Severity == manifest.SeverityError {
			number++
		}
	}
	return number
}

// Table returns one finding a line, as compilers have it, so that editors can
// jump to it.
func (f TemplateFindings) Table() Table {
	var text strings.Builder
	for _, finding := range f {
		line := fmt.Sprintf("%s:%d:%d: %s: %s", finding.File, finding.Line, finding.Column, finding.Severity, finding.Message)
		if finding.Hint != "" {
			line += " (" + finding.Hint + ")"
		}
		text.WriteString(oneLine(line) + "\n")
	}
	return Table{Text: text.String()}
}
