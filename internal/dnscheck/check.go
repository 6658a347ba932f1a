package dnscheck

import (
	"cmp"
	"context"
	"fmt"
	"sync"

	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

// Lookup asks the DNS for the records of a name and type, such as "TXT", "MX"
// or "CNAME". The values are written as in a zone file, but unquoted and
// without the dot at a host's end: a text in one piece, "10 mx.example.com", a
// host. No record is an empty list; an error means that it is not known.
type Lookup func(ctx context.Context, name, recordType string) ([]string, error)

// Verdict is what became of one record.
type Verdict string

// The verdicts.
const (
	OK        Verdict = "ok"
	Missing   Verdict = "missing"   // there is none of its kind
	Different Verdict = "different" // there is one, with another content
	Extra     Verdict = "extra"     // there is more than one where only one may be, such as a second SPF record
	Unknown   Verdict = "unknown"   // the DNS could not be asked
)

// Finding is one record of a domain, held against the DNS.
type Finding struct {
	// Record is the record as Direct Mail wants it.
	Record aliyundm.DNSRecord
	// Want is the value that the record should get: that of Record, or for SPF,
	// where a name has at most one record, the existing one with Direct Mail's
	// terms merged into it. An MX record has no priority here.
	Want string
	// Found are the values of the same kind that the DNS has, in its order.
	Found []string
	// Verdict is how the two compare.
	Verdict Verdict
	// Fix says what to change in the DNS, with the exact record; empty for OK.
	Fix string
	// Warning is something to know about a record even if it is OK, such as an SPF
	// record that needs too many look-ups; else empty.
	Warning string
	// Err is why the DNS could not be asked; nil unless the verdict is Unknown.
	Err error
}

// Check asks for all records at the same time and returns one finding for each,
// in their order. It does not fail: a look-up that does is the verdict Unknown.
func Check(ctx context.Context, lookup Lookup, records []aliyundm.DNSRecord) []Finding {
	findings := make([]Finding, len(records))
	var asking sync.WaitGroup
	for i, record := range records {
		asking.Go(func() { findings[i] = check(ctx, lookup, record) })
	}
	asking.Wait()
	return findings
}

func check(ctx context.Context, lookup Lookup, record aliyundm.DNSRecord) Finding {
	values, err := lookup(ctx, record.FQDN, record.Type)
	if err != nil {
		return Finding{Record: record, Want: record.Value, Verdict: Unknown, Fix: "run the check again, or ask another resolver", Err: err}
	}
	finding := Compare(record, values)
	if finding.Verdict != OK {
		finding.Fix = cmp.Or(fixAlias(ctx, lookup, finding), finding.Fix)
	}
	if record.Purpose == aliyundm.PurposeSPF {
		finding.Warning = warnSPF(ctx, lookup, finding.Want)
	}
	return finding
}

// fixAlias words what to change where the name itself is an alias, which makes
// any other advice impossible to follow; "" where it is none. An alias that a
// wildcard makes ends with the first record of the name's own.
func fixAlias(ctx context.Context, lookup Lookup, finding Finding) string {
	record := finding.Record
	if record.Type == "CNAME" {
		return ""
	}
	targets, err := lookup(ctx, record.FQDN, "CNAME")
	if err != nil || len(targets) == 0 {
		return ""
	}
	return fmt.Sprintf("%s is an alias of %s: no other record can stand beside it; remove the alias first (CNAME; one that comes from a wildcard may stay), then add %s %s %s",
		record.FQDN, targets[0], record.Type, record.FQDN, finding.value())
}

// Wrong tells whether the record was seen to be wrong, and matters. A record
// that could not be looked up was not seen.
func (f Finding) Wrong() bool {
	return f.Verdict != OK && f.Verdict != Unknown && !f.Record.Optional
}
