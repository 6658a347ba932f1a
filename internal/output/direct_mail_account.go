package output

import (
	"fmt"
	"strconv"

	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

// MailAccount is the document of the account's state and quotas at Direct Mail.
type MailAccount struct {
	Status     string `json:"status"`     // normal, frozen, payment overdue, sending restricted or deleted
	CanSend    bool   `json:"canSend"`    // normal, and quota is left
	DailyQuota int    `json:"dailyQuota"` // mails
	SentToday  *int   `json:"sentToday"`  // mails of the region's senders; null if they cannot be read
	LeftToday  *int   `json:"leftToday"`  // what that leaves of the quota
	MonthQuota int    `json:"monthQuota"`
	QuotaLevel int    `json:"quotaLevel"` // reputation, from which the quotas follow
	MaxLevel   int    `json:"maxQuotaLevel"`
	FreeToday  int    `json:"dailyRemainFreeQuota"` // free mails left today
	FreeLeft   int    `json:"remainFreeQuota"`      // free mails left in all
	Domains    int    `json:"domains"`
	Senders    int    `json:"mailAddresses"`
	Tags       int    `json:"tags"`
	Region     string `json:"region"`
	RequestID  string `json:"requestId"`
}

// NewMailAccount returns the view of an account as a region sees it. SentToday
// is how many mails its sender addresses sent today, or nil if that is unknown.
func NewMailAccount(region string, summary aliyundm.AccountSummary, sentToday *int) MailAccount {
	view := MailAccount{
		Status: summary.UserStatus.String(), CanSend: summary.UserStatus == aliyundm.UserNormal && summary.DailyQuota > 0,
		DailyQuota: summary.DailyQuota, MonthQuota: summary.MonthQuota, SentToday: sentToday,
		QuotaLevel: summary.QuotaLevel, MaxLevel: summary.MaxQuotaLevel,
		FreeToday: summary.DailyRemainFreeQuota, FreeLeft: summary.RemainFreeQuota,
		Domains: summary.Domains, Senders: summary.MailAddresses, Tags: summary.Tags,
		Region: region, RequestID: summary.RequestID,
	}
	if sentToday != nil {
		view.LeftToday = new(max(0, summary.DailyQuota-*sentToday))
		view.CanSend = view.CanSend && *view.LeftToday > 0
	}
	return view
}

// Table returns the account as names and values.
func (a MailAccount) Table() Table {
	left := "unknown"
	if a.LeftToday != nil {
		left = strconv.Itoa(*a.LeftToday)
	}
	return object(
		pair("status", a.Status),
		pair("left today", fmt.Sprintf("%s of %d mails", left, a.DailyQuota)),
		pair("month quota", strconv.Itoa(a.MonthQuota)),
		pair("level", fmt.Sprintf("%d of %d", a.QuotaLevel, a.MaxLevel)),
		pair("free mails", fmt.Sprintf("%d today, %d in all", a.FreeToday, a.FreeLeft)),
		pair("domains", strconv.Itoa(a.Domains)),
		pair("senders", strconv.Itoa(a.Senders)),
		pair("tags", strconv.Itoa(a.Tags)),
		pair("region", a.Region),
	)
}
