package policy_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/sandbox/logto/policy"
)

// decoded reads a policy from its column.
func decoded[T any](tb testing.TB, column string) T {
	tb.Helper()
	var read T
	if err := json.Unmarshal([]byte(column), &read); err != nil {
		tb.Fatal(err)
	}
	return read
}

// TestPassword_Check compares every reason for which a password is rejected.
// They were checked against the real policy checker of Logto's core kit.
func TestPassword_Check(t *testing.T) {
	t.Parallel()
	short := policy.PasswordViolation{Rule: policy.PasswordTooShort, Min: 8}
	only := func(rules ...policy.PasswordRule) []policy.PasswordViolation {
		var found []policy.PasswordViolation
		for _, rule := range rules {
			found = append(found, policy.PasswordViolation{Rule: rule})
		}
		return found
	}
	tests := []struct {
		column, password string
		want             []policy.PasswordViolation
	}{
		{`{}`, "Kn8-heron-pier", nil},
		{`{}`, "abc", append([]policy.PasswordViolation{short}, only(policy.PasswordSequence)...)},
		{`{}`, "Sh0rt!x", []policy.PasswordViolation{short}},
		{`{}`, "héron-pier", only(policy.PasswordUnsupportedCharacters)},
		{`{}`, "password", only(policy.PasswordPwned)},
		{`{}`, "12345678", only(policy.PasswordPwned, policy.PasswordSequence)},
		{`{}`, "aaaabbbb", only(policy.PasswordRepetition)},
		{`{}`, "you12345", only(policy.PasswordUserInfo, policy.PasswordSequence)},
		{`{}`, "YOUyouyou", only(policy.PasswordUserInfo)},
		{`{}`, "GreyIbis77", only(policy.PasswordUserInfo)},
		{`{}`, "grey-ibis-pier", nil},
		{`{}`, "egret8613800138000", only(policy.PasswordUserInfo, policy.PasswordRepetition)},
		{`{}`, "youuu-crane", nil},
		{`{}`, "qwertyUIOP", only(policy.PasswordSequence)},
		{`{}`, "qwertyUIop-crane", nil},
		{`{}`, "1qaz2wsx3edc", only(policy.PasswordSequence)},
		{`{}`, "zaq1xsw2cde3", only(policy.PasswordSequence)},
		{`{}`, "abcdAAAA1", only(policy.PasswordSequence, policy.PasswordRepetition)},
		{`{}`, "aaa", append([]policy.PasswordViolation{short}, only(policy.PasswordRepetition)...)},
		{`{}`, "", []policy.PasswordViolation{short, {Rule: policy.PasswordCharacterTypes, Min: 1}}},
		{`{}`, strings.Repeat("a", 256), only(policy.PasswordRepetition)},
		{`{}`, strings.Repeat("a", 1025), []policy.PasswordViolation{{Rule: policy.PasswordTooLong, Max: 256}}},
		{`{"length":{"min":4,"max":6}}`, "herons7", []policy.PasswordViolation{{Rule: policy.PasswordTooLong, Max: 6}}},
		{`{"length":{"min":4,"max":6}}`, "hers7", nil},
		{`{"length":{"min":1e21}}`, "Kn8-heron-pier", []policy.PasswordViolation{{Rule: policy.PasswordTooShort, Min: 1e21}}},
		{`{"length":{"max":1e21}}`, strings.Repeat("Kn8-heron-pier", 20), nil},
		{`{"characterTypes":{"min":3}}`, "heron-pier", []policy.PasswordViolation{{Rule: policy.PasswordCharacterTypes, Min: 3}}},
		{`{"characterTypes":{"min":4}}`, "Heron-pier7", nil},
		{`{"rejects":{"repetitionAndSequence":false,"pwned":false,"userInfo":false}}`, "12345678", nil},
		{`{"rejects":{"words":["bookstore","book"]}}`, "BookStore12", only(policy.PasswordWords)},
		{`{"rejects":{"words":["book"]}}`, "book-crane-1", nil},
	}
	owner := policy.Owner{Name: "Grey Ibis", Username: "egret", Email: "you@example.com", Phone: "8613800138000"}
	for _, tt := range tests {
		got := decoded[policy.Password](t, tt.column).Check(tt.password, owner)
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%q with %s: -want +got\n%s", tt.password, tt.column, diff)
		}
	}
}

// FuzzPassword_Check looks at what holds of any password: there is no reason
// twice, and what nobody could have is not what somebody could.
func FuzzPassword_Check(f *testing.F) {
	f.Add("Kn8-heron-pier", "Grey Heron", "book")
	f.Add("aaaa\xff1234", "\xff", "")
	f.Add("İstanbul", "i̇stanbul", "İ")
	f.Add("", "", "")
	f.Fuzz(func(t *testing.T, password, name, word string) {
		var rules policy.Password
		rules.Rejects.Words = []string{word}
		found := map[policy.PasswordRule]bool{}
		for _, one := range rules.Check(password, policy.Owner{Name: name, Username: word, Email: name, Phone: word}) {
			if found[one.Rule] {
				t.Errorf("%q is %s twice", password, one.Rule)
			}
			found[one.Rule] = true
		}
		if found[policy.PasswordTooShort] && found[policy.PasswordTooLong] {
			t.Errorf("%q is too short and too long", password)
		}
		if again := rules.Check(password, policy.Owner{}); len(again) > len(found) {
			t.Errorf("%q of nobody is rejected for %v, of somebody for %v", password, again, found)
		}
	})
}
