package provision

import (
	"context"
	"slices"
	"sync"

	"github.com/logtoctl/logtoctl/internal/plan"
)

// atOnce bounds how many steps run together: about as many as the client keeps
// connections for. Logto Cloud allows 20 requests a second.
const atOnce = 8

// task is one step of an apply, ready to run, or work that is done for steps and
// is none of the report.
type task struct {
	object string   // the step; work has a name of its own
	needs  []string // the steps that have to be in place before
	after  []string // what has to have ended before, whatever came of it
	// run does a step and returns the status and the id of the object.
	run func(ctx context.Context) (plan.Status, string, error)
	// work is done in place of run.
	work func(ctx context.Context)
	// shares says that the request of the step is that of others, too: it waits
	// without keeping anything else from running.
	shares bool
}

// carryOut runs the tasks, those that do not need each other at the same time.
// What needs a task that failed, and what is left after an interruption, is not
// tried.
func (r *run) carryOut(ctx context.Context, tasks []task) {
	slots := make(chan struct{}, atOnce)
	ended := map[string]*sync.WaitGroup{} // a name can be that of several
	for _, t := range tasks {
		if ended[t.object] == nil {
			ended[t.object] = new(sync.WaitGroup)
		}
		ended[t.object].Add(1)
	}
	var running sync.WaitGroup
	for _, t := range tasks {
		running.Go(func() {
			defer ended[t.object].Done()
			for _, name := range slices.Concat(t.needs, t.after) {
				if before, known := ended[name]; known {
					before.Wait()
				}
			}
			if !t.shares {
				slots <- struct{}{}
				defer func() { <-slots }()
			}
			if ctx.Err() != nil || slices.ContainsFunc(t.needs, r.isMissing) {
				return
			}
			r.do(ctx, t)
		})
	}
	running.Wait()
}

// do does a task, and tells how a step begins and ends.
func (r *run) do(ctx context.Context, t task) {
	if t.work != nil {
		t.work(ctx)
		return
	}
	r.begin(t.object)
	status, id, err := t.run(ctx)
	r.settle(t.object, status, id, err)
}

// isMissing tells whether a step has not led to what was planned, or is none.
func (r *run) isMissing(object string) bool {
	switch r.status(object) {
	case Failed, NotTried, "":
		return true
	default:
		return false
	}
}
