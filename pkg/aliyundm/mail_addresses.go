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
	// CreateTime is when the address was made, to the minute; zero if unknown. It
	// may be eight hours late, as in the documentation's samples, where Beijing time
	// is marked as UTC.
	CreateTime time.Time
	// DailyCount and MonthCount are how many mails were sent today and this month,
	// the two others how many were requested.
	DailyCount, DailyReqCount, MonthCount, MonthReqCount int
}

// QueryMailAddressByParam lists the sender addresses of the account in the
// client's region, page by page as they are asked for (action
// QueryMailAddressByParam). An error is the last thing that the sequence yields.
func (c *Client) QueryMailAddressByParam(ctx context.Context, query MailAddressQuery) iter.Seq2[MailAddress, error] { //nolint:dupl // the SDK has types of their own for each list
	return pages("sender addresses", func(number int32) (listed page[MailAddress], err error) {
		request := &dm.QueryMailAddressByParamRequest{
			KeyWord:  optional(query.KeyWord),
			PageNo:   dara.Int32(number),
			PageSize: dara.Int32(addressesPerPage),
			Sendtype: optional(query.SendType),
		}
		op := operation{action: "QueryMailAddressByParam"}
		err = c.call(ctx, op, func(ctx context.Context, sdk *dm.Client) error {
			response, err := sdk.QueryMailAddressByParamWithContext(ctx, request, &dara.RuntimeOptions{})
			if err != nil {
				return err
			}
			var rows []*dm.QueryMailAddressByParamResponseBodyDataMailAddress
			if data := response.Body.Data; data != nil {
				rows = data.MailAddress
			}
			listed, err = newPage(response.Body.TotalCount, rows, mailAddress)
			return err
		})
		return listed, err
	})
}

// CreateMailAddress makes a sender address and returns its id (action
// CreateMailAddress). The address has at most 60 characters and a domain of the
// account in the client's region; Direct Mail puts it in lower case. The send type
// is [SendTypeTrigger] or [SendTypeBatch]. Neither can be changed afterwards. The
// reply address may be empty. An address that exists is [ErrExists].
func (c *Client) CreateMailAddress(ctx context.Context, accountName, sendType, replyAddress string) (id string, err error) {
	request := &dm.CreateMailAddressRequest{
		AccountName:  optional(accountName),
		Sendtype:     optional(sendType),
		ReplyAddress: optional(replyAddress),
	}
	id, err = c.create(ctx, "CreateMailAddress", func(ctx context.Context, sdk *dm.Client) (*string, error) {
		response, err := sdk.CreateMailAddressWithContext(ctx, request, &dara.RuntimeOptions{})
		if err != nil {
			return nil, err
		}
		return response.Body.MailAddressId, nil
	})
	if err != nil {
		return "", fmt.Errorf("create the sender address %q: %w", accountName, err)
	}
	return id, nil
}

// ModifyMailAddress sets the reply address of a sender address (action
// ModifyMailAddress), which is all that can be changed besides its SMTP password.
// It sets the same value however often it is called, so it is repeated like a
// read. An unknown id is [ErrNotFound].
func (c *Client) ModifyMailAddress(ctx context.Context, id, replyAddress string) error {
	op := operation{action: "ModifyMailAddress", writes: true, idempotent: true}
	err := c.command(ctx, op, objectMailAddress, id, func(ctx context.Context, sdk *dm.Client, number *int32) (*string, error) {
		request := &dm.ModifyMailAddressRequest{MailAddressId: number, ReplyAddress: dara.String(replyAddress)}
		response, err := sdk.ModifyMailAddressWithContext(ctx, request, &dara.RuntimeOptions{})
		if err != nil {
			return nil, err
		}
		return response.Body.RequestId, nil
	})
	if err != nil {
		return fmt.Errorf("set the reply address of the sender address %q: %w", id, err)
	}
	return nil
}

// DeleteMailAddress removes a sender address (action DeleteMailAddress). Direct
// Mail allows ten deletions a month. An unknown id is [ErrNotFound]. Like
// [Client.DeleteDomain], it is not repeated when its answer was lost.
func (c *Client) DeleteMailAddress(ctx context.Context, id string) error {
	op := operation{action: "DeleteMailAddress", writes: true}
	err := c.command(ctx, op, objectMailAddress, id, func(ctx context.Context, sdk *dm.Client, number *int32) (*string, error) {
		request := &dm.DeleteMailAddressRequest{MailAddressId: number}
		response, err := sdk.DeleteMailAddressWithContext(ctx, request, &dara.RuntimeOptions{})
		if err != nil {
			return nil, err
		}
		return response.Body.RequestId, nil
	})
	if err != nil {
		return fmt.Errorf("delete the sender address %q: %w", id, err)
	}
	return nil
}

const checkReplyAction = "CheckReplyToMailAddress"

// CheckReplyToMailAddress mails a link to the reply address of a sender address,
// which verifies it (action CheckReplyToMailAddress). The mail is in English if the
// language is "en", else in Chinese. It sends a mail, so it is never repeated once
// it may have arrived. An unknown id is [ErrNotFound].
func (c *Client) CheckReplyToMailAddress(ctx context.Context, id, lang string) error {
	op := operation{action: checkReplyAction, writes: true}
	err := c.command(ctx, op, objectMailAddress, id, func(ctx context.Context, sdk *dm.Client, number *int32) (*string, error) {
		request := &dm.CheckReplyToMailAddressRequest{MailAddressId: number, Lang: optional(lang)}
		response, err := sdk.CheckReplyToMailAddressWithContext(ctx, request, &dara.RuntimeOptions{})
		if err != nil {
			return nil, err
		}
		return response.Body.RequestId, nil
	})
	if err != nil {
		return fmt.Errorf("verify the reply address of the sender address %q: %w", id, err)
	}
	return nil
}

func mailAddress(address *dm.QueryMailAddressByParamResponseBodyDataMailAddress) MailAddress {
	return MailAddress{
		ID:            dara.StringValue(address.MailAddressId),
		AccountName:   dara.StringValue(address.AccountName),
		SendType:      dara.StringValue(address.Sendtype),
		Status:        state[Status](address.AccountStatus),
		DomainStatus:  state[Status](address.DomainStatus),
		ReplyAddress:  dara.StringValue(address.ReplyAddress),
		ReplyStatus:   state[Status](address.ReplyStatus),
		CreateTime:    createTime(dara.StringValue(address.CreateTime)),
		DailyCount:    count(address.DailyCount),
		DailyReqCount: count(address.DailyReqCount),
		MonthCount:    count(address.MonthCount),
		MonthReqCount: count(address.MonthReqCount),
	}
}

func count(text *string) int {
	number, err := strconv.Atoi(dara.StringValue(text))
	if err != nil {
		return 0
	}
	return number
}
