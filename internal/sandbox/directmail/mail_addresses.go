package directmail

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/logtoctl/logtoctl/pkg/secret"
)

const maxMailAddressKeyWord = 60

// sender is a sender address with what it has sent.
type sender struct {
	MailAddress
	id              int
	created         time.Time
	replyUnverified bool
	password        secret.Text // for SMTP, which the sandbox does not speak
	mails           tally       // recipients written to
	requests        tally       // calls of SingleSendMail
}

func (s *sender) domainName() string {
	_, name, _ := strings.Cut(s.AccountName, "@")
	return name
}

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
	asked, err := readPage(r, maxPageSize)
	if err != nil {
		return nil, err
	}
	keyWord, sendType := r.parameters.Get("KeyWord"), r.parameters.Get("Sendtype")
	if utf8.RuneCountInString(keyWord) > maxMailAddressKeyWord {
		return nil, malformed("InvalidKeyWord.Malformed", "The specified KeyWord is longer than 60 characters.")
	}
	if sendType != "" && sendType != sendTypeTrigger && sendType != sendTypeBatch {
		return nil, errSendType()
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
			found = append(found, address.item(a.domainStatus(address), a.isFrozen(address.AccountName), now))
		}
	}
	return found
}

func (s *sender) item(domainStatus string, frozen bool, now time.Time) mailAddressItem {
	s.mails.turn(now)
	s.requests.turn(now)
	// The list knows only normal and abnormal; the finer states of a domain
	// that can send are normal here.
	if domainStatus != domainUnverified {
		domainStatus = domainVerified
	}
	return mailAddressItem{
		MailAddressID: strconv.Itoa(s.id),
		AccountName:   s.AccountName,
		AccountStatus: authStatus(!frozen),
		DomainStatus:  domainStatus,
		Sendtype:      s.SendType,
		ReplyAddress:  s.ReplyAddress,
		ReplyStatus:   authStatus(!s.replyUnverified),
		CreateTime:    s.created.UTC().Format(createTimeLayout),
		DailyCount:    strconv.Itoa(s.mails.today),
		DailyReqCount: strconv.Itoa(s.requests.today),
		MonthCount:    strconv.Itoa(s.mails.thisMonth),
		MonthReqCount: strconv.Itoa(s.requests.thisMonth),
		IPChannelType: "normal",
	}
}
