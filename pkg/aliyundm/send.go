package aliyundm

import (
	"context"
	"fmt"

	dm "github.com/alibabacloud-go/dm-20151123/v2/client"
	"github.com/alibabacloud-go/tea/dara"
)

// AddressType says whose address a mail comes from. The zero value leaves it at
// [AddressTypeSender].
type AddressType int

const (
	// AddressTypeSender sends from the sender address, wire value 1.
	AddressTypeSender AddressType = 1
	// AddressTypeRandom sends from an address that Direct Mail makes up, wire value
	// 0. It is negative here so that a request which leaves the field out does not
	// ask for it.
	AddressTypeRandom AddressType = -1
)

// SingleSendMailRequest is one mail. Empty fields are not sent; which of them are
// mandatory is for Direct Mail to say.
type SingleSendMailRequest struct {
	// AccountName is the sender address. It must exist in the account and region.
	AccountName string
	// ToAddress is the recipient, or up to 100 of them with commas in between.
	ToAddress string
	// Subject has up to 256 characters, 100 by the older pages.
	Subject string
	// HTMLBody and TextBody are the two forms of the mail; one of them is enough.
	HTMLBody, TextBody string
	// FromAlias is the name shown next to the sender address, below 15 characters.
	FromAlias string
	// TagName files the mail under a tag, for the statistics. The tag must exist.
	TagName string
	// ReplyAddress receives the replies in place of the sender address.
	ReplyAddress string
	// ReplyToAddress uses the reply address that was verified in the console.
	ReplyToAddress bool
	// ClickTrace counts opened mails and clicked links; it needs a TagName.
	ClickTrace bool
	// AddressType is [AddressTypeSender] unless it says otherwise.
	AddressType AddressType
}

const sendAction = "SingleSendMail"

// SendResult identifies a mail that Direct Mail has accepted, which is not yet
// to say delivered.
type SendResult struct {
	// EnvID is Direct Mail's id of the mail. It can exceed 2^53, so it is a text.
	EnvID string
	// RequestID identifies the request in Alibaba Cloud's logs and tickets.
	RequestID string
}

// SingleSendMail sends one mail (action SingleSendMail). It succeeds only with an
// EnvId. A request that may have arrived is never repeated; the error is then
// [ErrUncertain]. An unknown sender address is [ErrNotFound]; a new one can be
// unknown for a short while.
func (c *Client) SingleSendMail(ctx context.Context, mail SingleSendMailRequest) (SendResult, error) {
	request := mail.wire()
	op := operation{action: sendAction, writes: true}
	var result SendResult
	err := c.call(ctx, op, func(ctx context.Context, sdk *dm.Client) error {
		response, err := sdk.SingleSendMailWithContext(ctx, request, &dara.RuntimeOptions{})
		if err != nil {
			return err
		}
		result = SendResult{
			EnvID:     dara.StringValue(response.Body.GetEnvId()),
			RequestID: dara.StringValue(response.Body.GetRequestId()),
		}
		if result.EnvID == "" {
			return unexpected("the answer has no EnvId, which every accepted mail has")
		}
		return nil
	})
	if err != nil {
		return SendResult{}, fmt.Errorf("send a mail from %q to %q: %w", mail.AccountName, mail.ToAddress, err)
	}
	return result, nil
}

func (m SingleSendMailRequest) wire() *dm.SingleSendMailRequest {
	request := &dm.SingleSendMailRequest{
		AccountName:    optional(m.AccountName),
		AddressType:    dara.Int32(m.AddressType.wire()),
		FromAlias:      optional(m.FromAlias),
		HtmlBody:       optional(m.HTMLBody),
		ReplyAddress:   optional(m.ReplyAddress),
		ReplyToAddress: dara.Bool(m.ReplyToAddress),
		Subject:        optional(m.Subject),
		TagName:        optional(m.TagName),
		TextBody:       optional(m.TextBody),
		ToAddress:      optional(m.ToAddress),
	}
	if m.ClickTrace {
		request.ClickTrace = dara.String("1")
	}
	return request
}

func (t AddressType) wire() int32 {
	switch t {
	case 0, AddressTypeSender:
		return 1
	case AddressTypeRandom:
		return 0
	default:
		return int32(t)
	}
}

// optional leaves an empty parameter out of the request, so that Direct Mail sees
// it as absent and not as a value which is too short.
func optional(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}
