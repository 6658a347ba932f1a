package plan_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// shop wants an application of the type that bookstore has.
func shop(key, name string) plan.Application {
	return plan.Application{Key: key, Name: &name, Type: logtoadmin.ApplicationTypeTraditional}
}

func marked(id, key, name string) logtoadmin.Application {
	return bookstore(withID(id), withName(name), withData(`{"key":"`+key+`"}`))
}

func unmarked(id, name string) logtoadmin.Application {
	return bookstore(withID(id), withName(name), withData(""))
}

// outcome returns each step with its status and, for an application, the id.
func outcome(set plan.Set) []string {
	var lines []string
	for _, step := range set.Steps() {
		line := step.ID + " " + string(step.Status)
		if step.Application != nil {
			line = strings.TrimSpace(line + " " + step.Application.Live.ID)
		}
		lines = append(lines, line)
	}
	return lines
}

func TestEverything_applications(t *testing.T) {
	t.Parallel()
	adopt, pruning := plan.Consent{Adopt: true}, plan.Consent{Prune: true}
	tests := map[string]struct {
		live    []logtoadmin.Application
		want    []plan.Application
		consent plan.Consent
		outcome []string
	}{
		"several": {
			[]logtoadmin.Application{marked("1", "a", "A"), marked("2", "b", "Old name")},
			[]plan.Application{shop("a", "A"), shop("b", "B"), shop("c", "C")},
			plan.Consent{},
			[]string{"application/a unchanged 1", "application/b updated 2", "application/c created"},
		},
		"two change names": {
			[]logtoadmin.Application{marked("1", "a", "A"), marked("2", "b", "B")},
			[]plan.Application{shop("a", "B"), shop("b", "A")},
			plan.Consent{},
			[]string{"application/a updated 1", "application/b updated 2"},
		},
		"the name of one that another owns": {
			[]logtoadmin.Application{marked("2", "b", "A")},
			[]plan.Application{shop("a", "A"), shop("b", "B")},
			adopt,
			[]string{"application/a created", "application/b updated 2"},
		},
		"adopted by name":       {[]logtoadmin.Application{unmarked("1", "A")}, []plan.Application{shop("a", "A")}, adopt, []string{"application/a updated 1"}},
		"given the file's key":  {[]logtoadmin.Application{marked("1", "x", "A")}, []plan.Application{shop("a", "A")}, adopt, []string{"application/a updated 1"}},
		"kept without --prune":  {[]logtoadmin.Application{marked("1", "x", "X")}, []plan.Application{shop("a", "A")}, plan.Consent{}, []string{"application/a created"}},
		"not mentioned, so all": {[]logtoadmin.Application{marked("1", "x", "X")}, nil, pruning, nil},
		"pruned": {
			[]logtoadmin.Application{marked("1", "x", "X"), unmarked("2", "Y"), marked("3", "a", "A"), marked("self", "m2m", "M")},
			[]plan.Application{shop("a", "A")},
			pruning,
			[]string{"application/a unchanged 3", "application/x deleted 1"},
		},
		"all pruned":                      {[]logtoadmin.Application{marked("1", "x", "X")}, []plan.Application{}, pruning, []string{"application/x deleted 1"}},
		"given the file's key, not prune": {[]logtoadmin.Application{marked("1", "x", "A")}, []plan.Application{shop("a", "A")}, plan.Consent{Adopt: true, Prune: true}, []string{"application/a updated 1"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			set, err := plan.Everything(plan.State{Applications: test.live, Self: "self"}, plan.Desired{Applications: test.want}, test.consent)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.outcome, outcome(set)); diff != "" {
				t.Errorf("steps (-want +got):\n%s", diff)
			}
		})
	}
}

// An application that was found by its name has the key of the file afterwards,
// and keeps what others have stored in it.
func TestEverything_newKey(t *testing.T) {
	t.Parallel()
	state := plan.State{Applications: []logtoadmin.Application{bookstore()}}
	want := plan.Desired{Applications: []plan.Application{shop("shop", "Bookstore")}}
	_, err := plan.Everything(state, want, plan.Consent{})
	refused, ok := errors.AsType[*plan.OtherKeyError](err)
	if !ok || refused.Want != "shop" || refused.Application.ID != "app1" {
		t.Fatalf("error is %v, want an OtherKeyError about app1", err)
	}
	set, err := plan.Everything(state, want, plan.Consent{Adopt: true})
	if err != nil {
		t.Fatal(err)
	}
	fields := []plan.Field{{Path: "customData.logtoctl.key", From: "bookstore", To: "shop"}}
	if diff := cmp.Diff(fields, set.Applications[0].Fields); diff != "" {
		t.Errorf("fields (-want +got):\n%s", diff)
	}
	const request = `{"customData":{"logtoctl":{"key":"shop"},"team":{"name":"shop"}}}`
	if got := asJSON(t, set.Applications[0].Update); got != request {
		t.Errorf("request is %s, want %s", got, request)
	}
}

