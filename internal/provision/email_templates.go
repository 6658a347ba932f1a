package provision

import (
	"context"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// ReadTemplateState reads what concerns the localised templates: themselves,
// the connectors whose own templates they hide, and the sign-in experience,
// which says what the fallback language is; all at the same time.
func (p Provisioner) ReadTemplateState(ctx context.Context) (State, error) {
	state := State{read: time.Now()}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() (err error) {
		state.Connectors, err = p.Logto.Connectors.List(ctx)
		return err
	})
	group.Go(func() (err error) {
		state.Templates, err = p.LocalisedTemplates(ctx)
		return err
	})
	group.Go(func() (err error) {
		state.Experience, err = p.Logto.SignInExperience.Get(ctx)
		return err
	})
	return state, group.Wait()
}

// PlanTemplates says what would have to change for the localised templates to
// be as wanted. Others stay.
func PlanTemplates(state State, want []email.LocalisedTemplate) (Planned, error) {
	desired := plan.Desired{Templates: rows(want)}
	set, err := plan.Everything(state.State, desired, plan.Consent{})
	return Planned{Want: desired, State: state, Set: set}, err
}

// TemplateResult says what became of one localised template, or would become
// of it in a dry run.
type TemplateResult struct {
	Template logtoadmin.EmailTemplate // its ID is empty when a dry run did not create it
	Status   plan.Status
	Fields   []plan.Field
}

// ApplyTemplates carries out a plan of [PlanTemplates], which has just been made.
// All templates that differ are written in one request.
func (p Provisioner) ApplyTemplates(ctx context.Context, planned Planned) ([]TemplateResult, error) {
	results := make([]TemplateResult, len(planned.Set.Templates))
	for i, change := range planned.Set.Templates {
		results[i] = TemplateResult{Template: change.Want, Status: change.Status, Fields: change.Fields}
		results[i].Template.ID = change.Live.ID
	}
	if p.DryRun {
		return results, nil
	}
	report, err := p.Apply(ctx, planned, Hooks{Event: func(StepReport) {}, Fresh: true})
	if err != nil {
		return nil, err
	}
	for i, step := range report.Steps {
		results[i].Template.ID = step.ID
	}
	return results, nil
}

// rows turns localised templates into the server's rows.
func rows(localised []email.LocalisedTemplate) []logtoadmin.EmailTemplate {
	var rows []logtoadmin.EmailTemplate
	for _, template := range localised {
		rows = append(rows, logtoadmin.EmailTemplate{
			LanguageTag: template.LanguageTag, TemplateType: string(template.UsageType),
			Details: logtoadmin.EmailTemplateDetails{
				Subject: template.Subject, Content: template.Content, ContentType: template.ContentType,
				ReplyTo: template.ReplyTo, SendFrom: template.SendFrom,
			},
		})
	}
	return rows
}
