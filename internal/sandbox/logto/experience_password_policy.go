package logto

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
)

const (
	// shortestRun is the length from which a repetition or a sequence counts.
	shortestRun = 3
	// freeCharacters is how many characters beside restricted phrases save a password.
	freeCharacters = 3
	// longestChecked bounds the search for restricted phrases, whose time grows
	// with the square of the length.
	longestChecked = 1024

	passwordSymbols = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~ "
)

// passwordPolicy is what the tenant demands of new passwords.
type passwordPolicy struct {
	Length struct {
		Min int `json:"min"`
		Max int `json:"max"`
	} `json:"length"`
	CharacterTypes struct {
		Min int `json:"min"`
	} `json:"characterTypes"`
	Rejects struct {
		Pwned                 *bool    `json:"pwned"`
		RepetitionAndSequence *bool    `json:"repetitionAndSequence"`
		UserInfo              *bool    `json:"userInfo"`
		Words                 []string `json:"words"`
	} `json:"rejects"`
}

// passwordIssue is one reason why a password is rejected.
type passwordIssue struct {
	Code          string         `json:"code"`
	Interpolation map[string]int `json:"interpolation,omitempty"`
}

// passwordPolicy returns the policy with Logto's defaults where the column is silent.
func (e signInExperience) passwordPolicy() (passwordPolicy, error) {
	policy, err := column[passwordPolicy](e, "passwordPolicy")
	policy.Length.Min = cmp.Or(policy.Length.Min, 8)
	policy.Length.Max = cmp.Or(policy.Length.Max, 256)
	policy.CharacterTypes.Min = cmp.Or(policy.CharacterTypes.Min, 1)
	return policy, err
}

// on reads a switch that is on unless it was switched off.
func on(option *bool) bool { return option == nil || *option }

// check refuses a password that breaks the policy and lists every reason. The
// owner's names are words that the password should not consist of.
func (p passwordPolicy) check(password string, owner passwordOwner) error {
	found := p.checkForm(password)
	if on(p.Rejects.Pwned) && slices.Contains(knownPasswords(), password) {
		found = append(found, passwordIssue{Code: "password_rejected.pwned"})
	}
	for _, code := range p.restrictedPhrases(password, owner) {
		found = append(found, passwordIssue{Code: "password_rejected.restricted." + code})
	}
	if len(found) == 0 {
		return nil
	}
	return refuse(http.StatusUnprocessableEntity, "password.rejected",
		"Password rejected. Please check if your password meets the requirements.").withData(found)
}

// checkForm looks at the length and the types of the characters.
func (p passwordPolicy) checkForm(password string) []passwordIssue {
	var found []passwordIssue
	switch units := length(password); {
	case units < p.Length.Min:
		found = append(found, passwordIssue{"password_rejected.too_short", map[string]int{"min": p.Length.Min}})
	case units > p.Length.Max:
		found = append(found, passwordIssue{"password_rejected.too_long", map[string]int{"max": p.Length.Max}})
	}
	types, supported := characterTypes(password)
	switch {
	case !supported:
		found = append(found, passwordIssue{Code: "password_rejected.unsupported_characters"})
	case types < p.CharacterTypes.Min:
		found = append(found, passwordIssue{"password_rejected.character_types", map[string]int{"min": p.CharacterTypes.Min}})
	}
	return found
}

// characterTypes counts lower case, upper case, digits and symbols. Other
// characters are not supported.
func characterTypes(password string) (count int, supported bool) {
	var lower, upper, digit, symbol int
	for _, char := range password {
		switch {
		case 'a' <= char && char <= 'z':
			lower = 1
		case 'A' <= char && char <= 'Z':
			upper = 1
		case '0' <= char && char <= '9':
			digit = 1
		case strings.ContainsRune(passwordSymbols, char):
			symbol = 1
		default:
			return 0, false
		}
	}
	return lower + upper + digit + symbol, true
}

// restrictedPhrases names the kinds of phrases of which the password consists
// but for a few characters; there are none when enough of it is its own.
func (p passwordPolicy) restrictedPhrases(password string, owner passwordOwner) []string {
	if length(password) > longestChecked {
		return nil
	}
	kinds := p.phrases(owner)
	chars := []rune(password)
	restricted := make([]bool, len(chars))
	var codes []string
	for start := range chars {
		rest := chars[start:]
		for _, kind := range kinds {
			size := kind.prefix(rest)
			for i := range size {
				restricted[start+i] = true
			}
			if size > 0 && !slices.Contains(codes, kind.code) {
				codes = append(codes, kind.code)
			}
		}
	}
	count := 0
	for _, hit := range restricted {
		if hit {
			count++
		}
	}
	if count <= max(1, len(chars)-freeCharacters) {
		return nil
	}
	return codes
}

// knownPasswords are some that everybody tries first. Logto asks a public
// service for all that ever leaked, and a sandbox asks nobody.
func knownPasswords() []string {
	return []string{
		"password", "password1", "password12", "password123", "Password", "Password1", "Password123", "passw0rd",
		"Passw0rd", "P@ssw0rd", "P@ssword1", "12345678", "123456789", "1234567890", "11111111", "00000000",
		"87654321", "987654321", "qwertyuiop", "qwerty123", "1q2w3e4r", "1qaz2wsx", "q1w2e3r4", "zaq12wsx",
		"iloveyou", "sunshine", "princess", "football", "baseball", "superman", "starwars", "computer", "whatever",
		"trustno1", "welcome1", "Welcome1", "letmein1", "admin123", "abc12345", "abcd1234", "changeme", "secret123",
	}
}
