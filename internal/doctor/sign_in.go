package doctor

import (
	"fmt"
	"slices"
	"strings"

	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/provision"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

const (
	signInSMS      = "sign-in.sms"
	signInLockOut  = "sign-in.lock-out"
	signInEmail    = "sign-in.email"
	signInRecovery = "sign-in.password-recovery"
	signInFile     = "sign-in.file"
)

func signInChecks() []Check {
	return []Check{
		{ID: signInSMS, Group: groupSignIn, Title: "SMS codes have a connector", needs: []string{tokenRole}, reads: signInRead, judge: judgeSMS},
		{ID: signInLockOut, Group: groupSignIn, Title: "nobody is locked out", needs: []string{signInSMS}, reads: signInRead, judge: judgeLockOut},
		{ID: signInEmail, Group: groupSignIn, Title: "offers sign-in by an emailed code", needs: []string{connectorExists, signInLockOut}, reads: signInRead, judge: judgeEmail},
		{ID: signInRecovery, Group: groupSignIn, Title: "passwords can be recovered", needs: []string{connectorExists, signInLockOut}, reads: signInRead, judge: judgeRecovery},
		{ID: signInFile, Group: groupSignIn, Title: "is as the file says", needs: []string{signInEmail, signInRecovery}, reads: signInRead, judge: judgeSignInFile},
	}
}

func signInRead(f *Facts) []error {
	return []error{f.Logto.Experience.Err, f.Logto.Connectors.Err}
}

// judgeSMS is about codes that go to phones; those that go by email are the
// matter of the email connector.
func judgeSMS(f *Facts) verdict {
	switch {
	case !sendsCodesTo(f.Logto.Experience.Value, logtoadmin.IdentifierPhone):
		return ok("none are sent")
	case plan.HasSMSConnector(f.Logto.Connectors.Value):
		return ok("yes")
	default:
		return fail("add an SMS connector (Console > Connectors), or take phone out (Console > Sign-in experience)",
			"people sign up or in by a code sent to their phone, and no connector can send it: they are locked out")
	}
}

func sendsCodesTo(experience logtoadmin.SignInExperience, identifier logtoadmin.Identifier) bool {
	return slices.Contains(experience.SignUp.Identifiers, identifier) && experience.SignUp.Verify ||
		slices.ContainsFunc(experience.SignIn.Methods, func(m logtoadmin.SignInMethod) bool {
			return m.Identifier == identifier && m.VerificationCode
		})
}

// judgeLockOut finds those who can sign up but not in again, and the page on
// which there is nothing to sign in with.
func judgeLockOut(f *Facts) verdict {
	experience := f.Logto.Experience.Value
	if emailIsMissing(f) {
		return skip("", "waits for %s", connectorExists)
	}
	const next = "logtoctl sign-in-experience enable-email"
	usable := 0
	for _, method := range experience.SignIn.Methods {
		if method.Password || method.VerificationCode {
			usable++
		}
	}
	if usable == 0 && len(experience.SocialSignInConnectorTargets) == 0 {
		return fail(next, "nobody can sign in: there is no usable sign-in method")
	}
	for _, identifier := range experience.SignUp.Identifiers {
		accepted := slices.ContainsFunc(experience.SignIn.Methods, func(m logtoadmin.SignInMethod) bool {
			return m.Identifier == identifier && (m.VerificationCode && identifier != logtoadmin.IdentifierUsername || m.Password && experience.SignUp.Password)
		})
		if !accepted && experience.SignInMode != logtoadmin.SignInModeSignIn {
			return fail(next, "people sign up with their %s and cannot sign in with it afterwards", identifier)
		}
	}
	return ok("%s", methodList(experience))
}

func methodList(experience logtoadmin.SignInExperience) string {
	var methods []string
	for _, method := range experience.SignIn.Methods {
		var factors []string
		if method.VerificationCode {
			factors = append(factors, "code")
		}
		if method.Password {
			factors = append(factors, "password")
		}
		methods = append(methods, fmt.Sprintf("%s (%s)", method.Identifier, strings.Join(factors, ", ")))
	}
	return strings.Join(append(methods, experience.SocialSignInConnectorTargets...), ", ")
}

func judgeEmail(f *Facts) verdict {
	for _, method := range f.Logto.Experience.Value.SignIn.Methods {
		if method.Identifier == logtoadmin.IdentifierEmail && method.VerificationCode {
			return ok("yes")
		}
	}
	next := "logtoctl sign-in-experience enable-email"
	if f.File != nil && f.File.SignIn != nil {
		if f.File.SignIn.Factor == string(plan.FactorPassword) {
			return ok("%s wants passwords only", f.FileName)
		}
		next = f.applyConnector()
	}
	return fail(next, "the connector is there, but the sign-in page offers no emailed code: %s", methodList(f.Logto.Experience.Value))
}

// judgeRecovery is about tenants with passwords. A server that is too old for
// the field, and one where nobody has chosen, offers what its connectors allow.
func judgeRecovery(f *Facts) verdict {
	experience := f.Logto.Experience.Value
	recovery := experience.ForgotPasswordMethods
	wanted := f.File != nil && f.File.SignIn != nil && f.File.SignIn.ForgotPassword
	passwords := experience.SignUp.Password || slices.ContainsFunc(experience.SignIn.Methods, func(m logtoadmin.SignInMethod) bool { return m.Password })
	switch {
	case !recovery.Supported || recovery.Methods == nil:
		return ok("the server offers it by itself")
	case slices.Contains(recovery.Methods, logtoadmin.ForgotPasswordByEmail):
		return ok("by an emailed code")
	case wanted:
		return fail(f.applyConnector(), "password recovery by email is off, and %s wants it", f.FileName)
	case len(recovery.Methods) > 0:
		return ok("%s", strings.Join(recovery.Methods, ", "))
	case !passwords:
		return ok("there are no passwords")
	default:
		return warn("logtoctl sign-in-experience enable-email --sign-up keep", "people have passwords and no way to recover one")
	}
}

func judgeSignInFile(f *Facts) verdict {
	if f.File == nil || f.File.SignIn == nil {
		return noFile(f, "sign-in experience")
	}
	return asFile(f, plan.EnableEmail(f.Logto.Experience.Value, *provision.Desired(*f.File).Email).Fields)
}
