package doctor_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/logtoctl/logtoctl/internal/doctor"
)

// brokenSetUp is a set-up with one thing wrong, and what the doctor has to say.
type brokenSetUp struct {
	breakIt func(*world)
	check   string // the one check that fails, or warns
	warns   bool
	found   string // part of what it found
	next    string // part of what it suggests
}

// Each broken set-up is named by the first line that failed, with its fix, and
// nothing else fails.
func TestRun_faults(t *testing.T) {
	t.Parallel()
	faults := 0
	for _, group := range []map[string]brokenSetUp{logtoFaults(), connectorFaults(), directMailFaults(), signInFaults(), mailFaults(), domainFaults()} {
		faults += len(group)
		for name, fault := range group {
			t.Run(strings.ReplaceAll(name, " ", "_"), func(t *testing.T) {
				t.Parallel()
				w := newWorld(t)
				fault.breakIt(w)
				fault.diagnose(t, w.results())
			})
		}
	}
	if faults < 50 {
		t.Errorf("only %d faults", faults)
	}
	t.Logf("%d checks, %d broken set-ups", len(doctor.Checks()), faults)
}

func (b brokenSetUp) diagnose(t *testing.T, results []doctor.Result) {
	t.Helper()
	want := doctor.Failed
	if b.warns {
		want = doctor.Warning
	}
	var told []doctor.Result
	for _, result := range results {
		if result.Status == doctor.Failed || result.Status == doctor.Warning {
			told = append(told, result)
		}
		if (result.Status == doctor.Failed || result.Status == doctor.Warning) && (result.Found == "" || result.Next == "") {
			t.Errorf("%s says nothing to do: %+v", result.ID, result)
		}
	}
	if len(told) != 1 || told[0].ID != b.check || told[0].Status != want {
		t.Fatalf("the doctor says %+v, want one line: %s %s", told, b.check, want)
	}
	if !strings.Contains(told[0].Found, b.found) || !strings.Contains(told[0].Next, b.next) {
		t.Errorf("the doctor says\n%s\nnext: %s\nwhich lacks %q or %q", told[0].Found, told[0].Next, b.found, b.next)
	}
}

// A set-up with nothing wrong is all ok, with a file and without, and costs no
// write and no request twice.
func TestRun_healthy(t *testing.T) {
	t.Parallel()
	for name, withFile := range map[string]bool{"with a file": true, "without a file": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			if withFile {
				w.localise()
			}
			target := w.target()
			w.sandbox.Requests.Reset()
			begin := time.Now()
			results := doctor.Run(w.Context(), target)
			took := time.Since(begin)
			for _, result := range results {
				expected := result.Status == doctor.OK || result.ID == "access-key.may-send" || result.ID == "direct-mail.file" || !withFile && strings.HasSuffix(result.ID, ".file")
				if !expected {
					t.Errorf("%+v", result)
				}
			}
			w.requestedOnce()
			if writes := w.sandbox.Requests.Writes(); len(writes) != 0 {
				t.Errorf("the doctor writes: %+v", writes)
			}
			t.Logf("%d checks, %d requests, %s", len(results), len(w.sandbox.Requests.All()), took.Round(time.Millisecond))
		})
	}
}

// requestedOnce demands that no question was asked twice.
func (w *world) requestedOnce() {
	w.Helper()
	var asked []string
	for _, request := range w.sandbox.Requests.All() {
		question := request.Service + " " + request.Method + " " + request.Path + " " + request.Action
		if slices.Contains(asked, question) {
			w.Errorf("asked twice: %s", question)
		}
		asked = append(asked, question)
	}
}

// With nothing set up and nothing set there is nothing wrong.
func TestRun_nothingSet(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for name := range w.env {
		if strings.HasPrefix(name, "LOGTO_") || strings.HasPrefix(name, "ALIBABA_CLOUD_") {
			delete(w.env, name)
		}
	}
	target := w.target()
	target.Account = noAccount
	w.sandbox.Requests.Reset()
	results := doctor.Run(w.Context(), target)
	for _, result := range results {
		if result.Status != doctor.Skipped {
			t.Errorf("%+v", result)
		}
	}
	if asked := w.sandbox.Requests.All(); len(asked) != 0 {
		t.Errorf("somebody was asked: %+v", asked)
	}
	for _, id := range []string{"endpoint.reachable", "access-key.found", "connector.config"} {
		i := slices.IndexFunc(results, func(r doctor.Result) bool { return r.ID == id })
		if i < 0 || results[i].Next == "" {
			t.Errorf("%s does not say what to set", id)
		}
	}
}
