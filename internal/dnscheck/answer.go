package dnscheck

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/miekg/dns"
)

// values returns what an answer says about the type that was asked for. An
// alias on the way is in the answer too, and is no value.
func values(answer *dns.Msg, kind uint16) []string {
	var found []string
	for _, record := range answer.Answer {
		if record.Header().Rrtype != kind {
			continue
		}
		switch record := record.(type) {
		case *dns.TXT:
			found = append(found, unescape(strings.Join(record.Txt, "")))
		case *dns.MX:
			found = append(found, fmt.Sprintf("%d %s", record.Preference, strings.TrimSuffix(record.Mx, ".")))
		case *dns.CNAME:
			found = append(found, strings.TrimSuffix(record.Target, "."))
		}
	}
	return found
}

// unescape undoes the notation of zone files, in which the library keeps texts:
// \X is the character X, \DDD the byte with that decimal number.
func unescape(text string) string {
	var plain strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] == '\\' && i+1 < len(text) {
			i++
			if i+2 < len(text) {
				if number, err := strconv.ParseUint(text[i:i+3], 10, 8); err == nil {
					plain.WriteByte(byte(number))
					i += 2
					continue
				}
			}
		}
		plain.WriteByte(text[i])
	}
	return plain.String()
}
