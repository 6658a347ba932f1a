package dns

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	miekg "github.com/miekg/dns"
)

const (
	maxRecords = 1000
	// maxAliases is how many CNAME records a lookup follows, so that a circle of
	// them ends.
	maxAliases = 8
)

// Zone holds the records of all names. Its zero value is empty and ready to
// use, from several goroutines.
type Zone struct {
	mu      sync.RWMutex
	records []miekg.RR
}

// Replace puts these records in the place of all others. When one of them is a
// [*RecordError], the zone stays as it was.
func (z *Zone) Replace(records ...Record) error {
	z.mu.Lock()
	defer z.mu.Unlock()
	return z.change(nil, records)
}

// Add puts records beside those that are there. One that is there already is
// not repeated. When one of them is a [*RecordError], none is added.
func (z *Zone) Add(records ...Record) error {
	z.mu.Lock()
	defer z.mu.Unlock()
	return z.change(slices.Clone(z.records), records)
}

// Clear removes all records.
func (z *Zone) Clear() {
	z.mu.Lock()
	defer z.mu.Unlock()
	z.records = nil
}

func (z *Zone) change(kept []miekg.RR, added []Record) error {
	for _, record := range added {
		rr, err := record.parse()
		if err != nil {
			return err
		}
		isSame := func(other miekg.RR) bool { return miekg.IsDuplicate(rr, other) }
		if slices.ContainsFunc(kept, isSame) {
			continue
		}
		if reason := conflict(kept, rr); reason != "" {
			return &RecordError{Record: record, Reason: reason}
		}
		if len(kept) == maxRecords {
			return fmt.Errorf("the sandbox keeps no more than %d records", maxRecords)
		}
		kept = append(kept, rr)
	}
	z.records = kept
	return nil
}

// conflict says why a record cannot stand beside the others: a name with an
// alias has nothing else (RFC 1034, section 3.6.2).
func conflict(others []miekg.RR, rr miekg.RR) string {
	for _, other := range others {
		if other.Header().Name != rr.Header().Name {
			continue
		}
		if other.Header().Rrtype == miekg.TypeCNAME || rr.Header().Rrtype == miekg.TypeCNAME {
			return "a name with a CNAME record can have no other record"
		}
	}
	return ""
}

// Records returns all records in the order in which they were added.
func (z *Zone) Records() []Record {
	z.mu.RLock()
	defer z.mu.RUnlock()
	list := make([]Record, 0, len(z.records))
	for _, rr := range z.records {
		record, _ := recordOf(rr) // only what can be written got in
		list = append(list, record)
	}
	return list
}

// Lookup returns the values of the records of a name and type, such as "TXT",
// as a resolver would find them: aliases followed, hosts without the dot at
// their end. It returns nil when there is none.
func (z *Zone) Lookup(name, recordType string) []string {
	qtype := miekg.StringToType[strings.ToUpper(recordType)]
	answers, _ := z.resolve(miekg.CanonicalName(name), qtype)
	var values []string
	for _, rr := range answers {
		if record, ok := recordOf(rr); ok && rr.Header().Rrtype == qtype {
			values = append(values, record.Value)
		}
	}
	return values
}

// resolve returns the records that answer a question, aliases on the way
// included, and whether the last name on the way exists: a name exists also
// when there is something below it only.
func (z *Zone) resolve(name string, qtype uint16) (answers []miekg.RR, exists bool) {
	z.mu.RLock()
	defer z.mu.RUnlock()
	for range maxAliases {
		alias := ""
		exists = false
		for _, rr := range z.records {
			header := rr.Header()
			exists = exists || miekg.IsSubDomain(name, header.Name)
			if header.Name != name {
				continue
			}
			cname, isAlias := rr.(*miekg.CNAME)
			if !isAlias && header.Rrtype != qtype && qtype != miekg.TypeANY {
				continue
			}
			answers = append(answers, miekg.Copy(rr))
			if isAlias && qtype != miekg.TypeCNAME && qtype != miekg.TypeANY {
				alias = cname.Target
			}
		}
		if alias == "" {
			return answers, exists
		}
		name = alias
	}
	return answers, exists
}
