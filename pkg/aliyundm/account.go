package aliyundm

import (
	"context"
	"fmt"

	dm "github.com/alibabacloud-go/dm-20151123/v2/client"
	"github.com/alibabacloud-go/tea/dara"
)

// UserStatus is the state of the account at Direct Mail.
type UserStatus int

// The states that Direct Mail documents.
const (
	UserNormal     UserStatus = 0
	UserFrozen     UserStatus = 1
	UserOverdue    UserStatus = 2
	UserRestricted UserStatus = 4
	UserDeleted    UserStatus = 8
)

// String returns the state in plain words.
func (s UserStatus) String() string {
	switch s {
	case UserNormal:
		return "normal"
	case UserFrozen:
		return "frozen"
	case UserOverdue:
		return "payment overdue"
	case UserRestricted:
		return "sending restricted"
	case UserDeleted:
		return "deleted"
	}
	return fmt.Sprintf("unknown state %d", int(s))
}

// AccountSummary is the account's quotas, in mails, and how many objects it has.
type AccountSummary struct {
	// DailyQuota and MonthQuota are how many mails may be sent per day and month.
	DailyQuota, MonthQuota int
	// DailyRemainFreeQuota and RemainFreeQuota are what is left of the free mails,
	// today and in all.
	DailyRemainFreeQuota, RemainFreeQuota int
	// QuotaLevel is the reputation level that the quotas follow from, up to
	// MaxQuotaLevel.
	QuotaLevel, MaxQuotaLevel int
	// Domains, MailAddresses, Tags, Templates and Receivers count what exists;
	// receivers are lists of recipients.
	Domains, MailAddresses, Tags, Templates, Receivers int
	// UserStatus is the state of the account; only [UserNormal] can send freely.
	UserStatus UserStatus
	// RequestID identifies the request in Alibaba Cloud's logs and tickets.
	RequestID string
}

// DescAccountSummary reads the account summary (action DescAccountSummary). It
// changes nothing and takes no parameters, which makes it the cheapest way to
// try credentials.
func (c *Client) DescAccountSummary(ctx context.Context) (AccountSummary, error) {
	op := operation{action: "DescAccountSummary"}
	var summary AccountSummary
	err := c.call(ctx, op, func(ctx context.Context, sdk *dm.Client) error {
		response, err := sdk.DescAccountSummaryWithContext(ctx, &dm.DescAccountSummaryRequest{}, &dara.RuntimeOptions{})
		if err != nil {
			return err
		}
		if response.Body.GetUserStatus() == nil {
			return unexpected("the answer has no UserStatus")
		}
		summary = accountSummary(response.Body)
		return nil
	})
	if err != nil {
		return AccountSummary{}, fmt.Errorf("read the account summary: %w", err)
	}
	return summary, nil
}

func accountSummary(body *dm.DescAccountSummaryResponseBody) AccountSummary {
	return AccountSummary{
		DailyQuota:           int(dara.Int32Value(body.DailyQuota)),
		MonthQuota:           int(dara.Int32Value(body.MonthQuota)),
		DailyRemainFreeQuota: int(dara.Int32Value(body.DailyRemainFreeQuota)),
		RemainFreeQuota:      int(dara.Int32Value(body.RemainFreeQuota)),
		QuotaLevel:           int(dara.Int32Value(body.QuotaLevel)),
		MaxQuotaLevel:        int(dara.Int32Value(body.MaxQuotaLevel)),
		Domains:              int(dara.Int32Value(body.Domains)),
		MailAddresses:        int(dara.Int32Value(body.MailAddresses)),
		Tags:                 int(dara.Int32Value(body.Tags)),
		Templates:            int(dara.Int32Value(body.Templates)),
		Receivers:            int(dara.Int32Value(body.Receivers)),
		UserStatus:           UserStatus(dara.Int32Value(body.UserStatus)),
		RequestID:            dara.StringValue(body.RequestId),
	}
}
