package email_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/email"
)

func TestUsageTypes(t *testing.T) {
	t.Parallel()
	want := []email.UsageType{
		"Register", "SignIn", "ForgotPassword", "Generic", "OrganizationInvitation",
		"UserPermissionValidation", "BindNewIdentifier", "MfaVerification", "BindMfa",
	}
	if diff := cmp.Diff(want, email.UsageTypes()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(want[:4], email.Required()); diff != "" {
		t.Error(diff)
	}
}

func TestParseUsageType(t *testing.T) {
	t.Parallel()
	for _, want := range email.UsageTypes() {
		for _, name := range []string{string(want), strings.ToLower(string(want)), strings.ToUpper(string(want))} {
			if got, err := email.ParseUsageType(name); got != want || err != nil {
				t.Errorf("ParseUsageType(%q) = %q, %v", name, got, err)
			}
		}
	}
}

func TestParseUsageType_unknown(t *testing.T) {
	t.Parallel()
	all := "Register, SignIn, ForgotPassword, Generic, OrganizationInvitation, UserPermissionValidation, BindNewIdentifier, MfaVerification, BindMfa"
	tests := []struct{ name, hint string }{
		{"SingIn", `did you mean "SignIn"?`},
		{"SignUp", `did you mean "Register"?`},
		{"forgotPasword", `did you mean "ForgotPassword"?`},
		{"MFAVerfication", `did you mean "MfaVerification"?`},
		{"Newsletter", "use one of " + all},
		{"", "use one of " + all},
	}
	for _, test := range tests {
		_, err := email.ParseUsageType(test.name)
		unknown, ok := errors.AsType[*email.UnknownUsageTypeError](err)
		if !ok {
			t.Errorf("ParseUsageType(%q): %v", test.name, err)
			continue
		}
		if diff := cmp.Diff(test.hint, unknown.Hint()); diff != "" {
			t.Errorf("%q: %s", test.name, diff)
		}
		if !strings.Contains(err.Error(), `"`+test.name+`"`) || !strings.Contains(err.Error(), test.hint) {
			t.Errorf("%q: %v", test.name, err)
		}
	}
}
