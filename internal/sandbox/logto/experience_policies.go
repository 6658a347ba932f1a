package logto

import (
	"net/http"

	"github.com/logtoctl/logtoctl/internal/sandbox/logto/policy"
)

func (e signInExperience) passwordPolicy() (policy.Password, error) {
	return column[policy.Password](e, "passwordPolicy")
}

func (e signInExperience) usernamePolicy() (policy.Username, error) {
	return column[policy.Username](e, "usernamePolicy")
}

// passwordIssue is one reason why a password is rejected.
type passwordIssue struct {
	Code          string         `json:"code"`
	Interpolation passwordBounds `json:"interpolation,omitzero"`
}

type passwordBounds struct {
	Min float64 `json:"min,omitempty"`
	Max float64 `json:"max,omitempty"`
}

// checkPassword refuses a password that breaks the policy and lists every reason.
func checkPassword(rules policy.Password, password string, owner policy.Owner) error {
	var found []passwordIssue
	for _, one := range rules.Check(password, owner) {
		found = append(found, passwordIssue{
			Code:          "password_rejected." + string(one.Rule),
			Interpolation: passwordBounds{Min: one.Min, Max: one.Max},
		})
	}
	if len(found) == 0 {
		return nil
	}
	return refuse(http.StatusUnprocessableEntity, "password.rejected",
		"Password rejected. Please check if your password meets the requirements.").withData(found)
}

// checkUsername refuses a user name, which the guards have let through, for the
// first thing that the tenant's policy has against it.
func (e signInExperience) checkUsername(name string) error {
	rules, err := e.usernamePolicy()
	if err != nil {
		return err
	}
	broken := rules.Check(name)
	switch broken {
	case policy.UsernameTooShort:
		return refuseUsername(broken, "Username is too short.")
	case policy.UsernameTooLong:
		return refuseUsername(broken, "Username is too long.")
	case policy.UsernameUppercaseNotAllowed:
		return refuseUsername(broken, "Username cannot contain uppercase letters.")
	case policy.UsernameLowercaseNotAllowed:
		return refuseUsername(broken, "Username cannot contain lowercase letters.")
	case policy.UsernameNumbersNotAllowed:
		return refuseUsername(broken, "Username cannot contain numbers.")
	case policy.UsernameUnderscoreNotAllowed:
		return refuseUsername(broken, "Username cannot contain underscores.")
	}
	return nil
}

func refuseUsername(broken policy.UsernameRule, message string) error {
	return refuseUser("username_"+string(broken), message)
}

// checkEmail refuses an address that the tenant's policy keeps out.
func (e signInExperience) checkEmail(address string) error {
	rules, err := column[policy.Email](e, "emailBlocklistPolicy")
	if err != nil {
		return err
	}
	broken := rules.Check(address)
	switch broken {
	case policy.EmailInvalid:
		return refuseEmail(http.StatusBadRequest, broken, "Invalid email address.")
	case policy.EmailSubaddressingNotAllowed:
		return refuseEmail(http.StatusUnprocessableEntity, broken, "Email subaddressing is not allowed.")
	case policy.EmailNotAllowed:
		return refuseEmail(http.StatusUnprocessableEntity, broken,
			`The email address "`+address+`" is restricted. Please choose a different one.`)
	}
	return nil
}

func refuseEmail(status int, broken policy.EmailRule, message string) error {
	return refuse(status, "session.email_blocklist."+string(broken), message)
}
