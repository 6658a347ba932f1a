package reliability_test

import (
	"context"
	"errors"
	"os"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sync/errgroup"
)

// matrix is a part of the document: commands, each disturbed in some ways at
// each of its points.
type matrix struct {
	title, intro string
	kinds        []kind
	scenarios    []scenario
	// sample: of so many kinds of disturbance a plain go test takes one for each
	// scenario.
	sample int
}

func matrices() []matrix {
	return []matrix{
		{title: "Killed at every step", intro: killIntro, kinds: kills(), scenarios: without("test-email"), sample: 4},
		{title: "Faults on the way", intro: networkIntro + legend(networkFaults()), kinds: networkFaults(), scenarios: without(killedOnly...), sample: 4},
		{title: "Faults of a service", intro: serviceIntro + legend(serviceFaults()), kinds: serviceFaults(), scenarios: without(killedOnly...), sample: 5},
	}
}

// killedOnly are the commands that make no kind of request which others do not
// make in the same place.
var killedOnly = []string{
	"connector aliyun-dm apply, replacing another connector", "apply, changing", "apply, replacing another connector",
	"apply, with a domain", "quickstart",
}

// without returns all scenarios but some. What test-email does cannot be taken
// back or done again, so that it is no good for kills.
func without(names ...string) []scenario {
	return slices.DeleteFunc(scenarios(), func(s scenario) bool { return slices.Contains(names, s.name) })
}

func named(names ...string) []scenario {
	return slices.DeleteFunc(scenarios(), func(s scenario) bool { return !slices.Contains(names, s.name) })
}

// atOnce is how many trials run at the same time; most of them wait.
const atOnce = 24

// everything makes all trials and writes the document anew.
func everything() bool { return os.Getenv("LOGTOCTL_TEST_RELIABILITY") != "" }

// TestMatrices makes the trials. With LOGTOCTL_TEST_RELIABILITY=1 it makes all of
// them and writes docs/reliability.md; else it makes a sample, and fails when the
// document has other points or other outcomes.
func TestMatrices(t *testing.T) {
	t.Parallel()
	written, err := readDocument()
	if err != nil && !everything() {
		t.Fatal(err)
	}
	wants := undisturbedRuns(t)
	made := document{}
	for _, m := range matrices() {
		made[m.title] = tables{}
	}
	var mu sync.Mutex
	var group errgroup.Group
	group.SetLimit(atOnce)
	for _, m := range matrices() {
		m.compare(t, written[m.title], wants)
		for _, trial := range m.trials(wants) {
			group.Go(func() error {
				got, err := trial.makeAgain(t.Context(), wants[trial.scenario.name])
				if err != nil {
					t.Errorf("%s: %v: %v", trial, got, err)
				}
				if before := written[m.title].cell(trial); !everything() && trial.kind.cell(got) != before {
					t.Errorf("docs/reliability.md is stale (make reliability): %s: %q, not %q", trial, trial.kind.cell(got), before)
				}
				mu.Lock()
				defer mu.Unlock()
				made[m.title].set(trial, got)
				return nil
			})
		}
	}
	_ = group.Wait()
	for title, tables := range made {
		t.Logf("%s: %d trials made", title, tables.count())
	}
	if everything() {
		err = made.write()
	} else {
		err = written.unedited()
	}
	if err != nil {
		t.Error(err)
	}
}

// undisturbedRuns makes one run of each scenario.
func undisturbedRuns(t *testing.T) map[string]undisturbed {
	t.Helper()
	var (
		group errgroup.Group
		mu    sync.Mutex
		wants = map[string]undisturbed{}
	)
	group.SetLimit(atOnce)
	for _, s := range scenarios() {
		group.Go(func() error {
			want, err := s.undisturbed(t.Context())
			slices.Sort(want.points)
			mu.Lock()
			defer mu.Unlock()
			wants[s.name] = want
			return err
		})
	}
	if err := group.Wait(); err != nil {
		t.Fatal(err)
	}
	return wants
}

// compare fails when the document has other requests than the runs made.
func (m matrix) compare(t *testing.T, written tables, wants map[string]undisturbed) {
	t.Helper()
	for _, s := range m.scenarios {
		if diff := cmp.Diff(written.points(s.name), wants[s.name].points); !everything() && diff != "" {
			t.Errorf("docs/reliability.md is stale (make reliability): the requests of %s (-docs +made):\n%s", s, diff)
		}
	}
}

// trials are those to make: all, or a sample in which there is each scenario and
// each kind of disturbance.
func (m matrix) trials(wants map[string]undisturbed) (trials []trial) {
	for i, s := range m.scenarios {
		points := wants[s.name].points
		for j, k := range m.kinds {
			if everything() {
				for _, point := range points {
					trials = append(trials, trial{s, point, k})
				}
			} else if (i+j)%(m.sample*rarity) == 0 {
				trials = append(trials, trial{s, points[(5*i+3*j)%len(points)], k})
			}
		}
	}
	return trials
}

// makeAgain makes a trial anew when another process has taken its port.
func (t trial) makeAgain(ctx context.Context, want undisturbed) (outcome, error) {
	for {
		got, err := t.make(ctx, want)
		if !errors.Is(err, errTaken) {
			return got, err
		}
	}
}
