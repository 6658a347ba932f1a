package output

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

// MailDomain is the document of one sending domain and the DNS records that it
// needs.
type MailDomain struct {
	DomainID     string       `json:"domainId"`
	Name         string       `json:"name"`
	Region       string       `json:"region"`
	Status       plan.Status  `json:"status"`       // what was done, or VerifiedDomain and its opposite
	Verified     bool         `json:"verified"`     // whether mail can be sent from it
	DomainStatus string       `json:"domainStatus"` // Direct Mail's own view, in words
	Records      []MailRecord `json:"records"`
	DryRun       bool         `json:"dryRun,omitempty"`
}

// The statuses of a domain that was only looked at.
const (
	VerifiedDomain   plan.Status = "verified"
	UnverifiedDomain plan.Status = "unverified"
)

// MailRecord is one DNS record of a sending domain, ready to be entered.
type MailRecord struct {
	Purpose  string `json:"purpose"`
	Type     string `json:"type"`
	Host     string `json:"host"` // relative to the registered domain, as DNS consoles ask for it
	FQDN     string `json:"fqdn"`
	Value    string `json:"value"`
	Priority int    `json:"priority,omitempty"` // of an MX record
	Optional bool   `json:"optional,omitempty"`
	Merged   bool   `json:"merged,omitempty"` // takes the place of an SPF record that the name has
	Status   string `json:"status"`           // what Direct Mail thinks of it
}

// NewMailDomain returns the view of a domain in a region.
func NewMailDomain(region string, detail aliyundm.DomainDetail) MailDomain {
	view := MailDomain{
		DomainID: detail.ID, Name: detail.Name, Region: region, Status: domainStatus(detail.Status),
		Verified: detail.Status.CanSend(), DomainStatus: detail.Status.String(), Records: []MailRecord{},
	}
	for _, record := range detail.Records() {
		view.Records = append(view.Records, newMailRecord(record))
	}
	return view
}

func newMailRecord(record aliyundm.DNSRecord) MailRecord {
	return MailRecord{
		Purpose: record.Purpose, Type: record.Type, Host: record.Host, FQDN: record.FQDN, Value: record.Value,
		Priority: record.Priority, Optional: record.Optional, Status: record.Status.String(),
	}
}

func domainStatus(status aliyundm.DomainStatus) plan.Status {
	if status.CanSend() {
		return VerifiedDomain
	}
	return UnverifiedDomain
}

// MergeSPF puts the one SPF record that the name should have in the place of
// Direct Mail's own.
func (d *MailDomain) MergeSPF(merged string) {
	for i := range d.Records {
		record := &d.Records[i]
		if record.Purpose == aliyundm.PurposeSPF && record.Value != merged {
			record.Value, record.Merged = merged, true
		}
	}
}

// Table returns the domain, and below it two lines for each record: what it is,
// and alone, so that it can be selected and copied, its value.
func (d MailDomain) Table() Table {
	head := object(
		pair("domain", d.Name),
		pair("id", d.DomainID),
		pair("region", d.Region),
		pair("status", status(d.Status, d.DryRun)),
		pair("Direct Mail", d.DomainStatus),
	)
	if len(d.Records) == 0 {
		return head
	}
	records := Table{Header: []string{"Purpose", "Type", "Host", "Priority", "Direct Mail"}}
	for _, record := range d.Records {
		records.Rows = append(records.Rows, []string{record.Purpose, record.Type, record.Host, priority(record), record.state()})
	}
	lines := strings.SplitAfter(aligned(records), "\n")
	var text strings.Builder
	text.WriteString(aligned(head) + "\n" + lines[0])
	for i, record := range d.Records {
		text.WriteString(lines[i+1] + oneLine(record.Value) + "\n\n")
	}
	return Table{Text: strings.TrimSuffix(text.String(), "\n")}
}

// state is what Direct Mail thinks of the record, or that it can do without.
func (r MailRecord) state() string {
	if r.Optional && r.Status != aliyundm.AuthPassed.String() {
		return "optional"
	}
	return r.Status
}

func priority(record MailRecord) string {
	if record.Priority == 0 {
		return ""
	}
	return strconv.Itoa(record.Priority)
}

// aligned renders a table as the text that a terminal would get.
func aligned(table Table) string {
	var text bytes.Buffer
	_ = writeTable(&text, table, 0) // a buffer takes everything
	return text.String()
}

// MailDomainSummary is the document of a sending domain in a list.
type MailDomainSummary struct {
	DomainID     string      `json:"domainId"`
	Name         string      `json:"name"`
	Region       string      `json:"region"`
	Status       plan.Status `json:"status"`
	Verified     bool        `json:"verified"`
	DomainStatus string      `json:"domainStatus"`
	CreatedAt    string      `json:"createdAt,omitempty"`
}

// NewMailDomainSummary returns the view of a domain of a list.
func NewMailDomainSummary(region string, domain aliyundm.Domain) MailDomainSummary {
	view := MailDomainSummary{
		DomainID: domain.ID, Name: domain.Name, Region: region, Status: domainStatus(domain.Status),
		Verified: domain.Status.CanSend(), DomainStatus: domain.Status.String(),
	}
	if !domain.CreateTime.IsZero() {
		view.CreatedAt = moment(&domain.CreateTime)
	}
	return view
}

// MailDomains is the document of several sending domains: a bare array.
type MailDomains []MailDomainSummary

// Table returns one domain a row.
func (d MailDomains) Table() Table {
	table := Table{Header: []string{"Domain", "Id", "Region", "Status", "Created"}}
	for _, domain := range d {
		table.Rows = append(table.Rows, []string{domain.Name, domain.DomainID, domain.Region, domain.DomainStatus, domain.CreatedAt})
	}
	return table
}
