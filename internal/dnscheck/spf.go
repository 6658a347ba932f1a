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
// ones with the terms of wanted put before the term that ends the evaluation.
// The first record decides what that one is. Without an existing record the
// result is wanted itself.
func MergeSPF(existing []string, wanted string) string {
	if len(existing) == 0 {
		return wanted
	}
	terms, end := splitSPF(existing[0])
	for _, record := range append(slices.Clone(existing[1:]), wanted) {
		more, _ := splitSPF(record)
		for _, term := range more {
			if !containsFold(terms, term) {
				terms = append(terms, term)
			}
		}
	}
	return strings.Join(slices.Concat([]string{spfVersion}, terms, end), " ")
}

// splitSPF splits a record into the terms that are tried one after the other,
// and the rest that begins with the term which ends that. A redirect counts as
// such: it is for what no term matched.
func splitSPF(record string) (terms, end []string) {
	fields := strings.Fields(record)
	if len(fields) > 0 {
		fields = fields[1:] // the version
	}
	last := slices.IndexFunc(fields, func(term string) bool {
		return mechanism(term) == "all" || strings.HasPrefix(strings.ToLower(term), "redirect=")
	})
	if last < 0 {
		return fields, nil
	}
	return slices.Clone(fields[:last]), fields[last:]
}

// mechanism returns the name of a term in lower case, without its qualifier and
// its argument.
func mechanism(term string) string {
	name := strings.ToLower(strings.TrimLeft(term, "+-~?"))
	if end := strings.IndexAny(name, ":/="); end >= 0 {
		name = name[:end]
	}
	return name
}

// compareSPF asks for the terms that Direct Mail wants, in front of the one
// that ends the evaluation; what else the record holds is the owner's business.
func compareSPF(finding *Finding) {
	finding.Found = SPFRecords(finding.Found)
	finding.Want = MergeSPF(finding.Found, finding.Record.Value)
	wanted, _ := splitSPF(finding.Record.Value)
	finding.decideSingle(func(value string) bool {
		terms, _ := splitSPF(value)
		return !slices.ContainsFunc(wanted, func(term string) bool { return !containsFold(terms, term) })
	})
}

func containsFold(list []string, wanted string) bool {
	return slices.ContainsFunc(list, func(one string) bool { return strings.EqualFold(one, wanted) })
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
		for _, term := range strings.Fields(next) {
			name := mechanism(term)
			if !slices.Contains([]string{"include", "a", "mx", "ptr", "exists", "redirect"}, name) {
				continue
			}
			if count++; count > MaxSPFLookups {
				break
			}
			if name != "include" && name != "redirect" {
				continue
			}
			_, domain, _ := strings.Cut(strings.ReplaceAll(term, "=", ":"), ":")
			values, err := lookup(ctx, domain, "TXT")
			if err != nil {
				return count, err
			}
			pending = append(pending, SPFRecords(values)...)
		}
	}
	return count, nil
}
