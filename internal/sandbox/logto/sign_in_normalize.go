package logto

import (
	"time"
)

// normalize rewrites what Logto does not store as it was sent.
func (c experienceChange) normalize(now time.Time) error {
	if c.columns["signUpProfileFields"] != nil {
		// Only fields of the catalogue are kept, which the sandbox has none in.
		c.columns["signUpProfileFields"] = []struct{}{}
	}
	for name, items := range c.blocklists() {
		policy, _ := c.columns["emailBlocklistPolicy"].(map[string]any)
		policy[name] = withoutRepeats(items)
	}
	if c.sent("socialSignInConnectorTargets") {
		targets, err := column[[]string](c.next, "socialSignInConnectorTargets")
		if err != nil {
			return err
		}
		c.columns["socialSignInConnectorTargets"] = availableTargets(targets, c.connectors)
	}
	if err := c.normalizeAdaptiveMFA(); err != nil {
		return err
	}
	return c.normalizeExpiration(now)
}

func withoutRepeats(items []string) []string {
	seen := make(map[string]bool, len(items))
	kept := []string{}
	for _, item := range items {
		if !seen[item] {
			kept = append(kept, item)
		}
		seen[item] = true
	}
	return kept
}

// normalizeAdaptiveMFA switches adaptive MFA off with the last factor.
func (c experienceChange) normalizeAdaptiveMFA() error {
	if c.sent("adaptiveMfa") || !c.sent("mfa") {
		return nil
	}
	factors, err := column[mfa](c.next, "mfa")
	if err == nil && len(factors.Factors) == 0 {
		c.columns["adaptiveMfa"] = adaptiveMFA{Enabled: new(bool)}
	}
	return err
}

// normalizeExpiration stamps the time since when passwords age, which the
// server decides whatever the client says.
func (c experienceChange) normalizeExpiration(now time.Time) error {
	if !c.sent("passwordExpiration") {
		return nil
	}
	expiration, err := c.passwordExpiration()
	if err != nil {
		return err
	}
	before, err := column[map[string]any](c.current, "passwordExpiration")
	if err != nil {
		return err
	}
	if expiration["enabled"] == true {
		expiration["enabledAt"] = now.UnixMilli()
		if before["enabled"] == true {
			expiration["enabledAt"] = before["enabledAt"]
		}
	}
	c.columns["passwordExpiration"] = expiration
	return nil
}
