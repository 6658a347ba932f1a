package logto

import "regexp"

// usernamePattern is what every user name is, whatever the tenant's policy says.
var usernamePattern = regexp.MustCompile(`^[A-Z_a-z][0-9A-Z_a-z]*$`)

var (
	hasUpper      = regexp.MustCompile(`[A-Z]`)
	hasLower      = regexp.MustCompile(`[a-z]`)
	hasDigit      = regexp.MustCompile(`\d`)
	hasUnderscore = regexp.MustCompile(`_`)
)

// usernamePolicy is what the tenant demands of user names.
type usernamePolicy struct {
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

func (e signInExperience) usernamePolicy() (usernamePolicy, error) {
	return column[usernamePolicy](e, "usernamePolicy")
}

// check refuses a user name, which the guards have let through, for the first
// thing that the policy has against it.
func (p usernamePolicy) check(name string) error {
	allowed := p.AllowedChars
	switch {
	case len(name) < p.MinLength:
		return refuseUsername("too_short", "Username is too short.")
	case len(name) > p.MaxLength:
		return refuseUsername("too_long", "Username is too long.")
	case !allowed.Uppercase && hasUpper.MatchString(name):
		return refuseUsername("uppercase_not_allowed", "Username cannot contain uppercase letters.")
	case !allowed.Lowercase && hasLower.MatchString(name):
		return refuseUsername("lowercase_not_allowed", "Username cannot contain lowercase letters.")
	case !allowed.Numbers && hasDigit.MatchString(name):
		return refuseUsername("numbers_not_allowed", "Username cannot contain numbers.")
	case !allowed.Underscore && hasUnderscore.MatchString(name):
		return refuseUsername("underscore_not_allowed", "Username cannot contain underscores.")
	}
	return nil
}

func refuseUsername(violation, message string) error {
	return refuseUser("username_"+violation, message)
}
