package plan_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// TestEverything_converges: applying a plan gives what was wanted, also when it
// was interrupted anywhere and begun again; after that nothing is left to do.
func TestEverything_converges(t *testing.T) {
	t.Parallel()
	applied := 0
	for seed := range uint64(1000) {
		if converges(t, seed) {
			applied++
		}
	}
	if applied < 350 {
		t.Errorf("only %d of the generated files could be applied", applied)
	}
}

// FuzzEverything looks for a seed that the test above does not try.
func FuzzEverything(f *testing.F) {
	for seed := range uint64(10) {
		f.Add(1_000_000 + seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) { converges(t, seed) })
}

// converges tells whether the file of that seed could be applied at all.
func converges(t *testing.T, seed uint64) bool {
	t.Helper()
	d := roll(seed)
	state, want, consent := d.state(), d.desired(), d.consent()
	before := asJSON(t, state)
	set, err := plan.Everything(state, want, consent)
	if err != nil {
		refusedForReason(t, seed, err)
		return false
	}
	steps := set.Steps()
	inOrder(t, seed, steps)
	hidesSecrets(t, seed, steps)

	whole := tenant{State: state}
	whole.carryOut(t, steps)
	leavesAlone(t, seed, state, whole.State, consent)
	settled(t, seed, whole.State, want, consent)
	settled(t, seed, whole.State, want, plan.Consent{})

	broken := tenant{State: state}
	broken.carryOut(t, interrupted(d, steps))
	rest, err := plan.Everything(broken.State, want, consent)
	if err != nil {
		t.Fatalf("seed %d: after an interruption: %v", seed, err)
	}
	broken.carryOut(t, rest.Steps())
	if diff := cmp.Diff(whole.comparable(t), broken.comparable(t)); diff != "" {
		t.Fatalf("seed %d: interrupted and begun again (-undisturbed +interrupted):\n%s", seed, diff)
	}
	if after := asJSON(t, state); after != before {
		t.Fatalf("seed %d: planning changed the state to\n%s, was\n%s", seed, after, before)
	}
	return true
}

// interrupted returns some of the steps, each after those that it needs.
func interrupted(d dice, steps []plan.Step) []plan.Step {
	var done []plan.Step
	for _, step := range steps {
		ready := !slices.ContainsFunc(step.DependsOn, func(id string) bool {
			return !slices.ContainsFunc(done, func(s plan.Step) bool { return s.ID == id })
		})
		if ready && d.chance(60) {
			done = append(done, step)
		}
	}
	return done
}

func refusedForReason(t *testing.T, seed uint64, err error) {
	t.Helper()
	var known interface {
		error
		Code() string
		Hint() string
	}
	if !errors.As(err, &known) {
		t.Fatalf("seed %d: %v", seed, err)
	}
}

// inOrder: the ids name one step each, and what comes first stands before.
func inOrder(t *testing.T, seed uint64, steps []plan.Step) {
	t.Helper()
	seen := map[string]bool{}
	for _, step := range steps {
		for _, id := range step.DependsOn {
			if !seen[id] {
				t.Fatalf("seed %d: %s needs %s, which does not come before", seed, step.ID, id)
			}
		}
		if seen[step.ID] {
			t.Fatalf("seed %d: %s is there twice", seed, step.ID)
		}
		seen[step.ID] = true
		if some := len(step.Fields) > 0; some && step.Status == plan.Unchanged || !some && step.Status == plan.Updated {
			t.Fatalf("seed %d: %s is %s with %d fields", seed, step.ID, step.Status, len(step.Fields))
		}
	}
}

func hidesSecrets(t *testing.T, seed uint64, steps []plan.Step) {
	t.Helper()
	for _, step := range steps {
		if shown := asJSON(t, step.Fields) + step.Observed(); strings.Contains(shown, liveSecret) || strings.Contains(shown, wantedSecret) {
			t.Fatalf("seed %d: %s shows a secret: %s", seed, step.ID, shown)
		}
	}
}

