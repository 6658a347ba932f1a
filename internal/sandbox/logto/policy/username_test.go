package policy_test

import (
	"testing"

	"github.com/logtoctl/logtoctl/internal/sandbox/logto/policy"
)

func TestUsername_Check(t *testing.T) {
	t.Parallel()
	const (
		all   = `{"minLength":3,"maxLength":5,"allowedChars":{"lowercase":true,"uppercase":true,"numbers":true,"underscore":true}}`
		lower = `{"minLength":3,"maxLength":5,"allowedChars":{"lowercase":true}}`
		upper = `{"minLength":3,"maxLength":5,"allowedChars":{"uppercase":true,"numbers":true,"underscore":true}}`
	)
	tests := []struct {
		column, name string
		want         policy.UsernameRule
	}{
		{all, "aZ_09", ""},
		{all, "aZ", policy.UsernameTooShort},
		{all, "aZ_099", policy.UsernameTooLong},
		{lower, "azb", ""},
		{lower, "aZ9_", policy.UsernameUppercaseNotAllowed},
		{lower, "az9_", policy.UsernameNumbersNotAllowed},
		{lower, "az_", policy.UsernameUnderscoreNotAllowed},
		{lower, "A", policy.UsernameTooShort},
		{upper, "AZ_09", ""},
		{upper, "AZa", policy.UsernameLowercaseNotAllowed},
	}
	for _, tt := range tests {
		if got := decoded[policy.Username](t, tt.column).Check(tt.name); got != tt.want {
			t.Errorf("%s with %s: %q, want %q", tt.name, tt.column, got, tt.want)
		}
	}
}
