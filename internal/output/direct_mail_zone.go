package output

import (
	"fmt"
	"strconv"
	"strings"
)

// Zoned is a result that can be written as lines of a DNS zone file, the
// format -o zone.
type Zoned interface {
	View
	Zone() string
}

// maxString is how many bytes one string of a TXT record holds (RFC 1035,
// section 3.3).
const maxString = 255

// Zone returns the records as lines of a zone file (RFC 1035, section 5): full
// names, a comment above each record, long texts in several strings.
func (d MailDomain) Zone() string {
	var zone strings.Builder
	fmt.Fprintf(&zone, "; DNS records of %s for Direct Mail in %s\n", oneLine(d.Name), oneLine(d.Region))
	for _, record := range d.Records {
		fmt.Fprintf(&zone, "; %s%s\n", record.Purpose, comment(record))
		fmt.Fprintf(&zone, "%s. 600 IN %s %s\n", zoneName(record.FQDN), record.Type, zoneData(record))
	}
	return zone.String()
}

// comment says what a person should know before the record goes into the DNS.
func comment(record MailRecord) string {
	switch {
	case record.Merged:
		return ": takes the place of the SPF record that the name has"
	case record.Optional:
		return ": optional, for counting clicks"
	}
	return ""
}

func zoneData(record MailRecord) string {
	switch record.Type {
	case "TXT":
		return quotedStrings(record.Value)
	case "MX":
		return strconv.Itoa(record.Priority) + " " + zoneName(record.Value) + "."
	default:
		return zoneName(record.Value) + "."
	}
}

// zoneName writes a name; what would end it early is escaped.
func zoneName(name string) string {
	var escaped strings.Builder
	for i := range len(name) {
		switch c := name[i]; {
		case c <= ' ' || c > '~':
			fmt.Fprintf(&escaped, `\%03d`, c)
		case strings.IndexByte(`"();\@$`, c) >= 0:
			escaped.WriteString(`\` + string(rune(c)))
		default:
			escaped.WriteByte(c)
		}
	}
	return strings.TrimSuffix(escaped.String(), ".")
}

// quotedStrings cuts a text into quoted strings of at most 255 bytes each.
func quotedStrings(text string) string {
	var quoted strings.Builder
	for start := 0; start == 0 || start < len(text); start += maxString {
		if start > 0 {
			quoted.WriteByte(' ')
		}
		quoted.WriteByte('"')
		for _, c := range []byte(text[start:min(start+maxString, len(text))]) {
			switch {
			case c == '"' || c == '\\':
				quoted.WriteString(`\` + string(rune(c)))
			case c < ' ' || c > '~':
				fmt.Fprintf(&quoted, `\%03d`, c)
			default:
				quoted.WriteByte(c)
			}
		}
		quoted.WriteByte('"')
	}
	return quoted.String()
}
