package plan

import (
	"fmt"

	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

// RegionFlag is what a direct-mail command has after it to work in a region: a
// blank and the flag, or nothing for an empty region, which is the default one.
func RegionFlag(region string) string {
	if region == "" {
		return ""
	}
	return " --region " + region
}

// SendTypeError says that a sender address exists with a send type that Direct
// Mail refuses for verification codes, and cannot change.
type SendTypeError struct {
	Address aliyundm.MailAddress
	Region  string // empty is the default one
}

// Error names both send types.
func (e *SendTypeError) Error() string {
	return fmt.Sprintf("the sender address %s has the send type %s, not %s, and Direct Mail cannot change the send type", e.Address.AccountName, e.Address.SendType, aliyundm.SendTypeTrigger)
}

// Code is the code of the error document.
func (e *SendTypeError) Code() string { return "sender_send_type_differs" }

// Hint says what can be done, and what it costs.
func (e *SendTypeError) Hint() string {
	return "choose another sender address, or delete it first (an account has ten deletions a month): logtoctl direct-mail sender delete " + e.Address.AccountName + RegionFlag(e.Region)
}

// NoDomainError says that a sender address is wanted under a domain that the
// account does not have in the region, and that the file does not ask for.
type NoDomainError struct {
	Sender, Domain string
	Region         string // empty is the default one
}

// Error names the domain.
func (e *NoDomainError) Error() string {
	where := "this account and region"
	if e.Region != "" {
		where = "this account in the region " + e.Region
	}
	return fmt.Sprintf("the sender address %s needs the sending domain %s, which does not exist in %s", e.Sender, e.Domain, where)
}

// Code is the code of the error document.
func (e *NoDomainError) Code() string { return "domain_not_found" }

// Hint names the key of the file.
func (e *NoDomainError) Hint() string {
	return "add it to directMail in the file: domain: " + e.Domain
}
