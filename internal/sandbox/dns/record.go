package dns

import (
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"unicode/utf8"

	miekg "github.com/miekg/dns"
)

const (
	// defaultTTL is short, because whoever changes a record here looks at once.
	defaultTTL = 60 // seconds
	maxChunk   = 255
	// maxText bounds a TXT record to what a message over TCP can carry beside
	// others.
	maxText = 4096
)

// Record is one DNS record as people write it.
type Record struct {
	// Name is fully qualified; the dot at its end may be left out.
	Name string `json:"name"`
	// Type is TXT, MX, CNAME, A or AAAA.
	Type string `json:"type"`
	// Value is the text of a TXT record in one piece, the host of an MX or
	// CNAME record, or an IP address.
	Value string `json:"value"`
	// Priority is the preference of an MX record.
	Priority uint16 `json:"priority,omitzero"`
	// TTL is in seconds; 0 means 60.
	TTL uint32 `json:"ttl,omitzero"`
}

// RecordError is a record that cannot stand in the zone.
type RecordError struct {
	Record Record
	// Reason is what is wrong with it.
	Reason string
}

// Error names the record and the reason.
func (e *RecordError) Error() string {
	return fmt.Sprintf("record %s %s: %s", e.Record.Name, e.Record.Type, e.Reason)
}

// parse turns the record into the form of the wire, with its name in lower
// case.
func (r Record) parse() (miekg.RR, error) {
	refuse := func(reason string) (miekg.RR, error) { return nil, &RecordError{Record: r, Reason: reason} }
	if !utf8.ValidString(r.Name) || !utf8.ValidString(r.Value) {
		return refuse("it is not UTF-8, so it could not be listed as it is")
	}
	name, err := hostName(r.Name)
	if err != nil {
		return refuse("its name " + err.Error())
	}
	kind := strings.ToUpper(r.Type)
	if r.Priority != 0 && kind != "MX" {
		return refuse("only MX records have a priority")
	}
	header := miekg.RR_Header{Name: name, Rrtype: miekg.StringToType[kind], Class: miekg.ClassINET, Ttl: r.TTL}
	if header.Ttl == 0 {
		header.Ttl = defaultTTL
	}
	switch kind {
	case "TXT":
		if len(r.Value) > maxText {
			return refuse(fmt.Sprintf("its value is longer than %d bytes", maxText))
		}
		return &miekg.TXT{Hdr: header, Txt: chunks(r.Value)}, nil
	case "A", "AAAA":
		return r.parseAddress(header)
	case "MX", "CNAME":
		target, err := hostName(r.Value)
		if err != nil {
			return refuse("its value " + err.Error())
		}
		if kind == "MX" {
			return &miekg.MX{Hdr: header, Preference: r.Priority, Mx: target}, nil
		}
		return &miekg.CNAME{Hdr: header, Target: target}, nil
	}
	return refuse("its type is not TXT, MX, CNAME, A or AAAA")
}

func (r Record) parseAddress(header miekg.RR_Header) (miekg.RR, error) {
	address, err := netip.ParseAddr(r.Value)
	switch {
	case err == nil && address.Is4() && header.Rrtype == miekg.TypeA:
		return &miekg.A{Hdr: header, A: address.AsSlice()}, nil
	case err == nil && address.Is6() && address.Zone() == "" && header.Rrtype == miekg.TypeAAAA:
		return &miekg.AAAA{Hdr: header, AAAA: address.AsSlice()}, nil
	}
	return nil, &RecordError{Record: r, Reason: "its value is not an address of this type"}
}

// hostName qualifies a name and puts it into lower case, in which names are
// compared.
func hostName(name string) (string, error) {
	qualified := miekg.CanonicalName(name)
	if _, ok := miekg.IsDomainName(qualified); !ok || qualified == "." || strings.ContainsAny(name, " \t\r\n\\\"") {
		return "", errors.New("is not a domain name")
	}
	return qualified, nil
}

// chunks cuts a text into the strings of at most 255 bytes that a TXT record
// consists of. The library reads them as the strings of a zone file, in which
// a backslash begins an escape.
func chunks(text string) []string {
	list := []string{}
	for first := true; first || text != ""; first = false {
		size := min(maxChunk, len(text))
		list = append(list, strings.ReplaceAll(text[:size], `\`, `\\`))
		text = text[size:]
	}
	return list
}

// recordOf is the inverse of [Record.parse]. It reports false for a type that
// a zone cannot hold.
func recordOf(rr miekg.RR) (Record, bool) {
	header := rr.Header()
	record := Record{Name: strings.TrimSuffix(header.Name, "."), Type: miekg.TypeToString[header.Rrtype], TTL: header.Ttl}
	switch rr := rr.(type) {
	case *miekg.TXT:
		record.Value = unescape(strings.Join(rr.Txt, ""))
	case *miekg.MX:
		record.Priority, record.Value = rr.Preference, strings.TrimSuffix(rr.Mx, ".")
	case *miekg.CNAME:
		record.Value = strings.TrimSuffix(rr.Target, ".")
	case *miekg.A:
		record.Value = rr.A.String()
	case *miekg.AAAA:
		record.Value = rr.AAAA.String()
	default:
		return record, false
	}
	return record, true
}

// unescape reads a string of a zone file: \X is X, and \DDD is the byte with
// that decimal number.
func unescape(text string) string {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] != '\\' || i+1 == len(text) {
			b.WriteByte(text[i])
			continue
		}
		if i+3 < len(text) {
			if code, ok := decimalByte(text[i+1 : i+4]); ok {
				b.WriteByte(code)
				i += 3
				continue
			}
		}
		i++
		b.WriteByte(text[i])
	}
	return b.String()
}

func decimalByte(digits string) (byte, bool) {
	number := 0
	for _, digit := range []byte(digits) {
		if digit < '0' || digit > '9' {
			return 0, false
		}
		number = number*10 + int(digit-'0')
	}
	return byte(number), number < 256
}
