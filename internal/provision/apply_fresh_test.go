package provision_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/provision"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// transport is a function that answers requests.
type transport func(*http.Request) (*http.Response, error)

func (t transport) RoundTrip(request *http.Request) (*http.Response, error) { return t(request) }

// slow is longer than what was read is taken for what is there.
const slow = 10 * time.Second

// freshHooks are those of a run that writes right after its plan.
func (w *world) freshHooks() provision.Hooks {
	hooks := w.hooks()
	hooks.TestEmail, hooks.Codes, hooks.Fresh, hooks.EnvFiles = "", nil, true, nil
	return hooks
}

// through plans with one client, and applies with another whose requests go through
// a transport.
func (d *distant) through(want plan.Desired, next transport) (provision.Report, error) {
	d.t.Helper()
	planned, err := d.provisioner.Plan(d.t.Context(), want, plan.Consent{})
	if err != nil {
		d.t.Fatal(err)
	}
	disturbed := *d.world
	disturbed.client = &http.Client{Transport: next}
	if err := disturbed.reconnect(); err != nil {
		d.t.Fatal(err)
	}
	return disturbed.provisioner.Apply(d.t.Context(), planned, d.freshHooks())
}

// TestApply_freshForAWhile changes more applications than go out at once, at a Logto
// that is slow. Right before the last is written somebody renames it, and must not
// lose that: neither is the plan the last look by then, nor is the look that was
// taken for others on the way.
func TestApply_freshForAWhile(t *testing.T) {
	t.Parallel()
	for _, number := range []int{9, 17} {
		t.Run(fmt.Sprintf("%d applications", number), func(t *testing.T) {
			t.Parallel()
			fromAfar(t, func(d *distant) { d.renamesTheLastOf(number) })
		})
	}
}

func (d *distant) renamesTheLastOf(number int) {
	var (
		mu      sync.Mutex
		written []string
		theirs  = "Theirs"
	)
	want := d.applications(number)
	report, err := d.through(want, func(request *http.Request) (*http.Response, error) {
		if request.Method != http.MethodPatch {
			return d.client.Transport.RoundTrip(request)
		}
		mu.Lock()
		written = append(written, request.URL.Path)
		before := slices.Clone(written)
		mu.Unlock()
		time.Sleep(slow)
		if len(before) == number-1 { // and the last waits for its turn
			if err := d.renameAllBut(request.Context(), before, theirs); err != nil {
				return nil, err
			}
		}
		time.Sleep(slow)
		return d.client.Transport.RoundTrip(request)
	})
	conflict, ok := errors.AsType[*provision.ConflictError](err)
	if !ok || len(report.Account()["failed"]) != 1 || !strings.Contains(conflict.Error(), theirs) {
		d.t.Errorf("error %v; failed: %q", err, report.Account()["failed"])
	}
}

// applications creates so many applications, and returns a file that changes each.
func (d *distant) applications(number int) plan.Desired {
	d.t.Helper()
	var want plan.Desired
	for i := range number {
		name := fmt.Sprintf("Shop %d", i)
		want.Applications = append(want.Applications, plan.Application{Key: plan.Slug(name), Name: &name, Type: logtoadmin.ApplicationTypeTraditional})
	}
	if _, err := d.apply(d.t.Context(), want, plan.Consent{}, d.freshHooks()); err != nil {
		d.t.Fatal(err)
	}
	for i := range want.Applications {
		want.Applications[i].RedirectURIs = []string{"https://shop.example.com/callback"}
	}
	return want
}

// renameAllBut renames the applications of logtoctl that have not been written to.
func (d *distant) renameAllBut(ctx context.Context, written []string, name string) error {
	live, err := d.provisioner.Applications(ctx)
	if err != nil {
		return err
	}
	for _, application := range plan.Owned(live) {
		if slices.Contains(written, "/api/applications/"+application.ID) {
			continue
		}
		if _, err := d.provisioner.Logto.Applications.Update(ctx, application.ID, logtoadmin.UpdateApplicationRequest{Name: &name}); err != nil {
			return err
		}
	}
	return nil
}

// TestApply_lateSignIn has a connector whose write takes so long that the look at the
// sign-in experience, taken meanwhile, is old: what somebody changes after it stays.
func TestApply_lateSignIn(t *testing.T) {
	t.Parallel()
	fromAfar(t, func(d *distant) {
		want, err := d.wanted()
		if err != nil {
			d.t.Fatal(err)
		}
		_, err = d.through(plan.Desired{Connector: want.Connector, Email: want.Email}, func(request *http.Request) (*http.Response, error) {
			if request.Method == http.MethodPost && request.URL.Path == "/api/connectors" {
				time.Sleep(slow)
				patch := logtoadmin.SignInExperiencePatch{SignUp: &logtoadmin.SignUp{Identifiers: []logtoadmin.Identifier{}}}
				if _, err := d.provisioner.Logto.SignInExperience.Update(request.Context(), patch); err != nil {
					return nil, err
				}
			}
			return d.client.Transport.RoundTrip(request)
		})
		if conflict, ok := errors.AsType[*provision.ConflictError](err); !ok || conflict.Object != "sign-in-experience" {
			d.t.Errorf("error %v", err)
		}
	})
}

// TestApply_leavesNoLook refuses the connector while the look at the sign-in
// experience, which nobody needs any more, has no answer yet. The request does not
// outlive the apply.
func TestApply_leavesNoLook(t *testing.T) {
	t.Parallel()
	fromAfar(t, func(d *distant) {
		want, err := d.wanted()
		if err != nil {
			d.t.Fatal(err)
		}
		var looks, underWay atomic.Int64
		_, err = d.through(plan.Desired{Connector: want.Connector, Email: want.Email}, func(request *http.Request) (*http.Response, error) {
			switch {
			case request.Method == http.MethodGet && request.URL.Path == "/api/sign-in-exp":
				looks.Add(1)
				underWay.Add(1)
				defer underWay.Add(-1)
				<-request.Context().Done()
				return nil, request.Context().Err()
			case request.Method == http.MethodPost && request.URL.Path == "/api/connectors":
				time.Sleep(slow)
				return nil, errors.New("refused")
			}
			return d.client.Transport.RoundTrip(request)
		})
		if err == nil || looks.Load() == 0 || underWay.Load() != 0 {
			d.t.Errorf("error %v; %d looks, of which %d are under way", err, looks.Load(), underWay.Load())
		}
	})
}

// TestApply_sameEnvFile has two applications write to the same .env file, which a
// file may not say: it is one entry of the report, and no reason to crash.
func TestApply_sameEnvFile(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	want, err := w.wanted()
	if err != nil {
		t.Fatal(err)
	}
	hooks, one := w.freshHooks(), w.hooks().EnvFiles[0]
	other := one
	other.Key = "admin"
	hooks.EnvFiles = []provision.EnvFile{one, other}
	report, err := w.apply(t.Context(), plan.Desired{Applications: want.Applications}, plan.Consent{}, hooks)
	if err != nil || len(report.Steps) != 3 || report.Steps[2].Status != provision.Written {
		t.Errorf("error %v, report %+v", err, report.Steps)
	}
}
