package aliyundm

import (
	"context"
	"fmt"
	"iter"
	"strconv"
	"time"

	dm "github.com/alibabacloud-go/dm-20151123/v2/client"
	"github.com/alibabacloud-go/tea/dara"
)

// addressesPerPage is the number of sender addresses that an account may have,
// so that one request lists them all. Direct Mail allows pages of up to 500.
const addressesPerPage = 100

// Send types of a sender address.
const (
	// SendTypeTrigger is for mails to one person, such as verification codes.
	SendTypeTrigger = "trigger"
	// SendTypeBatch is for mails to many.
	SendTypeBatch = "batch"
)

// Status is the state of a sender address, of its domain or of its reply address.
type Status int

// The states that Direct Mail documents, and the one for an answer without any.
const (
	StatusUnknown Status = -1
	StatusNormal  Status = 0
	// StatusAbnormal is frozen for a sender address and not verified for a domain.
	StatusAbnormal Status = 1
)

// String returns the state in plain words.
func (s Status) String() string {
	switch s {
	case StatusUnknown:
		return "unknown"
	case StatusNormal:
		return "normal"
	case StatusAbnormal:
		return "abnormal"
	}
	return fmt.Sprintf("unknown state %d", int(s))
}

// MailAddressQuery chooses sender addresses; the zero value chooses all.
type MailAddressQuery struct {
	// KeyWord is contained in the address; up to 60 characters.
	KeyWord string
	// SendType is [SendTypeTrigger] or [SendTypeBatch].
	SendType string
}

// MailAddress is a sender address, called accountName in Logto's connector.
type MailAddress struct {
	// ID is Direct Mail's id of the address, a number.
	ID string
	// AccountName is the address itself, in lower case.
	AccountName string
	// SendType is [SendTypeTrigger] or [SendTypeBatch].
	SendType string
	// Status is the state of the address: normal, or frozen.
	Status Status
	// DomainStatus is the state of the sending domain.
	DomainStatus Status
	// ReplyAddress receives replies; empty if none was set.
	ReplyAddress string
	// ReplyStatus is the state of the reply address. Direct Mail does not document
	// its values; 0 was seen with verified ones.
	ReplyStatus Status
	// CreateTime is when the address was made, to the minute; zero if unknown.
	CreateTime time.Time
	// DailyCount and MonthCount are how many mails were sent today and this month,
	// the two others how many were requested.
	DailyCount, DailyReqCount, MonthCount, MonthReqCount int
}

// QueryMailAddressByParam lists the sender addresses of the account in the
// client's region, page by page as they are asked for (action
// QueryMailAddressByParam). An error is the last thing that the sequence yields.
func (c *Client) QueryMailAddressByParam(ctx context.Context, query MailAddressQuery) iter.Seq2[MailAddress, error] {
	return func(yield func(MailAddress, error) bool) {
		seen := 0
		for number := int32(1); ; number++ {
			page, err := c.mailAddressPage(ctx, query, number)
			if err != nil {
				yield(MailAddress{}, fmt.Errorf("list the sender addresses: %w", err))
				return
			}
			for _, address := range page.addresses {
				if !yield(address, nil) {
					return
				}
			}
			// An empty page ends the list even if the total says otherwise, as it
			// does when an address is deleted in between.
			if seen += len(page.addresses); len(page.addresses) == 0 || seen >= page.total {
				return
			}
		}
	}
}

type mailAddressPage struct {
	addresses []MailAddress
	total     int
}

func (c *Client) mailAddressPage(ctx context.Context, query MailAddressQuery, number int32) (mailAddressPage, error) {
	request := &dm.QueryMailAddressByParamRequest{
		KeyWord:  optional(query.KeyWord),
		PageNo:   dara.Int32(number),
		PageSize: dara.Int32(addressesPerPage),
		Sendtype: optional(query.SendType),
	}
	op := operation{action: "QueryMailAddressByParam"}
	return call(ctx, c, op, func(ctx context.Context, sdk *dm.Client) (mailAddressPage, error) {
		response, err := sdk.QueryMailAddressByParamWithContext(ctx, request, &dara.RuntimeOptions{})
		if err != nil {
			return mailAddressPage{}, err
		}
		body := response.Body
		if body.TotalCount == nil {
			return mailAddressPage{}, unexpected("the answer has no TotalCount")
		}
		page := mailAddressPage{total: int(*body.TotalCount)}
		if body.Data != nil {
			for _, address := range body.Data.MailAddress {
				if address != nil { // a JSON null
					page.addresses = append(page.addresses, mailAddress(address))
				}
			}
		}
		return page, nil
	})
}

func mailAddress(address *dm.QueryMailAddressByParamResponseBodyDataMailAddress) MailAddress {
	return MailAddress{
		ID:            dara.StringValue(address.MailAddressId),
		AccountName:   dara.StringValue(address.AccountName),
		SendType:      dara.StringValue(address.Sendtype),
		Status:        status(address.AccountStatus),
		DomainStatus:  status(address.DomainStatus),
		ReplyAddress:  dara.StringValue(address.ReplyAddress),
		ReplyStatus:   status(address.ReplyStatus),
		CreateTime:    createTime(dara.StringValue(address.CreateTime)),
		DailyCount:    count(address.DailyCount),
		DailyReqCount: count(address.DailyReqCount),
		MonthCount:    count(address.MonthCount),
		MonthReqCount: count(address.MonthReqCount),
	}
}

func status(text *string) Status {
	number, err := strconv.Atoi(dara.StringValue(text))
	if err != nil {
		return StatusUnknown
	}
	return Status(number)
}

func count(text *string) int {
	number, err := strconv.Atoi(dara.StringValue(text))
	if err != nil {
		return 0
	}
	return number
}

// createTime reads the times of Direct Mail, which have no seconds in the list
// of sender addresses and do have them elsewhere.
func createTime(text string) time.Time {
	for _, layout := range []string{"2006-01-02T15:04Z07:00", time.RFC3339} {
		if parsed, err := time.Parse(layout, text); err == nil {
			return parsed
		}
	}
	return time.Time{}
}
