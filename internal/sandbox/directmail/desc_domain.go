package directmail

import "strconv"

// descDomainAnswer has states as strings but for two, as the real answer has.
type descDomainAnswer struct {
	DomainID           string `json:"DomainId" xml:"DomainId"`
	DomainName         string `json:"DomainName" xml:"DomainName"`
	DomainStatus       string `json:"DomainStatus" xml:"DomainStatus"`
	DomainType         string `json:"DomainType" xml:"DomainType"` // the ownership record
	DefaultDomain      string `json:"DefaultDomain" xml:"DefaultDomain"`
	CreateTime         string `json:"CreateTime" xml:"CreateTime"`
	ICPStatus          string `json:"IcpStatus" xml:"IcpStatus"`
	TLDomainName       string `json:"TlDomainName" xml:"TlDomainName"`
	HostRecord         string `json:"HostRecord" xml:"HostRecord"`
	SPFRecord          string `json:"SpfRecord" xml:"SpfRecord"`
	SPFRecordV2        string `json:"SpfRecordV2" xml:"SpfRecordV2"`
	SPFAuthStatus      string `json:"SpfAuthStatus" xml:"SpfAuthStatus"`
	DKIMHost           string `json:"DkimRR" xml:"DkimRR"`
	DKIMPublicKey      string `json:"DkimPublicKey" xml:"DkimPublicKey"`
	DKIMBits           int    `json:"DkimRsaLength" xml:"DkimRsaLength"`
	DKIMAuthStatus     string `json:"DkimAuthStatus" xml:"DkimAuthStatus"`
	MXRecord           string `json:"MxRecord" xml:"MxRecord"`
	MXAuthStatus       string `json:"MxAuthStatus" xml:"MxAuthStatus"`
	DMARCHostRecord    string `json:"DmarcHostRecord" xml:"DmarcHostRecord"`
	DMARCRecord        string `json:"DmarcRecord" xml:"DmarcRecord"`
	DMARCAuthStatus    int    `json:"DmarcAuthStatus" xml:"DmarcAuthStatus"`
	CNAMERecord        string `json:"CnameRecord" xml:"CnameRecord"`
	TracefRecord       string `json:"TracefRecord" xml:"TracefRecord"`
	CNAMEAuthStatus    string `json:"CnameAuthStatus" xml:"CnameAuthStatus"`
	CNAMEConfirmStatus string `json:"CnameConfirmStatus" xml:"CnameConfirmStatus"`
	DNSTXT             string `json:"DnsTxt" xml:"DnsTxt"`
	DNSSPF             string `json:"DnsSpf" xml:"DnsSpf"`
	DNSMX              string `json:"DnsMx" xml:"DnsMx"`
	DNSDMARC           string `json:"DnsDmarc" xml:"DnsDmarc"`
	RequestID          string `json:"RequestId" xml:"RequestId"`
}

// descDomain shows a domain with its records. Unless the request forbids it, it
// looks at the DNS first, as CheckDomain does.
func (s *Server) descDomain(r *request) (any, error) {
	id, err := readID(r, "DomainId")
	if err != nil {
		return nil, err
	}
	realTime := r.parameters.Get("RequireRealTimeDnsRecords")
	if !oneOf("", "true", "false")(realTime) {
		return nil, malformed("InvalidRequireRealTimeDnsRecords.Malformed", "The specified RequireRealTimeDnsRecords must be true or false.")
	}
	a := s.account
	a.mu.Lock()
	defer a.mu.Unlock()
	d, err := a.domainByID(r.region, id)
	if err != nil {
		return nil, err
	}
	var seen dnsSeen
	if realTime != "false" {
		seen = a.check(d)
	}
	return d.describe(seen, r.id), nil
}

func (d *domain) describe(seen dnsSeen, requestID string) descDomainAnswer {
	host, parent := registrable(d.Name)
	answer := descDomainAnswer{
		DomainID:           strconv.Itoa(d.id),
		DomainName:         d.Name,
		DomainStatus:       d.Status,
		DomainType:         d.ownership,
		DefaultDomain:      "0",
		CreateTime:         d.created.UTC().Format(createTimeLayout),
		ICPStatus:          d.icpStatus(),
		TLDomainName:       parent,
		HostRecord:         host,
		SPFRecord:          d.spfInclude(),
		SPFRecordV2:        d.spfRecord(),
		SPFAuthStatus:      authStatus(d.auth.spf),
		DKIMHost:           relativeTo(d.dkimHost(), parent),
		DKIMPublicKey:      d.dkimKey,
		DKIMBits:           dkimBits,
		DKIMAuthStatus:     authStatus(d.auth.dkim),
		MXRecord:           d.mxRecord(),
		MXAuthStatus:       authStatus(d.auth.mx),
		DMARCHostRecord:    relativeTo(d.dmarcHost(), parent),
		DMARCRecord:        dmarcRecord,
		CNAMERecord:        trackingHost,
		TracefRecord:       d.cnameRecord(),
		CNAMEAuthStatus:    authStatus(d.auth.cname),
		CNAMEConfirmStatus: "0",
		DNSTXT:             seen.txt,
		DNSSPF:             seen.spf,
		DNSMX:              seen.mx,
		DNSDMARC:           seen.dmarc,
		RequestID:          requestID,
	}
	if !d.auth.dmarc {
		answer.DMARCAuthStatus = 1
	}
	return answer
}
