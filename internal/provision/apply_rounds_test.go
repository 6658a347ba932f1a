package provision_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/provision"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// roundTrip is what each request takes.
const roundTrip = time.Second

// lagging is a transport on which every request takes a round trip of the
// bubble's clock, and nothing else takes any time.
type lagging struct{ next http.RoundTripper }

func (l lagging) RoundTrip(request *http.Request) (*http.Response, error) {
	time.Sleep(roundTrip)
	return l.next.RoundTrip(request)
}

// farAway returns a client of a sandbox that is one round trip away. It is made in
// the bubble. Each connection is used once: one that idles would stop the clock.
// No name is looked up, which the net package does for several bubbles at once.
func farAway() *http.Client {
	dial := func(ctx context.Context, network, address string) (net.Conn, error) {
		_, port, err := net.SplitHostPort(address)
		if err != nil {
			return nil, err
		}
		return new(net.Dialer).DialContext(ctx, network, net.JoinHostPort("127.0.0.1", port))
	}
	return &http.Client{Transport: lagging{&http.Transport{DisableKeepAlives: true, DialContext: dial}}}
}

// distant is a tenant that is far away, and how many rounds of requests it takes
// to do something there.
type distant struct {
	*world

	t *testing.T
}

// fromAfar runs a test in a bubble with a sandbox that is outside. The test uses the
// bubble's own t.
func fromAfar(t *testing.T, test func(*distant)) {
	t.Helper()
	w, now := newWorld(t), time.Now()
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(now)) // Direct Mail checks the date
		w.client = farAway()
		d := &distant{world: w, t: t}
		d.forget()
		test(d)
	})
}

// forget begins anew, as the next process without a kept token does.
func (d *distant) forget() {
	d.t.Helper()
	if err := d.reconnect(); err != nil {
		d.t.Fatal(err)
	}
}

// takes checks how many rounds of requests something takes.
func (d *distant) takes(rounds int, what string, do func(context.Context) error) {
	d.t.Helper()
	d.Requests.Reset()
	begin := time.Now()
	if err := do(d.t.Context()); err != nil {
		d.t.Errorf("%s: %v", what, err)
	}
	if took := time.Since(begin); took != time.Duration(rounds)*roundTrip {
		d.t.Errorf("%s took %.2f rounds, want %d: %v", what, took.Seconds()/roundTrip.Seconds(), rounds, counted(d.Requests.All()))
	}
}

// TestApply_rounds counts the rounds of requests of an apply: each is a set of
// requests that go out together because none needs the answer to another.
func TestApply_rounds(t *testing.T) {
	t.Parallel()
	fromAfar(t, func(d *distant) {
		want := d.manyTemplates()
		hooks := d.hooks()
		hooks.TestEmail, hooks.Codes, hooks.Fresh = "", nil, true
		apply := func(ctx context.Context) error {
			_, err := d.apply(ctx, want, plan.Consent{}, hooks)
			return err
		}
		// The token and, meanwhile, the sender address; the reads; application, connector
		// and templates; the secret, the look for twins and the sign-in experience.
		d.takes(4, "cold", apply)
		d.takes(1, "nothing to do", apply)
		d.forget()
		d.takes(2, "nothing to do, cold", apply)

		want.Applications[1].RedirectURIs = []string{"https://admin.example.com/callback"}
		d.takes(2, "one application", apply)

		want.Applications[0].RedirectURIs = []string{"https://bookstore.example.com/callback"}
		want.Connector["fromAlias"], want.Email.Factor = "Books", plan.FactorBoth
		want.Templates[0].Details.Subject = "Ours {{code}}"
		d.takes(3, "everything changed", apply)

		empty(d.t, d.world, want)
		d.provisioner.Senders = &provision.Senders{}
		d.takes(4, "warm", apply) // the sender address is asked for once there is something to do

		empty(d.t, d.world, want)
		hooks.Fresh = false
		d.takes(4, "after a question", apply) // everything is looked at again, together

		empty(d.t, d.world, want)
		hooks.Fresh, hooks.TestEmail = true, customer
		d.takes(5, "with a test mail", apply)
	})
}

// TestApply_roundsOfSlowMail has a Direct Mail that takes three rounds to say which
// sender addresses there are. Who needs the answer waits for it before anything is
// written; nobody else does.
func TestApply_roundsOfSlowMail(t *testing.T) {
	t.Parallel()
	fromAfar(t, func(d *distant) {
		hooks := d.hooks()
		hooks.TestEmail, hooks.Codes, hooks.Fresh = "", nil, true
		apply := func(accountName string) func(context.Context) error {
			return func(ctx context.Context) error {
				slow := *d.world
				slow.client = &http.Client{Transport: lagging{lagging{d.client.Transport}}}
				d.provisioner.DirectMail, d.provisioner.Senders = &mailClients{world: &slow}, &provision.Senders{}
				want := d.manyTemplates()
				want.Connector["accountName"] = accountName
				_, err := d.apply(ctx, want, plan.Consent{}, hooks)
				return err
			}
		}
		d.takes(5, "cold", apply(accountName)) // the answer comes with the third
		d.takes(1, "nothing to do", apply(accountName))
		d.takes(7, "an unknown sender", func(ctx context.Context) error { // asked everywhere else, too
			_, ok := errors.AsType[*provision.SenderError](apply("nobody@mail.example.com")(ctx))
			if !ok || len(d.Requests.Writes()) > 0 {
				return fmt.Errorf("an unknown sender address was no reason to stop: %v", d.Requests.Writes())
			}
			return nil
		})
	})
}

