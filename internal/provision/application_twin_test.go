package provision_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/logtoctl/logtoctl/internal/partial"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/provision"
	"github.com/logtoctl/logtoctl/internal/sandbox/fault"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// meddler does something right before the first write to a path.
type meddler struct {
	path string
	do   func(context.Context) error
	once sync.Once
}

func (m *meddler) RoundTrip(request *http.Request) (response *http.Response, err error) {
	if request.Method == http.MethodPost && request.URL.Path == m.path {
		m.once.Do(func() { err = m.do(request.Context()) })
	}
	if err != nil {
		return nil, err
	}
	return http.DefaultTransport.RoundTrip(request)
}

// anotherRun lets another run create the bookstore right before this one does.
func anotherRun(t *testing.T, w *world) {
	t.Helper()
	other := *w
	if err := other.reconnect(); err != nil {
		t.Fatal(err)
	}
	want, err := w.wanted()
	if err != nil {
		t.Fatal(err)
	}
	w.client = &http.Client{Transport: &meddler{path: "/api/applications", do: func(ctx context.Context) error {
		_, err := other.provisioner.EnsureApplication(ctx, want.Applications[0], false, nil)
		return err
	}}}
	if err := w.reconnect(); err != nil {
		t.Fatal(err)
	}
}

// theOnlyBookstore checks that there is one application of the key.
func (w *world) theOnlyBookstore(t *testing.T) logtoadmin.Application {
	t.Helper()
	live, err := w.provisioner.Applications(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	twins := slices.DeleteFunc(live, func(a logtoadmin.Application) bool { return plan.Key(a) != "bookstore" })
	if len(twins) != 1 {
		t.Fatalf("there are %d applications of the key", len(twins))
	}
	return twins[0]
}

// TestApply_twin has another run create the same application a moment earlier.
// That one stays, the one of this run goes, and there is no .env file with the id
// of an application that is gone. Everything else is done.
func TestApply_twin(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	anotherRun(t, w)
	want, err := w.wanted()
	if err != nil {
		t.Fatal(err)
	}
	hooks := w.hooks()
	hooks.TestEmail, hooks.Codes, hooks.Fresh = "", nil, true
	var (
		prepared, wrote bool
		events          []provision.StepReport
	)
	hooks.EnvFiles[0].Prepare = func(context.Context, logtoadmin.Application, plan.Status) (provision.EnvWriter, error) {
		prepared = true
		return func() (bool, error) { wrote = true; return true, nil }, nil
	}
	hooks.Event = func(step provision.StepReport) { events = append(events, step) }
	report, err := w.apply(t.Context(), want, plan.Consent{}, hooks)
	stays := w.theOnlyBookstore(t)
	twin, ok := errors.AsType[*provision.TwinError](err)
	if !ok || twin.Earlier.ID != stays.ID || twin.Code() != "conflict" || twin.Hint() == "" {
		t.Errorf("error %v, and %s stays", err, stays.ID)
	}
	if !prepared || wrote {
		t.Errorf("the .env file was prepared: %t, and written: %t", prepared, wrote)
	}
	account := report.Account()
	if len(account["failed"]) != 1 || !slices.Equal(account["notTried"], []string{"env-file/.env"}) || len(account["done"]) != 4 {
		t.Errorf("account: %q", account)
	}
	last := slices.DeleteFunc(events, func(step provision.StepReport) bool { return step.Object != "application/bookstore" })
	if len(last) != 2 || last[0].Status != plan.Created || last[1].Status != provision.Failed || last[1].ID != "" {
		t.Errorf("told: %+v", last)
	}
}

// TestEnsureApplication_twin is the same for an application by itself.
func TestEnsureApplication_twin(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	anotherRun(t, w)
	want, err := w.wanted()
	if err != nil {
		t.Fatal(err)
	}
	var asked string
	_, err = w.provisioner.EnsureApplication(t.Context(), want.Applications[0], false, func(_ context.Context, a logtoadmin.Application) { asked = a.ID })
	stays := w.theOnlyBookstore(t)
	if twin, ok := errors.AsType[*provision.TwinError](err); !ok || twin.Earlier.ID != stays.ID {
		t.Errorf("error %v, and %s stays", err, stays.ID)
	}
	if asked == "" || asked == stays.ID {
		t.Errorf("meanwhile was told of %q", asked)
	}
}

// TestApply_twinStays has another run create the same application a moment earlier,
// and Logto refuse to delete the one of this run: it is still there, and the report
// and the exit code say so. One that is gone already was deleted by somebody else.
func TestApply_twinStays(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		status int
		body   string
		isGone bool
	}{
		"not allowed": {status: http.StatusForbidden},
		"broken":      {status: http.StatusInternalServerError},
		"not there":   {http.StatusNotFound, `{"code": "entity.not_exists_with_id", "message": "no"}`, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			anotherRun(t, w)
			if err := w.Faults.Set(fault.Rule{Match: fault.Match{Method: http.MethodDelete}, Kind: fault.Status, Status: test.status, Body: test.body}); err != nil {
				t.Fatal(err)
			}
			want, err := w.wanted()
			if err != nil {
				t.Fatal(err)
			}
			report, err := w.apply(t.Context(), plan.Desired{Applications: want.Applications[:1]}, plan.Consent{}, w.freshHooks())
			_, isTwin := errors.AsType[*provision.TwinError](err)
			_, isPartial := errors.AsType[*partial.Error](err)
			done, failed := report.Account()["done"], report.Account()["failed"]
			id := report.Steps[0].ID
			if isTwin != test.isGone || isPartial == test.isGone || report.Changed() == test.isGone || (id == "") != test.isGone || len(failed) != 1 {
				t.Errorf("error %v; the application %q; done: %q, failed: %q", err, id, done, failed)
			}
			if !test.isGone && !slices.Equal(done, []string{"created application Bookstore (" + id + ")"}) {
				t.Errorf("done: %q", done)
			}
		})
	}
}

