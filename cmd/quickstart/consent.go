package quickstart

import (
	"context"
	"fmt"
	"slices"

	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// TakenError says that the tenant has an application of the new app's key already,
// which some other folder made and which would change.
type TakenError struct{ Application logtoadmin.Application }

// Error names the application.
func (e *TakenError) Error() string {
	return fmt.Sprintf("nothing was written, because the application %q (%s) has the key %q already: it may be that of another app, and would change",
		e.Application.Name, e.Application.ID, plan.Key(e.Application))
}

// Code is the code of the error document.
func (e *TakenError) Code() string { return "application_taken" }

// Hint says how to have another one, and how to mean this one.
func (e *TakenError) Hint() string {
	return "give the new app an application of its own with another --name, or add --adopt to let this one be changed"
}

// ask makes sure that nobody loses what is in use. A new app does not take the
// application of another one, and what people depend on already changes only when
// the user says so, as with the command apply.
func (s *setup) ask(ctx context.Context) error {
	for _, change := range s.planned.Set.Applications {
		switch {
		case s.files.ours:
		case change.Status == plan.Updated && !s.consent.Adopt:
			return &TakenError{Application: change.Live}
		case change.Status == plan.Unchanged:
			s.env.Note("the application %q (%s) was there already, just as it has to be: this app uses it, too", change.Live.Name, change.Live.ID)
		}
	}
	if s.env.Settings.DryRun || !s.changesWhatIsUsed() {
		return nil
	}
	if !s.env.Structured() || !s.yes {
		s.env.Note("%s", output.NewPlan(s.env.Settings.Endpoint, s.planned.Set).Table().Text)
	}
	return s.env.Confirm(ctx, s.yes, "Apply this plan")
}

// changesWhatIsUsed tells whether the plan changes something that is there and in
// use. To make email a way to sign in takes nothing from anybody; to change how it
// is one does.
func (s *setup) changesWhatIsUsed() bool {
	set := s.planned.Set
	updated := func(status plan.Status) bool { return status == plan.Updated }
	usesEmail := slices.ContainsFunc(s.planned.State.Experience.SignIn.Methods, func(method logtoadmin.SignInMethod) bool {
		return method.Identifier == logtoadmin.IdentifierEmail
	})
	return slices.ContainsFunc(set.Applications, func(c plan.ApplicationChange) bool { return updated(c.Status) && !s.consent.Adopt }) ||
		slices.ContainsFunc(set.Templates, func(c plan.TemplateChange) bool { return updated(c.Status) }) ||
		set.Connector != nil && updated(set.Connector.Status) ||
		set.SignIn != nil && updated(set.SignIn.Status) && usesEmail
}
