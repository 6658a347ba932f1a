package email

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/logtoctl/logtoctl/internal/nearest"
)

// UsageType says what a mail is for. The values are those of TemplateType in
// Logto's connector kit, and of usageType in a connector's configuration.
type UsageType string

// The usage types that Logto 1.42 knows.
const (
	// Register confirms the address of somebody who is signing up.
	Register UsageType = "Register"
	// SignIn signs an existing user in.
	SignIn UsageType = "SignIn"
	// ForgotPassword lets a user set a new password.
	ForgotPassword UsageType = "ForgotPassword"
	// Generic is for test mails and codes requested through the Management
	// API, and stands in for every type that a configuration leaves out.
	Generic UsageType = "Generic"
	// OrganizationInvitation carries a link instead of a code.
	OrganizationInvitation UsageType = "OrganizationInvitation"
	// UserPermissionValidation confirms that it is the user who changes
	// something sensitive in the account.
	UserPermissionValidation UsageType = "UserPermissionValidation"
	// BindNewIdentifier confirms an address that a user adds to the account.
	BindNewIdentifier UsageType = "BindNewIdentifier"
	// MfaVerification is the second step of a sign-in.
	MfaVerification UsageType = "MfaVerification"
	// BindMfa turns the second step by email on.
	BindMfa UsageType = "BindMfa"
)

// UsageTypes returns all usage types, the required ones first.
func UsageTypes() []UsageType {
	return []UsageType{
		Register, SignIn, ForgotPassword, Generic, OrganizationInvitation,
		UserPermissionValidation, BindNewIdentifier, MfaVerification, BindMfa,
	}
}

// Required returns the usage types without which the Aliyun Direct Mail
// connector refuses its configuration.
func Required() []UsageType {
	return []UsageType{Register, SignIn, ForgotPassword, Generic}
}

// ParseUsageType returns the usage type of that name in its canonical
// spelling; upper and lower case do not matter. The error is an
// [UnknownUsageTypeError].
func ParseUsageType(name string) (UsageType, error) {
	for _, usageType := range UsageTypes() {
		if strings.EqualFold(name, string(usageType)) {
			return usageType, nil
		}
	}
	return "", &UnknownUsageTypeError{Name: name}
}

// UnknownUsageTypeError says that Logto has no usage type of that name.
type UnknownUsageTypeError struct {
	// Name is the name as it was given.
	Name string
}

// Error names the usage type and the one that was probably meant.
func (e *UnknownUsageTypeError) Error() string {
	return fmt.Sprintf("unknown usage type %q: %s", e.Name, e.Hint())
}

// Meant returns the usage type that was probably meant, if one is near.
func (e *UnknownUsageTypeError) Meant() (UsageType, bool) {
	if strings.EqualFold(e.Name, "SignUp") { // as Logto's console calls it; by its letters it is nearer to SignIn
		return Register, true
	}
	name, found := nearest.Name(e.Name, usageTypeNames())
	return UsageType(name), found
}

// Hint says which usage type was probably meant or, when none is near, which
// ones there are.
func (e *UnknownUsageTypeError) Hint() string {
	if meant, found := e.Meant(); found {
		return fmt.Sprintf("did you mean %q?", string(meant))
	}
	return "use one of " + strings.Join(slices.Collect(usageTypeNames()), ", ")
}

func usageTypeNames() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, usageType := range UsageTypes() {
			if !yield(string(usageType)) {
				return
			}
		}
	}
}
