package directmail

import (
	"fmt"
	"slices"
	"strings"

	"github.com/logtoctl/logtoctl/internal/dnscheck"
	"github.com/logtoctl/logtoctl/internal/exitcode"
	"github.com/logtoctl/logtoctl/internal/output"
)

// verdict is nil for a domain that is ready, and else an [unreadyError].
func verdict(view output.MailDomainCheck, flag string) error {
	if view.OK {
		return nil
	}
	unready := &unreadyError{name: view.Name, status: view.DomainStatus, flag: flag, blind: isBlind(view)}
	for _, record := range view.Records {
		if record.Verdict == dnscheck.OK || record.Optional {
			continue
		}
		unready.records = append(unready.records, record.Purpose+" "+string(record.Verdict))
		if unready.fix == "" && record.Verdict != dnscheck.Unknown {
			unready.fix = record.Fix
		}
	}
	if unready.blind {
		return exitcode.With(exitcode.Unreachable, unready)
	}
	return unready
}

// isBlind tells whether no record could be looked up.
func isBlind(view output.MailDomainCheck) bool {
	return len(view.Records) > 0 && !slices.ContainsFunc(view.Records, func(record output.CheckedMailRecord) bool { return record.Verdict != dnscheck.Unknown })
}

const otherResolver = "name another DNS server with --resolver HOST:PORT or LOGTOCTL_RESOLVER"

// unreadyError says what a sending domain lacks.
type unreadyError struct {
	name    string
	status  string   // Direct Mail's view
	records []string // such as "spf missing"
	fix     string   // of the first record that was seen to be wrong
	blind   bool     // no record could be looked up
	flag    string   // of the region
}

// Error names the records that are not right.
func (e *unreadyError) Error() string {
	if len(e.records) == 0 {
		return fmt.Sprintf("the DNS records of %s are right, but Direct Mail says %s", e.name, e.status)
	}
	return fmt.Sprintf("%s is not ready (Direct Mail: %s): %s", e.name, e.status, strings.Join(e.records, ", "))
}

// Code is the code of the error document.
func (e *unreadyError) Code() string { return "domain_not_ready" }

// Hint says what to change first, or that time will do.
func (e *unreadyError) Hint() string {
	if e.blind {
		return "the DNS did not answer: " + otherResolver
	}
	next := "wait for it: logtoctl direct-mail domain check " + e.name + e.flag + " --wait 30m"
	if e.fix == "" {
		return next
	}
	return e.fix + "; then " + next
}
