package reliability_test

import (
	"context"
	"errors"
	"os"
	"slices"
	"sync"
	"testing"

	"golang.org/x/sync/errgroup"
)

// matrix is a part of the document: commands, each disturbed in some ways at
// each of its points.
type matrix struct {
	title, intro string
	kinds        []kind
	scenarios    []scenario
	sample       int // a plain go test makes one trial of so many
}

func matrices() []matrix {
	return []matrix{
		{title: "Killed at every step", intro: killIntro, kinds: kills(), scenarios: named(changing...), sample: 17},
		{title: "Faults", intro: faultIntro, kinds: faults(), scenarios: named(faulty...), sample: 31},
	}
}

// changing are all commands that change a tenant; what test-email does cannot be
// taken back or done again.
var changing = []string{
	"app create, cold", "app create, changing",
	"connector aliyun-dm apply, cold", "connector aliyun-dm apply, changing", "connector aliyun-dm apply, replacing another connector",
	"sign-in-experience enable-email",
	"apply, cold", "apply, changing", "apply, replacing another connector",
}

// faulty are the commands that make every kind of request between them.
var faulty = []string{
	"app create, cold", "app create, changing", "connector aliyun-dm apply, cold", "connector aliyun-dm apply, changing",
	"sign-in-experience enable-email", "test-email", "apply, cold",
}

func named(names ...string) []scenario {
	return slices.DeleteFunc(slices.Clone(scenarios()), func(s scenario) bool { return !slices.Contains(names, s.name) })
}

// atOnce is how many trials run at the same time; most of them wait.
const atOnce = 16

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
	made := document{}
	for _, m := range matrices() {
		made[m.title] = m.make(t, written[m.title])
	}
	if everything() {
		if err := made.write(); err != nil {
			t.Fatal(err)
		}
		return
	}
	if err := written.unedited(); err != nil {
		t.Error(err)
	}
}

// make makes the trials of a matrix and returns their outcomes.
func (m matrix) make(t *testing.T, written tables) tables {
	t.Helper()
	var (
		group  errgroup.Group
		mu     sync.Mutex
		tables = tables{}
		number int
	)
	group.SetLimit(atOnce)
	for _, s := range m.scenarios {
		want, err := s.undisturbed(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		slices.Sort(want.points)
		if points := written.points(s.name); !everything() && !slices.Equal(want.points, points) {
			t.Errorf("docs/reliability.md is stale (make reliability): %s makes the requests %q, there are %q", s, want.points, points)
		}
		for _, point := range want.points {
			for _, k := range m.kinds {
				number++
				if !everything() && number%m.sample != 0 {
					continue
				}
				group.Go(func() error {
					got, err := trial{s, point, k}.makeAgain(t.Context(), want)
					if err != nil {
						t.Errorf("%s, %s at %s: %s: %v", s, k.name, point, got, err)
					}
					if before := written.cell(s.name, point, k.name); !everything() && got.String() != before {
						t.Errorf("docs/reliability.md is stale (make reliability): %s, %s at %s: %q, not %q", s, k.name, point, got, before)
					}
					mu.Lock()
					defer mu.Unlock()
					tables.set(s.name, point, k.name, got.String())
					return nil
				})
			}
		}
	}
	_ = group.Wait()
	t.Logf("%s: %d of %d trials made", m.title, tables.count(), number)
	return tables
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
