package reliability_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/google/go-cmp/cmp"
)

// trial is one disturbed run of a scenario, and what follows from it.
type trial struct {
	scenario scenario
	point    string
	kind     kind
}

// kind is a way to disturb a run at a point.
type kind struct {
	name    string
	cause   func(*process) disturbance
	onwards bool     // all requests from the point on
	args    []string // further arguments, such as a shorter --timeout
	killed  bool     // the process does not end by itself
	// survives tells the requests at which the command has to succeed all the
	// same; nil for none.
	survives func(point string) bool
}

// outcome is what is told about a trial in a table.
type outcome struct {
	code  int    // of the disturbed run
	error string // the code in its error document, empty after a success
	// varies: the exit code says whether anything was done, and that depends on
	// which of several requests at the same time was the faster.
	varies bool
}

// String is the exit code, with the code of the error where there is one.
func (o outcome) String() string {
	switch {
	case o.code < 0:
		return "killed"
	case o.error != "" && o.varies:
		return o.error
	case o.error != "":
		return fmt.Sprintf("%d %s", o.code, o.error)
	}
	return fmt.Sprint(o.code)
}

var errNotReached = errors.New("the run never came to this point")

// make makes the trial. It fails when one of the promises is broken: after each
// write people can sign in and no template is lost; nothing is created or sent
// twice; an error is a precise one; and the next run leaves what an undisturbed
// one does.
func (t trial) make(ctx context.Context, want undisturbed) (outcome, error) {
	w, err := t.scenario.prepare(ctx)
	if err != nil {
		return outcome{}, err
	}
	defer w.close()
	ended, err := w.runDisturbed(ctx, t.kind.cause, place{point: t.point, onwards: t.kind.onwards}, append(t.scenario.args[:len(t.scenario.args):len(t.scenario.args)], t.kind.args...)...)
	if err != nil {
		return outcome{}, err
	}
	if !w.proxy.wasReached() {
		return outcome{code: ended.code}, fmt.Errorf("%w\nstderr: %s", errNotReached, ended.stderr)
	}
	got, err := t.judge(ended)
	if w.proxy.strayed.Load() > 0 {
		err = errors.Join(err, errors.New("a redirect to another host was followed"))
	}
	err = errors.Join(err, w.watch.err(), t.scenario.backedUp(w), notTwice(want.writes, w.once()))
	if err != nil {
		return got, fmt.Errorf("%w\nstdout: %s\nstderr: %s", err, ended.stdout, ended.stderr)
	}
	return got, t.again(ctx, w, want)
}

// judge checks what the run has told.
func (t trial) judge(ended result) (outcome, error) {
	got := outcome{code: ended.code, varies: t.kind.onwards}
	switch {
	case t.kind.killed:
		if ended.code != -1 {
			return got, fmt.Errorf("exit code %d of a killed process", ended.code)
		}
		return got, nil
	case ended.code == 0:
		return got, nil
	}
	told, err := ended.failure()
	if err != nil {
		return got, err
	}
	got.error = told.Error.Code
	switch {
	case t.kind.survives != nil && t.kind.survives(t.point):
		return got, errors.New("the retry rule says that this is survived")
	case got.error == "" || got.error == "failed" || told.Error.Message == "":
		return got, errors.New("the error is not a precise one")
	case !slices.Contains([]int{1, 3, 5, 6, 130}, got.code):
		return got, fmt.Errorf("exit code %d is none for this", got.code)
	case strings.Contains(ended.stderr, "<html"):
		return got, errors.New("somebody's page is in the error")
	}
	return got, nil
}

// again runs the command once more and compares what there is then.
func (t trial) again(ctx context.Context, w *world, want undisturbed) error {
	ended, err := w.run(ctx, t.scenario.args...)
	if err != nil {
		return err
	}
	if ended.code != 0 {
		return fmt.Errorf("the next run: exit code %d\n%s", ended.code, ended.stderr)
	}
	state, err := w.state()
	if err := errors.Join(err, w.watch.err(), t.scenario.backedUp(w)); err != nil {
		return fmt.Errorf("the next run: %w", err)
	}
	if state != want.state {
		return fmt.Errorf("the next run left something else (-want +got):\n%s", cmp.Diff(want.state, state))
	}
	return nil
}

// notTwice checks that nothing was created or sent more often than it is
// without a disturbance.
func notTwice(want, got map[string]int) error {
	for request, count := range got {
		if count > want[request] {
			return fmt.Errorf("%s reached the sandbox %d times, not %d", request, count, want[request])
		}
	}
	return nil
}
