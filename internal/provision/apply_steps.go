package provision

import (
	"context"
	"errors"
	"time"

	"github.com/logtoctl/logtoctl/internal/partial"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// lookForTwins is the look at what other runs have created meanwhile.
const lookForTwins = "look for twins"

// change runs the steps of the plan at Logto and the .env files. A look that nobody
// has waited for ends with them.
func (r *run) change(ctx context.Context) {
	looking, stop := context.WithCancel(ctx)
	r.applicationsNow, r.experienceNow = newLook(looking, r.Applications), newLook(looking, r.Logto.SignInExperience.Get)
	r.carryOut(ctx, r.tasks(ctx))
	stop()
	r.applicationsNow.end()
	r.experienceNow.end()
}

// tasks returns what the steps of the plan at Logto and the .env files mean in requests.
func (r *run) tasks(ctx context.Context) []task {
	var (
		tasks       []task
		creates     []plan.Step
		createdOnes []string
		templates   = newQuestion(func() (map[string]templateResult, error) { return r.writeTemplates(ctx), nil })
	)
	for _, step := range r.steps {
		if step.IsDirectMail() { // is done
			continue
		}
		t := task{object: step.ID, needs: step.DependsOn}
		switch {
		case step.Status == plan.Unchanged:
			t.run = func(context.Context) (plan.Status, string, error) { return r.leave(step) }
		case step.Status == plan.Deleted:
			t.run = func(ctx context.Context) (plan.Status, string, error) { return r.deleteApplication(ctx, step) }
		case step.Application != nil:
			t.run = func(ctx context.Context) (plan.Status, string, error) { return r.writeStep(ctx, step) }
			if step.Status == plan.Created {
				creates, createdOnes = append(creates, step), append(createdOnes, step.ID)
			}
		case step.Connector != nil:
			t.run = func(ctx context.Context) (plan.Status, string, error) { return r.connectorStep(ctx, step) }
		case step.Template != nil:
			t.shares = true
			t.run = func(ctx context.Context) (plan.Status, string, error) {
				results, _ := templates.wait(context.WithoutCancel(ctx)) // what was written has to be told
				return step.Status, results[step.ID].id, results[step.ID].err
			}
		default:
			t.run = func(ctx context.Context) (plan.Status, string, error) { return r.signInStep(ctx, step) }
		}
		tasks = append(tasks, t)
	}
	tasks = append(tasks, task{
		object: lookForTwins, after: createdOnes,
		work: func(ctx context.Context) { r.yieldToTwins(ctx, creates) },
	})
	return append(tasks, r.envFileTasks()...)
}

// freshFor is how long what was read is taken for what the tenant is like, whoever
// says that nothing has come in between: Direct Mail can be slow to answer, Logto can
// ask for patience, and there can be many steps and many tenants.
const freshFor = 5 * time.Second

// isFresh tells whether what the plan was made from is the last look at what is
// written now. A change of the Direct Mail account and a test mail take their time.
func (r *run) isFresh() bool {
	return r.hooks.Fresh && !r.planned.changesAccount() && !r.testsConnector() && time.Since(r.planned.State.read) < freshFor
}

// lastLook refuses to write to an object that is not as it was when the plan was
// made: somebody else has changed it, and would lose the change.
func (r *run) lastLook(step plan.Step, look func() (plan.State, error)) error {
	if r.isFresh() {
		return nil
	}
	now, err := look()
	if err != nil {
		return err
	}
	return guard(step, now)
}

// guard compares an object with what the plan was made from.
func guard(step plan.Step, now plan.State) error {
	if step.Observe(now) == step.Observed() {
		return nil
	}
	return &ConflictError{Object: step.ID, Fields: step.Changed(now)}
}

// leave has nothing to do. Later steps may need the application.
func (r *run) leave(step plan.Step) (plan.Status, string, error) {
	if step.Application != nil {
		r.keepApplication(step.Application.Want.Key, step.Application.Live)
	}
	return plan.Unchanged, "", nil
}

// writeStep creates or updates an application. The applications are read again
// together, for all that are written within a while.
func (r *run) writeStep(ctx context.Context, step plan.Step) (plan.Status, string, error) {
	err := r.lastLook(step, func() (now plan.State, err error) {
		now.Applications, err = r.applicationsNow.wait(ctx)
		return now, err
	})
	if err != nil {
		return step.Status, "", err
	}
	want := step.Application.Want
	result, err := r.applyApplication(ctx, *step.Application, want)
	r.keepApplication(want.Key, result.Application)
	return step.Status, result.Application.ID, err
}

func (r *run) deleteApplication(ctx context.Context, step plan.Step) (plan.Status, string, error) {
	now, err := r.Logto.Applications.Get(ctx, step.Application.Live.ID)
	switch {
	case errors.Is(err, logtoadmin.ErrNotFound): // somebody was faster
		return plan.Deleted, "", nil
	case err != nil:
		return plan.Deleted, "", err
	}
	if err := guard(step, plan.State{Applications: []logtoadmin.Application{now}}); err != nil {
		return plan.Deleted, "", err
	}
	_, err = r.DeleteApplication(ctx, now)
	return plan.Deleted, "", err
}

// connectorStep writes the connector. The sign-in experience, which waits for it,
// gets its last look meanwhile.
func (r *run) connectorStep(ctx context.Context, step plan.Step) (plan.Status, string, error) {
	err := r.lastLook(step, func() (now plan.State, err error) {
		now.Connectors, err = r.Logto.Connectors.List(ctx)
		return now, err
	})
	if err != nil {
		return step.Status, "", err
	}
	if signIn := r.stepOf(isSignIn); signIn != nil && signIn.Status != plan.Unchanged {
		r.experienceNow.start() // and signInStep waits for it
	}
	r.connector, err = r.applyConnector(ctx, *step.Connector, r.planned.Want.Connector, func(displaced logtoadmin.Connector) (err error) {
		r.report.Backup, err = r.hooks.Save(displaced)
		return err
	})
	return step.Status, r.connector.ID, err
}

// templateResult is what became of one localised template.
type templateResult struct {
	id  string
	err error
}

// writeTemplates writes all localised templates that differ in one request, and
// returns what became of each step.
func (r *run) writeTemplates(ctx context.Context) map[string]templateResult {
	results := map[string]templateResult{}
	live := newQuestion(func() (now plan.State, err error) {
		now.Templates, err = r.LocalisedTemplates(ctx)
		return now, err
	})
	var (
		rows    []logtoadmin.EmailTemplate
		written []plan.Step
	)
	for _, step := range r.steps {
		if step.Template == nil || step.Status == plan.Unchanged {
			continue
		}
		if err := r.lastLook(step, func() (plan.State, error) { return live.wait(ctx) }); err != nil {
			results[step.ID] = templateResult{err: err}
			continue
		}
		rows, written = append(rows, step.Template.Want), append(written, step)
	}
	if len(rows) == 0 {
		return results
	}
	kept, err := r.Logto.EmailTemplates.Upsert(ctx, rows)
	for _, step := range written {
		if err != nil {
			results[step.ID] = templateResult{err: err}
			continue
		}
		again := plan.EnsureTemplate(kept, step.Template.Want)
		results[step.ID] = templateResult{id: again.Live.ID, err: readBack("the "+step.ID, again.Fields)}
	}
	return results
}

func (r *run) signInStep(ctx context.Context, step plan.Step) (plan.Status, string, error) {
	if connector := r.stepOf(isConnector); !r.isFresh() || connector != nil && connector.Status != plan.Unchanged {
		now, err := r.experienceNow.wait(ctx)
		if err != nil {
			return step.Status, "", err
		}
		if err := guard(step, plan.State{Experience: now}); err != nil {
			return step.Status, "", err
		}
	}
	remaining := func(e logtoadmin.SignInExperience) []plan.Field {
		return plan.EnableEmail(e, *r.planned.Want.Email).Fields
	}
	_, err := r.applySignIn(ctx, *step.SignIn, remaining)
	if errors.Is(err, logtoadmin.ErrUncertain) && r.tookEffect(ctx, remaining) {
		err = nil
		if ctx.Err() != nil {
			err = &partial.Error{Done: []string{"updated the sign-in experience"}, Err: ctx.Err()}
		}
	}
	return step.Status, "", err
}

// tookEffect looks whether a change of the sign-in experience whose answer was
// lost was made all the same.
func (r *run) tookEffect(ctx context.Context, remaining func(logtoadmin.SignInExperience) []plan.Field) bool {
	ctx, cancel := afterwards(ctx)
	defer cancel()
	now, err := r.Logto.SignInExperience.Get(ctx)
	return err == nil && len(remaining(now)) == 0
}

func (r *run) keepApplication(key string, application logtoadmin.Application) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.applications[key] = application
}

func (r *run) applicationNow(key string) logtoadmin.Application {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.applications[key]
}
