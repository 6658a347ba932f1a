package aliyundm

import (
	"cmp"
	"strings"
)

// Purposes of the DNS records of a sending domain.
const (
	PurposeOwnership = "ownership"
	PurposeSPF       = "spf"
	PurposeDKIM      = "dkim"
	PurposeMX        = "mx"
	PurposeDMARC     = "dmarc"
	PurposeTracking  = "tracking"
)

// mxPriority is a usual one. Direct Mail does not say which, and does not mind.
const mxPriority = 10

// apex is how DNS consoles write the host of the domain itself.
const apex = "@"

// DNSRecord is a record that the DNS of a sending domain is to have.
type DNSRecord struct {
	// Purpose is one of [PurposeOwnership] and its like.
	Purpose string
	// Type is "TXT", "MX" or "CNAME".
	Type string
	// Host is the name relative to the domain's TopLevelDomain; "@" for that itself.
	Host string
	// FQDN is the whole name, without a dot at its end.
	FQDN string
	// Value is the text of a TXT record or the host that the others point at.
	Value string
	// Priority is that of an MX record, else 0.
	Priority int
	// Optional is set if the domain can send without the record.
	Optional bool
	// Status is what Direct Mail thinks of it.
	Status AuthStatus
	// Seen is what Direct Mail saw in the DNS: empty for nothing, and for DKIM and
	// tracking, where it does not tell.
	Seen string
}

// Records returns the records in the order in which they are usually set. A
// record for which Direct Mail gave no value is left out.
func (d DomainDetail) Records() []DNSRecord {
	host, parent := d.split()
	records := []DNSRecord{
		{Purpose: PurposeOwnership, Type: "TXT", Host: join("aliyundm", host), Value: d.OwnershipRecord, Status: d.OwnershipAuthStatus, Seen: d.SeenTXT},
		{Purpose: PurposeSPF, Type: "TXT", Host: host, Value: d.spf(), Status: d.SPFAuthStatus, Seen: d.SeenSPF},
		{Purpose: PurposeDKIM, Type: "TXT", Host: relative(d.DKIMHost, parent), Value: d.DKIMRecord, Status: d.DKIMAuthStatus},
		{Purpose: PurposeMX, Type: "MX", Host: host, Value: d.MXRecord, Priority: mxPriority, Status: d.MXAuthStatus, Seen: d.SeenMX},
		{Purpose: PurposeDMARC, Type: "TXT", Host: cmp.Or(relative(d.DMARCHost, parent), join("_dmarc", host)), Value: d.DMARCRecord, Status: d.DMARCAuthStatus, Seen: d.SeenDMARC},
		{Purpose: PurposeTracking, Type: "CNAME", Host: join(d.TrackingHost, host), Value: d.TrackingRecord, Status: d.CNAMEAuthStatus, Optional: true},
	}
	var known []DNSRecord
	for _, record := range records {
		if record.Value == "" || record.Host == "" {
			continue
		}
		record.FQDN = parent
		if record.Host != apex {
			record.FQDN = record.Host + "." + parent
		}
		known = append(known, record)
	}
	return known
}

// split returns the host of the domain and the domain that it is relative to. If
// the answer lacks the latter, the name and its host tell.
func (d DomainDetail) split() (host, parent string) {
	name, parent := clean(d.Name), clean(d.TopLevelDomain)
	if name != parent && !strings.HasSuffix(name, "."+parent) {
		parent, _ = strings.CutPrefix(name, clean(d.HostRecord)+".")
	}
	return cmp.Or(relative(name, parent), apex), parent
}

// spf returns the whole record. Before SpfRecordV2 there was, Direct Mail gave
// only the term to put into one.
func (d DomainDetail) spf() string {
	if d.SPFRecord != "" || d.SPFInclude == "" {
		return d.SPFRecord
	}
	return "v=spf1 " + d.SPFInclude + " -all"
}

// join puts a label before a host, which may be the apex.
func join(label, host string) string {
	if label == "" || host == apex {
		return label
	}
	return label + "." + host
}

// relative cuts the parent off a host that is written in full.
func relative(host, parent string) string {
	host = clean(host)
	if host == parent {
		return ""
	}
	return strings.TrimSuffix(host, "."+parent)
}

// clean takes the dot of a full name off its end, and the sign for the apex. To
// the DNS, case means nothing.
func clean(name string) string {
	name = strings.TrimSuffix(strings.ToLower(strings.TrimSpace(name)), ".")
	if name == apex {
		return ""
	}
	return strings.TrimSuffix(name, "."+apex)
}
