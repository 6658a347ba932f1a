package file

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/exitcode"
	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/provision"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

func updated(profile string) outcome {
	return outcome{profile: profile, status: plan.Updated, done: "created 1"}
}

func failing(profile string, err error) outcome {
	return outcome{profile: profile, status: provision.Failed, failure: &output.ReportError{Message: "it is " + profile}, err: err}
}

func stopped(profile string) outcome {
	return outcome{profile: profile, status: provision.NotTried, err: context.Canceled}
}

func TestTally_err(t *testing.T) {
	t.Parallel()
	refused := &logtoadmin.Error{StatusCode: 403, Code: "auth.forbidden"}
	tests := map[string]struct {
		outcomes []outcome
		code     exitcode.Code
		message  string
	}{
		"all well":             {[]outcome{updated("a"), {status: plan.Unchanged}}, exitcode.OK, ""},
		"one failed":           {[]outcome{{status: plan.Unchanged}, failing("b", io.EOF)}, exitcode.Failed, "2 tenants: 1 unchanged, 1 failed\nprofile b: it is b"},
		"its own code":         {[]outcome{failing("b", refused)}, exitcode.Denied, "1 tenant: 1 failed\nprofile b: it is b"},
		"without a profile":    {[]outcome{failing("", refused)}, exitcode.Denied, "1 tenant: 1 failed\nit is "},
		"others were changed":  {[]outcome{updated("a"), failing("b", refused)}, exitcode.Partial, "2 tenants: 1 updated, 1 failed\nprofile b: it is b"},
		"partial over usage":   {[]outcome{updated("a"), failing("b", exitcode.With(exitcode.Usage, io.EOF))}, exitcode.Partial, "2 tenants: 1 updated, 1 failed\nprofile b: it is b"},
		"waiting for DNS":      {[]outcome{{profile: "w", status: plan.Waiting, failure: &output.ReportError{Message: "waits"}, err: &provision.WaitingForDNSError{}}}, exitcode.Partial, "1 tenant: 1 waiting\nprofile w: waits"},
		"interrupted":          {[]outcome{updated("a"), failing("b", context.Canceled), stopped("c")}, exitcode.Interrupted, "3 tenants: 1 updated, 1 failed, 1 not tried\nprofile b: it is b\ncontext canceled"},
		"nothing begun":        {[]outcome{stopped("a"), stopped("b")}, exitcode.Interrupted, "2 tenants: 2 not tried\ncontext canceled"},
		"plans with a failure": {[]outcome{{status: toChange}, failing("b", refused)}, exitcode.Denied, "2 tenants: 1 to change, 1 failed\nprofile b: it is b"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var count tally
			for _, came := range test.outcomes {
				count.add(came)
			}
			err := count.err()
			if got := exitcode.Of(err); got != test.code {
				t.Errorf("exit code %d, want %d", got, test.code)
			}
			if err != nil && err.Error() != test.message || err == nil && test.message != "" {
				t.Errorf("error %v, want %q", err, test.message)
			}
		})
	}
}

// Of many failures the text names a few; the details have all of them.
func TestTally_many(t *testing.T) {
	t.Parallel()
	var count tally
	for i := range 25 {
		count.add(failing(fmt.Sprintf("shop-%02d", i), io.EOF))
	}
	count.add(updated("shop-25"))
	count.add(stopped("shop-26"))
	failure := cli.Describe(count.err())
	lines := strings.Split(failure.Message, "\n")
	if len(lines) != 1+named+2 || lines[named] != "profile shop-09: it is shop-09" || lines[named+1] != "and 15 more, which the list has" || lines[named+2] != "interrupted" {
		t.Errorf("message %q", failure.Message)
	}
	details := failure.Details.(map[string][]string)
	if diff := cmp.Diff([]string{"shop-25: created 1"}, details["done"]); diff != "" {
		t.Errorf("done (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"shop-26"}, details["notTried"]); diff != "" {
		t.Errorf("not tried (-want +got):\n%s", diff)
	}
	if failed := details["failed"]; len(failed) != 25 || failed[24] != "shop-24: it is shop-24" {
		t.Errorf("failed: %q", failed)
	}
	if !strings.HasPrefix(failure.Hint, "run it again") {
		t.Errorf("hint %q", failure.Hint)
	}
}

// What is wrong with a single tenant has its own next step.
func TestTally_hint(t *testing.T) {
	t.Parallel()
	var count tally
	count.add(outcome{profile: "a", failure: &output.ReportError{Hint: "do this"}, err: io.EOF})
	if failure := cli.Describe(count.err()); failure.Hint != "do this" {
		t.Errorf("hint %q", failure.Hint)
	}
}

// Outcomes are handed on in order, each as soon as those before it are there.
func TestQueue(t *testing.T) {
	t.Parallel()
	var got []string
	line := queue{waiting: map[int]outcome{}, handOn: func(came outcome) error {
		got = append(got, came.profile)
		if came.profile == "b" {
			return errors.New("no room")
		}
		return nil
	}}
	for _, step := range []struct {
		i       int
		profile string
		want    []string
		fails   bool
	}{
		{2, "c", nil, false},
		{0, "a", []string{"a"}, false},
		{3, "d", []string{"a"}, false},
		{1, "b", []string{"a", "b", "c", "d"}, true}, // the others are handed on all the same
		{4, "e", []string{"a", "b", "c", "d", "e"}, false},
	} {
		err := line.put(step.i, outcome{profile: step.profile})
		if diff := cmp.Diff(step.want, got); diff != "" || (err != nil) != step.fails {
			t.Errorf("after %s: %v (-want +got):\n%s", step.profile, err, diff)
		}
	}
	if len(line.waiting) != 0 {
		t.Errorf("%d outcomes are kept", len(line.waiting))
	}
}
