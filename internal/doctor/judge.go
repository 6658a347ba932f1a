package doctor

import (
	"slices"
)

// Check is one line of the doctor's list.
type Check struct {
	// ID names the check for scripts: group and subject, such as "sender.exists".
	ID string
	// Group is the heading that the check stands under.
	Group string
	// Title is what holds when the check is ok, in a few words.
	Title string

	// needs are the checks whose failure, or lack of anything to look at, leaves
	// this one without a meaning.
	needs []string
	// reads returns the errors of the facts that the check is made from; nil
	// means that it copes with them itself.
	reads func(*Facts) []error
	judge func(*Facts) verdict
}

// The headings, in their order.
const (
	groupEndpoint     = "Logto endpoint"
	groupToken        = "Management API token"
	groupServer       = "Logto server"
	groupConnector    = "Email connector"
	groupTemplates    = "Email templates"
	groupSignIn       = "Sign-in experience"
	groupApplications = "Applications"
	groupAccessKey    = "AccessKey"
	groupSender       = "Sender address"
	groupDomain       = "Sending domain"
	groupAccount      = "Direct Mail account"
)

// Checks returns the whole list in the order in which it is told, which is the
// way of a mail: a check needs only checks before it.
func Checks() []Check {
	return slices.Concat(
		endpointChecks(),
		tokenChecks(),
		serverChecks(),
		connectorChecks(),
		templateChecks(),
		signInChecks(),
		applicationChecks(),
		accessKeyChecks(),
		domainChecks(),
		senderChecks(),
		accountChecks(),
		directMailChecks(),
	)
}

// Judge holds the facts against every check.
func Judge(facts *Facts) []Result {
	checks := Checks()
	results := make([]Result, 0, len(checks))
	blockedBy := map[string]string{} // the check that a skipped or failed one comes down to
	for _, check := range checks {
		decided := check.decide(facts, blockedBy)
		results = append(results, Result{
			ID: check.ID, Group: check.Group, Title: check.Title,
			Status: decided.status, Found: decided.found, Next: decided.next,
		})
	}
	return results
}

func (c Check) decide(facts *Facts, blockedBy map[string]string) verdict {
	for _, need := range c.needs {
		if root, blocked := blockedBy[need]; blocked {
			blockedBy[c.ID] = root
			return skip("", "waits for %s", root)
		}
	}
	if c.reads != nil {
		for _, err := range c.reads(facts) {
			if err != nil {
				blockedBy[c.ID] = c.ID
				return skip("", "cannot be looked at: %s", brief(err))
			}
		}
	}
	decided := c.judge(facts)
	if decided.status == Failed || decided.status == Skipped {
		blockedBy[c.ID] = c.ID
	}
	return decided
}