// TestApply_roundsOfOldPlan lets time pass between a plan and its apply, such as
// that of other tenants: what was read is then read again, whoever calls it fresh.
func TestApply_roundsOfOldPlan(t *testing.T) {
	t.Parallel()
	fromAfar(t, func(d *distant) {
		hooks := d.hooks()
		hooks.TestEmail, hooks.Codes, hooks.Fresh = "", nil, true
		for _, test := range []struct {
			age    time.Duration
			rounds int
		}{{0, 2}, {3 * time.Second, 2}, {10 * time.Second, 3}} { // the first plan also takes the time of a token
			planned, err := d.provisioner.Plan(d.t.Context(), d.manyTemplates(), plan.Consent{})
			if err != nil {
				d.t.Fatal(err)
			}
			time.Sleep(test.age)
			d.takes(test.rounds, "after "+test.age.String(), func(ctx context.Context) error {
				_, err := d.provisioner.Apply(ctx, planned, hooks)
				return err
			})
			empty(d.t, d.world, d.manyTemplates())
		}
	})
}

// manyTemplates is a file with more steps than run together.
func (d *distant) manyTemplates() plan.Desired {
	d.t.Helper()
	want, err := d.wanted()
	if err != nil {
		d.t.Fatal(err)
	}
	for i := range 20 {
		row := want.Templates[0]
		row.LanguageTag = fmt.Sprintf("en-x-%d", i)
		want.Templates = append(want.Templates, row)
	}
	return want
}

// command is a step that apply is made of, how to take it back, and how many
// rounds it takes.
type command struct {
	before, do, undo func(context.Context, *distant) error
	cold, warm, noop int
}

// TestCommands_rounds counts the rounds of requests of the steps by themselves.
func TestCommands_rounds(t *testing.T) {
	t.Parallel()
	for name, test := range commands() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fromAfar(t, func(d *distant) {
				if test.before != nil {
					if err := test.before(d.t.Context(), d); err != nil {
						d.t.Fatal(err)
					}
				}
				d.forget()
				do := func(ctx context.Context) error { return test.do(ctx, d) }
				d.takes(test.cold, "cold", do)
				d.takes(test.noop, "nothing to do", do)
				if err := test.undo(d.t.Context(), d); err != nil {
					d.t.Fatal(err)
				}
				d.takes(test.warm, "warm", do)
			})
		})
	}
}

func commands() map[string]command {
	name := "Bookstore"
	wanted := plan.Application{Key: "bookstore", Name: &name, Type: logtoadmin.ApplicationTypeTraditional}
	applyConnector := func(ctx context.Context, d *distant) error {
		want, err := d.wanted()
		if err != nil {
			return err
		}
		_, err = d.provisioner.EnsureConnector(ctx, want.Connector, false, nil)
		return err
	}
	return map[string]command{
		"app create": { // the list; the application; its secret and the look for twins
			do: func(ctx context.Context, d *distant) error {
				var unread error
				_, err := d.provisioner.EnsureApplication(ctx, wanted, false, func(ctx context.Context, a logtoadmin.Application) {
					_, unread = d.provisioner.Secrets(ctx, a)
				})
				return errors.Join(err, unread)
			},
			undo: func(ctx context.Context, d *distant) error {
				created, err := d.provisioner.FindApplication(ctx, "bookstore")
				if err != nil {
					return err
				}
				return d.provisioner.Logto.Applications.Delete(ctx, created.ID)
			},
			cold: 4, warm: 3, noop: 2, // the secret is read anew
		},
		"connector apply": {
			do: applyConnector,
			undo: func(ctx context.Context, d *distant) error {
				created, err := d.provisioner.GetConnector(ctx)
				if err != nil {
					return err
				}
				return d.provisioner.Logto.Connectors.Delete(ctx, created.ID)
			},
			cold: 3, warm: 2, noop: 1,
		},
		"enable-email": {
			before: applyConnector,
			do: func(ctx context.Context, d *distant) error {
				_, err := d.provisioner.EnableEmail(ctx, plan.EmailSignIn{SignUp: plan.SignUpEmail, Factor: plan.FactorCode})
				return err
			},
			undo: func(ctx context.Context, d *distant) error {
				_, err := d.provisioner.DisableEmail(ctx, func() error { return nil })
				return err
			},
			cold: 3, warm: 2, noop: 1,
		},
		"templates push": {
			do: func(ctx context.Context, d *distant) error {
				state, err := d.provisioner.ReadTemplateState(ctx)
				if err != nil {
					return err
				}
				planned, err := provision.PlanTemplates(state, []email.LocalisedTemplate{{LanguageTag: "ja", UsageType: email.SignIn, Subject: "{{code}}", Content: "{{code}}"}})
				if err != nil {
					return err
				}
				_, err = d.provisioner.ApplyTemplates(ctx, planned)
				return err
			},
			undo: func(ctx context.Context, d *distant) error {
				_, err := d.provisioner.Logto.EmailTemplates.Delete(ctx, logtoadmin.EmailTemplateFilter{LanguageTag: "ja"})
				return err
			},
			cold: 3, warm: 2, noop: 1,
		},
	}
}
