package output

import (
	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/provision"
)

// PushedTemplate is the document of one localised template that was brought to
// what a folder says.
type PushedTemplate struct {
	ID        string          `json:"id"` // empty for one that a dry run did not create
	UsageType email.UsageType `json:"usageType"`
	Locale    string          `json:"locale"`
	Subject   string          `json:"subject"`
	Status    plan.Status     `json:"status"`
	Changes   []plan.Field    `json:"changes,omitempty"`
	DryRun    bool            `json:"dryRun,omitempty"`
}

// PushedTemplates is the document of several: a bare array.
type PushedTemplates []PushedTemplate

// NewPushedTemplates returns the view of what became of localised templates.
func NewPushedTemplates(results []provision.TemplateResult, dryRun bool) PushedTemplates {
	view := make(PushedTemplates, len(results))
	for i, result := range results {
		view[i] = PushedTemplate{
			ID: result.Template.ID, UsageType: email.UsageType(result.Template.TemplateType), Locale: result.Template.LanguageTag,
			Subject: result.Template.Details.Subject, Status: result.Status, Changes: result.Fields, DryRun: dryRun,
		}
	}
	return view
}

// Table returns one template a row.
func (p PushedTemplates) Table() Table {
	table := Table{Header: []string{"Locale", "Usage type", "Subject", "Status"}}
	for _, template := range p {
		table.Rows = append(table.Rows, []string{
			template.Locale, string(template.UsageType), template.Subject, status(template.Status, template.DryRun),
		})
	}
	return table
}
