package plan_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

func TestFingerprint(t *testing.T) {
	t.Parallel()
	parse := func(text string) map[string]json.RawMessage {
		var value map[string]json.RawMessage
		if err := json.Unmarshal([]byte(text), &value); err != nil {
			t.Fatal(err)
		}
		return value
	}
	// An independent reckoning: printf '{"a":1}' | sha256sum
	const known = "015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862"
	if got := plan.Fingerprint(parse(`{ "a" : 1 }`)); got != known {
		t.Errorf("fingerprint is %s, want %s", got, known)
	}
	first := plan.Fingerprint(parse(`{"x":{"a":1,"b":[{"c":2,"d":3}]},"y":1.50}`))
	if again := plan.Fingerprint(parse(`{"y":1.50,"x":{"b":[{"d":3,"c":2}],"a":1}}`)); again != first {
		t.Errorf("the order of keys counts: %s and %s", first, again)
	}
	for _, other := range []string{`{}`, `{"x":{"a":1,"b":[{"c":2,"d":3}]}}`, `{"x":{"a":1,"b":[{"c":2,"d":4}]},"y":1.50}`} {
		if plan.Fingerprint(parse(other)) == first {
			t.Errorf("%s has the fingerprint of something else", other)
		}
	}
	if got := plan.Fingerprint(map[string]json.RawMessage{"broken": json.RawMessage(`{`)}); got != "" {
		t.Errorf("what is no JSON has the fingerprint %s", got)
	}
}

