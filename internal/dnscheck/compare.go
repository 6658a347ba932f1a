package dnscheck

import (
	"fmt"
	"slices"
	"strings"

	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

// Compare holds a record against the values that the DNS has for its name and
// type. It is pure.
func Compare(record aliyundm.DNSRecord, values []string) Finding {
	finding := Finding{Record: record, Want: record.Value, Found: values}
	switch {
	case record.Purpose == aliyundm.PurposeSPF:
		compareSPF(&finding)
	case record.Purpose == aliyundm.PurposeDKIM:
		compareDKIM(&finding)
	case record.Purpose == aliyundm.PurposeDMARC:
		compareDMARC(&finding)
	case record.Type == "TXT":
		finding.decide(slices.ContainsFunc(values, func(value string) bool { return equalText(value, record.Value) }))
	default:
		finding.decide(slices.ContainsFunc(values, func(value string) bool { return equalHost(target(value), record.Value) }))
	}
	finding.Fix = fix(finding)
	return finding
}

// decide sets the verdict for a record that others may stand beside.
func (f *Finding) decide(found bool) {
	switch {
	case found:
		f.Verdict = OK
	case len(f.Found) == 0:
		f.Verdict = Missing
	default:
		f.Verdict = Different
	}
}

// decideSingle sets it for one that must be the only one of its kind.
func (f *Finding) decideSingle(right func(value string) bool) {
	f.decide(slices.ContainsFunc(f.Found, right))
	if len(f.Found) > 1 {
		f.Verdict = Extra
	}
}

// compareDKIM looks at the public key alone: the other tags may be written in
// many ways, and consoles put blanks into long texts. A text without one is no
// key, but an empty one is a key that was revoked.
func compareDKIM(finding *Finding) {
	wanted, _ := publicKey(finding.Record.Value)
	finding.Found = slices.DeleteFunc(slices.Clone(finding.Found), func(value string) bool {
		_, ok := publicKey(value)
		return !ok
	})
	finding.decideSingle(func(value string) bool {
		key, _ := publicKey(value)
		return key == wanted
	})
}

func publicKey(record string) (key string, ok bool) {
	key, ok = tags(record)["p"]
	return spaceless(key), ok
}

// isRevoked tells a DKIM record that revokes its key (RFC 6376, section 3.6.1).
func isRevoked(record string) bool {
	key, ok := publicKey(record)
	return ok && key == ""
}

// compareDMARC accepts any single valid record: a stricter policy than the one
// that Direct Mail proposes is the owner's choice, and a better one.
func compareDMARC(finding *Finding) {
	finding.Found = slices.DeleteFunc(slices.Clone(finding.Found), func(value string) bool { return !isDMARC(value) })
	finding.decideSingle(func(value string) bool {
		return slices.Contains([]string{"none", "quarantine", "reject"}, strings.ToLower(tags(value)["p"]))
	})
}

// isDMARC tells a DMARC record from other texts: it begins with its version
// (RFC 7489, section 6.3).
func isDMARC(value string) bool {
	first, _, _ := strings.Cut(value, ";")
	name, version, _ := strings.Cut(first, "=")
	return strings.EqualFold(strings.TrimSpace(name), "v") && strings.EqualFold(strings.TrimSpace(version), "DMARC1")
}

// tags reads the "name=value; name=value" of DKIM and DMARC records. Names are
// in lower case.
func tags(record string) map[string]string {
	found := map[string]string{}
	for part := range strings.SplitSeq(record, ";") {
		if name, value, ok := strings.Cut(part, "="); ok {
			found[strings.ToLower(strings.TrimSpace(name))] = strings.TrimSpace(value)
		}
	}
	return found
}

func spaceless(text string) string { return strings.Join(strings.Fields(text), "") }

func equalText(a, b string) bool {
	return strings.EqualFold(strings.Join(strings.Fields(a), " "), strings.Join(strings.Fields(b), " "))
}

func equalHost(a, b string) bool {
	return strings.EqualFold(strings.TrimSuffix(a, "."), strings.TrimSuffix(strings.TrimSpace(b), "."))
}

// target is the host of an MX or CNAME value: what is left of it without the
// priority.
func target(value string) string {
	fields := strings.Fields(value)
	if len(fields) == 0 {
		return ""
	}
	return fields[len(fields)-1]
}

// fix words what to change.
func fix(finding Finding) string {
	where := finding.Record.Type + " " + finding.Record.FQDN
	revoked := finding.Record.Purpose == aliyundm.PurposeDKIM && slices.ContainsFunc(finding.Found, isRevoked)
	switch {
	case finding.Verdict == Missing:
		return fmt.Sprintf("add %s %s", where, finding.value())
	case finding.Verdict == Extra && revoked:
		return fmt.Sprintf("remove the revoked key, the one whose p= is empty, from %s, and keep one such record: %s", where, finding.value())
	case finding.Verdict == Extra:
		return fmt.Sprintf("keep one such record: replace all %d at %s by %s", len(finding.Found), where, finding.value())
	case finding.Verdict == Different && revoked:
		return fmt.Sprintf("the key is revoked, its p= is empty; change %s to %s", where, finding.value())
	case finding.Verdict == Different:
		return fixDifferent(finding, where)
	default:
		return ""
	}
}

func fixDifferent(finding Finding, where string) string {
	switch {
	case finding.Record.Purpose == aliyundm.PurposeDKIM && isCut(finding):
		return fmt.Sprintf("the key is cut off, as consoles do after 255 characters; enter the whole value of %s, if need be in several quoted parts: %s", where, finding.value())
	case finding.Record.Type == "MX":
		return fmt.Sprintf("add %s %s, beside the ones there are or instead of them", where, finding.value())
	case finding.Record.Purpose == aliyundm.PurposeOwnership:
		return fmt.Sprintf("add %s %s; other TXT records may stay", where, finding.value())
	default:
		return fmt.Sprintf("change %s to %s", where, finding.value())
	}
}

// isCut tells a key of which only the beginning is in the DNS.
func isCut(finding Finding) bool {
	wanted, _ := publicKey(finding.Record.Value)
	found, _ := publicKey(finding.Found[0])
	return strings.HasPrefix(wanted, found)
}

// value is the value to enter, as DNS consoles ask for it.
func (f Finding) value() string {
	if f.Record.Type == "MX" {
		return fmt.Sprintf("%d %s", f.Record.Priority, f.Want)
	}
	return f.Want
}
