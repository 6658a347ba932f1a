package provision_test

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"text/tabwriter"

	"golang.org/x/sync/errgroup"

	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/provision"
	"github.com/logtoctl/logtoctl/internal/sandbox"
	"github.com/logtoctl/logtoctl/internal/sandbox/fault"
)

// disturbance is a fault at one request of a cold apply.
type disturbance struct {
	request string // as the table names it
	kind    string
	rule    fault.Rule
}

// row is what came of a disturbance.
type row struct {
	disturbance
	first  string // the outcome of the disturbed apply
	second string // the outcome of the next one
}

// TestApply_faultAtEachRequest disturbs a cold apply at each single request: the
// connection is lost before or after the service has done its work, the service
// answers 500, or everything is gone from there on. The next apply then leaves
// just what an undisturbed one leaves, without duplicates, and in between nobody
// is sent to a connector that is not there. Run it with -v for the table.
func TestApply_faultAtEachRequest(t *testing.T) {
	t.Parallel()
	undisturbed := newWorld(t)
	if err := cold(t.Context(), undisturbed); err != nil {
		t.Fatal(err)
	}
	requests := undisturbed.Requests.All()
	want, err := undisturbed.fingerprint(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	disturbances := disturbancesAt(requests)
	rows := make([]row, len(disturbances))
	var group errgroup.Group
	group.SetLimit(12)
	for i, d := range disturbances {
		group.Go(func() (err error) {
			rows[i], err = disturb(t.Context(), d, want)
			if err != nil {
				return fmt.Errorf("%s at %s: %w", d.kind, d.request, err)
			}
			return nil
		})
	}
	err = group.Wait()
	t.Logf("%d requests, %d disturbed applies\n%s", len(requests), len(rows), table(rows))
	if err != nil {
		t.Error(err)
	}
}

func cold(ctx context.Context, w *world) error {
	want, err := w.wanted()
	if err != nil {
		return err
	}
	_, err = w.apply(ctx, want, plan.Consent{}, w.hooks())
	return err
}

var identifier = regexp.MustCompile(`/(applications|connectors)/[a-z0-9]{10,}`)

// disturbancesAt returns every fault at every request, each request named by
// what it asks for and how often that was asked before.
func disturbancesAt(requests []sandbox.Request) []disturbance {
	var all []disturbance
	times := map[fault.Match]int{}
	for number, request := range requests {
		match := fault.Match{Service: request.Service, Method: request.Method, Action: request.Action}
		if request.Action == "" {
			match.Path = identifier.ReplaceAllString(request.Path, "/$1/*")
		}
		name := strings.TrimSpace(match.Method + " " + match.Path + match.Action)
		if times[match] > 0 {
			name += fmt.Sprintf(" (%d)", times[match]+1)
		}
		for _, d := range []disturbance{
			{kind: "lost before", rule: fault.Rule{Kind: fault.DropBefore}},
			{kind: "lost after", rule: fault.Rule{Kind: fault.DropAfter}},
			{kind: "500", rule: fault.Rule{Kind: fault.Status, Status: 500}},
		} {
			d.request, d.rule.Match, d.rule.After, d.rule.Times = name, match, times[match], 1
			all = append(all, d)
		}
		all = append(all, disturbance{name, "all gone", fault.Rule{Kind: fault.DropBefore, After: number}})
		times[match]++
	}
	return all
}

func disturb(ctx context.Context, d disturbance, want string) (row, error) {
	result := row{disturbance: d}
	w, err := startWorld(ctx)
	if err != nil {
		return result, err
	}
	defer func() { _ = w.Close(ctx) }()
	if err := w.Faults.Set(d.rule); err != nil {
		return result, err
	}
	result.first = outcomeOf(cold(ctx, w))
	if err := errors.Join(w.Faults.Set(), w.reconnect()); err != nil {
		return result, err
	}
	if err := nobodyIsLockedOut(ctx, w); err != nil {
		return result, err
	}
	if err := cold(ctx, w); err != nil {
		return result, fmt.Errorf("the next apply: %w", err)
	}
	got, err := w.fingerprint(ctx)
	if err != nil {
		return result, err
	}
	if got != want {
		return result, fmt.Errorf("the next apply left something else:\n%s\nwant:\n%s", got, want)
	}
	result.second = "as undisturbed"
	return result, nil
}

func outcomeOf(err error) string {
	failed, ok := errors.AsType[*provision.ApplyError](err)
	switch {
	case err == nil:
		return "done"
	case !ok:
		return "nothing was tried"
	}
	account := failed.Report.Account()
	return fmt.Sprintf("%d done, %d failed, %d not tried, %d rolled back", len(account["done"]), len(account["failed"]), len(account["notTried"]), len(account["rolledBack"]))
}

// nobodyIsLockedOut checks that the sign-in experience asks for emailed codes
// only where a connector can send them.
func nobodyIsLockedOut(ctx context.Context, w *world) error {
	state, err := w.provisioner.ReadState(ctx, plan.Desired{})
	if err != nil {
		return err
	}
	for _, method := range state.Experience.SignIn.Methods {
		if method.VerificationCode && !plan.HasEmailConnector(state.Connectors) {
			return errors.New("people are asked for a code that nobody sends")
		}
	}
	return nil
}

func table(rows []row) string {
	var text strings.Builder
	writer := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(writer, "REQUEST\tFAULT\tOUTCOME\tNEXT APPLY")
	for _, row := range rows {
		_, _ = fmt.Fprintf(writer, "%s\t%s\t%s\t%s\n", row.request, row.kind, row.first, row.second)
	}
	_ = writer.Flush()
	return text.String()
}
