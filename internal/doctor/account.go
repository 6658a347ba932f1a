package doctor

import "github.com/logtoctl/logtoctl/pkg/aliyundm"

const (
	accountStatus = "account.status"
	accountQuota  = "account.quota"
)

func accountChecks() []Check {
	needs := []string{accessKeyFound, accessKeyReachable, accessKeyClock, accessKeyValid, accessKeyActivated}
	return []Check{
		{ID: accountStatus, Group: groupAccount, Title: "is neither frozen nor overdue", needs: needs, reads: accountRead, judge: judgeAccountStatus},
		{ID: accountQuota, Group: groupAccount, Title: "has quota left for today", needs: needs, reads: accountRead, judge: judgeQuota},
	}
}

func accountRead(f *Facts) []error { return []error{f.DirectMail.Account.Err} }

func judgeAccountStatus(f *Facts) verdict {
	status := f.DirectMail.Account.Value.UserStatus
	switch status {
	case aliyundm.UserNormal:
		return ok("%s", status)
	case aliyundm.UserOverdue:
		return fail("pay what is due: https://billing-cost.console.aliyun.com", "the account sends nothing: %s", status)
	default:
		return fail("ask Alibaba Cloud why (Direct Mail console > Overview)", "the account sends nothing, or not freely: %s", status)
	}
}

// lowQuota is the part of the daily quota, one of so many, below which it is
// worth a warning.
const lowQuota = 10

// judgeQuota counts what the region's addresses have sent today: the summary has
// the quota and not what is used of it.
func judgeQuota(f *Facts) verdict {
	quota, sent := f.DirectMail.Account.Value.DailyQuota, 0
	for _, address := range f.DirectMail.Senders.Value {
		sent += address.DailyCount
	}
	const next = "wait until tomorrow, or raise it: Direct Mail console > Overview > Quota"
	switch left := max(0, quota-sent); {
	case left == 0:
		return fail(next, "none of the %d mails of today is left", quota)
	case left < quota/lowQuota:
		return warn(next, "%d of the %d mails of today are left", left, quota)
	default:
		return ok("%d of %d mails", left, quota)
	}
}
