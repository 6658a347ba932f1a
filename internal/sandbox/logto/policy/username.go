package policy

import "strings"

const (
	lowerLetters = "abcdefghijklmnopqrstuvwxyz"
	upperLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	digits       = "0123456789"
)

// Username is what a tenant demands of user names: the column usernamePolicy.
type Username struct {
	// CaseSensitive tells names apart that differ in case only. Check does not
	// look at it.
	CaseSensitive bool `json:"caseSensitive"`
	MinLength     int  `json:"minLength"`
	MaxLength     int  `json:"maxLength"`
	AllowedChars  struct {
		Lowercase  bool `json:"lowercase"`
		Uppercase  bool `json:"uppercase"`
		Numbers    bool `json:"numbers"`
		Underscore bool `json:"underscore"`
	} `json:"allowedChars"`
}

// UsernameRule names a rule for user names. After "user.username_" it is a code
// of Logto's.
type UsernameRule string

// The rules for user names.
const (
	UsernameTooShort             UsernameRule = "too_short"
	UsernameTooLong              UsernameRule = "too_long"
	UsernameUppercaseNotAllowed  UsernameRule = "uppercase_not_allowed"
	UsernameLowercaseNotAllowed  UsernameRule = "lowercase_not_allowed"
	UsernameNumbersNotAllowed    UsernameRule = "numbers_not_allowed"
	UsernameUnderscoreNotAllowed UsernameRule = "underscore_not_allowed"
)

// Check returns the first rule that the name breaks, or nothing. The name
// consists of ASCII letters, digits and underscores: a guard has seen to that.
func (p Username) Check(name string) UsernameRule {
	allowed := p.AllowedChars
	switch {
	case len(name) < p.MinLength:
		return UsernameTooShort
	case len(name) > p.MaxLength:
		return UsernameTooLong
	case !allowed.Uppercase && strings.ContainsAny(name, upperLetters):
		return UsernameUppercaseNotAllowed
	case !allowed.Lowercase && strings.ContainsAny(name, lowerLetters):
		return UsernameLowercaseNotAllowed
	case !allowed.Numbers && strings.ContainsAny(name, digits):
		return UsernameNumbersNotAllowed
	case !allowed.Underscore && strings.Contains(name, "_"):
		return UsernameUnderscoreNotAllowed
	}
	return ""
}
