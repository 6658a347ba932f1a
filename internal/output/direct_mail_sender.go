package output

import (
	"strconv"

	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

// MailSender is the document of one sender address.
type MailSender struct {
	MailAddressID string      `json:"mailAddressId"`
	AccountName   string      `json:"accountName"`
	Region        string      `json:"region"`
	SendType      string      `json:"sendType"` // trigger or batch
	ReplyAddress  string      `json:"replyAddress"`
	AccountStatus string      `json:"accountStatus"` // normal or frozen
	DomainStatus  string      `json:"domainStatus"`  // normal or not verified
	DailyCount    int         `json:"dailyCount"`    // mails sent today
	MonthCount    int         `json:"monthCount"`
	Status        plan.Status `json:"status,omitempty"`
	DryRun        bool        `json:"dryRun,omitempty"`
}

// NewMailSender returns the view of a sender address in a region.
func NewMailSender(region string, address aliyundm.MailAddress) MailSender {
	return MailSender{
		MailAddressID: address.ID, AccountName: address.AccountName, Region: region, SendType: address.SendType,
		ReplyAddress: address.ReplyAddress, DailyCount: address.DailyCount, MonthCount: address.MonthCount,
		AccountStatus: abnormalAs(address.Status, "frozen"), DomainStatus: abnormalAs(address.DomainStatus, "not verified"),
	}
}

// abnormalAs says what abnormal means for the object that has the status.
func abnormalAs(status aliyundm.Status, meaning string) string {
	if status == aliyundm.StatusAbnormal {
		return meaning
	}
	return status.String()
}

// Table returns the sender address as names and values.
func (s MailSender) Table() Table {
	return object(
		pair("sender", s.AccountName),
		pair("id", s.MailAddressID),
		pair("region", s.Region),
		pair("send type", s.SendType),
		pair("reply address", s.ReplyAddress),
		pair("state", s.AccountStatus),
		pair("domain", s.knownDomain()),
		pair("status", status(s.Status, s.DryRun)),
	)
}

// knownDomain leaves out the state of the domain that an address which was made
// just now does not have.
func (s MailSender) knownDomain() string {
	if s.DomainStatus == aliyundm.StatusUnknown.String() {
		return ""
	}
	return s.DomainStatus
}

// MailSenders is the document of several sender addresses: a bare array.
type MailSenders []MailSender

// Table returns one address a row.
func (s MailSenders) Table() Table {
	table := Table{Header: []string{"Sender", "Id", "Region", "Send type", "Reply address", "State", "Domain", "Today", "Month"}}
	for _, sender := range s {
		table.Rows = append(table.Rows, []string{
			sender.AccountName, sender.MailAddressID, sender.Region, sender.SendType, sender.ReplyAddress,
			sender.AccountStatus, sender.DomainStatus, strconv.Itoa(sender.DailyCount), strconv.Itoa(sender.MonthCount),
		})
	}
	return table
}