// leavesAlone: what logtoctl does not own is as it was, unless the user agreed.
func leavesAlone(t *testing.T, seed uint64, before, after plan.State, consent plan.Consent) {
	t.Helper()
	for _, application := range before.Applications {
		i := slices.IndexFunc(after.Applications, func(a logtoadmin.Application) bool { return a.ID == application.ID })
		switch owned := plan.Key(application) != ""; {
		case i < 0 && (!owned || !consent.Prune):
			t.Fatalf("seed %d: the application %s was deleted", seed, application.ID)
		case i < 0 || owned || consent.Adopt:
		case asJSON(t, after.Applications[i]) != asJSON(t, application):
			t.Fatalf("seed %d: the application %s of somebody else was changed", seed, application.ID)
		}
	}
	for _, connector := range before.Connectors {
		kept := slices.ContainsFunc(after.Connectors, func(c logtoadmin.Connector) bool { return c.ID == connector.ID })
		if !kept && (connector.Type != "Email" || !consent.Replace) {
			t.Fatalf("seed %d: the connector %s was deleted", seed, connector.ID)
		}
	}
	for _, row := range before.Templates {
		if !slices.ContainsFunc(after.Templates, func(r logtoadmin.EmailTemplate) bool {
			return r.LanguageTag == row.LanguageTag && r.TemplateType == row.TemplateType
		}) {
			t.Fatalf("seed %d: the template %s/%s was deleted", seed, row.LanguageTag, row.TemplateType)
		}
	}
}

// settled: planning again finds nothing to do.
func settled(t *testing.T, seed uint64, state plan.State, want plan.Desired, consent plan.Consent) {
	t.Helper()
	set, err := plan.Everything(state, want, consent)
	if err != nil {
		t.Fatalf("seed %d: the second plan with %+v: %v", seed, consent, err)
	}
	for _, step := range set.Steps() {
		if step.Status != plan.Unchanged {
			t.Fatalf("seed %d: in the second plan with %+v %s is %s: %+v", seed, consent, step.ID, step.Status, step.Fields)
		}
	}
	if set.Pending() {
		t.Fatalf("seed %d: the second plan is pending", seed)
	}
}

// TestEverything_same: a file that says what is there changes nothing.
func TestEverything_same(t *testing.T) {
	t.Parallel()
	tried := 0
	for seed := range uint64(1000) {
		state := roll(seed).state()
		if want, ok := mirrored(state); ok {
			tried++
			settled(t, seed, state, want, plan.Consent{Prune: true})
		}
	}
	if tried < 200 {
		t.Errorf("only %d states could be mirrored", tried)
	}
}

// mirrored returns the file that describes a state, false for a state that no
// file can: one with a key twice.
func mirrored(state plan.State) (plan.Desired, bool) {
	want := plan.Desired{Applications: []plan.Application{}, Templates: state.Templates}
	for _, live := range plan.Owned(state.Applications) {
		key := plan.Key(live)
		if slices.ContainsFunc(want.Applications, func(a plan.Application) bool { return a.Key == key }) {
			return want, false
		}
		application := plan.Application{
			Key: key, Name: &live.Name, Type: live.Type, Description: &live.Description,
			RedirectURIs: live.OIDCClientMetadata.RedirectURIs, PostSignOutRedirectURIs: live.OIDCClientMetadata.PostLogoutRedirectURIs,
		}
		_ = json.Unmarshal(live.CustomClientMetadata["corsAllowedOrigins"], &application.CORSAllowedOrigins)
		_ = json.Unmarshal(live.CustomClientMetadata["rotateRefreshToken"], &application.RotateRefreshToken)
		_ = json.Unmarshal(live.CustomClientMetadata["refreshTokenTtlInDays"], &application.RefreshTokenTTLInDays)
		want.Applications = append(want.Applications, application)
	}
	for _, address := range state.DirectMail.Senders {
		_, domain, _ := strings.Cut(address.AccountName, "@")
		there := slices.ContainsFunc(state.DirectMail.Domains, func(d aliyundm.Domain) bool { return d.Name == domain && d.Status.CanSend() })
		if there && address.SendType == aliyundm.SendTypeTrigger {
			want.DirectMail = &plan.DirectMail{Domain: domain, Sender: address.AccountName, ReplyAddress: address.ReplyAddress}
		}
	}
	if connector, found := plan.FindConnector(state.Connectors); found {
		want.Connector = connector.Config
		if m := method(state.Experience, email); m != nil && m.VerificationCode {
			recovery := slices.Contains(state.Experience.ForgotPasswordMethods.Methods, logtoadmin.ForgotPasswordByEmail)
			want.Email = &plan.EmailSignIn{SignUp: plan.SignUpKeep, ForgotPassword: recovery}
		}
	}
	return want, true
}
