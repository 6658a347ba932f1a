package cli

import (
	"cmp"
	"errors"
	"strings"

	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

// explainMail is about a refusal of Direct Mail. It is that of the connector when
// the connector's own AccessKey and sender address were used.
func explainMail(err *aliyundm.Error, ofConnector bool, failure *Failure) {
	if err.Code == "" && errors.Is(err, aliyundm.ErrUnexpectedResponse) {
		nameStatus(err.StatusCode, failure)
	}
	failure.set(cmp.Or(err.Code, "unreachable"), err.RequestID)
	explanation := err.Explanation()
	failure.Meaning = explanation.Meaning
	next := explanation.Hint
	if !err.Uncertain { // to look first whether it was done is right for every code
		next = cmp.Or(nextAtDirectMail(strings.ToLower(err.Code)), next)
	}
	if ofConnector && (errors.Is(err, aliyundm.ErrUnauthorized) || errors.Is(err, aliyundm.ErrNotFound)) {
		// What is corrected has to get to where Logto sends from.
		next = strings.TrimSuffix(next, ".") + "; then: logtoctl connector aliyun-dm apply -f connector.json"
	}
	failure.suggest(next)
}

// isOfConnector tells the operation that only runs with what a connector has;
// all others are asked for with the AccessKey of the user's account too.
func isOfConnector(err *aliyundm.Error) bool { return err.Action == "SingleSendMail" }

// nextAtDirectMail names the command that deals with one of Direct Mail's codes,
// which are compared in lower case because its documentation writes them in
// several ways. For the others there is what [aliyundm.Explain] says to do at
// Alibaba Cloud.
func nextAtDirectMail(code string) string {
	switch code {
	case "invalidmailaddressdomain.malformed", "checkdomain.failed":
		return "see which DNS record is wrong, and let Direct Mail look again: logtoctl direct-mail domain check NAME --wait 30m"
	case "invaliddomain.notfound", "invaliddomainid.notfound":
		return "see in which region it is, if in any: logtoctl direct-mail domain list --all-regions"
	case "invaliddomainname.duplicate":
		return "use the one there is: logtoctl direct-mail domain get NAME"
	case "invaliddomainnumber.malformed":
		return "delete one that is not needed: logtoctl direct-mail domain list, then logtoctl direct-mail domain delete NAME; or ask for a higher quota in a ticket"
	case "invalidsendmail.spam":
		return "see whether the account may send, and how much: logtoctl direct-mail account; if it may, change the content of the mail before you send it again"
	case "invalidsubject.malformed", "invalidbody":
		return "check the templates: logtoctl templates lint connector.json"
	case "invalidfromalias.malformed":
		return "use a fromAlias of fewer than 15 characters, or none, then: logtoctl connector aliyun-dm apply -f connector.json"
	case "invalidtag.notfound":
		return "create it: logtoctl direct-mail tag create TAG"
	case "invalidtagid.notfound":
		return "see in which region it is, if in any: logtoctl direct-mail tag list --all-regions"
	case "invalidtagname.duplicate":
		return "use the one there is: logtoctl direct-mail tag list"
	case "invalidtagnumber.malformed":
		return "delete one that is not needed: logtoctl direct-mail tag list, then logtoctl direct-mail tag delete TAG"
	case "invaliddate.malformed", "invaliddate.notfound":
		return "choose 1 to 30 days: logtoctl direct-mail stats --days 7"
	}
	return nextForSender(code)
}

// nextForSender is about sender addresses.
func nextForSender(code string) string {
	switch code {
	case "invalidmailaddress.notfound", "invalidmailaddressid.notfound", "invalidmailaddressid.malformed":
		return "see in which region it is, if in any: logtoctl direct-mail sender list --all-regions"
	case "invalidmailaddressstatus.malformed":
		return "see whether it is frozen: logtoctl direct-mail sender get ADDRESS; if it is, open a ticket at Alibaba Cloud, or send from another address"
	case "invalidmailaddresssendtype.malformed":
		return "use an address for mails to one person: logtoctl direct-mail sender create ADDRESS --send-type trigger"
	case "invalidmailaddressname.duplicate":
		return "use the one there is: logtoctl direct-mail sender get ADDRESS"
	case "invalidmailaddressname.malformed":
		return "use at most 60 characters, and a domain of the account: logtoctl direct-mail domain list"
	case "invalidmailaddressnumber.malformed":
		return "use one there is: logtoctl direct-mail sender list; or delete one (at most ten a month): logtoctl direct-mail sender delete ADDRESS"
	case "invalidreplyaddress.malformed":
		return "correct it: logtoctl direct-mail sender set-reply ADDRESS REPLY"
	}
	return ""
}
