package benchmark_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
)

// TestPerformance measures everything, and writes the figures, the document and
// the chart. It runs with LOGTOCTL_TEST_PERFORMANCE=1 only; a part can be measured
// by itself, as with -run TestPerformance/fleet. It fails when a ratio is far beyond
// the one that was kept before.
func TestPerformance(t *testing.T) { //nolint:paralleltest // nothing else may run
	if !measures() {
		t.Skip("not asked for: LOGTOCTL_TEST_PERFORMANCE is not set")
	}
	before, err := readFigures()
	if err != nil {
		t.Logf("there are no figures to compare with: %v", err)
	}
	now := before
	parts := []struct {
		name    string
		measure func(context.Context) error
	}{
		{"start", into(&now.Start, measureStart)},
		{"commands", into(&now.Commands, measureCommands)},
		{"fleet", into(&now.Fleet, measureFleet)},
		{"sandbox", into(&now.Sandbox, measureSandbox)},
		{"templates", into(&now.Templates, measureTemplates)},
	}
	for _, part := range parts { //nolint:paralleltest // one after the other
		t.Run(part.name, func(t *testing.T) {
			machine := thisMachine()
			if err := part.measure(t.Context()); err != nil {
				t.Fatal(err)
			}
			now.Machine = machine
		})
	}
	if err := now.writeAll(); err != nil {
		t.Fatal(err)
	}
	_, _ = fmt.Fprintln(os.Stdout, now.document())
	if worse := now.worseThan(before); worse != nil {
		t.Errorf("far beyond what was kept before:\n%s", strings.Join(worse, "\n"))
	}
}

// into keeps what is measured, unless measuring it fails.
func into[T any](kept *T, measure func(context.Context) (T, error)) func(context.Context) error {
	return func(ctx context.Context) error {
		measured, err := measure(ctx)
		if err == nil {
			*kept = measured
		}
		return err
	}
}

// writeAll writes the figures and what is made of them.
func (f figures) writeAll() error {
	if err := f.write(); err != nil {
		return err
	}
	if err := writeChart(f.Fleet); err != nil {
		return err
	}
	return f.writeDocument()
}
