package policy_test

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/logtoctl/logtoctl/internal/sandbox/logto/policy"
)

func TestEmail_Check(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		column, address string
		want            policy.EmailRule
	}{
		"nothing":            {`{}`, "a+b@example.com", ""},
		"no domain":          {`{}`, "a@@example.com", policy.EmailInvalid},
		"no sign":            {`{}`, "example.com", policy.EmailInvalid},
		"subaddress":         {`{"blockSubaddressing":true}`, "a+b@example.com", policy.EmailSubaddressingNotAllowed},
		"no subaddress":      {`{"blockSubaddressing":true}`, "a@ex+ample.com", ""},
		"listed address":     {`{"customBlocklist":["A@example.com"]}`, "a@Example.com", policy.EmailNotAllowed},
		"other address":      {`{"customBlocklist":["a@example.com"]}`, "b@example.com", ""},
		"listed domain":      {`{"customBlocklist":["@example.com"]}`, "a@example.com", policy.EmailNotAllowed},
		"subdomain":          {`{"customBlocklist":["@example.com"]}`, "a@mail.example.com", ""},
		"subdomains by star": {`{"customBlocklist":["@*.example.com"]}`, "a@b.mail.example.com", policy.EmailNotAllowed},
		"star in the middle": {`{"customBlocklist":["t*t@ex*e.*"]}`, "test@example.org", policy.EmailNotAllowed},
		"star, other order":  {`{"customBlocklist":["t*st*a@example.com"]}`, "tasty@example.com", ""},
		"star, no overlap":   {`{"customBlocklist":["ab*ba@example.com"]}`, "aba@example.com", ""},
		"gmail dots":         {`{"customBlocklist":["some.body@gmail.com"]}`, "so.mebody@googlemail.com", policy.EmailNotAllowed},
		"gmail domain":       {`{"customBlocklist":["@googlemail.com"]}`, "x@gmail.com", policy.EmailNotAllowed},
		"two signs":          {`{"customBlocklist":["@b.example"]}`, "a@b.example@c.org", policy.EmailNotAllowed},
		"dots elsewhere":     {`{"customBlocklist":["some.body@example.com"]}`, "somebody@example.com", ""},
		"not allowed":        {`{"customAllowlist":["@example.org"]}`, "a@example.com", policy.EmailNotAllowed},
		"allowed":            {`{"customAllowlist":["@example.org"]}`, "a@example.org", ""},
		"allowed and not":    {`{"customAllowlist":["@example.org"],"customBlocklist":["a@example.org"]}`, "a@example.org", policy.EmailNotAllowed},
	}
	for name, tt := range tests {
		if got := decoded[policy.Email](t, tt.column).Check(tt.address); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

// FuzzEmail_Check compares the search for stars with that of regular expressions.
func FuzzEmail_Check(f *testing.F) {
	f.Add("t*t@ex*e.*", "test@example.org")
	f.Add("ab*ba", "aba@")
	f.Add("*", "a@b")
	f.Add("", "a@b")
	f.Fuzz(func(t *testing.T, item, address string) {
		item, address = strings.ToLower(item), strings.ToLower(address)
		_, domain, _ := strings.Cut(address, "@")
		if !utf8.ValidString(item+address) || strings.HasPrefix(item, "@") || strings.Contains(address, "mail.com") {
			t.Skip()
		}
		var want policy.EmailRule
		pattern := `(?s)^` + strings.ReplaceAll(regexp.QuoteMeta(item), `\*`, `.*`) + `$`
		switch {
		case domain == "" || strings.HasPrefix(domain, "@"):
			want = policy.EmailInvalid
		case regexp.MustCompile(pattern).MatchString(address):
			want = policy.EmailNotAllowed
		}
		if got := (policy.Email{CustomBlocklist: []string{item}}).Check(address); got != want {
			t.Errorf("%q with %q blocked: %q, want %q", address, item, got, want)
		}
	})
}