// FuzzFingerprint: the order of keys and the spaces do not count.
func FuzzFingerprint(f *testing.F) {
	f.Add(`{"b":[1,{"d":2,"c":1e400}],"a":"<&>"}`)
	f.Add(`[{},null,"\ud800"]`)
	f.Fuzz(func(t *testing.T, text string) {
		var value any
		if json.Unmarshal([]byte(text), &value) != nil {
			return
		}
		indented, err := json.MarshalIndent(value, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		compact := plan.Fingerprint(value)
		if spaced := plan.Fingerprint(json.RawMessage(indented)); spaced != compact || len(compact) != 64 {
			t.Errorf("fingerprints %q and %q", compact, spaced)
		}
	})
}

// observed plans a file of everything and returns its steps by id.
func observed(t *testing.T, state plan.State) map[string]plan.Step {
	t.Helper()
	set, err := plan.Everything(state, plan.Desired{
		Applications: []plan.Application{shop("bookstore", "Bookstore")}, Connector: wanted(),
		Templates: []logtoadmin.EmailTemplate{localised(logtoadmin.EmailTemplateDetails{Subject: "new"})},
		Email:     &plan.EmailSignIn{SignUp: plan.SignUpEmail},
	}, plan.Consent{Adopt: true, Replace: true, Prune: true})
	if err != nil {
		t.Fatal(err)
	}
	steps := map[string]plan.Step{}
	for _, step := range set.Steps() {
		steps[step.ID] = step
	}
	return steps
}

func signInState() logtoadmin.SignInExperience {
	return logtoadmin.SignInExperience{SignIn: logtoadmin.SignIn{Methods: []logtoadmin.SignInMethod{{Identifier: username, Password: true}}}}
}

// full is a tenant that has all that a file can be about, and more.
func full() plan.State {
	return plan.State{
		Applications: []logtoadmin.Application{unmarked("other", "Other"), bookstore(), marked("gone", "gone", "Gone")},
		Connectors:   []logtoadmin.Connector{{ID: "sms", Type: "Sms"}, aliyun()},
		Templates:    []logtoadmin.EmailTemplate{localised(logtoadmin.EmailTemplateDetails{Subject: "old"}), {LanguageTag: "ja", TemplateType: "Generic"}},
		Experience:   signInState(),
	}
}

// The guard before a write: each step notices what was changed in its own
// object, and nothing else.
func TestStep_Observe(t *testing.T) {
	t.Parallel()
	smtp := logtoadmin.Connector{ID: "smtp1", ConnectorID: "smtp", Type: "Email", Config: logtoadmin.ConnectorConfig{"pass": liveSecret, "auth": map[string]any{"user": "u", "pass": liveSecret}}}
	displaced := plan.State{Connectors: []logtoadmin.Connector{smtp}}
	tests := map[string]struct {
		state   plan.State
		change  func(*plan.State)
		noticed []string
		paths   []string
	}{
		"nothing": {full(), func(*plan.State) {}, nil, nil},
		"objects of others": {full(), func(s *plan.State) {
			s.Applications[0].Name, s.Connectors[0].Target, s.Templates[1].Details.Subject = "x", "x", "x"
		}, nil, nil},
		"the order": {full(), func(s *plan.State) {
			slices.Reverse(s.Applications)
			slices.Reverse(s.Connectors)
			slices.Reverse(s.Templates)
		}, nil, nil},
		"an application": {
			full(), func(s *plan.State) { s.Applications[1].OIDCClientMetadata.RedirectURIs = nil },
			[]string{"application/bookstore"},
			[]string{"oidcClientMetadata.redirectUris"},
		},
		"an application to delete": {full(), func(s *plan.State) { s.Applications[2].Description = "needed" }, []string{"application/gone"}, []string{"description"}},
		"the connector": {
			full(), func(s *plan.State) {
				s.Connectors[1] = aliyun(set("accessKeySecret", wantedSecret), set("fromAlias", "x"))
			},
			[]string{"connector/aliyun-dm"},
			[]string{"config.accessKeySecret", "config.fromAlias"},
		},
		"a template":             {full(), func(s *plan.State) { s.Templates[0].Details.Content = "x" }, []string{"email-template/ja/SignIn"}, []string{"details.content"}},
		"the sign-in experience": {full(), func(s *plan.State) { s.Experience.SignUp.Verify = true }, []string{"sign-in-experience"}, []string{"signUp.verify"}},
		"created in between": {
			plan.State{},
			func(s *plan.State) { *s = full(); s.Experience = logtoadmin.SignInExperience{} },
			[]string{"application/bookstore", "connector/aliyun-dm", "email-template/ja/SignIn"},
			nil,
		},
		"deleted in between": {
			full(), func(s *plan.State) { *s = plan.State{Experience: s.Experience} },
			[]string{"application/bookstore", "application/gone", "connector/aliyun-dm", "email-template/ja/SignIn"},
			nil,
		},
		"the connector to displace": {
			displaced, func(s *plan.State) {
				s.Connectors = []logtoadmin.Connector{smtp}
				s.Connectors[0].Config = logtoadmin.ConnectorConfig{"pass": wantedSecret, "auth": []any{map[string]any{"pass": wantedSecret}}}
			},
			[]string{"connector/aliyun-dm"},
			[]string{"config.auth", "config.pass"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			steps := observed(t, test.state)
			now := test.state
			now.Applications, now.Connectors, now.Templates = slices.Clone(now.Applications), slices.Clone(now.Connectors), slices.Clone(now.Templates)
			test.change(&now)
			var noticed, changed []string
			for id, step := range steps {
				fields := step.Changed(now)
				if differs := step.Observe(now) != step.Observed(); differs != (len(fields) > 0) {
					t.Errorf("%s: differs is %t, with %q", id, differs, paths(fields))
				} else if differs {
					noticed, changed = append(noticed, id), append(changed, paths(fields)...)
				}
				if shown := asJSON(t, fields); strings.Contains(shown, liveSecret) || strings.Contains(shown, wantedSecret) {
					t.Errorf("%s shows a secret: %s", id, shown)
				}
			}
			slices.Sort(noticed)
			if diff := cmp.Diff(test.noticed, noticed); diff != "" {
				t.Errorf("noticed (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.paths, changed); test.paths != nil && diff != "" {
				t.Errorf("fields (-want +got):\n%s", diff)
			}
		})
	}
}

// Both versions are shown: what was planned from, and what there is now.
func TestStep_Changed(t *testing.T) {
	t.Parallel()
	step := observed(t, full())["sign-in-experience"]
	now := signInState()
	now.SignUp.Identifiers = []logtoadmin.Identifier{phone}
	now.SignInMode = "Register"
	want := []plan.Field{
		{Path: "signInMode", From: "", To: "Register"},
		{Path: "signUp.identifiers", From: []any{}, To: []any{"phone"}},
	}
	if diff := cmp.Diff(want, step.Changed(plan.State{Experience: now})); diff != "" {
		t.Errorf("changed (-want +got):\n%s", diff)
	}
}

// An application that is there in the list has the fingerprint that it has when
// it is read alone: the parts that only one of the answers has do not count.
func TestStep_Observe_alone(t *testing.T) {
	t.Parallel()
	state := full()
	step := observed(t, state)["application/bookstore"]
	state.Applications = []logtoadmin.Application{bookstore()}
	if step.Observe(state) != step.Observed() {
		t.Error("the application read alone differs")
	}
}
