package directmail

import (
	"cmp"
	"crypto/rand"
	"encoding/hex"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

const (
	domainVerified   = "0"
	domainUnverified = "1"

	maxDomains       = 5 // per account and region
	maxDomainName    = 50
	maxDKIMSelector  = 60
	maxDomainKeyWord = 50
	maxDomainPage    = 1000
	ownershipBytes   = 10 // 20 hexadecimal digits
)

// domain is a sending domain with what must stand in its DNS.
type domain struct {
	Domain
	id        int
	created   time.Time
	ownership string
	selector  string // of DKIM
	dkimKey   string
	auth      dnsAuth
}

func newDomain(region, name, selector string, id int, now time.Time) *domain {
	token := make([]byte, ownershipBytes)
	_, _ = rand.Read(token) // documented never to fail
	if selector == "" {
		selector = "aliyun-" + region
	}
	return &domain{
		Domain:    Domain{Region: region, Name: name, Status: domainUnverified},
		id:        id,
		created:   now,
		ownership: hex.EncodeToString(token),
		selector:  selector,
		dkimKey:   newDKIMKey(),
	}
}

// seed makes a domain one that was verified, or not, before the sandbox began.
func (d *domain) seed(status string) {
	d.Status = cmp.Or(status, domainUnverified)
	verified := d.Status != domainUnverified
	d.auth = dnsAuth{ownership: verified, spf: verified, dkim: verified, mx: verified, dmarc: verified, cname: status == domainVerified || status == "3"}
}

// icpStatus is 1 for a domain that is filed with the authorities, unlike all
// other states here.
func (d *domain) icpStatus() string {
	if d.Status == "2" || d.Status == "3" {
		return "0"
	}
	return "1"
}

type createDomainAnswer struct {
	DomainID  string `json:"DomainId" xml:"DomainId"`
	RequestID string `json:"RequestId" xml:"RequestId"`
}

func (s *Server) createDomain(r *request) (any, error) {
	name, selector := strings.ToLower(r.parameters.Get("DomainName")), r.parameters.Get("dkimSelector")
	if name == "" {
		return nil, errMissing("DomainName")
	}
	if len(name) > maxDomainName || !isAddress("user@"+name) || !isHost(name) {
		return nil, malformed("InvalidDomainName.Malformed", "The specified domain name is wrongly formed.")
	}
	if selector != "" && (len(selector) > maxDKIMSelector || !isLabel(selector)) {
		return nil, malformed("InvalidDkimSelector.Malformed", "The specified dkimSelector is wrongly formed.")
	}
	a := s.account
	a.mu.Lock()
	defer a.mu.Unlock()
	if err := a.mayAddDomain(r.region, name); err != nil {
		return nil, err
	}
	added := newDomain(r.region, name, selector, a.newID(), s.now())
	a.domains = append(a.domains, added)
	return createDomainAnswer{DomainID: strconv.Itoa(added.id), RequestID: r.id}, nil
}

func (a *account) mayAddDomain(region, name string) error {
	for _, foreign := range a.settings.ForeignDomains {
		if foreign = strings.ToLower(foreign); name == foreign || strings.HasSuffix(name, "."+foreign) {
			return malformed("InvalidDomainName.Conflict", "The specified domain name or its parent belongs to another account.")
		}
	}
	if _, err := a.domainNamed(region, name); err == nil {
		return malformed("InvalidDomainName.Duplicate", "The specified domain name already exists.")
	}
	if countIn(region, a.domains, func(d *domain) string { return d.Region }) >= maxDomains {
		return malformed("InvalidDomainNumber.Malformed", "The number of domains exceeds the limit.")
	}
	return nil
}

func (s *Server) deleteDomain(r *request) (any, error) {
	id, err := readID(r, "DomainId")
	if err != nil {
		return nil, err
	}
	a := s.account
	a.mu.Lock()
	defer a.mu.Unlock()
	gone, err := a.domainByID(r.region, id)
	if err != nil {
		return nil, err
	}
	inUse := func(s *sender) bool { return s.Region == r.region && s.domainName() == gone.Name }
	if slices.ContainsFunc(a.senders, inUse) {
		return nil, malformed("InvalidDomain.Malformed", "The specified domain still has mail addresses.")
	}
	a.domains = slices.DeleteFunc(a.domains, func(d *domain) bool { return d == gone })
	return emptyAnswer{RequestID: r.id}, nil
}

func (a *account) domainByID(region string, id int) (*domain, error) {
	at := slices.IndexFunc(a.domains, func(d *domain) bool { return d.Region == region && d.id == id })
	if at < 0 {
		return nil, refuse(http.StatusNotFound, "InvalidDomainId.NotFound", "The specified domain does not exist.")
	}
	return a.domains[at], nil
}

func (a *account) domainNamed(region, name string) (*domain, error) {
	at := slices.IndexFunc(a.domains, func(d *domain) bool { return d.Region == region && d.Name == name })
	if at < 0 {
		return nil, refuse(http.StatusNotFound, "InvalidDomain.NotFound", "The specified domain does not exist.")
	}
	return a.domains[at], nil
}

// domainStatus is Aliyun's DomainStatus of the domain part of an address.
func (a *account) domainStatus(s *sender) string {
	if d, err := a.domainNamed(s.Region, s.domainName()); err == nil {
		return d.Status
	}
	return domainUnverified
}

type domainPage struct {
	TotalCount int        `json:"TotalCount" xml:"TotalCount"`
	PageNumber int        `json:"PageNumber" xml:"PageNumber"`
	PageSize   int        `json:"PageSize" xml:"PageSize"`
	Data       domainData `json:"data" xml:"data"`
	RequestID  string     `json:"RequestId" xml:"RequestId"`
}

type domainData struct {
	Domain []domainItem `json:"domain" xml:"domain"`
}

// domainItem has ids and states as strings, as the real answer has.
type domainItem struct {
	DomainID        string `json:"DomainId" xml:"DomainId"`
	DomainName      string `json:"DomainName" xml:"DomainName"`
	DomainStatus    string `json:"DomainStatus" xml:"DomainStatus"`
	DomainRecord    string `json:"DomainRecord" xml:"DomainRecord"`
	SPFAuthStatus   string `json:"SpfAuthStatus" xml:"SpfAuthStatus"`
	MXAuthStatus    string `json:"MxAuthStatus" xml:"MxAuthStatus"`
	CNAMEAuthStatus string `json:"CnameAuthStatus" xml:"CnameAuthStatus"`
	ConfirmStatus   string `json:"ConfirmStatus" xml:"ConfirmStatus"`
	ICPStatus       string `json:"IcpStatus" xml:"IcpStatus"`
	CreateTime      string `json:"CreateTime" xml:"CreateTime"`
	UTCCreateTime   int64  `json:"UtcCreateTime" xml:"UtcCreateTime"` // seconds since 1970
}

func (s *Server) queryDomainByParam(r *request) (any, error) {
	asked, err := readPage(r, maxDomainPage)
	if err != nil {
		return nil, err
	}
	keyWord, status := r.parameters.Get("KeyWord"), r.parameters.Get("Status")
	if utf8.RuneCountInString(keyWord) > maxDomainKeyWord {
		return nil, malformed("InvalidKeyWord.Malformed", "The specified KeyWord is longer than 50 characters.")
	}
	if status != "" && !slices.Contains([]string{"0", "1", "2"}, status) {
		return nil, malformed("InvalidStatus.Malformed", "The specified Status must be a number from 0 to 2.")
	}
	found := s.account.listDomains(r.region, strings.ToLower(keyWord), status)
	return domainPage{
		TotalCount: len(found),
		PageNumber: asked.number,
		PageSize:   asked.size,
		Data:       domainData{Domain: pageOf(found, asked)},
		RequestID:  r.id,
	}, nil
}

// listDomains knows two states as the filter does: 0 is a domain that can
// send, 1 one that cannot. No domain is in the state 2.
func (a *account) listDomains(region, keyWord, status string) []domainItem {
	a.mu.Lock()
	defer a.mu.Unlock()
	found := []domainItem{}
	for _, d := range a.domains {
		if d.Region != region || !strings.Contains(d.Name, keyWord) || status != "" && status != d.sendStatus() {
			continue
		}
		found = append(found, domainItem{
			DomainID:        strconv.Itoa(d.id),
			DomainName:      d.Name,
			DomainStatus:    d.Status,
			DomainRecord:    d.ownership,
			SPFAuthStatus:   authStatus(d.auth.spf),
			MXAuthStatus:    authStatus(d.auth.mx),
			CNAMEAuthStatus: authStatus(d.auth.cname),
			ConfirmStatus:   d.sendStatus(),
			ICPStatus:       d.icpStatus(),
			CreateTime:      d.created.UTC().Format(createTimeLayout),
			UTCCreateTime:   d.created.Unix(),
		})
	}
	return found
}

func (d *domain) sendStatus() string { return authStatus(d.Status != domainUnverified) }
