package directmail

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"math/big"
	"strings"

	"golang.org/x/net/publicsuffix"
)

const (
	dkimBits     = 2048
	dkimExponent = 65537
	trackingHost = "dmtrace"
	dmarcRecord  = "v=DMARC1;p=none;rua=mailto:dmarc_report@service.aliyun.com"
)

// DNSRecord is a record that a domain needs in the DNS before it can send.
type DNSRecord struct {
	// Name is fully qualified, without the dot at its end.
	Name string
	// Type is TXT, MX or CNAME.
	Type  string
	Value string
}

// The records that are told apart in what Direct Mail says about a domain.

func (d *domain) ownershipHost() string { return "aliyundm." + d.Name }
func (d *domain) dkimHost() string      { return d.selector + "._domainkey." + d.Name }
func (d *domain) dmarcHost() string     { return "_dmarc." + d.Name }
func (d *domain) cnameHost() string     { return trackingHost + "." + d.Name }

// The hosts of cn-hangzhou and Singapore are those of the real service. The
// other regions are named like Singapore; nobody can send from here anyway.

func (d *domain) spfInclude() string {
	if d.Region == defaultRegion {
		return "include:spf1.dm.aliyun.com"
	}
	return "include:spfdm-" + d.Region + ".aliyun.com"
}

func (d *domain) spfRecord() string { return "v=spf1 " + d.spfInclude() + " -all" }

func (d *domain) mxRecord() string {
	if d.Region == defaultRegion {
		return "mx01.dm.aliyun.com"
	}
	return "mxdm-" + d.Region + ".aliyun.com"
}

func (d *domain) cnameRecord() string {
	if d.Region == defaultRegion {
		return "tracedm.aliyuncs.com"
	}
	return "tracedm-" + d.Region + ".aliyuncs.com"
}

// DNSRecords returns what the domains that are verified have in the DNS, those
// of mail.example.com for a fresh account.
func (s *Server) DNSRecords() []DNSRecord {
	a := s.account
	a.mu.Lock()
	defer a.mu.Unlock()
	var records []DNSRecord
	for _, d := range a.domains {
		if d.Status == domainUnverified {
			continue
		}
		records = append(records,
			DNSRecord{Name: d.ownershipHost(), Type: "TXT", Value: d.ownership},
			DNSRecord{Name: d.Name, Type: "TXT", Value: d.spfRecord()},
			DNSRecord{Name: d.dkimHost(), Type: "TXT", Value: d.dkimKey},
			DNSRecord{Name: d.Name, Type: "MX", Value: d.mxRecord()},
			DNSRecord{Name: d.dmarcHost(), Type: "TXT", Value: dmarcRecord},
		)
		if d.auth.cname {
			records = append(records, DNSRecord{Name: d.cnameHost(), Type: "CNAME", Value: d.cnameRecord()})
		}
	}
	return records
}

// registrable splits a domain into the part that somebody registered and the
// host before it, which is "@" for that part itself.
func registrable(name string) (host, parent string) {
	parent, err := publicsuffix.EffectiveTLDPlusOne(name)
	if err != nil || parent == name { // a suffix such as com.cn cannot be split
		return "@", name
	}
	return strings.TrimSuffix(name, "."+parent), parent
}

// relativeTo writes a name as DNS consoles do, without the domain at its end.
func relativeTo(name, parent string) string { return strings.TrimSuffix(name, "."+parent) }

// newDKIMKey makes the record of a public key that reads like any other, but
// has no private one: no mail of the sandbox is ever signed, and making a real
// pair would take longer than everything else here.
func newDKIMKey() string {
	modulus := make([]byte, dkimBits/8)
	_, _ = rand.Read(modulus) // documented never to fail
	modulus[0] |= 0x80
	modulus[len(modulus)-1] |= 1
	// It fails for other types of keys only.
	der, _ := x509.MarshalPKIXPublicKey(&rsa.PublicKey{N: new(big.Int).SetBytes(modulus), E: dkimExponent})
	return "v=DKIM1; k=rsa; p=" + base64.StdEncoding.EncodeToString(der)
}
