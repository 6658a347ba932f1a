package cmd_test

import (
	"bytes"
	"context"
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/cmd"
	"github.com/logtoctl/logtoctl/internal/cli"
)

// command runs logtoctl on all tenants in the test's own process.
func (f *fleet) command(ctx context.Context, args ...string) (code int, stdout, stderr string) {
	f.t.Helper()
	var out, err bytes.Buffer
	args = append(args, "-f", filepath.Join(f.folder, "logtoctl.yaml"), "--profile", "*")
	code = cmd.Run(ctx, args, cli.Streams{In: strings.NewReader(""), Out: &out, Err: &err}, f.lookup)
	return code, out.String(), err.String()
}

func (f *fleet) reports(stdout string) []tenantReport {
	f.t.Helper()
	var reports []tenantReport
	if err := json.Unmarshal([]byte(stdout), &reports); err != nil {
		f.t.Fatalf("stdout is not one list: %v\n%s", err, stdout)
	}
	return reports
}

// Ctrl-C lets no tenant begin any more. The account has every tenant in its place:
// those that are done, the one that was under way and those that were not tried.
func TestFleet_interrupted(t *testing.T) {
	t.Parallel()
	f := newFleet(t)
	const at = 4
	reached := f.hang(f.profiles[at])
	ctx, interrupt := context.WithCancel(t.Context())
	go func() {
		<-reached
		interrupt()
	}()
	code, stdout, stderr := f.command(ctx, "apply", "--yes", "--parallel", "1", "-o", "json")
	if code != 130 || !strings.Contains(stderr, `"code": "interrupted"`) {
		t.Errorf("exit code %d, want 130:\n%s", code, stderr)
	}
	want := make([]tenantReport, len(f.profiles))
	for i, profile := range f.profiles {
		want[i] = tenantReport{profile, "not tried"}
		switch {
		case i < at:
			want[i].Status = "updated"
		case i == at:
			want[i].Status = "failed"
		}
	}
	if diff := cmp.Diff(want, f.reports(stdout)); diff != "" {
		t.Errorf("the account (-want +got):\n%s", diff)
	}
	for _, profile := range f.profiles[at:] {
		if f.created(profile) != 0 {
			t.Errorf("something was created at %s", profile)
		}
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	code, stdout, _ = f.command(ended, "plan", "-o", "json")
	if code != 130 {
		t.Errorf("a plan that is interrupted before it begins exits with %d: %s", code, stdout)
	}
}

// A tenant that does not answer keeps no other one waiting.
func TestFleet_hanging(t *testing.T) {
	t.Parallel()
	f := newFleet(t)
	f.hang(f.profiles[0])
	ctx, interrupt := context.WithCancel(t.Context())
	go func() {
		f.await(ctx, f.profiles[1:])
		interrupt()
	}()
	code, stdout, stderr := f.command(ctx, "apply", "--yes", "--parallel", "2", "--timeout", "10m", "-o", "json")
	if code != 130 {
		t.Errorf("exit code %d, want 130:\n%s", code, stderr)
	}
	if reports := f.reports(stdout); len(reports) != len(f.profiles) || reports[0].Status != "failed" || reports[1].Status != "updated" {
		t.Errorf("the account is %+v", reports)
	}
}

// await returns once all these tenants have got their application.
func (f *fleet) await(ctx context.Context, profiles []string) {
	ticker := time.NewTicker(time.Millisecond)
	defer ticker.Stop()
	for slices.ContainsFunc(profiles, func(profile string) bool { return f.created(profile) == 0 }) {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// The file is checked for every tenant before anything is sent to any of them.
func TestFleet_checkedFirst(t *testing.T) {
	t.Parallel()
	f := newFleet(t)
	delete(f.secrets, "SHOP_020_SECRET")
	code, _, stderr := f.command(t.Context(), "apply", "--yes")
	if code != 2 || !strings.Contains(stderr, "SHOP_020_SECRET is not set") {
		t.Errorf("exit code %d, want 2:\n%s", code, stderr)
	}
	for _, profile := range f.profiles {
		if f.created(profile) != 0 {
			t.Errorf("something was created at %s", profile)
		}
	}
}
