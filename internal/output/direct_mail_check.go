package output

import (
	"fmt"
	"strings"

	"github.com/logtoctl/logtoctl/internal/dnscheck"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

// MailDomainCheck is the document of a sending domain whose DNS was looked at:
// that of the domain, with a verdict for every record.
type MailDomainCheck struct {
	MailDomain

	OK      bool                `json:"ok"` // verified, and every record that it needs is right
	Records []CheckedMailRecord `json:"records"`
}

// CheckedMailRecord is one record as it should be and as the DNS has it.
type CheckedMailRecord struct {
	MailRecord

	Verdict dnscheck.Verdict `json:"verdict"`
	Found   []string         `json:"found"`
	Fix     string           `json:"fix,omitempty"`
	Warning string           `json:"warning,omitempty"`
	Error   string           `json:"error,omitempty"` // why the DNS could not be asked
}

// NewMailDomainCheck returns the view of a domain in a region and what was
// found in the DNS. It is OK if Direct Mail has verified it and no record that
// it needs was seen to be wrong.
func NewMailDomainCheck(region string, detail aliyundm.DomainDetail, findings []dnscheck.Finding) MailDomainCheck {
	view := MailDomainCheck{MailDomain: NewMailDomain(region, detail), Records: []CheckedMailRecord{}}
	view.OK = view.Verified
	for _, finding := range findings {
		record := CheckedMailRecord{
			MailRecord: newMailRecord(finding.Record), Verdict: finding.Verdict,
			Found: list(finding.Found), Fix: finding.Fix, Warning: finding.Warning,
		}
		if finding.Record.Purpose == aliyundm.PurposeSPF {
			record.Merged, record.Value = finding.Want != record.Value, finding.Want
			view.MergeSPF(finding.Want)
		}
		if finding.Err != nil {
			record.Error = finding.Err.Error()
		}
		if finding.Wrong() {
			view.OK = false
		}
		view.Records = append(view.Records, record)
	}
	return view
}

// Table returns a line for each record, and below those that are not right what
// was expected, what was found and what to do.
func (c MailDomainCheck) Table() Table {
	var text strings.Builder
	fmt.Fprintf(&text, "%s: %s\n\n", oneLine(c.Name), oneLine(c.DomainStatus))
	rows := Table{Header: []string{"Purpose", "DNS", "Direct Mail", "Type", "Host"}}
	for _, record := range c.Records {
		rows.Rows = append(rows.Rows, []string{record.Purpose, string(record.Verdict), record.state(), record.Type, record.Host})
	}
	text.WriteString(aligned(rows))
	for _, record := range c.Records {
		if record.Verdict != dnscheck.OK || record.Warning != "" {
			text.WriteString("\n" + record.explain())
		}
	}
	return Table{Text: text.String()}
}

func (r CheckedMailRecord) explain() string {
	var text strings.Builder
	optional := ""
	if r.Optional {
		optional = " (optional)"
	}
	fmt.Fprintf(&text, "%s: %s%s\n", r.Purpose, r.Verdict, optional)
	say := func(what, value string) {
		if value != "" {
			fmt.Fprintf(&text, "  %-9s %s\n", what, oneLine(value))
		}
	}
	if r.Verdict != dnscheck.OK {
		say("expected", r.short(strings.TrimSpace(priority(r.MailRecord)+" "+r.Value)))
	}
	for _, value := range r.Found {
		say("found", r.short(value))
	}
	if len(r.Found) == 0 && r.Error == "" {
		say("found", "nothing")
	}
	say("error", r.Error)
	if fix, found := strings.CutSuffix(r.Fix, r.Value); found && len(r.Value) > columns {
		// Alone on its line a long value can be selected and copied.
		writeWrapped(&text, oneLine(fix), 2, "fix       ")
		text.WriteString(oneLine(r.Value) + "\n")
	} else {
		say("fix", r.Fix)
	}
	writeWrapped(&text, oneLine(r.Warning), 2, "warning   ")
	return text.String()
}

// The two ends of a key that tell it from others.
const (
	keyHead = 40
	keyTail = 12
)

// short leaves the middle of a key out, which nobody reads.
func (r CheckedMailRecord) short(value string) string {
	letters := []rune(value)
	if r.Purpose != aliyundm.PurposeDKIM || len(letters) <= keyHead+keyTail {
		return value
	}
	return string(letters[:keyHead]) + ellipsis + string(letters[len(letters)-keyTail:])
}
