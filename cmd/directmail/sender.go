package directmail

import (
	"context"
	"fmt"
	"strings"

	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

const addressArgument = "ADDRESS"

// findSender returns the sender address, named by itself or by its id.
func (a account) findSender(ctx context.Context, named string) (aliyundm.MailAddress, error) {
	query := aliyundm.MailAddressQuery{KeyWord: named}
	if isID(named) {
		query.KeyWord = ""
	}
	for address, err := range a.QueryMailAddressByParam(ctx, query) {
		if err != nil {
			return address, err
		}
		if address.ID == named || strings.EqualFold(address.AccountName, named) {
			return address, nil
		}
	}
	return aliyundm.MailAddress{}, &notFoundError{kind: "sender address", name: named, region: a.region, list: "direct-mail sender list" + a.others}
}

// setReply changes the reply address of a sender if it is another one.
func (a account) setReply(ctx context.Context, sender aliyundm.MailAddress, reply string, dryRun bool) (output.MailSender, error) {
	status := plan.Unchanged
	if !strings.EqualFold(sender.ReplyAddress, reply) {
		status = plan.Updated
		if !dryRun {
			if err := a.ModifyMailAddress(ctx, sender.ID, reply); err != nil {
				return output.MailSender{}, err
			}
		}
		sender.ReplyAddress = reply
	}
	return a.senderView(sender, status, dryRun), nil
}

func (a account) senderView(sender aliyundm.MailAddress, status plan.Status, dryRun bool) output.MailSender {
	view := output.NewMailSender(a.region, sender)
	view.Status, view.DryRun = status, dryRun
	return view
}

// sendTypeError says that a sender address has another send type.
type sendTypeError struct {
	address, has, wanted string
	flag                 string // of the region
}

// Error names the two.
func (e *sendTypeError) Error() string {
	return fmt.Sprintf("the sender address %s is there with the send type %s, not %s, and that cannot be changed", e.address, e.has, e.wanted)
}

// Code is the code of the error document.
func (e *sendTypeError) Code() string { return "send_type_differs" }

// Hint says what can be done instead.
func (e *sendTypeError) Hint() string {
	return "use another address, or delete it and create it again (at most ten deletions a month): logtoctl direct-mail sender delete " + e.address + e.flag
}
