package plan

import (
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// SignInChange is what would happen to the sign-in experience.
type SignInChange struct {
	Status Status
	Live   logtoadmin.SignInExperience
	Fields []Field
	Patch  logtoadmin.SignInExperiencePatch
}

// changeSignIn compares the three parts and patches only those that differ.
func changeSignIn(live logtoadmin.SignInExperience, signUp logtoadmin.SignUp, signIn logtoadmin.SignIn, recovery []string) SignInChange {
	change := SignInChange{Live: live}
	change.Fields = compare(change.Fields, "signUp.identifiers", live.SignUp.Identifiers, signUp.Identifiers)
	change.Fields = compare(change.Fields, "signUp.secondaryIdentifiers", live.SignUp.SecondaryIdentifiers, signUp.SecondaryIdentifiers)
	change.Fields = compare(change.Fields, "signUp.password", live.SignUp.Password, signUp.Password)
	change.Fields = compare(change.Fields, "signUp.verify", live.SignUp.Verify, signUp.Verify)
	if len(change.Fields) > 0 {
		change.Patch.SignUp = &signUp
	}
	if fields := compare(nil, "signIn.methods", live.SignIn.Methods, signIn.Methods); len(fields) > 0 {
		change.Patch.SignIn = &signIn
		change.Fields = append(change.Fields, fields...)
	}
	if fields := compare(nil, "forgotPasswordMethods", live.ForgotPasswordMethods.Methods, recovery); len(fields) > 0 {
		change.Patch.ForgotPasswordMethods = &recovery
		change.Fields = append(change.Fields, fields...)
	}
	change.Status = statusOf(change.Fields)
	return change
}

// Wanted returns the sign-in experience as it would be after the change.
func (c SignInChange) Wanted() logtoadmin.SignInExperience {
	wanted := c.Live
	if c.Patch.SignUp != nil {
		wanted.SignUp = *c.Patch.SignUp
	}
	if c.Patch.SignIn != nil {
		wanted.SignIn = *c.Patch.SignIn
	}
	if c.Patch.ForgotPasswordMethods != nil {
		wanted.ForgotPasswordMethods.Methods = *c.Patch.ForgotPasswordMethods
	}
	return wanted
}
