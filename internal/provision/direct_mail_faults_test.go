package provision_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/sync/errgroup"

	"github.com/logtoctl/logtoctl/internal/provision"
	"github.com/logtoctl/logtoctl/internal/sandbox"
)

// TestApply_faultAtEachDirectMailRequest disturbs the way from an empty account to
// the end at each request to Direct Mail that an apply makes: before the DNS is set,
// and after. Whatever happens, two undisturbed applies with the DNS in between leave
// what they always leave, with nothing there twice. Run it with -v for the table.
func TestApply_faultAtEachDirectMailRequest(t *testing.T) {
	t.Parallel()
	undisturbed := newEmpty(t)
	if err := waits(undisturbed.applyFromNothing(t.Context())); err != nil {
		t.Fatal(err)
	}
	before := directMailRequests(undisturbed)
	if err := undisturbed.setDNS(t.Context()); err != nil {
		t.Fatal(err)
	}
	undisturbed.Requests.Reset()
	if _, err := undisturbed.applyFromNothing(t.Context()); err != nil {
		t.Fatal(err)
	}
	after := directMailRequests(undisturbed)
	want, err := undisturbed.wholeFingerprint(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	rows := slices.Concat(rowsAt("before the DNS: ", before), rowsAt("after the DNS: ", after))
	var group errgroup.Group
	group.SetLimit(12)
	for i := range rows {
		group.Go(func() error {
			if err := rows[i].disturbFromNothing(t.Context(), want); err != nil {
				return fmt.Errorf("%s at %s%s: %w", rows[i].kind, rows[i].when, rows[i].request, err)
			}
			return nil
		})
	}
	err = group.Wait()
	lines := make([]row, len(rows))
	for i, r := range rows {
		lines[i] = r.row
		lines[i].request = r.when + r.request
	}
	t.Logf("%d requests to Direct Mail, %d disturbed applies\n%s", len(before)+len(after), len(rows), table(lines))
	if err != nil {
		t.Error(err)
	}
}

// rowFromNothing is a disturbance of the first apply, or of the one after the DNS
// was set.
type rowFromNothing struct {
	row

	when string
}

func rowsAt(when string, requests []sandbox.Request) []rowFromNothing {
	var rows []rowFromNothing
	for _, d := range disturbancesAt(requests) {
		if d.kind == "all gone" {
			d.rule.Match.Service = sandbox.ServiceDirectMail // whose requests were counted
		}
		rows = append(rows, rowFromNothing{row{disturbance: d}, when})
	}
	return rows
}

func directMailRequests(w *world) []sandbox.Request {
	return slices.DeleteFunc(w.Requests.All(), func(r sandbox.Request) bool { return r.Service != sandbox.ServiceDirectMail })
}

func (r *rowFromNothing) disturbFromNothing(ctx context.Context, want string) error {
	w, err := startEmpty(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = w.Close(ctx) }()
	if strings.HasPrefix(r.when, "after") {
		if err := errors.Join(waits(w.applyFromNothing(ctx)), w.setDNS(ctx)); err != nil {
			return err
		}
	}
	if err := w.Faults.Set(r.rule); err != nil {
		return err
	}
	_, disturbed := w.applyFromNothing(ctx)
	if r.first = outcomeOf(disturbed); !strings.HasPrefix(r.when, "after") && disturbed == nil {
		return errors.New("the disturbed apply went through without any DNS")
	}
	if err := errors.Join(w.Faults.Set(), w.reconnect()); err != nil {
		return err
	}
	if !strings.HasPrefix(r.when, "after") {
		if err := errors.Join(waits(w.applyFromNothing(ctx)), w.setDNS(ctx)); err != nil {
			return err
		}
	}
	if err := nobodyIsLockedOut(ctx, w); err != nil {
		return err
	}
	if _, err := w.applyFromNothing(ctx); err != nil {
		return fmt.Errorf("the next apply: %w", err)
	}
	got, err := w.wholeFingerprint(ctx)
	if err != nil {
		return err
	}
	if got != want {
		return fmt.Errorf("the next apply left something else:\n%s\nwant:\n%s", got, want)
	}
	r.second = "as undisturbed"
	return nil
}

// waits returns the error of an apply unless it waits for the DNS.
func waits(_ provision.Report, err error) error {
	if _, ok := errors.AsType[*provision.WaitingForDNSError](err); ok {
		return nil
	}
	return fmt.Errorf("does not wait for the DNS: %w", err)
}

// wholeFingerprint is what tenant and account are like.
func (w *world) wholeFingerprint(ctx context.Context) (string, error) {
	tenant, err := w.fingerprint(ctx)
	if err != nil {
		return "", err
	}
	want, err := w.wantedFromNothing()
	if err != nil {
		return "", err
	}
	state, err := w.provisioner.ReadState(ctx, want)
	if err != nil {
		return "", err
	}
	var lines []string
	for _, domain := range state.DirectMail.Domains {
		lines = append(lines, fmt.Sprintf("domain %s %s", domain.Name, domain.Status))
	}
	for _, address := range state.DirectMail.Senders {
		lines = append(lines, fmt.Sprintf("sender %s %s %s", address.AccountName, address.SendType, address.ReplyAddress))
	}
	for _, tag := range state.DirectMail.Tags {
		lines = append(lines, "tag "+tag.Name)
	}
	return strings.Join(append(lines, tenant), "\n"), nil
}
