package provision

import (
	"fmt"
	"slices"
	"strings"

	"github.com/logtoctl/logtoctl/internal/dnscheck"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

// WaitingForDNSError says that the sending domain is there and cannot send yet:
// somebody has to set DNS records, which logtoctl cannot.
type WaitingForDNSError struct {
	Domain aliyundm.DomainDetail
	Region string // empty is the default one
	// Missing are the records that Direct Mail does not see, or sees wrong.
	Missing []aliyundm.DNSRecord
}

func newWaitingForDNS(detail aliyundm.DomainDetail, region string) *WaitingForDNSError {
	missing := slices.DeleteFunc(detail.Records(), func(r aliyundm.DNSRecord) bool {
		return r.Optional || r.Status == aliyundm.AuthPassed
	})
	for i := range missing {
		missing[i].Value = mergedSPF(missing[i])
	}
	return &WaitingForDNSError{Domain: detail, Region: region, Missing: missing}
}

// mergedSPF returns what to set for a record: its value or, for an SPF record of a
// name that has one already, the one record that both become. Of several, which
// Direct Mail runs into one another, it makes none.
func mergedSPF(record aliyundm.DNSRecord) string {
	if record.Purpose != aliyundm.PurposeSPF || strings.Count(record.Seen, "v=spf1") != 1 {
		return record.Value
	}
	return dnscheck.MergeSPF(dnscheck.SPFRecords([]string{record.Seen}), record.Value)
}

// Error lists the records, ready to be entered.
func (e *WaitingForDNSError) Error() string {
	var text strings.Builder
	fmt.Fprintf(&text, "waiting for DNS: the sending domain %s is not verified", e.Domain.Name)
	if len(e.Missing) > 0 {
		text.WriteString("; set these records:")
	}
	for _, record := range e.Missing {
		fmt.Fprintf(&text, "\n  %-3s  %s  %s", record.Type, record.FQDN, value(record))
		switch {
		case record.Seen == "":
		case record.Purpose == aliyundm.PurposeSPF: // two would both be ignored
			fmt.Fprintf(&text, "  (in place of %s)", record.Seen)
		default:
			fmt.Fprintf(&text, "  (found %s)", record.Seen)
		}
	}
	return text.String()
}

func value(record aliyundm.DNSRecord) string {
	if record.Priority > 0 {
		return fmt.Sprintf("%d %s", record.Priority, record.Value)
	}
	return record.Value
}

// Code is the code of the error document.
func (e *WaitingForDNSError) Code() string { return "waiting_for_dns" }

// Hint names the command that waits for the records.
func (e *WaitingForDNSError) Hint() string {
	return fmt.Sprintf("set them and wait: logtoctl direct-mail domain check %s%s --wait 30m; then run the apply again: it goes on from here", e.Domain.Name, plan.RegionFlag(e.Region))
}

// WaitingDomain is the part of an error document with the records that a sending
// domain lacks.
type WaitingDomain struct {
	DomainID string          `json:"domainId"`
	Name     string          `json:"name"`
	Region   string          `json:"region,omitempty"`
	Status   string          `json:"status"` // Direct Mail's own view, in words
	Records  []WaitingRecord `json:"records"`
}

// WaitingRecord is a DNS record that is missing or wrong.
type WaitingRecord struct {
	Purpose  string `json:"purpose"`
	Type     string `json:"type"`
	Host     string `json:"host"` // relative to the registered domain, as DNS consoles ask for it
	FQDN     string `json:"fqdn"`
	Value    string `json:"value"`
	Priority int    `json:"priority,omitempty"` // of an MX record
	Status   string `json:"status"`             // what Direct Mail thinks of it
	Found    string `json:"found,omitempty"`    // what Direct Mail sees in its place
}

// Details is the part of the error document with the records.
func (e *WaitingForDNSError) Details() any { return e.document() }

func (e *WaitingForDNSError) document() WaitingDomain {
	domain := WaitingDomain{
		DomainID: e.Domain.ID, Name: e.Domain.Name, Region: e.Region, Status: e.Domain.Status.String(), Records: []WaitingRecord{},
	}
	for _, r := range e.Missing {
		domain.Records = append(domain.Records, WaitingRecord{
			Purpose: r.Purpose, Type: r.Type, Host: r.Host, FQDN: r.FQDN, Value: r.Value,
			Priority: r.Priority, Status: r.Status.String(), Found: r.Seen,
		})
	}
	return domain
}
