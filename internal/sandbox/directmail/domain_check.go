package directmail

import (
	"slices"
	"strings"
)

// Lookup asks the DNS for the values of the records of a name and type, such
// as "TXT". Hosts come without the dot at their end; nil is no record.
type Lookup func(name, recordType string) []string

// dnsAuth is which records of a domain were right when Aliyun last looked.
type dnsAuth struct{ ownership, spf, dkim, mx, dmarc, cname bool }

// verified leaves out the CNAME record, which is for tracking only.
func (a dnsAuth) verified() bool { return a.ownership && a.spf && a.dkim && a.mx && a.dmarc }

// dnsSeen is what the answer about a domain shows of its DNS.
type dnsSeen struct{ txt, spf, mx, dmarc string }

// check looks at the DNS of a domain and decides its status anew. A domain
// that lacks a filing or its CNAME record and could send goes on as it was.
func (a *account) check(d *domain) dnsSeen {
	ownership := a.lookup(d.ownershipHost(), "TXT")
	spf := beginning("v=spf1", a.lookup(d.Name, "TXT"))
	mx := a.lookup(d.Name, "MX")
	dmarc := beginning("v=DMARC1", a.lookup(d.dmarcHost(), "TXT"))
	d.auth = dnsAuth{
		ownership: slices.Contains(ownership, d.ownership),
		// Two SPF records are a permanent error for every recipient (RFC 7208,
		// section 3.2).
		spf:   len(spf) == 1 && slices.Contains(strings.Fields(spf[0]), d.spfInclude()),
		dkim:  slices.ContainsFunc(a.lookup(d.dkimHost(), "TXT"), d.isDKIM),
		mx:    containsFold(mx, d.mxRecord()),
		dmarc: len(dmarc) == 1,
		cname: containsFold(a.lookup(d.cnameHost(), "CNAME"), d.cnameRecord()),
	}
	switch {
	case !d.auth.verified():
		d.Status = domainUnverified
	case d.Status == domainUnverified:
		d.Status = domainVerified
	}
	return dnsSeen{txt: shown(ownership), spf: shown(spf), mx: shown(mx), dmarc: shown(dmarc)}
}

// isDKIM compares without the spaces, which DNS consoles add and take away.
func (d *domain) isDKIM(record string) bool { return spaceless(record) == spaceless(d.dkimKey) }

func spaceless(text string) string { return strings.Join(strings.Fields(text), "") }

func beginning(with string, records []string) []string {
	return slices.DeleteFunc(slices.Clone(records), func(record string) bool { return !strings.HasPrefix(record, with) })
}

func containsFold(hosts []string, wanted string) bool {
	return slices.ContainsFunc(hosts, func(host string) bool { return strings.EqualFold(host, wanted) })
}

func shown(values []string) string { return strings.Join(values, ",") }

// authStatus is how Direct Mail writes most results: 0 is good.
func authStatus(good bool) string {
	if good {
		return "0"
	}
	return "1"
}

type checkDomainAnswer struct {
	DomainStatus int    `json:"DomainStatus" xml:"DomainStatus"` // a number here alone
	RequestID    string `json:"RequestId" xml:"RequestId"`
}

func (s *Server) checkDomain(r *request) (any, error) {
	id, err := readID(r, "DomainId")
	if err != nil {
		return nil, err
	}
	a := s.account
	a.mu.Lock()
	defer a.mu.Unlock()
	d, err := a.domainByID(r.region, id)
	if err != nil {
		return nil, err
	}
	a.check(d)
	return checkDomainAnswer{DomainStatus: int(d.Status[0] - '0'), RequestID: r.id}, nil
}
