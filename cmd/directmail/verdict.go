package directmail

import (
	"fmt"
	"strings"

	"github.com/logtoctl/logtoctl/internal/dnscheck"
	"github.com/logtoctl/logtoctl/internal/exitcode"
	"github.com/logtoctl/logtoctl/internal/output"
)

// verdict is nil for a domain that is ready, and else an [unreadyError].
func verdict(view output.MailDomainCheck) error {
	if view.OK {
		return nil
	}
	unready := &unreadyError{name: view.Name, status: view.DomainStatus}
	unknown := 0
	for _, record := range view.Records {
		if record.Verdict == dnscheck.Unknown {
			unknown++
		}
		if record.Verdict == dnscheck.OK || record.Optional {
			continue
		}
		unready.records = append(unready.records, record.Purpose+" "+string(record.Verdict))
		if unready.fix == "" && record.Verdict != dnscheck.Unknown {
			unready.fix = record.Fix
		}
	}
	if unknown > 0 && unknown == len(view.Records) {
		unready.blind = true
		return exitcode.With(exitcode.Unreachable, unready)
	}
	return unready
}

// unreadyError says what a sending domain lacks.
type unreadyError struct {
	name    string
	status  string   // Direct Mail's view
	records []string // such as "spf missing"
	fix     string   // of the first record that was seen to be wrong
	blind   bool     // no record could be looked up
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
		return "the DNS did not answer: name another server with --resolver HOST:PORT or LOGTOCTL_RESOLVER"
	}
	next := "wait for it: logtoctl direct-mail domain check " + e.name + " --wait 30m"
	if e.fix == "" {
		return next
	}
	return e.fix + "; then " + next
}
