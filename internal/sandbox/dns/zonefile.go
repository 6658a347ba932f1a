package dns

import (
	"errors"
	"fmt"
	"io"

	miekg "github.com/miekg/dns"
)

// ParseZoneFile reads records in the syntax of RFC 1035, section 5. Names are
// relative to an $ORIGIN only; without one they must end with a dot, because
// there is no zone that they could be meant in. $INCLUDE is refused. A record
// without a TTL has that of the one before it, the first one 60 seconds.
func ParseZoneFile(text io.Reader) ([]Record, error) {
	parser := miekg.NewZoneParser(text, "", "")
	parser.SetDefaultTTL(defaultTTL)
	var records []Record
	for rr, ok := parser.Next(); ok; rr, ok = parser.Next() {
		if len(records) == maxRecords {
			return nil, fmt.Errorf("read zone file: there are more than %d records", maxRecords)
		}
		record, known := recordOf(rr)
		if !known {
			return nil, fmt.Errorf("read zone file: %w", &RecordError{Record: record, Reason: "its type is not TXT, MX, CNAME, A or AAAA"})
		}
		if rr.Header().Class != miekg.ClassINET {
			return nil, fmt.Errorf("read zone file: %w", &RecordError{Record: record, Reason: "its class is not IN"})
		}
		records = append(records, record)
	}
	if err := parser.Err(); err != nil {
		var syntax *miekg.ParseError
		if errors.As(err, &syntax) {
			return nil, fmt.Errorf("read zone file: names without $ORIGIN end with a dot: %w", err)
		}
		return nil, fmt.Errorf("read zone file: %w", err)
	}
	return records, nil
}
