package doctor

import (
	"strings"

	"github.com/logtoctl/logtoctl/internal/plan"
)

const directMailFile = "direct-mail.file"

func directMailChecks() []Check {
	needs := []string{accessKeyFound, accessKeyReachable, accessKeyClock, accessKeyValid, accessKeyActivated}
	return []Check{
		{ID: directMailFile, Group: groupAccount, Title: "is as the file says", needs: needs, reads: directMailRead, judge: judgeDirectMailFile},
	}
}

func directMailRead(f *Facts) []error {
	return []error{f.DirectMail.Domains.Err, f.DirectMail.Senders.Err, f.DirectMail.Tags.Err}
}

// judgeDirectMailFile compares the account with directMail of the file. What is
// wrong with the sender address that is looked into, and with its domain, is told
// by the checks of those.
func judgeDirectMailFile(f *Facts) verdict {
	if f.File == nil || f.File.DirectMail == nil {
		return noFile(f, "Direct Mail account")
	}
	want := *f.File.DirectMail
	if want.Region != "" && want.Region != f.DirectMail.Region {
		return fail("use one region in "+f.FileName+" and in the connector, then: "+f.planCommand(),
			"directMail of %s is in %s, and the connector sends in %s", f.FileName, want.Region, f.DirectMail.Region)
	}
	used := f.DirectMail.Mailer.Value.AccountName
	var differing []plan.Field
	if want.Domain != "" && !strings.EqualFold(want.Domain, domainOf(used)) {
		differing = append(differing, under("domain", plan.EnsureDomain(f.DirectMail.Domains.Value, want.Domain).Fields)...)
	}
	if want.Sender != "" {
		change, err := plan.EnsureSender(f.DirectMail.Senders.Value, want.Sender, want.ReplyAddress)
		switch told := strings.EqualFold(want.Sender, used); {
		case told && (err != nil || change.Status == plan.Created):
		case err != nil:
			return fail(hintOf(err, f.planCommand()), "%v", err)
		case change.Status == plan.Created:
			differing = append(differing, under("sender", change.Fields)...)
		default:
			differing = append(differing, under("replyAddress", change.Fields)...)
		}
	}
	if want.Tag != "" {
		differing = append(differing, under("tag", plan.EnsureTag(f.DirectMail.Tags.Value, want.Tag).Fields)...)
	}
	return asFile(f, differing)
}

// under is a difference by the name that the file has for it.
func under(key string, fields []plan.Field) []plan.Field {
	if len(fields) == 0 {
		return nil
	}
	return []plan.Field{{Path: "directMail." + key}}
}
