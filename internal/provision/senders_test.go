package provision_test

import (
	"context"
	"errors"
	"net/http"
	"runtime"
	"testing"
	"weak"

	"golang.org/x/sync/errgroup"

	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/provision"
	"github.com/logtoctl/logtoctl/internal/sandbox/fault"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// TestSenders has several tenants at the same time whose connectors send from the
// same account. It is asked once, and all get the answer, also when the plans have
// ended long before they are carried out.
func TestSenders(t *testing.T) {
	t.Parallel()
	mail, asked := newWorld(t), &provision.Senders{}
	want, err := mail.wanted()
	if err != nil {
		t.Fatal(err)
	}
	applyTo := func(connector logtoadmin.ConnectorConfig) func() error {
		tenant := newWorld(t)
		tenant.provisioner.DirectMail, tenant.provisioner.Senders = &mailClients{world: mail}, asked
		return func() error {
			planning, stop := context.WithCancel(t.Context())
			planned, err := tenant.provisioner.Plan(planning, plan.Desired{Connector: connector}, plan.Consent{})
			stop()
			if err != nil {
				return err
			}
			_, err = tenant.provisioner.Apply(t.Context(), planned, provision.Hooks{Fresh: true, Event: func(provision.StepReport) {}})
			return err
		}
	}
	var group errgroup.Group
	for range 3 {
		group.Go(applyTo(want.Connector))
	}
	if err := group.Wait(); err != nil {
		t.Error(err)
	}
	if requests := counted(mail.Requests.All()); requests["QueryMailAddressByParam"] != 1 {
		t.Errorf("the account was asked %d times", requests["QueryMailAddressByParam"])
	}
	want.Connector["accessKeySecret"] = "another"
	if err := applyTo(want.Connector)(); err == nil {
		t.Error("the answer to one AccessKey was taken for that to another")
	}
}

// TestSenders_inAdvance shows when Direct Mail is asked before it is known whether
// the answer matters: for an apply of a connector, while a token is fetched.
func TestSenders_inAdvance(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	want, err := w.wanted()
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		dryRun, token bool
		want          plan.Desired
		made          int64
	}{
		"a plan only":             {dryRun: true, want: want},
		"no connector":            {want: plan.Desired{Applications: want.Applications}},
		"a token is at hand":      {token: true, want: want},
		"while one is waited for": {want: want, made: 1},
	} {
		clients := &mailClients{world: w}
		if err := w.reconnect(); err != nil {
			t.Fatal(err)
		}
		w.provisioner.DirectMail, w.provisioner.DryRun = clients, test.dryRun
		if test.token {
			if err := w.provisioner.Logto.Authenticate(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := w.provisioner.Plan(t.Context(), test.want, plan.Consent{}); err != nil {
			t.Fatal(err)
		}
		if clients.made.Load() != test.made {
			t.Errorf("%s: %d clients were made", name, clients.made.Load())
		}
	}
}

// TestSenders_unanswered has several tenants whose sender address Direct Mail does not
// know. When it fails while the first of them asks, the second asks again, and finds
// that out; what it says of the AccessKey is the same for all.
func TestSenders_unanswered(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		status int
		body   string
		again  bool
	}{
		"unavailable": {status: http.StatusServiceUnavailable, again: true},
		"broken":      {status: http.StatusBadRequest, again: true},
		"not allowed": {http.StatusForbidden, `{"Code": "Forbidden.RAM", "Message": "no"}`, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fromAfar(t, func(d *distant) {
				want, err := d.wanted()
				if err != nil {
					d.t.Fatal(err)
				}
				want.Connector["accountName"] = "nobody@mail.example.com"
				if err := d.provisioner.Logto.Authenticate(d.t.Context()); err != nil { // so that the plan does not ask
					d.t.Fatal(err)
				}
				planned, err := d.provisioner.Plan(d.t.Context(), plan.Desired{Connector: want.Connector}, plan.Consent{})
				if err != nil {
					d.t.Fatal(err)
				}
				if err := d.Faults.Set(fault.Rule{Match: fault.Match{Action: "QueryMailAddressByParam"}, Kind: fault.Status, Status: test.status, Body: test.body}); err != nil {
					d.t.Fatal(err)
				}
				if err := d.provisioner.CheckSender(d.t.Context(), planned); err != nil {
					d.t.Errorf("the first: %v", err)
				}
				if err := d.Faults.Set(); err != nil {
					d.t.Fatal(err)
				}
				err = d.provisioner.CheckSender(d.t.Context(), planned)
				if _, ok := errors.AsType[*provision.SenderError](err); ok != test.again {
					d.t.Errorf("the second: %v", err)
				}
			})
		})
	}
}

// firstClient remembers the client that was made first, as long as somebody else does.
type firstClient struct {
	*mailClients

	first weak.Pointer[aliyundm.Client]
}

func (f *firstClient) DirectMail(region string, credentials aliyundm.Credentials) (*aliyundm.Client, error) {
	client, err := f.mailClients.DirectMail(region, credentials)
	if f.made.Load() == 1 {
		f.first = weak.Make(client)
	}
	return client, err
}

// TestSenders_keepsAnswers shows that an answer does not keep the client that gave it.
func TestSenders_keepsAnswers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	clients := &firstClient{mailClients: &mailClients{world: w}}
	w.provisioner.DirectMail = clients
	want, err := w.wanted()
	if err != nil {
		t.Fatal(err)
	}
	planned, err := w.provisioner.Plan(t.Context(), plan.Desired{Connector: want.Connector}, plan.Consent{})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.provisioner.CheckSender(t.Context(), planned); err != nil {
		t.Fatal(err)
	}
	if clients.first == (weak.Pointer[aliyundm.Client]{}) {
		t.Fatal("no client was made")
	}
	runtime.GC()
	if clients.first.Value() != nil {
		t.Error("the client is still there")
	}
	runtime.KeepAlive(w.provisioner.Senders)
}
