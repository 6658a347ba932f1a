package doctor

import (
	"strings"

	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

const (
	senderExists = "sender.exists"
	senderRegion = "sender.region"
	senderType   = "sender.type"
	senderStatus = "sender.status"
)

func senderChecks() []Check {
	return []Check{
		{ID: senderExists, Group: groupSender, Title: "exists", needs: []string{connectorConfig, accessKeyFound, accessKeyReachable, accessKeyClock, accessKeyValid, accessKeyActivated}, reads: sendersRead, judge: judgeSenderExists},
		{ID: senderRegion, Group: groupSender, Title: "is in the connector's region", needs: []string{senderExists}, reads: sendersRead, judge: judgeSenderRegion},
		{ID: senderType, Group: groupSender, Title: "is for codes (type trigger)", needs: []string{senderRegion}, reads: sendersRead, judge: judgeSenderType},
		{ID: senderStatus, Group: groupSender, Title: "is not frozen", needs: []string{senderRegion}, reads: sendersRead, judge: judgeSenderStatus},
	}
}

func sendersRead(f *Facts) []error { return []error{f.DirectMail.Senders.Err} }

// sender returns the connector's sender address, if the region has it.
func (f *Facts) sender() (aliyundm.MailAddress, bool) {
	return findSender(f.DirectMail.Senders.Value, f.DirectMail.Mailer.Value.AccountName)
}

func judgeSenderExists(f *Facts) verdict {
	name := f.DirectMail.Mailer.Value.AccountName
	if address, found := f.sender(); found {
		return ok("%s", address.AccountName)
	}
	if regions := f.DirectMail.Elsewhere.Value; len(regions) > 0 {
		return ok("%s, in %s", name, strings.Join(regions, ", "))
	}
	var known []string
	for _, address := range f.DirectMail.Senders.Value {
		known = append(known, address.AccountName)
	}
	next := "logtoctl direct-mail sender create " + name
	if len(known) > 0 {
		next += ", or set accountName to one there is: " + few(known)
	}
	return fail(next, "the account has no sender address %s, in %s or any other region", name, f.DirectMail.Region)
}

func judgeSenderRegion(f *Facts) verdict {
	if _, found := f.sender(); found {
		return ok("%s", f.DirectMail.Region)
	}
	regions := f.DirectMail.Elsewhere.Value
	return fail(f.correct(`set regionId to "`+regions[0]+`"`), "%s is in %s, and the connector sends in %s", f.DirectMail.Mailer.Value.AccountName, strings.Join(regions, ", "), f.DirectMail.Region)
}

func judgeSenderType(f *Facts) verdict {
	address, _ := f.sender()
	if address.SendType == aliyundm.SendTypeTrigger {
		return ok("%s", address.SendType)
	}
	return fail("logtoctl direct-mail sender create ANOTHER@"+domainOf(address.AccountName)+" --send-type trigger, then "+f.correct("set accountName to it"),
		"%s is of type %q, which is for newsletters and cannot be changed", address.AccountName, address.SendType)
}

func judgeSenderStatus(f *Facts) verdict {
	address, _ := f.sender()
	if address.Status != aliyundm.StatusAbnormal {
		return ok("%s", address.Status)
	}
	return fail("ask Alibaba Cloud why (Direct Mail console > Sender addresses), or use another address: logtoctl direct-mail sender create NAME@"+domainOf(address.AccountName),
		"%s is frozen", address.AccountName)
}
