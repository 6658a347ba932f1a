package cli

import (
	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/provision"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

// codesOfDomains are about the sending domains of Direct Mail, and about every
// object that is named like one.
func codesOfDomains() []output.Explanation {
	waiting := &provision.WaitingForDNSError{}
	waiting.Domain.Name = "DOMAIN"
	return []output.Explanation{
		written("not_found", "Direct Mail has no domain, sender address or tag of that name in this account and region.",
			"see what there is: logtoctl direct-mail domain list --all-regions (or sender list, tag list)"),
		written("not_created", "The answer to a create was lost, and the object was looked for and is not there.",
			"run the command again"),
		told(&plan.NoDomainError{Domain: "DOMAIN"}, "The sender address needs a sending domain that the account does not have in the region."),
		written("domain_not_ready", "The sending domain cannot send yet: a DNS record is missing or wrong, or Direct Mail has not looked again.",
			"set the records that are named, then: logtoctl direct-mail domain check DOMAIN --wait 30m"),
		told(waiting, "The sending domain is there, and somebody has to set its DNS records before apply can go on."),
		written("domain_in_use", "Sender addresses still belong to the sending domain that is to be deleted.",
			"delete them first (at most ten a month): logtoctl direct-mail sender delete ADDRESS"),
	}
}

// codesOfSenders are about sender addresses.
func codesOfSenders() []output.Explanation {
	return []output.Explanation{
		written("send_type_differs", "The sender address is there with another send type than was asked for, and that cannot be changed.",
			"use another address, or delete it and create it again (at most ten deletions a month): logtoctl direct-mail sender delete ADDRESS"),
		told(&plan.SendTypeError{Address: aliyundm.MailAddress{AccountName: "ADDRESS"}}, "The sender address has a send type that Direct Mail refuses for verification codes."),
	}
}

// codesOfDelivery are about mails that were sent and have not arrived.
func codesOfDelivery() []output.Explanation {
	return []output.Explanation{
		told(undelivered(aliyundm.DeliveryUnknown), "The mail was sent, and Direct Mail has not said yet whether it arrived."),
		told(undelivered(aliyundm.DeliveryInvalidAddress), "The mail was sent to an address that does not exist."),
		told(undelivered(aliyundm.DeliverySpam), "The recipient's server took the mail for spam."),
		told(undelivered(aliyundm.DeliveryFailed), "The recipient's server refused the mail."),
	}
}

func undelivered(status aliyundm.DeliveryStatus) *provision.DeliveryError {
	return &provision.DeliveryError{
		AccountName: "NAME@DOMAIN",
		Mails:       []provision.Undelivered{{Outcome: aliyundm.Delivery{Status: status}}},
	}
}
