package benchmark_test

import (
	"fmt"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestRequests runs every command in every state, and fails when it makes another
// request than in the figures, or makes one in another round.
func TestRequests(t *testing.T) {
	t.Parallel()
	kept := figuresOf(t)
	for _, s := range situations() {
		t.Run(s.String(), func(t *testing.T) {
			t.Parallel()
			want := kept.command(s.String()).Rounds
			w, recorded, err := s.record(t.Context(), want)
			if err != nil {
				t.Fatal(err)
			}
			defer w.close()
			if diff := cmp.Diff(want, rounds(recorded)); diff != "" {
				t.Errorf("other requests than in the figures (make bench) (-want +got):\n%s", diff)
			}
			if _, err := s.replay(recorded); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestBudgets fails when figures are kept that are beyond a budget.
func TestBudgets(t *testing.T) {
	t.Parallel()
	kept := figuresOf(t)
	for _, s := range situations() {
		if beyond := kept.command(s.String()).excess(s); len(beyond) > 0 {
			t.Errorf("%s takes more than %v times its critical path with %v", s, s.limit(), beyond)
		}
	}
	for _, row := range kept.Fleet {
		if row.ratio() > fleetBudget {
			t.Errorf("apply to %d tenants takes %.2f times the ideal, more than %v", row.Tenants, row.ratio(), fleetBudget)
		}
	}
	for _, row := range kept.Commands {
		if row.Memory > memoryBudget {
			t.Errorf("%s has %s MB in memory, more than %d", row.Name, megabytes(row.Memory), memoryBudget>>20)
		}
	}
	if kept.Start.Binary > binaryBudget {
		t.Errorf("the binary has %s MB, more than %d", megabytes(kept.Start.Binary), binaryBudget>>20)
	}
}

// TestDocument fails when the document or the chart is not what the figures say.
func TestDocument(t *testing.T) {
	t.Parallel()
	kept := figuresOf(t)
	drawn, err := chart(kept.Fleet)
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{documentPath: kept.document(), chartPath: string(drawn)} {
		got, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, string(got)); diff != "" {
			t.Errorf("%s is stale (make bench) (-want +got):\n%s", path, diff)
		}
	}
}

func figuresOf(t *testing.T) figures {
	t.Helper()
	if measures() {
		t.Skip("the figures are being taken")
	}
	f, err := readFigures()
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// tolerance is how much larger a ratio may be than the one before: another machine,
// or somebody else on it, makes that much.
const tolerance = 1.5

// worseThan compares the ratios with those that were kept before. Where there was
// none, or now is none, there is nothing to compare.
func (f figures) worseThan(before figures) []string {
	var worse []string
	compare := func(what string, now, then float64) {
		if then > 0 && now > then*tolerance {
			worse = append(worse, fmt.Sprintf("%s: the ratio was %.2f and is %.2f", what, then, now))
		}
	}
	for _, row := range f.Commands {
		then := before.command(row.Name).Times
		for i, pair := range row.Times {
			if i < len(then) {
				compare(fmt.Sprintf("%s with %s", row.Name, pair.Latency), pair.ratio(), then[i].ratio())
			}
		}
	}
	for i, row := range f.Fleet {
		if i < len(before.Fleet) {
			compare(fmt.Sprintf("apply to %d tenants", row.Tenants), row.ratio(), before.Fleet[i].ratio())
		}
	}
	for i, row := range f.Templates {
		if i < len(before.Templates) {
			compare(row.What, row.ratio(), before.Templates[i].ratio())
		}
	}
	if before.Start.Hello > 0 {
		compare("start", f.Start.Logtoctl/f.Start.Hello, before.Start.Logtoctl/before.Start.Hello)
	}
	return worse
}
