package provision

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/logtoctl/logtoctl/internal/partial"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// ApplicationResult says what happened to an application.
type ApplicationResult struct {
	Status      plan.Status
	Application logtoadmin.Application
	Fields      []plan.Field
}

// Applications reads all applications of the tenant.
func (p Provisioner) Applications(ctx context.Context) ([]logtoadmin.Application, error) {
	var applications []logtoadmin.Application
	for application, err := range p.Logto.Applications.List(ctx, logtoadmin.ListApplicationsOptions{}) {
		if err != nil {
			return nil, err
		}
		applications = append(applications, application)
	}
	return applications, nil
}

// FindApplication reads the application that the user named by id, key or name.
func (p Provisioner) FindApplication(ctx context.Context, reference string) (logtoadmin.Application, error) {
	live, err := p.Applications(ctx)
	if err != nil {
		return logtoadmin.Application{}, err
	}
	return plan.Find(live, reference)
}

// EnsureApplication creates the application, or brings the one that is there to
// what is wanted. With meanwhile, unless that is nil, the caller asks for more of
// the application as soon as it is there, while a look goes out for one that
// another run has created at the same time; what it learns counts only if there is
// no error.
func (p Provisioner) EnsureApplication(ctx context.Context, want plan.Application, adopt bool, meanwhile func(context.Context, logtoadmin.Application)) (ApplicationResult, error) {
	live, err := p.Applications(ctx)
	if err != nil {
		return ApplicationResult{}, err
	}
	change, err := plan.EnsureApplication(live, want, adopt)
	if err != nil {
		return ApplicationResult{}, err
	}
	result, err := p.applyApplication(ctx, change, want)
	if result.Application.ID == "" && !p.DryRun {
		return result, err
	}
	var (
		asking  sync.WaitGroup
		created = result.Application // which result may not be in the end
	)
	if meanwhile != nil && err == nil {
		asking.Go(func() { meanwhile(ctx, created) })
	}
	if change.Status == plan.Created && !p.DryRun {
		stays := p.yieldToEarlier(ctx, created, want.Key)
		if _, gone := errors.AsType[*TwinError](stays); gone {
			result, err = ApplicationResult{}, nil
		}
		err = errors.Join(err, stays)
	}
	asking.Wait()
	return result, err
}

// UpdateApplication changes the application that the user named.
func (p Provisioner) UpdateApplication(ctx context.Context, reference string, want plan.Application, adopt bool) (ApplicationResult, error) {
	live, err := p.Applications(ctx)
	if err != nil {
		return ApplicationResult{}, err
	}
	change, err := plan.UpdateApplication(live, reference, want, adopt)
	if err != nil {
		return ApplicationResult{}, err
	}
	return p.applyApplication(ctx, change, want)
}

func (p Provisioner) applyApplication(ctx context.Context, change plan.ApplicationChange, want plan.Application) (ApplicationResult, error) {
	result := ApplicationResult{Status: change.Status, Application: change.Wanted(), Fields: change.Fields}
	if p.DryRun || change.Status == plan.Unchanged {
		return result, nil
	}
	written, err := p.writeApplication(ctx, change, want.Key)
	if err != nil {
		return ApplicationResult{}, err
	}
	result.Application = written
	again, err := plan.ChangeApplication(written, want, false)
	if err != nil {
		return result, fmt.Errorf("read back the application %q: %w", written.Name, err)
	}
	return result, readBack(fmt.Sprintf("the application %q (%s)", written.Name, written.ID), again.Fields)
}

func (p Provisioner) writeApplication(ctx context.Context, change plan.ApplicationChange, key string) (logtoadmin.Application, error) {
	if change.Status == plan.Updated {
		return p.Logto.Applications.Update(ctx, change.Live.ID, change.Update)
	}
	created, err := p.Logto.Applications.Create(ctx, change.Create)
	if errors.Is(err, logtoadmin.ErrUncertain) {
		return p.lookForCreated(ctx, key, err)
	}
	return created, err
}

// lookForCreated finds out what a create did whose answer was lost. It never
// creates again: names are not unique at Logto, so a second create would leave
// two applications. A run after this one finds the first by its key. When another
// run has created the same application meanwhile, nothing tells whose is whose, and
// none is touched.
func (p Provisioner) lookForCreated(ctx context.Context, key string, lost error) (logtoadmin.Application, error) {
	lookCtx, cancel := afterwards(ctx)
	defer cancel()
	live, err := p.Applications(lookCtx)
	if err != nil {
		return logtoadmin.Application{}, lost
	}
	twins := withKey(live, key)
	switch len(twins) {
	case 0:
		return logtoadmin.Application{}, fmt.Errorf("a look afterwards did not find an application with the key %q: %w", key, lost)
	case 1:
	default:
		return logtoadmin.Application{}, fmt.Errorf(
			"%w; the answer that would have told which one this run created was lost (%w): see which one is to stay, and delete the other: logtoctl app delete ID",
			&plan.AmbiguousError{Reference: twins[0].Name, Candidates: twins}, lost)
	}
	created := twins[0]
	if ctx.Err() != nil {
		return created, &partial.Error{Done: []string{fmt.Sprintf("created the application %q (%s)", created.Name, created.ID)}, Err: ctx.Err()}
	}
	return created, nil
}

// DeleteApplication deletes an application that was found before.
func (p Provisioner) DeleteApplication(ctx context.Context, application logtoadmin.Application) (ApplicationResult, error) {
	result := ApplicationResult{Status: plan.Deleted, Application: application}
	if p.DryRun {
		return result, nil
	}
	if err := p.Logto.Applications.Delete(ctx, application.ID); err != nil {
		return ApplicationResult{}, err
	}
	return result, nil
}

// MustOwn refuses what logtoctl did not create, unless the user said --adopt.
func MustOwn(application logtoadmin.Application, adopt bool) error {
	if plan.Key(application) == "" && !adopt {
		return &plan.NotOwnedError{Application: application}
	}
	return nil
}
