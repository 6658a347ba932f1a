package provision

import (
	"context"
	"errors"
	"sync"

	"github.com/logtoctl/logtoctl/internal/partial"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// tasks returns what the steps of the plan at Logto and the .env files mean in requests.
func (r *run) tasks(ctx context.Context) []task {
	var (
		tasks        []task
		applications = sync.OnceValues(func() ([]logtoadmin.Application, error) { return r.Applications(ctx) })
		templates    = sync.OnceValue(func() map[string]templateResult { return r.writeTemplates(ctx) })
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
			t.run = func(ctx context.Context) (plan.Status, string, error) {
				return r.writeStep(ctx, step, applications)
			}
		case step.Connector != nil:
			t.run = func(ctx context.Context) (plan.Status, string, error) { return r.connectorStep(ctx, step) }
		case step.Template != nil:
			t.run = func(context.Context) (plan.Status, string, error) {
				result := templates()[step.ID]
				return step.Status, result.id, result.err
			}
		default:
			t.run = func(ctx context.Context) (plan.Status, string, error) { return r.signInStep(ctx, step) }
		}
		tasks = append(tasks, t)
	}
	return append(tasks, r.envFileTasks()...)
}

func (r *run) envFileTasks() []task {
	var tasks []task
	for _, file := range r.hooks.EnvFiles {
		application := "application/" + file.Key
		tasks = append(tasks, task{
			object: "env-file/" + file.Path, needs: []string{application},
			run: func(ctx context.Context) (plan.Status, string, error) {
				wrote, err := file.Write(ctx, r.applicationNow(file.Key), r.status(application))
				if wrote {
					return Written, "", err
				}
				return plan.Unchanged, "", err
			},
		})
	}
	return tasks
}

// guard refuses to write to an object that is not as it was when the plan was
// made: somebody else has changed it, and would lose the change.
func guard(step plan.Step, now plan.State) error {
	if step.Observe(now) == step.Observed {
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
// once, for all of them.
func (r *run) writeStep(ctx context.Context, step plan.Step, live func() ([]logtoadmin.Application, error)) (plan.Status, string, error) {
	now, err := live()
	if err != nil {
		return step.Status, "", err
	}
	if err := guard(step, plan.State{Applications: now}); err != nil {
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

func (r *run) connectorStep(ctx context.Context, step plan.Step) (plan.Status, string, error) {
	now, err := r.Logto.Connectors.List(ctx)
	if err != nil {
		return step.Status, "", err
	}
	if err := guard(step, plan.State{Connectors: now}); err != nil {
		return step.Status, "", err
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
	now, err := r.LocalisedTemplates(ctx)
	var (
		rows    []logtoadmin.EmailTemplate
		written []plan.Step
	)
	for _, step := range r.steps {
		if step.Template == nil || step.Status == plan.Unchanged {
			continue
		}
		conflict := err
		if err == nil {
			conflict = guard(step, plan.State{Templates: now})
		}
		if conflict != nil {
			results[step.ID] = templateResult{err: conflict}
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
	now, err := r.Logto.SignInExperience.Get(ctx)
	if err != nil {
		return step.Status, "", err
	}
	if err := guard(step, plan.State{Experience: now}); err != nil {
		return step.Status, "", err
	}
	remaining := func(e logtoadmin.SignInExperience) []plan.Field {
		return plan.EnableEmail(e, *r.planned.Want.Email).Fields
	}
	_, err = r.applySignIn(ctx, *step.SignIn, remaining)
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
