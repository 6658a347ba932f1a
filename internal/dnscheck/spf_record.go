package dnscheck

import (
	"cmp"
	"slices"
	"strings"
)

// spfRecord is an SPF record taken apart (RFC 7208, section 4.6).
type spfRecord struct {
	terms     []string // the mechanisms, in the order in which they are tried
	end       string   // what is for the rest: "all" or, without one, "redirect="; else empty
	modifiers []string // the others, such as "exp="; they count wherever they stand
}

// parseSPF leaves out what recipients ignore: the mechanisms behind "all", and a
// redirect in a record that has an "all".
func parseSPF(record string) spfRecord {
	var parsed spfRecord
	var all, redirect string
	fields := strings.Fields(record)
	for _, term := range fields[min(1, len(fields)):] { // the first is the version
		switch name, modifier := termName(term); {
		case modifier && name == "redirect":
			redirect = cmp.Or(redirect, term)
		case modifier:
			parsed.modifiers = append(parsed.modifiers, term)
		case all != "": // it is never tried
		case name == "all":
			all = term
		default:
			parsed.terms = append(parsed.terms, term)
		}
	}
	parsed.end = cmp.Or(all, redirect)
	return parsed
}

// String puts the record together, the modifiers last as the standard advises.
func (r spfRecord) String() string {
	fields := append([]string{spfVersion}, r.terms...)
	if r.end != "" {
		fields = append(fields, r.end)
	}
	return strings.Join(append(fields, r.modifiers...), " ")
}

// allows tells whether a mechanism is among the terms, with its own qualifier:
// the first one for its target decides.
func (r spfRecord) allows(term string) bool {
	found := r.index(term)
	return found >= 0 && canonical(r.terms[found]) == canonical(term)
}

// index finds the first term with the mechanism and target of another, whatever
// its qualifier.
func (r spfRecord) index(term string) int {
	wanted := canonical(term)[1:]
	return slices.IndexFunc(r.terms, func(one string) bool { return canonical(one)[1:] == wanted })
}

// set makes the record allow a term: one for the same target, such as a
// "-include", is replaced where it stands.
func (r *spfRecord) set(term string) {
	switch found := r.index(term); {
	case found < 0:
		r.terms = append(r.terms, term)
	case !r.allows(term):
		r.terms[found] = term
	}
}

// add takes over what another record has and this one lacks. A redirect that
// cannot be the end becomes an include, so that its senders are not lost.
func (r *spfRecord) add(other spfRecord) {
	terms := other.terms
	if name, _ := termName(other.end); name == "redirect" && r.end != "" && !strings.EqualFold(r.end, other.end) {
		terms = append(slices.Clone(terms), "include:"+termTarget(other.end))
	}
	for _, term := range terms {
		if r.index(term) < 0 {
			r.terms = append(r.terms, term)
		}
	}
	for _, modifier := range other.modifiers {
		if !r.modified(modifier) {
			r.modifiers = append(r.modifiers, modifier)
		}
	}
	r.end = cmp.Or(r.end, other.end)
}

// modified tells whether the record has a modifier of the same name: a second
// "exp=" would break it.
func (r spfRecord) modified(modifier string) bool {
	wanted, _ := termName(modifier)
	return slices.ContainsFunc(r.modifiers, func(one string) bool {
		name, _ := termName(one)
		return name == wanted
	})
}

// canonical is a term in lower case, with its qualifier written out and without
// the dot at the end of its host.
func canonical(term string) string {
	if !qualified(term) {
		term = "+" + term
	}
	return strings.TrimSuffix(strings.ToLower(term), ".")
}

func qualified(term string) bool { return term != "" && strings.ContainsRune("+-~?", rune(term[0])) }

// termName returns the name of a term in lower case, and whether it is that of a
// modifier ("redirect=x") instead of a mechanism ("-include:x").
func termName(term string) (name string, modifier bool) {
	name = strings.ToLower(term)
	if qualified(name) {
		name = name[1:]
	}
	if end := strings.IndexAny(name, ":/="); end >= 0 {
		return name[:end], name[end] == '='
	}
	return name, false
}

// termTarget is the host of "include:host" or "redirect=host".
func termTarget(term string) string {
	return term[strings.IndexAny(term, ":=")+1:]
}
