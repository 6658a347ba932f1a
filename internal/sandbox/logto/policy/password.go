package policy

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf16"
)

const (
	// freeCharacters is how many characters beside restricted phrases save a password.
	freeCharacters = 3
	// longestChecked bounds the search for restricted phrases, whose time grows
	// with the square of the length.
	longestChecked = 1024

	symbols = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~ "
)

// Password is what a tenant demands of new passwords: the column
// passwordPolicy. What it leaves out has Logto's default.
type Password struct {
	// Length is counted in UTF-16 code units. The figures are whole, but of any
	// size, which no int is.
	Length struct {
		Min float64 `json:"min"` // 0: 8
		Max float64 `json:"max"` // 0: 256
	} `json:"length"`
	// CharacterTypes counts lower case, upper case, digits and symbols.
	CharacterTypes struct {
		Min int `json:"min"` // 0: 1
	} `json:"characterTypes"`
	// Rejects are switches, which are on unless they were switched off, and
	// words of the tenant's own.
	Rejects struct {
		Pwned                 *bool    `json:"pwned"`
		RepetitionAndSequence *bool    `json:"repetitionAndSequence"`
		UserInfo              *bool    `json:"userInfo"`
		Words                 []string `json:"words"`
	} `json:"rejects"`
}

// Owner is what is known of the person whose password it is.
type Owner struct{ Name, Username, Email, Phone string }

// PasswordRule names a rule for passwords. After "password_rejected." it is a
// code of Logto's.
type PasswordRule string

// The rules for passwords.
const (
	PasswordTooShort              PasswordRule = "too_short"
	PasswordTooLong               PasswordRule = "too_long"
	PasswordCharacterTypes        PasswordRule = "character_types"
	PasswordUnsupportedCharacters PasswordRule = "unsupported_characters"
	PasswordPwned                 PasswordRule = "pwned"
	PasswordRepetition            PasswordRule = "restricted.repetition"
	PasswordSequence              PasswordRule = "restricted.sequence"
	PasswordWords                 PasswordRule = "restricted.words"
	PasswordUserInfo              PasswordRule = "restricted.user_info"
)

// PasswordViolation is one reason to reject a password.
type PasswordViolation struct {
	Rule PasswordRule
	// Min is the bound of PasswordTooShort and PasswordCharacterTypes, Max that
	// of PasswordTooLong. Both are 0 otherwise.
	Min, Max float64
}

// Check returns every reason to reject the password. The owner's names are
// words that it should not consist of.
func (p Password) Check(password string, owner Owner) []PasswordViolation {
	found := p.checkForm(password)
	if on(p.Rejects.Pwned) && slices.Contains(knownPasswords(), password) {
		found = append(found, PasswordViolation{Rule: PasswordPwned})
	}
	for _, rule := range p.checkPhrases(password, owner) {
		found = append(found, PasswordViolation{Rule: rule})
	}
	return found
}

// on reads a switch that is on unless it was switched off.
func on(option *bool) bool { return option == nil || *option }

// checkForm looks at the length and the types of the characters.
func (p Password) checkForm(password string) []PasswordViolation {
	var found []PasswordViolation
	shortest, longest := cmp.Or(p.Length.Min, 8), cmp.Or(p.Length.Max, 256)
	switch units := float64(len(utf16.Encode([]rune(password)))); {
	case units < shortest:
		found = append(found, PasswordViolation{Rule: PasswordTooShort, Min: shortest})
	case units > longest:
		found = append(found, PasswordViolation{Rule: PasswordTooLong, Max: longest})
	}
	fewest := cmp.Or(p.CharacterTypes.Min, 1)
	types, supported := characterTypes(password)
	switch {
	case !supported:
		found = append(found, PasswordViolation{Rule: PasswordUnsupportedCharacters})
	case types < fewest:
		found = append(found, PasswordViolation{Rule: PasswordCharacterTypes, Min: float64(fewest)})
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
		case strings.ContainsRune(symbols, char):
			symbol = 1
		default:
			return 0, false
		}
	}
	return lower + upper + digit + symbol, true
}

// checkPhrases names the kinds of phrases of which the password consists but
// for a few characters; there are none when enough of it is its own.
func (p Password) checkPhrases(password string, owner Owner) []PasswordRule {
	chars := []rune(password)
	if len(chars) > longestChecked {
		return nil
	}
	kinds := p.phrases(owner)
	restricted := make([]bool, len(chars))
	var rules []PasswordRule
	for start := range chars {
		rest := chars[start:]
		for _, kind := range kinds {
			size := kind.prefix(rest)
			for i := range size {
				restricted[start+i] = true
			}
			if size > 0 && !slices.Contains(rules, kind.rule) {
				rules = append(rules, kind.rule)
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
	return rules
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
