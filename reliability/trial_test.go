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

func (t trial) String() string { return fmt.Sprintf("%s, %s at %s", t.scenario, t.kind.name, t.point) }

// kind is a way to disturb a run at a point.
type kind struct {
	name    string
	what    string // happens, for the document
	cause   func(*process) disturbance
	onwards bool     // all requests from the point on
	args    []string // further arguments, such as a shorter --timeout
	killed  bool     // the process does not end by itself
	// interrupts: the process has to end with the code 130.
	interrupts bool
	// told is the code of the error where the command does not succeed.
	told string
	// survives tells the requests at which the command has to succeed all the
	// same; nil for none.
	survives func(point string) bool
}

// outcome is how a run ended.
type outcome struct {
	code  int    // exit code, -1 when it was killed
	error string // the code in its error document, empty after a success
}

// cell is an outcome as the tables have it: the exit code is enough where the
// error is the one that the kind has.
func (k kind) cell(o outcome) string {
	switch {
	case o.code < 0:
		return "killed"
	case o.error != "" && k.onwards:
		return "fails" // see the intro
	case o.error == k.told || o.error == "":
		return fmt.Sprint(o.code)
	}
	return fmt.Sprintf("%d %s", o.code, o.error)
}

var errNotReached = errors.New("the run never came to this point")

// make makes the trial. It fails when one of the promises is broken: after each
// write people can sign in and no template is lost; nothing is created or sent
// twice; an error is a precise one; and a run that says that all is well, be it this
// one or the next, leaves what an undisturbed one does.
func (t trial) make(ctx context.Context, want undisturbed) (got outcome, err error) {
	w, err := t.scenario.prepare(ctx)
	if err != nil {
		return outcome{}, err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	ended, err := w.runDisturbed(ctx, t.kind.cause, place{point: t.point, onwards: t.kind.onwards}, slices.Concat(t.scenario.args, t.kind.args)...)
	if err != nil {
		return outcome{}, err
	}
	if !w.proxy.wasReached() {
		return outcome{code: ended.code}, fmt.Errorf("%w\nstderr: %s", errNotReached, ended.stderr)
	}
	got, err = t.judge(ended)
	if w.proxy.strayed.Load() > 0 {
		err = errors.Join(err, errors.New("a redirect to another host was followed"))
	}
	err = errors.Join(err, w.watch.err(), t.scenario.backedUp(w), notTwice(want.writes, w.once()))
	if err == nil && t.scenario.isEnd(ended) {
		err = t.left(ctx, w, want)
	}
	if err != nil {
		return got, fmt.Errorf("%w\nstdout: %s\nstderr: %s", err, ended.stdout, ended.stderr)
	}
	return got, t.again(ctx, w, want)
}

// left compares what there is with what an undisturbed run leaves.
func (t trial) left(ctx context.Context, w *world, want undisturbed) error {
	state, err := w.state(ctx, t.scenario)
	if err == nil && state != want.state {
		err = fmt.Errorf("it left something else (-want +got):\n%s", cmp.Diff(want.state, state))
	}
	return err
}

// judge checks what the run has told.
func (t trial) judge(ended result) (outcome, error) {
	told, err := ended.failure()
	got := outcome{ended.code, told.Error.Code}
	switch {
	case t.kind.killed && ended.code != -1:
		return got, errors.New("this process was killed")
	case t.kind.killed:
		return got, nil
	case err != nil:
		return got, err
	case t.scenario.isEnd(ended):
		return got, nil // an interrupted one as well, when nothing was left to do
	case t.kind.interrupts && ended.code != 130:
		return got, errors.New("this process was interrupted")
	case t.kind.survives != nil && t.kind.survives(t.point):
		return got, errors.New("the retry rule says that this is survived")
	case got.error != t.kind.told && got.error != "not_created": // it has looked
		return got, fmt.Errorf("the error is not %q", t.kind.told)
	case told.Error.Message == "" || told.Error.Hint == "" && !t.kind.interrupts:
		return got, errors.New("the error does not say what happened and what to do")
	case !slices.Contains([]int{1, 3, 5, 6, 130}, got.code):
		return got, errors.New("the exit code is none for this")
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
	if !t.scenario.isOver(ended) {
		return fmt.Errorf("the next run: exit code %d\n%s", ended.code, ended.stderr)
	}
	if err := errors.Join(t.left(ctx, w, want), w.watch.err(), t.scenario.backedUp(w)); err != nil {
		return fmt.Errorf("the next run: %w", err)
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
