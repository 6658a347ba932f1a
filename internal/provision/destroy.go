package provision

import (
	"context"

	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// PlanDestroy says what of a file's objects there is to remove: applications
// with the file's keys, the connector with the file's sender address and
// AccessKey, and localised templates that are as the file says. The second
// result says, a sentence each, what is there and stays.
//
// It is refused when people would be locked out: [plan.LockOutError] when email
// is the only way to sign in, [ConnectorInUseError] when the file does not hold
// the sign-in experience which uses the connector.
func (p Provisioner) PlanDestroy(ctx context.Context, want plan.Desired) (plan.Set, []string, error) {
	known := want
	known.Connector = nil  // what the installed package understands is no matter here
	known.DirectMail = nil // stays
	state, err := p.ReadState(ctx, known)
	if err != nil {
		return plan.Set{}, nil, err
	}
	stays := directMailStays(want.DirectMail)
	set := plan.Set{Applications: ownedApplications(state, want)}
	connector, found := plan.FindConnector(state.Connectors)
	switch {
	case want.Connector == nil:
	case found && sameSender(connector.Config, want.Connector):
		set.Connector = &plan.ConnectorChange{Status: plan.Deleted, Live: connector}
	case plan.HasEmailConnector(state.Connectors):
		stays = append(stays, "the email connector stays: it has another AccessKey or sender address than the file")
	}
	for _, template := range want.Templates {
		switch change := plan.EnsureTemplate(state.Templates, template); change.Status {
		case plan.Unchanged:
			set.Templates = append(set.Templates, plan.TemplateChange{Status: plan.Deleted, Live: change.Live, Want: change.Live})
		case plan.Updated:
			stays = append(stays, "the "+change.Live.LanguageTag+" template "+change.Live.TemplateType+" stays: it is not as in the file")
		default: // it is not there
		}
	}
	set.SignIn, err = signInWithout(state.Experience, want, set.Connector)
	return set, stays, err
}

// directMailStays says that the Direct Mail account stays as it is: an account has
// ten deletions of sender addresses a month, and a domain that comes back needs
// its DNS set anew.
func directMailStays(want *plan.DirectMail) []string {
	if want == nil {
		return nil
	}
	return []string{"the domain, sender address and tag at Direct Mail stay: an account has only ten deletions a month, and the DNS is set; to delete them anyway: logtoctl direct-mail sender delete, domain delete, tag delete"}
}

func ownedApplications(state State, want plan.Desired) []plan.ApplicationChange {
	var owned []plan.ApplicationChange
	for _, application := range want.Applications {
		for _, live := range state.Applications {
			if plan.Key(live) == application.Key && live.ID != state.Self {
				owned = append(owned, plan.ApplicationChange{Status: plan.Deleted, Live: live})
			}
		}
	}
	return owned
}

// sameSender tells whether the live connector is the one of the file. It has no
// mark of its owner, so what it sends as has to do.
func sameSender(live, want logtoadmin.ConnectorConfig) bool {
	return live["accountName"] == want["accountName"] && live["accessKeyId"] == want["accessKeyId"]
}

// signInWithout says how the sign-in experience stops offering email, nil when
// it need not.
func signInWithout(live logtoadmin.SignInExperience, want plan.Desired, connector *plan.ConnectorChange) (*plan.SignInChange, error) {
	switch {
	case connector == nil && want.Connector != nil, !usesEmail(live) && want.Email == nil:
		return nil, nil
	case want.Email != nil:
		change, err := plan.DisableEmail(live)
		return &change, err
	case connector != nil:
		return nil, &ConnectorInUseError{Loss: plan.WithoutConnector(live)}
	default:
		return nil, nil
	}
}

// Destroy removes what [Provisioner.PlanDestroy] found: the sign-in experience
// stops offering email before the connector goes, and the applications go last.
// The error is an [ApplyError].
func (p Provisioner) Destroy(ctx context.Context, set plan.Set, event func(StepReport)) (Report, error) {
	r := newRun(p, Planned{Set: set}, Hooks{Event: event})
	var (
		tasks  []task
		before []string // what has to be gone before the next kind of object
	)
	for _, kind := range []func(plan.Step) bool{isSignIn, isConnector, isTemplate, isApplication} {
		var objects []string
		for _, step := range r.steps {
			if kind(step) {
				tasks = append(tasks, task{object: step.ID, needs: before, run: r.removal(step)})
				objects = append(objects, step.ID)
			}
		}
		before = append(before[:len(before):len(before)], objects...)
	}
	r.carryOut(ctx, tasks)
	return r.report, r.report.err(ctx, r.failures)
}

func isTemplate(s plan.Step) bool { return s.Template != nil }

func isApplication(s plan.Step) bool { return s.Application != nil }

// removal returns what a step of a destroy means in requests.
func (r *run) removal(step plan.Step) func(context.Context) (plan.Status, string, error) {
	switch {
	case step.Status == plan.Unchanged:
		return func(context.Context) (plan.Status, string, error) { return plan.Unchanged, "", nil }
	case step.Application != nil:
		return func(ctx context.Context) (plan.Status, string, error) { return r.deleteApplication(ctx, step) }
	case step.Template != nil:
		return func(ctx context.Context) (plan.Status, string, error) {
			return step.Status, "", r.Logto.EmailTemplates.DeleteByID(ctx, step.Template.Live.ID)
		}
	case step.Connector != nil:
		return func(ctx context.Context) (plan.Status, string, error) {
			_, err := r.DeleteConnector(ctx, step.Connector.Live)
			return step.Status, "", err
		}
	default:
		return func(ctx context.Context) (plan.Status, string, error) {
			_, err := r.disableEmail(ctx, *step.SignIn)
			return step.Status, "", err
		}
	}
}

// ConnectorInUseError says that the connector cannot go, because the sign-in
// experience uses it and the file does not hold that.
type ConnectorInUseError struct {
	Loss string // who would be locked out, in a sentence
}

// Error says who would be locked out.
func (e *ConnectorInUseError) Error() string {
	return "the sign-in experience uses the connector, and the file does not hold it: " + e.Loss
}

// Code is the code of the error document.
func (e *ConnectorInUseError) Code() string { return "connector_in_use" }

// Hint says what has to come first.
func (e *ConnectorInUseError) Hint() string {
	return "first run: logtoctl sign-in-experience disable-email"
}
