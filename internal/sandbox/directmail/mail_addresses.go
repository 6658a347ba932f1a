package directmail

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

const (
	createTimeLayout = "2006-01-02T15:04Z" // without seconds
	defaultPageSize  = 10                  // of the documentation; the API's metadata says 500
	maxPageSize      = 500
	maxKeyWord       = 60
)

type mailAddressPage struct {
	TotalCount int             `json:"TotalCount" xml:"TotalCount"`
	PageNumber int             `json:"PageNumber" xml:"PageNumber"`
	PageSize   int             `json:"PageSize" xml:"PageSize"`
	Data       mailAddressData `json:"data" xml:"data"`
	RequestID  string          `json:"RequestId" xml:"RequestId"`
}

type mailAddressData struct {
	MailAddress []mailAddressItem `json:"mailAddress" xml:"mailAddress"`
}

// mailAddressItem has numbers and states as strings, as the real answer has.
type mailAddressItem struct {
	MailAddressID string `json:"MailAddressId" xml:"MailAddressId"`
	AccountName   string `json:"AccountName" xml:"AccountName"`
	AccountStatus string `json:"AccountStatus" xml:"AccountStatus"`
	DomainStatus  string `json:"DomainStatus" xml:"DomainStatus"`
	Sendtype      string `json:"Sendtype" xml:"Sendtype"`
	ReplyAddress  string `json:"ReplyAddress" xml:"ReplyAddress"`
	ReplyStatus   string `json:"ReplyStatus" xml:"ReplyStatus"`
	CreateTime    string `json:"CreateTime" xml:"CreateTime"`
	DailyCount    string `json:"DailyCount" xml:"DailyCount"`
	DailyReqCount string `json:"DailyReqCount" xml:"DailyReqCount"`
	MonthCount    string `json:"MonthCount" xml:"MonthCount"`
	MonthReqCount string `json:"MonthReqCount" xml:"MonthReqCount"`
	ConfigSetID   string `json:"ConfigSetId" xml:"ConfigSetId"`
	ConfigSetName string `json:"ConfigSetName" xml:"ConfigSetName"`
	IPChannelType string `json:"IpChannelType" xml:"IpChannelType"`
}

func (s *Server) queryMailAddressByParam(r *request) (any, error) {
	asked, err := readPage(r)
	if err != nil {
		return nil, err
	}
	keyWord, sendType := r.parameters.Get("KeyWord"), r.parameters.Get("Sendtype")
	if utf8.RuneCountInString(keyWord) > maxKeyWord {
		return nil, malformed("InvalidKeyWord.Malformed", "The specified KeyWord is longer than 60 characters.")
	}
	if sendType != "" && sendType != sendTypeTrigger && sendType != sendTypeBatch {
		return nil, malformed("InvalidMailAddressSendType.Malformed", "The specified Sendtype must be batch or trigger.")
	}
	found := s.account.mailAddresses(r.region, strings.ToLower(keyWord), sendType, s.now())
	return mailAddressPage{
		TotalCount: len(found),
		PageNumber: asked.number,
		PageSize:   asked.size,
		Data:       mailAddressData{MailAddress: pageOf(found, asked)},
		RequestID:  r.id,
	}, nil
}

func (a *account) mailAddresses(region, keyWord, sendType string, now time.Time) []mailAddressItem {
	a.mu.Lock()
	defer a.mu.Unlock()
	found := []mailAddressItem{}
	for _, address := range a.senders {
		matches := strings.Contains(address.AccountName, keyWord) && (sendType == "" || address.SendType == sendType)
		if address.Region == region && matches {
			found = append(found, address.item(a.domainStatus(region, address.AccountName), now))
		}
	}
	return found
}

func (s *sender) item(domainStatus string, now time.Time) mailAddressItem {
	s.mails.turn(now)
	s.requests.turn(now)
	// The list knows only normal and abnormal; the finer states of a domain
	// that can send are normal here.
	if domainStatus != domainUnverified {
		domainStatus = domainVerified
	}
	accountStatus := "0"
	if s.Frozen {
		accountStatus = "1"
	}
	return mailAddressItem{
		MailAddressID: s.id,
		AccountName:   s.AccountName,
		AccountStatus: accountStatus,
		DomainStatus:  domainStatus,
		Sendtype:      s.SendType,
		ReplyAddress:  s.ReplyAddress,
		ReplyStatus:   "0",
		CreateTime:    s.created.UTC().Format(createTimeLayout),
		DailyCount:    strconv.Itoa(s.mails.today),
		DailyReqCount: strconv.Itoa(s.requests.today),
		MonthCount:    strconv.Itoa(s.mails.thisMonth),
		MonthReqCount: strconv.Itoa(s.requests.thisMonth),
		IPChannelType: "normal",
	}
}

// readPage reads PageNo and PageSize, which every listing operation has.
func readPage(r *request) (page, error) {
	number, err := readNumber(r, "PageNo", 1, 1<<20)
	if err != nil {
		return page{}, err
	}
	size, err := readNumber(r, "PageSize", defaultPageSize, maxPageSize)
	return page{number: number, size: size}, err
}

// page is the part of a list that a request asks for.
type page struct{ number, size int }

// pageOf returns that part, which is empty beyond the end of the list.
func pageOf[T any](list []T, p page) []T {
	first := min((p.number-1)*p.size, len(list))
	return list[first:min(first+p.size, len(list))]
}

func readNumber(r *request, parameter string, fallback, limit int) (int, error) {
	text := r.parameters.Get(parameter)
	if text == "" {
		return fallback, nil
	}
	number, err := strconv.Atoi(text)
	if err != nil || number < 1 || number > limit {
		return 0, malformed("Invalid"+parameter+".Malformed",
			"The specified "+parameter+" must be a number from 1 to "+strconv.Itoa(limit)+".")
	}
	return number, nil
}
