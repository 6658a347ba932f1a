package logto

import (
	"net/http"
	"slices"
	"strings"
)

// emailBlocklist says whose addresses may sign up.
type emailBlocklist struct {
	BlockSubaddressing bool     `json:"blockSubaddressing"`
	CustomAllowlist    []string `json:"customAllowlist"`
	CustomBlocklist    []string `json:"customBlocklist"`
}

// checkEmail refuses an address that the tenant's policy keeps out. Lists name
// addresses, or domains after an @, with * for any part.
func (e signInExperience) checkEmail(address string) error {
	policy, err := column[emailBlocklist](e, "emailBlocklistPolicy")
	if err != nil {
		return err
	}
	local, domain := splitAddress(address)
	listed := func(items []string) bool {
		return slices.ContainsFunc(items, func(item string) bool { return matchesListed(item, address) })
	}
	switch {
	case domain == "":
		return refuseEmail(http.StatusBadRequest, "invalid_email", "Invalid email address.")
	case policy.BlockSubaddressing && strings.Contains(local, "+"):
		return refuseEmail(http.StatusUnprocessableEntity, "email_subaddressing_not_allowed", "Email subaddressing is not allowed.")
	case len(policy.CustomAllowlist) > 0 && !listed(policy.CustomAllowlist), listed(policy.CustomBlocklist):
		return refuseEmail(http.StatusUnprocessableEntity, "email_not_allowed",
			`The email address "`+address+`" is restricted. Please choose a different one.`)
	}
	return nil
}

// splitAddress splits at every @, as Logto does, and returns the first two parts.
func splitAddress(address string) (local, domain string) {
	parts := strings.SplitN(address, "@", 3)
	return parts[0], append(parts, "")[1]
}

func refuseEmail(status int, code, message string) error {
	return refuse(status, "session.email_blocklist."+code, message)
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