// TestEnsureApplication_twinStays is the same for an application by itself.
func TestEnsureApplication_twinStays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	anotherRun(t, w)
	if err := w.Faults.Set(fault.Rule{Match: fault.Match{Method: http.MethodDelete}, Kind: fault.Status, Status: http.StatusForbidden}); err != nil {
		t.Fatal(err)
	}
	want, err := w.wanted()
	if err != nil {
		t.Fatal(err)
	}
	result, err := w.provisioner.EnsureApplication(t.Context(), want.Applications[0], false, nil)
	if _, ok := errors.AsType[*partial.Error](err); !ok || result.Application.ID == "" {
		t.Errorf("error %v; the application %q", err, result.Application.ID)
	}
}

// TestEnsureApplication_lostAmongTwins loses the answer to a create, while another run
// creates the same application: either of the two can be of this run, so that none is
// touched, and the error names both.
func TestEnsureApplication_lostAmongTwins(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	anotherRun(t, w)
	// The first create is that of the other run.
	if err := w.Faults.Set(fault.Rule{Match: fault.Match{Method: http.MethodPost, Path: "/api/applications"}, Kind: fault.DropAfter, After: 1}); err != nil {
		t.Fatal(err)
	}
	want, err := w.wanted()
	if err != nil {
		t.Fatal(err)
	}
	_, err = w.provisioner.EnsureApplication(t.Context(), want.Applications[0], false, nil)
	ambiguous, ok := errors.AsType[*plan.AmbiguousError](err)
	if !ok || len(ambiguous.Candidates) != 2 || !errors.Is(err, logtoadmin.ErrUncertain) || !strings.Contains(err.Error(), "logtoctl app delete") {
		t.Fatalf("error %v", err)
	}
	live, err := w.provisioner.Applications(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, candidate := range ambiguous.Candidates {
		if !slices.ContainsFunc(live, func(a logtoadmin.Application) bool { return a.ID == candidate.ID }) {
			t.Errorf("%s is gone", candidate.ID)
		}
	}
}
