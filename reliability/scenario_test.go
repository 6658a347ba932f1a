package reliability_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// scenario is a command and the tenant that it meets.
type scenario struct {
	name  string
	args  []string
	files map[string]string // in the folder that the command runs in
	// before are the commands and the calls of the Management API that make the
	// tenant what it is.
	before []step
	keep   string // see watch
	// displaces: a connector of another provider goes, and must be in a backup.
	displaces bool
	// ends is how the command ends when nobody disturbs it; the zero value is
	// success.
	ends outcome
	// gone is the code of the error with which a command says, the second time,
	// that what it deletes is not there; empty for most.
	gone string
	// account: what there is at Direct Mail counts, too.
	account bool
	// unsteady are requests whose answer is not always waited for, so that they do
	// not come in each run.
	unsteady []string
}

// step is one thing that was done before.
type step struct {
	args         []string
	method, path string
	body         object
}

// String names the scenario as the tables do.
func (s scenario) String() string { return s.name }

// prepare makes a world that is as the scenario wants it.
func (s scenario) prepare(ctx context.Context) (*world, error) {
	w, err := newWorld(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.build(ctx, w); err != nil {
		return nil, fmt.Errorf("prepare %s: %w", s, errors.Join(err, w.close()))
	}
	w.sandbox.Requests.Reset()
	w.watch.keep = s.keep
	return w, nil
}

func (s scenario) build(ctx context.Context, w *world) error {
	if err := w.write(s.files); err != nil {
		return err
	}
	for _, step := range s.before {
		if step.args == nil {
			if err := w.tenant.call(step.method, step.path, step.body, nil); err != nil {
				return err
			}
			continue
		}
		if ended, err := w.run(ctx, step.args...); err != nil || ended.code != 0 {
			return fmt.Errorf("logtoctl %s: exit code %d, %w\n%s", strings.Join(step.args, " "), ended.code, err, ended.stderr)
		}
	}
	return nil
}

// undisturbed is what a run without any disturbance does and leaves.
type undisturbed struct {
	points []string
	writes map[string]int // how often each create and each send reached the sandbox
	state  string
}

// undisturbed runs the scenario once as it is.
func (s scenario) undisturbed(ctx context.Context) (want undisturbed, err error) {
	w, err := s.prepare(ctx)
	if err != nil {
		return undisturbed{}, err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	ended, err := w.run(ctx, s.args...)
	if err != nil || !s.isEnd(ended) {
		return undisturbed{}, fmt.Errorf("%s, undisturbed: exit code %d, %w\n%s", s, ended.code, err, ended.stderr)
	}
	want.points = slices.DeleteFunc(w.proxy.arrived(), func(point string) bool { return slices.Contains(s.unsteady, point) })
	want.writes = w.once()
	if err := errors.Join(w.watch.err(), s.backedUp(w)); err != nil {
		return undisturbed{}, fmt.Errorf("%s, undisturbed: %w", s, err)
	}
	want.state, err = w.state(ctx, s)
	return want, err
}

// isEnd tells whether a run has ended as one that nobody disturbs.
func (s scenario) isEnd(ended result) bool {
	if ended.code != s.ends.code {
		return false
	}
	told, err := ended.failure()
	return err == nil && told.Error.Code == s.ends.error
}

// isOver tells whether a run that followed another one has ended well: like an
// undisturbed one, or because the first has left nothing to do.
func (s scenario) isOver(ended result) bool {
	if s.isEnd(ended) || s.gone == "" {
		return s.isEnd(ended)
	}
	told, err := ended.failure()
	return err == nil && told.Error.Code == s.gone
}

// once counts the creates and the sends that reached the sandbox: what must not
// happen twice. A check of a domain is neither.
func (w *world) once() map[string]int {
	counts := map[string]int{}
	for _, r := range w.sandbox.Requests.Writes() {
		if r.Method == http.MethodPost && r.Action != "CheckDomain" {
			counts[identifier.ReplaceAllString(r.Path, "/$1/*")+r.Action]++
		}
	}
	return counts
}

// backedUp checks that a connector which is gone has been saved.
func (s scenario) backedUp(w *world) error {
	if !s.displaces {
		return nil
	}
	var connectors []object
	if err := w.tenant.call(http.MethodGet, "/api/connectors", nil, &connectors); err != nil {
		return err
	}
	if slices.ContainsFunc(connectors, func(c object) bool { return c.text("connectorId") == smtp }) {
		return nil
	}
	files, err := filepath.Glob(filepath.Join(w.environ["XDG_STATE_HOME"], "logtoctl", "*", "*"))
	if err != nil {
		return err
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err == nil && strings.Contains(string(content), smtpPassword) {
			return nil
		}
	}
	return fmt.Errorf("the displaced connector is in no backup; there is %v", files)
}
