package dnscheck

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// MaxSPFLookups is how many look-ups a recipient makes for one SPF record
// before it gives up and takes the record for broken (RFC 7208, section 4.6.4).
const MaxSPFLookups = 10

const spfVersion = "v=spf1"

// SPFRecords returns the SPF records among the values of a TXT look-up.
func SPFRecords(values []string) []string {
	return slices.DeleteFunc(slices.Clone(values), func(value string) bool {
		first, _, _ := strings.Cut(strings.TrimSpace(value), " ")
		return !strings.EqualFold(first, spfVersion)
	})
}

// MergeSPF returns the one SPF record that a name should have: the existing
// ones with the mechanisms of wanted put before the term that ends the
// evaluation, which the first record that has one decides. A record that has
// them already stays as it is, and without any the result is wanted itself.
func MergeSPF(existing []string, wanted string) string {
	if len(existing) == 0 {
		return wanted
	}
	if len(existing) == 1 && allowsSPF(existing[0], wanted) {
		return existing[0]
	}
	merged := parseSPF(existing[0])
	for _, record := range existing[1:] {
		merged.add(parseSPF(record))
	}
	for _, term := range parseSPF(wanted).terms {
		merged.set(term)
	}
	return merged.String()
}

// allowsSPF tells whether a record has all mechanisms of wanted, where they
// count.
func allowsSPF(record, wanted string) bool {
	parsed := parseSPF(record)
	return !slices.ContainsFunc(parseSPF(wanted).terms, func(term string) bool { return !parsed.allows(term) })
}

// compareSPF asks for the mechanisms that Direct Mail wants, in front of the
// term that ends the evaluation; what else the record holds is the owner's
// business.
func compareSPF(finding *Finding) {
	finding.Found = SPFRecords(finding.Found)
	finding.Want = MergeSPF(finding.Found, finding.Record.Value)
	finding.decideSingle(func(value string) bool { return allowsSPF(value, finding.Record.Value) })
}

// warnSPF says when a record needs more look-ups than recipients make. What
// cannot be found out is no warning.
func warnSPF(ctx context.Context, lookup Lookup, record string) string {
	if count, err := CountSPFLookups(ctx, lookup, record); err != nil || count <= MaxSPFLookups {
		return ""
	}
	return fmt.Sprintf("recipients need more than %d DNS look-ups for this SPF record and take it for broken: drop includes that send no mail any more", MaxSPFLookups)
}

// CountSPFLookups returns how many DNS look-ups a recipient needs for a record
// in the worst case, following what it includes. It stops counting above
// [MaxSPFLookups], so it makes not many more look-ups itself. Its errors are
// those of the look-up.
func CountSPFLookups(ctx context.Context, lookup Lookup, record string) (int, error) {
	count := 0
	pending := []string{record}
	for len(pending) > 0 && count <= MaxSPFLookups {
		next := pending[0]
		pending = pending[1:]
		parsed := parseSPF(next)
		for _, term := range append(parsed.terms, parsed.end) {
			name, _ := termName(term)
			if !slices.Contains([]string{"include", "a", "mx", "ptr", "exists", "redirect"}, name) {
				continue
			}
			if count++; count > MaxSPFLookups {
				break
			}
			if name != "include" && name != "redirect" {
				continue
			}
			values, err := lookup(ctx, termTarget(term), "TXT")
			if err != nil {
				return count, err
			}
			pending = append(pending, SPFRecords(values)...)
		}
	}
	return count, nil
}
