package reliability_test

import (
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// meeting is some runs of a command at the same time, each from a machine of its
// own. Each is held at one of its writes until all are about to make theirs.
type meeting struct {
	scenario scenario
	points   []string // of each run
	// inTurn: a run goes on when the one before it has ended, and so with what it
	// has read long ago. Else all go on together.
	inTurn bool
	files  []map[string]string // of each run, in place of the scenario's
}

func (m meeting) String() string {
	how := "together"
	if m.inTurn {
		how = "in turn"
	}
	return m.scenario.name + "/" + strings.Join(m.points, ", ") + ", " + how
}

// meetings are those of two and of three runs at each write. With everything they
// are of each pair of writes.
func meetings(s scenario, writes []string) (all []meeting) {
	for _, first := range writes {
		all = append(all, meeting{scenario: s, points: []string{first, first, first}})
		for _, second := range writes {
			if everything() || first == second {
				points := []string{first, second}
				all = append(all, meeting{scenario: s, points: points}, meeting{scenario: s, points: points, inTurn: true})
			}
		}
	}
	return all
}

// TestTogether runs a command several times at once. Then there is one application
// of each key and one connector. A run that was too late says so, and the next ones
// find everything done.
func TestTogether(t *testing.T) {
	t.Parallel()
	for _, s := range named("app create, cold", "connector aliyun-dm apply, cold", "sign-in-experience enable-email", "apply, cold", "apply, replacing another connector") {
		if s.name == "apply, cold" {
			s.args = slices.Replace(slices.Clone(s.args), 2, 3, "logtoctl.yaml") // each run would send its test mail
		}
		want, err := s.undisturbed(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range meetings(s, writesOf(want.points)) {
			t.Run(m.String(), func(t *testing.T) {
				t.Parallel()
				worlds := m.hold(t)
				for _, w := range worlds {
					afterwards(t, w, s, want.state)
				}
			})
		}
	}
}

// writesOf are the requests that change something at Logto.
func writesOf(points []string) []string {
	return slices.DeleteFunc(slices.Clone(points), func(point string) bool {
		method, path, isLogto := strings.Cut(point, " ")
		return !isLogto || method == http.MethodGet || path == "/oidc/token"
	})
}

// hold makes the runs meet. Each of them succeeds, or says that there is a
// conflict, and what to do.
func (m meeting) hold(t *testing.T) []*world {
	t.Helper()
	worlds := m.worlds(t)
	var (
		absent sync.WaitGroup // those who have neither come to their point nor ended
		runs   sync.WaitGroup
		ended  = make([]chan struct{}, len(worlds))
	)
	absent.Add(len(worlds))
	for i := range ended {
		ended[i] = make(chan struct{})
	}
	for i, w := range worlds {
		runs.Go(func() {
			defer close(ended[i])
			come := sync.OnceFunc(absent.Done)
			defer come()
			meet := once(func(x *exchange) {
				come()
				absent.Wait()
				if m.inTurn && i > 0 {
					<-ended[i-1]
				}
				x.through()
			})
			run, err := w.runDisturbed(t.Context(), meet, place{point: m.points[i]}, m.scenario.args...)
			if err := errors.Join(err, run.isConflict()); err != nil {
				t.Errorf("run %d: %v", i, err)
			}
		})
	}
	runs.Wait()
	return worlds
}

func (m meeting) worlds(t *testing.T) []*world {
	t.Helper()
	first, err := m.scenario.prepare(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	closing(t, first)
	worlds := []*world{first}
	for range m.points[1:] {
		other, err := first.another()
		if err != nil {
			t.Fatal(err)
		}
		closing(t, other)
		if err := other.write(m.scenario.files); err != nil {
			t.Fatal(err)
		}
		worlds = append(worlds, other)
	}
	for i, files := range m.files {
		if err := worlds[i].write(files); err != nil {
			t.Fatal(err)
		}
	}
	return worlds
}

// closing closes a world at the end of the test.
func closing(t *testing.T, w *world) {
	t.Helper()
	t.Cleanup(func() {
		if err := w.close(); err != nil {
			t.Error(err)
		}
	})
}

// isConflict checks that a run that has failed says that there is a conflict.
func (r result) isConflict() error {
	if r.code == 0 {
		return nil
	}
	told, err := r.failure()
	if err != nil || told.Error.Code != "conflict" || told.Error.Hint == "" || r.code != 1 && r.code != 5 {
		return errors.Join(errors.New("it failed, and does not say that there is a conflict:\n"+r.stderr), err)
	}
	return nil
}

// afterwards runs a scenario once more, which leaves what it leaves alone.
func afterwards(t *testing.T, w *world, s scenario, want string) {
	t.Helper()
	ended, err := w.run(t.Context(), s.args...)
	if err != nil || ended.code != 0 {
		t.Fatalf("afterwards: exit code %d, %v\n%s", ended.code, err, ended.stderr)
	}
	state, err := w.state(t.Context(), s)
	if err := errors.Join(err, w.watch.err()); err != nil {
		t.Error(err)
	}
	if state != want {
		t.Errorf("afterwards (-want +got):\n%s", cmp.Diff(want, state))
	}
}

// TestTogether_different has two runs apply different files. What is there then is
// what one of them wants, and not a mixture.
func TestTogether_different(t *testing.T) {
	t.Parallel()
	for _, s := range named("connector aliyun-dm apply, cold", "connector aliyun-dm apply, changing") {
		theirs := s
		theirs.files = maps.Clone(s.files)
		theirs.files["connector.json"] = strings.NewReplacer(`"Bookstore"`, `"Library"`, `"Forgot"`, `"Lost"`).Replace(connectorFile)
		var states []string
		var writes []string
		for _, one := range []scenario{s, theirs} {
			want, err := one.undisturbed(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			states, writes = append(states, want.state), writesOf(want.points)
		}
		for _, m := range meetings(s, writes) {
			m.points, m.files = m.points[:2], []map[string]string{s.files, theirs.files}
			t.Run(m.String(), func(t *testing.T) {
				t.Parallel()
				worlds := m.hold(t)
				state, err := worlds[0].tenant.state()
				if err != nil {
					t.Fatal(err)
				}
				if !slices.ContainsFunc(states, func(want string) bool { return strings.HasPrefix(want, state) }) {
					t.Errorf("it is neither what the one wants nor what the other does\n%s", state)
				}
				for i, w := range worlds {
					afterwards(t, w, s, states[i])
				}
			})
		}
	}
}
