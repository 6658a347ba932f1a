package doctor

import (
	"errors"
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
		{ID: senderExists, Group: groupSender, Title: "exists", needs: setUpNeeds(), reads: sendersRead, judge: judgeSenderExists},
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
	others := f.DirectMail.Elsewhere.Value
	switch {
	case len(others.Have) > 0:
		return ok("%s, in %s", name, strings.Join(others.Have, ", "))
	case errors.Is(f.DirectMail.Domain.Err, errNoDomain): // without which there is no address
		return skip("", "waits for %s", domainExists)
	case len(others.Silent) > 0:
		return fail("look in every region: logtoctl direct-mail sender list --all-regions; if it is in none: "+f.createSender(name),
			"the account has no sender address %s in %s, and could not be asked in %s", name, f.DirectMail.Region, strings.Join(others.Silent, ", "))
	}
	next := f.createSender(name)
	var known []string
	for _, address := range f.DirectMail.Senders.Value {
		known = append(known, address.AccountName)
	}
	if len(known) > 0 {
		next += ", or set accountName to one there is: " + few(known)
	}
	return fail(next, "the account has no sender address %s, in %s or any other region", name, f.DirectMail.Region)
}

// createSender is the command that makes a sender address, which is to apply the
// file if that asks for it.
func (f *Facts) createSender(name string) string {
	if f.File != nil && f.File.DirectMail != nil && strings.EqualFold(f.File.DirectMail.Sender, name) {
		return "logtoctl apply -f " + f.FileName
	}
	return f.directMail("sender create " + name)
}

// directMail is a command on the Direct Mail account where it was looked at.
func (f *Facts) directMail(command string) string {
	if f.DirectMail.Region != f.DirectMail.DefaultRegion {
		command += " --region " + f.DirectMail.Region
	}
	return "logtoctl direct-mail " + command
}

func judgeSenderRegion(f *Facts) verdict {
	if _, found := f.sender(); found {
		return ok("%s", f.DirectMail.Region)
	}
	regions := f.DirectMail.Elsewhere.Value.Have
	return fail(f.correct(`set regionId to "`+regions[0]+`"`), "%s is in %s, and the connector sends in %s", f.DirectMail.Mailer.Value.AccountName, strings.Join(regions, ", "), f.DirectMail.Region)
}

func judgeSenderType(f *Facts) verdict {
	address, _ := f.sender()
	if address.SendType == aliyundm.SendTypeTrigger {
		return ok("%s", address.SendType)
	}
	return fail(f.directMail("sender create ANOTHER@"+domainOf(address.AccountName)+" --send-type trigger")+", then "+f.correct("set accountName to it"),
		"%s is of type %q, which is for newsletters and cannot be changed", address.AccountName, address.SendType)
}

func judgeSenderStatus(f *Facts) verdict {
	address, _ := f.sender()
	if address.Status != aliyundm.StatusAbnormal {
		return ok("%s", address.Status)
	}
	return fail("ask Alibaba Cloud why (Direct Mail console > Sender addresses), or use another address: "+f.directMail("sender create NAME@"+domainOf(address.AccountName)),
		"%s is frozen", address.AccountName)
}
