package plan_test

import (
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// TestEnableEmail_everywhere goes through all states and all wishes: the change
// is done once, gives what was asked for, leaves the other methods alone, and
// is one that Logto accepts.
func TestEnableEmail_everywhere(t *testing.T) {
	t.Parallel()
	cases := 0
	for live := range experiences() {
		methods := slices.Clone(live.SignIn.Methods)
		for want := range wishes() {
			cases++
			change := plan.EnableEmail(live, want)
			after := change.Wanted()
			if !slices.EqualFunc(methods, live.SignIn.Methods, func(a, b logtoadmin.SignInMethod) bool { return reflect.DeepEqual(a, b) }) {
				t.Fatalf("%s: the live methods were %v", describe(live, want), methods)
			}
			for _, problem := range []string{
				notOnce(change, want), notAsked(live, after, want), notLeftAlone(live, after, want), notAccepted(live, after, want),
			} {
				if problem != "" {
					t.Fatalf("%s: %s; it became sign-up %v, sign-in %v", describe(live, want), problem, after.SignUp, after.SignIn.Methods)
				}
			}
		}
	}
	if cases < 30_000 {
		t.Errorf("only %d cases were tried", cases)
	}
}

// notOnce: the status tells the truth, and a second run has nothing to do.
func notOnce(change plan.SignInChange, want plan.EmailSignIn) string {
	empty := change.Patch == logtoadmin.SignInExperiencePatch{}
	unchanged := change.Status == plan.Unchanged
	if again := plan.EnableEmail(change.Wanted(), want); again.Status != plan.Unchanged {
		return "the second plan changes " + cmp.Diff(change.Wanted(), again.Wanted())
	}
	if empty != unchanged || unchanged != (len(change.Fields) == 0) {
		return "status, fields and patch do not agree"
	}
	return ""
}

// notAsked: email is offered with the factors and at the sign-up that were asked for.
func notAsked(live, after logtoadmin.SignInExperience, want plan.EmailSignIn) string {
	got := method(after, email)
	if got == nil {
		return "email is not offered"
	}
	before := method(live, email)
	switch {
	case want.Factor == plan.FactorCode && (!got.VerificationCode || got.Password),
		want.Factor == plan.FactorPassword && (got.VerificationCode || !got.Password),
		want.Factor == plan.FactorBoth && (!got.VerificationCode || !got.Password),
		want.Factor == plan.FactorAddCode && !got.VerificationCode,
		want.Factor == plan.FactorAddCode && got.Password != (before != nil && before.Password):
		return "the factors are not the ones asked for"
	case got.IsPasswordPrimary && !got.Password, !got.IsPasswordPrimary && !got.VerificationCode:
		return "the primary factor is not among the factors"
	}
	identifiers := map[plan.SignUpMode][]logtoadmin.Identifier{
		plan.SignUpEmail: {email}, plan.SignUpEmailOrPhone: {email, phone},
		plan.SignUpSecondary: live.SignUp.Identifiers, plan.SignUpKeep: live.SignUp.Identifiers,
		plan.SignUpDefault: {email},
	}
	if slices.Contains(live.SignUp.Identifiers, email) {
		identifiers[plan.SignUpDefault] = live.SignUp.Identifiers
	}
	if !slices.Equal(after.SignUp.Identifiers, identifiers[want.SignUp]) {
		return "the sign-up identifiers are not the ones asked for"
	}
	return notAskedAtSignUp(live, after, want)
}

func notAskedAtSignUp(live, after logtoadmin.SignInExperience, want plan.EmailSignIn) string {
	asked := slices.Contains(after.SignUp.Identifiers, email) ||
		slices.ContainsFunc(after.SignUp.SecondaryIdentifiers, func(s logtoadmin.SecondaryIdentifier) bool { return s.Identifier == email })
	switch want.SignUp {
	case plan.SignUpKeep:
		if !reflect.DeepEqual(live.SignUp, after.SignUp) {
			return "sign-up did not stay as it is"
		}
	case plan.SignUpSecondary:
		if after.SignUp.Password != (live.SignUp.Password || want.PasswordAtSignUp != nil && *want.PasswordAtSignUp) {
			return "the password at sign-up was taken away, or not added"
		}
	default:
		expected := slices.Contains(live.SignUp.Identifiers, email) && live.SignUp.Password
		if want.PasswordAtSignUp != nil {
			expected = *want.PasswordAtSignUp
		}
		if after.SignUp.Password != expected {
			return "the password at sign-up is not as asked for"
		}
	}
	if want.SignUp != plan.SignUpKeep && (!asked || !after.SignUp.Verify) {
		return "sign-up does not ask for a verified email address"
	}
	return ""
}

// notLeftAlone: every other method keeps its place and its factors. Only for
// email-or-phone is a method added, for the phone.
func notLeftAlone(live, after logtoadmin.SignInExperience, want plan.EmailSignIn) string {
	others := func(e logtoadmin.SignInExperience) []logtoadmin.SignInMethod {
		return slices.DeleteFunc(slices.Clone(e.SignIn.Methods), func(m logtoadmin.SignInMethod) bool { return m.Identifier == email })
	}
	expected := others(live)
	if want.SignUp == plan.SignUpEmailOrPhone && method(live, phone) == nil {
		expected = append(expected, logtoadmin.SignInMethod{Identifier: phone, VerificationCode: true})
	}
	if got := others(after); !reflect.DeepEqual(expected, got) && len(expected)+len(got) > 0 { // cmp is too slow for so many cases
		return "other methods (-want +got):\n" + cmp.Diff(expected, got)
	}
	return ""
}

// notAccepted: Logto takes the change, unless the user asked for something that
// contradicts what has to be left alone. Those cases are listed here.
func notAccepted(live, after logtoadmin.SignInExperience, want plan.EmailSignIn) string {
	code := refusal(after)
	byPhoneWithPassword := method(live, phone) != nil && !method(live, phone).VerificationCode
	switch {
	case code == "missing_sign_up_identifiers" && want.SignUp == plan.SignUpSecondary && len(live.SignUp.Identifiers) == 0:
		return "" // nothing to be secondary to
	case code == "code_sign_in_must_be_enabled" && want.Factor == plan.FactorPassword:
		return "" // --factor password, but people sign up without one
	case code == "code_sign_in_must_be_enabled" && byPhoneWithPassword:
		return "" // somebody else's method needs a password that sign-up would no longer ask for
	case code != "":
		return "Logto refuses it: " + code
	}
	return ""
}
