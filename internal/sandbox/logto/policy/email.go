package policy

import (
	"slices"
	"strings"
)

// Email says whose addresses may sign up: the column emailBlocklistPolicy.
// The lists name addresses, or domains after an @, with * for any part.
type Email struct {
	BlockSubaddressing bool     `json:"blockSubaddressing"`
	CustomAllowlist    []string `json:"customAllowlist"`
	CustomBlocklist    []string `json:"customBlocklist"`
}

// EmailRule names a rule for addresses. After "session.email_blocklist." it is
// a code of Logto's.
type EmailRule string

// The rules for addresses.
const (
	EmailInvalid                 EmailRule = "invalid_email"
	EmailSubaddressingNotAllowed EmailRule = "email_subaddressing_not_allowed"
	EmailNotAllowed              EmailRule = "email_not_allowed"
)

// Check returns the rule that keeps the address out, or nothing.
func (p Email) Check(address string) EmailRule {
	local, domain := splitAddress(address)
	listed := func(items []string) bool {
		return slices.ContainsFunc(items, func(item string) bool { return matchesListed(item, address) })
	}
	switch {
	case domain == "":
		return EmailInvalid
	case p.BlockSubaddressing && strings.Contains(local, "+"):
		return EmailSubaddressingNotAllowed
	case len(p.CustomAllowlist) > 0 && !listed(p.CustomAllowlist), listed(p.CustomBlocklist):
		return EmailNotAllowed
	}
	return ""
}

// splitAddress splits at every @, as Logto does, and returns the first two parts.
func splitAddress(address string) (local, domain string) {
	parts := strings.SplitN(address, "@", 3)
	return parts[0], append(parts, "")[1]
}

// matchesListed compares in any case. The two domains of Gmail are one, which
// does not mind dots before the @.
func matchesListed(item, address string) bool {
	item, address = strings.ToLower(item), strings.ToLower(address)
	local, domain := splitAddress(address)
	domains := []string{domain}
	atGmail := domain == "gmail.com" || domain == "googlemail.com"
	if atGmail {
		domains = []string{"gmail.com", "googlemail.com"}
	}
	if listedDomain, isDomain := strings.CutPrefix(item, "@"); isDomain {
		return slices.ContainsFunc(domains, func(one string) bool { return matchesStars(listedDomain, one) })
	}
	if !atGmail {
		return matchesStars(item, address)
	}
	withoutDots := func(s string) string { return strings.ReplaceAll(s, ".", "") }
	if name, at, isAddress := strings.Cut(item, "@"); isAddress {
		item = withoutDots(name) + "@" + at
	}
	return slices.ContainsFunc(domains, func(one string) bool { return matchesStars(item, withoutDots(local)+"@"+one) })
}

// matchesStars reports whether the text is the pattern, in which * stands for
// any characters. It takes linear time for each part between two stars.
func matchesStars(pattern, text string) bool {
	parts := strings.Split(pattern, "*")
	first, rest := parts[0], parts[1:]
	text, found := strings.CutPrefix(text, first)
	if !found || len(rest) == 0 {
		return found && text == ""
	}
	last := rest[len(rest)-1]
	for _, part := range rest[:len(rest)-1] {
		_, text, found = strings.Cut(text, part)
		if !found {
			return false
		}
	}
	return strings.HasSuffix(text, last)
}
