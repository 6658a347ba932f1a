package plan_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

func TestDisableEmail(t *testing.T) {
	t.Parallel()
	byUsername := logtoadmin.SignInMethod{Identifier: username, Password: true, IsPasswordPrimary: true}
	byEmail := logtoadmin.SignInMethod{Identifier: email, VerificationCode: true}
	byPhone := logtoadmin.SignInMethod{Identifier: phone, VerificationCode: true}
	byPhonePassword := logtoadmin.SignInMethod{Identifier: phone, Password: true, IsPasswordPrimary: true}
	emailOnly := logtoadmin.SignUp{Identifiers: []logtoadmin.Identifier{email}, Verify: true}
	tests := map[string]struct {
		signUp  logtoadmin.SignUp
		methods []logtoadmin.SignInMethod
		after   logtoadmin.SignUp
		left    []logtoadmin.SignInMethod
	}{
		"username takes its place": {
			emailOnly,
			[]logtoadmin.SignInMethod{byUsername, byEmail},
			logtoadmin.SignUp{Identifiers: []logtoadmin.Identifier{username}, Password: true},
			[]logtoadmin.SignInMethod{byUsername},
		},
		"phone by code takes its place": {
			emailOnly,
			[]logtoadmin.SignInMethod{byEmail, byPhone, byUsername},
			logtoadmin.SignUp{Identifiers: []logtoadmin.Identifier{phone}, Verify: true},
			[]logtoadmin.SignInMethod{byPhone, byUsername},
		},
		"phone by password takes its place": {
			logtoadmin.SignUp{Identifiers: []logtoadmin.Identifier{email}, Verify: true, Password: true},
			[]logtoadmin.SignInMethod{byEmail, byPhonePassword},
			logtoadmin.SignUp{Identifiers: []logtoadmin.Identifier{phone}, Verify: true, Password: true},
			[]logtoadmin.SignInMethod{byPhonePassword},
		},
		"phone was there too": {
			logtoadmin.SignUp{Identifiers: []logtoadmin.Identifier{email, phone}, Verify: true},
			[]logtoadmin.SignInMethod{byEmail, byPhone},
			logtoadmin.SignUp{Identifiers: []logtoadmin.Identifier{phone}, Verify: true},
			[]logtoadmin.SignInMethod{byPhone},
		},
		"the secondary goes": {
			logtoadmin.SignUp{Identifiers: []logtoadmin.Identifier{phone}, Verify: true, SecondaryIdentifiers: []logtoadmin.SecondaryIdentifier{{Identifier: email, Verify: true}, {Identifier: username}}},
			[]logtoadmin.SignInMethod{byPhone, byEmail},
			logtoadmin.SignUp{Identifiers: []logtoadmin.Identifier{phone}, Verify: true, SecondaryIdentifiers: []logtoadmin.SecondaryIdentifier{{Identifier: username}}},
			[]logtoadmin.SignInMethod{byPhone},
		},
		"nobody could sign up": {
			logtoadmin.SignUp{},
			[]logtoadmin.SignInMethod{byUsername, byEmail},
			logtoadmin.SignUp{},
			[]logtoadmin.SignInMethod{byUsername},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			live := logtoadmin.SignInExperience{SignUp: test.signUp, SignIn: logtoadmin.SignIn{Methods: test.methods}}
			live.ForgotPasswordMethods = logtoadmin.ForgotPasswordMethods{Supported: true, Methods: []string{"EmailVerificationCode", "PhoneVerificationCode"}}
			before := asJSON(t, live)
			change, err := plan.DisableEmail(live)
			if err != nil {
				t.Fatal(err)
			}
			after := change.Wanted()
			if diff := cmp.Diff(test.after, after.SignUp, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("sign-up (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.left, after.SignIn.Methods); diff != "" {
				t.Errorf("methods (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff([]string{"PhoneVerificationCode"}, after.ForgotPasswordMethods.Methods); diff != "" {
				t.Errorf("recovery (-want +got):\n%s", diff)
			}
			if asJSON(t, live) != before {
				t.Errorf("the live experience became\n%s, was\n%s", asJSON(t, live), before)
			}
		})
	}
}

func TestDisableEmail_lockOut(t *testing.T) {
	t.Parallel()
	live := logtoadmin.SignInExperience{SignIn: logtoadmin.SignIn{Methods: []logtoadmin.SignInMethod{{Identifier: email, VerificationCode: true}}}}
	change, err := plan.DisableEmail(live)
	if _, ok := errors.AsType[*plan.LockOutError](err); !ok || asJSON(t, change.Patch) != `{}` {
		t.Errorf("patch %s, error %v; want a LockOutError", asJSON(t, change.Patch), err)
	}
	live.SocialSignInConnectorTargets = []string{"google"}
	change, err = plan.DisableEmail(live)
	if err != nil || asJSON(t, change.Patch) != `{"signIn":{"methods":[]}}` {
		t.Errorf("with a social connector: patch %s, error %v", asJSON(t, change.Patch), err)
	}
}

// TestDisableEmail_everywhere goes through all states: email is gone, somebody
// can still sign in, a second run has nothing to do, and new people can come in
// where they could before.
func TestDisableEmail_everywhere(t *testing.T) {
	t.Parallel()
	cases := 0
	for live := range experiences() {
		change, err := plan.DisableEmail(live)
		if _, lockOut := errors.AsType[*plan.LockOutError](err); lockOut {
			if len(live.SignIn.Methods) > 1 {
				t.Errorf("%s: %v", describe(live, nil), err)
			}
			continue
		}
		cases++
		after := change.Wanted()
		again, err := plan.DisableEmail(after)
		switch {
		case err != nil || again.Status != plan.Unchanged:
			t.Errorf("%s: the second plan is %s, %v", describe(live, nil), again.Status, err)
		case method(after, email) != nil || slices.Contains(after.SignUp.Identifiers, email) || (len(after.SignIn.Methods) == 0 && len(live.SignIn.Methods) > 0):
			t.Errorf("%s became %s", describe(live, nil), describe(after, nil))
		case refusal(after) != "":
			t.Errorf("%s: Logto refuses what is planned: %s", describe(live, nil), refusal(after))
		case len(live.SignUp.Identifiers) > 0 && len(after.SignUp.Identifiers) == 0 && len(live.SignIn.Methods) > 0:
			t.Errorf("%s: nobody can sign up any more", describe(live, nil))
		}
	}
	if cases < 900 {
		t.Errorf("only %d cases were tried", cases)
	}
}

func TestWithoutConnector(t *testing.T) {
	t.Parallel()
	byCode := logtoadmin.SignInMethod{Identifier: email, VerificationCode: true}
	byPassword := logtoadmin.SignInMethod{Identifier: email, Password: true}
	byEither := logtoadmin.SignInMethod{Identifier: email, Password: true, VerificationCode: true}
	byUsername := logtoadmin.SignInMethod{Identifier: username, Password: true}
	byPhone := logtoadmin.SignInMethod{Identifier: phone, VerificationCode: true}
	const unused = "the sign-in experience does not use it for sign-in; password recovery and invitations by mail stop"
	tests := map[string]struct {
		methods []logtoadmin.SignInMethod
		want    string
	}{
		"only by code":     {[]logtoadmin.SignInMethod{byCode}, "everybody is locked out, because an emailed code is the only way to sign in"},
		"beside others":    {[]logtoadmin.SignInMethod{byUsername, byCode, byPhone}, "people who sign in with an emailed code are locked out; username, phone still works"},
		"code or password": {[]logtoadmin.SignInMethod{byEither}, "people who sign in with an emailed code are locked out; email with a password still works"},
		"only by password": {[]logtoadmin.SignInMethod{byPassword}, unused},
		"no email":         {[]logtoadmin.SignInMethod{byUsername}, unused},
		"nothing":          {nil, unused},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := plan.WithoutConnector(logtoadmin.SignInExperience{SignIn: logtoadmin.SignIn{Methods: test.methods}})
			if got != test.want {
				t.Errorf("it says %q, want %q", got, test.want)
			}
		})
	}
}