// Every reason why the file cannot be applied is given at once, and none of it
// is planned.
func TestEverything_errors(t *testing.T) {
	t.Parallel()
	state := plan.State{
		Applications: []logtoadmin.Application{unmarked("1", "A"), marked("2", "b", "B"), unmarked("3", "C"), unmarked("4", "C"), marked("5", "x", "D")},
		Connectors:   []logtoadmin.Connector{{ID: "smtp", ConnectorID: "simple-mail-transfer-protocol", Type: "Email"}},
	}
	native := shop("b", "B")
	native.Type = logtoadmin.ApplicationTypeNative
	want := plan.Desired{
		Applications: []plan.Application{shop("a", "A"), native, shop("c", "C"), shop("d", "D"), shop("e", "E")},
		Connector:    wanted(), Email: &plan.EmailSignIn{SignUp: plan.SignUpEmail},
	}
	set, err := plan.Everything(state, want, plan.Consent{Prune: true})
	if diff := cmp.Diff(plan.Set{}, set); diff != "" {
		t.Errorf("there is a plan all the same (-want +got):\n%s", diff)
	}
	_, notOwned := errors.AsType[*plan.NotOwnedError](err)
	_, otherType := errors.AsType[*plan.TypeError](err)
	_, ambiguous := errors.AsType[*plan.AmbiguousError](err)
	_, otherKey := errors.AsType[*plan.OtherKeyError](err)
	_, otherConnector := errors.AsType[*plan.OtherConnectorError](err)
	if !notOwned || !otherType || !ambiguous || !otherKey || !otherConnector {
		t.Errorf("a reason is missing: %v", err)
	}
	if lines := strings.Split(err.Error(), "\n"); len(lines) != 5 {
		t.Errorf("%d reasons, want 5:\n%v", len(lines), err)
	}
}

func TestEverything_signInWithoutConnector(t *testing.T) {
	t.Parallel()
	want := plan.Desired{Email: &plan.EmailSignIn{SignUp: plan.SignUpEmail}}
	_, err := plan.Everything(plan.State{}, want, plan.Consent{})
	if _, ok := errors.AsType[*plan.NoConnectorError](err); !ok {
		t.Errorf("error is %v, want a NoConnectorError", err)
	}
	set, err := plan.Everything(plan.State{Connectors: []logtoadmin.Connector{aliyun()}}, want, plan.Consent{})
	if err != nil {
		t.Fatal(err)
	}
	if steps := set.Steps(); len(steps) != 1 || len(steps[0].DependsOn) > 0 {
		t.Errorf("steps are %v, want the sign-in experience alone", outcome(set))
	}
}

func TestSet_Steps(t *testing.T) {
	t.Parallel()
	state := plan.State{Applications: []logtoadmin.Application{marked("1", "x", "X"), marked("2", "y", "Y")}}
	want := plan.Desired{
		Applications: []plan.Application{shop("a", "A"), shop("b", "B")}, Connector: wanted(),
		Templates: []logtoadmin.EmailTemplate{localised(logtoadmin.EmailTemplateDetails{}), {LanguageTag: "zh-CN", TemplateType: "Generic"}},
		Email:     &plan.EmailSignIn{SignUp: plan.SignUpEmail},
	}
	set, err := plan.Everything(state, want, plan.Consent{Prune: true})
	if err != nil {
		t.Fatal(err)
	}
	needs := map[string][]string{}
	var order []string
	for _, step := range set.Steps() {
		needs[step.ID] = step.DependsOn
		order = append(order, step.ID)
	}
	first := []string{
		"application/a", "application/b", "connector/aliyun-dm",
		"email-template/ja/SignIn", "email-template/zh-CN/Generic", "sign-in-experience",
	}
	if diff := cmp.Diff(append(slices.Clone(first), "application/x", "application/y"), order); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
	graph := map[string][]string{
		"application/a": nil, "application/b": nil, "connector/aliyun-dm": nil,
		"email-template/ja/SignIn": nil, "email-template/zh-CN/Generic": nil,
		"sign-in-experience": {"connector/aliyun-dm"}, "application/x": first, "application/y": first,
	}
	if diff := cmp.Diff(graph, needs); diff != "" {
		t.Errorf("what comes first (-want +got):\n%s", diff)
	}
}

func TestSet_Pending(t *testing.T) {
	t.Parallel()
	unchanged, pending := plan.ConnectorChange{Status: plan.Unchanged}, plan.ConnectorChange{Status: plan.Replaced}
	tests := map[string]struct {
		set  plan.Set
		want bool
	}{
		"nothing":     {plan.Set{}, false},
		"unchanged":   {plan.Set{Connector: &unchanged, SignIn: &plan.SignInChange{Status: plan.Unchanged}}, false},
		"one of them": {plan.Set{Connector: &pending, SignIn: &plan.SignInChange{Status: plan.Unchanged}}, true},
		"a deletion":  {plan.Set{Applications: []plan.ApplicationChange{{Status: plan.Deleted, Live: bookstore()}}}, true},
	}
	for name, test := range tests {
		if got := test.set.Pending(); got != test.want {
			t.Errorf("%s: %t, want %t", name, got, test.want)
		}
	}
}
