package provision

import (
	"context"
	"slices"
	"sync"

	"github.com/logtoctl/logtoctl/internal/plan"
)

// task is one step of an apply, ready to run.
type task struct {
	object string
	needs  []string // the objects that have to be in place before
	// run does the work and returns the status and the id of the object.
	run func(ctx context.Context) (plan.Status, string, error)
}

// carryOut runs the tasks, those that do not need each other at the same time.
// What needs a task that failed, and what is left after an interruption, is not
// tried.
func (r *run) carryOut(ctx context.Context, tasks []task) {
	slots := make(chan struct{}, atOnce)
	ended := map[string]chan struct{}{}
	for _, t := range tasks {
		ended[t.object] = make(chan struct{})
	}
	var running sync.WaitGroup
	for _, t := range tasks {
		running.Go(func() {
			defer close(ended[t.object])
			for _, need := range t.needs {
				if before, known := ended[need]; known {
					<-before
				}
			}
			slots <- struct{}{}
			defer func() { <-slots }()
			if ctx.Err() != nil || slices.ContainsFunc(t.needs, r.isMissing) {
				return
			}
			r.begin(t.object)
			status, id, err := t.run(ctx)
			r.settle(t.object, status, id, err)
		})
	}
	running.Wait()
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
