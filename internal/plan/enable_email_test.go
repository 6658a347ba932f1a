package plan_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// fresh is the sign-in experience of a new self-hosted tenant.
func fresh() logtoadmin.SignInExperience {
	return logtoadmin.SignInExperience{
		SignUp:                logtoadmin.SignUp{Identifiers: []logtoadmin.Identifier{username}, Password: true},
		SignIn:                logtoadmin.SignIn{Methods: []logtoadmin.SignInMethod{{Identifier: username, Password: true, IsPasswordPrimary: true}}},
		ForgotPasswordMethods: logtoadmin.ForgotPasswordMethods{Supported: true, Methods: []string{}},
	}
}

// On a new tenant each mode sends exactly this to PATCH /api/sign-in-exp.
func TestEnableEmail_freshTenant(t *testing.T) {
	t.Parallel()
	const (
		withUsername = `"signIn":{"methods":[{"identifier":"username","password":true,"verificationCode":false,"isPasswordPrimary":true},`
		byCode       = `{"identifier":"email","password":false,"verificationCode":true,"isPasswordPrimary":false}`
		phoneByCode  = `{"identifier":"phone","password":false,"verificationCode":true,"isPasswordPrimary":false}`
	)
	tests := map[string]struct {
		want   plan.EmailSignIn
		patch  string
		fields []string
	}{
		"email": {
			plan.EmailSignIn{SignUp: plan.SignUpEmail, ForgotPassword: true},
			`{"signUp":{"identifiers":["email"],"password":false,"verify":true},` + withUsername + byCode + `]},"forgotPasswordMethods":["EmailVerificationCode"]}`,
			[]string{"signUp.identifiers", "signUp.password", "signUp.verify", "signIn.methods", "forgotPasswordMethods"},
		},
		"email or phone": {
			plan.EmailSignIn{SignUp: plan.SignUpEmailOrPhone},
			`{"signUp":{"identifiers":["email","phone"],"password":false,"verify":true},` + withUsername + byCode + `,` + phoneByCode + `]}}`,
			[]string{"signUp.identifiers", "signUp.password", "signUp.verify", "signIn.methods"},
		},
		"secondary": {
			plan.EmailSignIn{SignUp: plan.SignUpSecondary},
			`{"signUp":{"identifiers":["username"],"password":true,"verify":true,"secondaryIdentifiers":[{"identifier":"email","verify":true}]},` + withUsername + byCode + `]}}`,
			[]string{"signUp.secondaryIdentifiers", "signUp.verify", "signIn.methods"},
		},
		"keep": {
			plan.EmailSignIn{SignUp: plan.SignUpKeep},
			`{` + withUsername + byCode + `]}}`,
			[]string{"signIn.methods"},
		},
		"password": {
			plan.EmailSignIn{SignUp: plan.SignUpEmail, Factor: plan.FactorPassword, PasswordAtSignUp: new(true)},
			`{"signUp":{"identifiers":["email"],"password":true,"verify":true},` + withUsername +
				`{"identifier":"email","password":true,"verificationCode":false,"isPasswordPrimary":true}]}}`,
			[]string{"signUp.identifiers", "signUp.verify", "signIn.methods"},
		},
		"both factors": {
			plan.EmailSignIn{SignUp: plan.SignUpEmail, Factor: plan.FactorBoth, PasswordAtSignUp: new(true)},
			`{"signUp":{"identifiers":["email"],"password":true,"verify":true},` + withUsername +
				`{"identifier":"email","password":true,"verificationCode":true,"isPasswordPrimary":false}]}}`,
			[]string{"signUp.identifiers", "signUp.verify", "signIn.methods"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			change := plan.EnableEmail(fresh(), test.want)
			if got := asJSON(t, change.Patch); got != test.patch {
				t.Errorf("patch is\n%s, want\n%s", got, test.patch)
			}
			if diff := cmp.Diff(test.fields, paths(change.Fields)); diff != "" {
				t.Errorf("fields (-want +got):\n%s", diff)
			}
			if change.Status != plan.Updated {
				t.Errorf("status is %s", change.Status)
			}
		})
	}
}

// A patch replaces a part whole, so what logtoctl does not know goes back with it.
func TestEnableEmail_unknownFields(t *testing.T) {
	t.Parallel()
	extra := map[string]json.RawMessage{"new": json.RawMessage(`1`)}
	live := fresh()
	live.SignUp.Extra, live.SignIn.Extra, live.SignIn.Methods[0].Extra = extra, extra, extra
	before := asJSON(t, live)
	patch := plan.EnableEmail(live, plan.EmailSignIn{SignUp: plan.SignUpEmail}).Patch
	if diff := cmp.Diff(extra, patch.SignUp.Extra); diff != "" {
		t.Errorf("sign-up (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(extra, patch.SignIn.Extra); diff != "" {
		t.Errorf("sign-in (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(live.SignIn.Methods[0], patch.SignIn.Methods[0]); diff != "" {
		t.Errorf("the first method (-want +got):\n%s", diff)
	}
	if after := asJSON(t, live); after != before {
		t.Errorf("the live experience became\n%s, was\n%s", after, before)
	}
}

func TestEnableEmail_forgotPassword(t *testing.T) {
	t.Parallel()
	supported := func(methods ...string) logtoadmin.ForgotPasswordMethods {
		return logtoadmin.ForgotPasswordMethods{Supported: true, Methods: methods}
	}
	tests := map[string]struct {
		live logtoadmin.ForgotPasswordMethods
		want bool
		set  []string // nil: the patch leaves it out
	}{
		"none yet":           {logtoadmin.ForgotPasswordMethods{Supported: true, Methods: []string{}}, true, []string{"EmailVerificationCode"}},
		"beside the phone":   {supported("PhoneVerificationCode"), true, []string{"PhoneVerificationCode", "EmailVerificationCode"}},
		"there already":      {supported("EmailVerificationCode"), true, nil},
		"not asked for":      {supported("PhoneVerificationCode"), false, nil},
		"switched off":       {supported("EmailVerificationCode"), false, []string{}},
		"the server decides": {supported(), true, nil}, // null offers what the connectors allow
		"an old server":      {logtoadmin.ForgotPasswordMethods{}, true, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			live := fresh()
			live.ForgotPasswordMethods = test.live
			change := plan.EnableEmail(live, plan.EmailSignIn{SignUp: plan.SignUpEmail, ForgotPassword: test.want})
			var got []string
			if change.Patch.ForgotPasswordMethods != nil {
				got = *change.Patch.ForgotPasswordMethods
			}
			if diff := cmp.Diff(test.set, got); diff != "" {
				t.Errorf("patch (-want +got):\n%s", diff)
			}
			if again := plan.EnableEmail(change.Wanted(), plan.EmailSignIn{SignUp: plan.SignUpEmail, ForgotPassword: test.want}); again.Status != plan.Unchanged {
				t.Errorf("the second plan changes %q", paths(again.Fields))
			}
		})
	}
}
