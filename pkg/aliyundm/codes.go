package aliyundm

import (
	"context"
	"slices"
	"strings"
)

// Explanation is an error in plain words.
type Explanation struct {
	// Meaning says what went wrong, in one or two sentences.
	Meaning string
	// Hint says what to do about it at Alibaba Cloud.
	Hint string
}

// Explain returns what an error code of Direct Mail or of its gateway means, and
// whether the code is known. Case does not matter, because the documentation
// itself writes codes in several ways. A code that is not in the tables is
// explained by the part before its last dot, so that "Throttling.Xyz" is
// explained as "Throttling".
func Explain(code string) (Explanation, bool) {
	tables := slices.Concat(accessCodes(), gatewayCodes(), sendCodes(), resourceCodes())
	for part := code; part != ""; part = parent(part) {
		i := slices.IndexFunc(tables, func(known codeExplanation) bool { return strings.EqualFold(known.code, part) })
		if i >= 0 {
			return tables[i].explanation, true
		}
	}
	return explainMissing(code)
}

// parent returns a dotted code without its last part, or nothing.
func parent(code string) string {
	dot := strings.LastIndexByte(code, '.')
	return code[:max(dot, 0)]
}

// explainMissing explains the family of codes MissingToAddress, MissingSubject
// and so on, one for each mandatory parameter.
func explainMissing(code string) (Explanation, bool) {
	const prefix = "missing"
	if len(code) <= len(prefix) || !strings.EqualFold(code[:len(prefix)], prefix) {
		return Explanation{}, false
	}
	return Explanation{
		Meaning: "The request lacks the mandatory parameter " + code[len(prefix):] + ".",
		Hint:    "Give the parameter a value that is not empty.",
	}, true
}

// codeIs tells whether the code is one of the names or a refinement of one, as
// "Forbidden.RAM" is of "Forbidden".
func codeIs(code string, names ...string) bool {
	return slices.ContainsFunc(names, func(name string) bool {
		if len(code) < len(name) || !strings.EqualFold(code[:len(name)], name) {
			return false
		}
		return len(code) == len(name) || code[len(name)] == '.'
	})
}

type codeExplanation struct {
	code        string
	explanation Explanation
}

type kindExplanation struct {
	kind        error
	explanation Explanation
}

// kindExplanations explains failures without a known code. The uncertain ones
// come first: that a mail may be on its way matters more than why.
func kindExplanations() []kindExplanation {
	return []kindExplanation{
		{ErrUncertain, Explanation{
			"No answer came back that tells whether Direct Mail carried the request out. It was not repeated, for that could do it twice.",
			"Look at the recipient's mailbox, or at the sending details in the Direct Mail console, before trying again.",
		}},
		{ErrReadOnly, Explanation{
			"The request would change something, and the client only reads.",
			"Run it without the dry-run setting.",
		}},
		{ErrNoCredentials, Explanation{
			"There is no usable Alibaba Cloud AccessKey to sign the request with.",
			"Set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or configure the Alibaba Cloud CLI with \"aliyun configure\".",
		}},
		{ErrThrottled, Explanation{
			"Direct Mail turned the request away because too many arrive, also after waiting.",
			"Wait a minute and try again, and send fewer requests at the same time.",
		}},
		{ErrUnexpectedResponse, Explanation{
			"Something answered that does not speak the Direct Mail API as documented: a proxy, a login page or another server.",
			"Check the endpoint and the proxy settings (HTTP_PROXY, HTTPS_PROXY, NO_PROXY).",
		}},
		{ErrUnreachable, Explanation{
			"No answer came from the Direct Mail endpoint.",
			"Check the network, the endpoint and the proxy settings (HTTP_PROXY, HTTPS_PROXY, NO_PROXY); then try again.",
		}},
		{context.Canceled, Explanation{
			"The request was cancelled before Direct Mail could answer.",
			"Start it again when it suits.",
		}},
		{context.DeadlineExceeded, Explanation{
			"The time given to the request was over before it could be sent.",
			"Allow more time, and check what takes so long to provide the AccessKey.",
		}},
	}
}

// Hints that belong to more than one code.
const (
	grantPolicy = "Grant it a policy in the RAM console: AliyunDirectMailFullAccess, or one that allows \"dm:\" and the operation's name on resource \"*\"."
	copySecret  = "Copy the AccessKey secret again; if it is lost, create a new AccessKey in the RAM console. If there is a proxy, make sure that it keeps the Host header."
)

// accessCodes are those about who asks.
func accessCodes() []codeExplanation {
	return []codeExplanation{
		{"InvalidAccessKeyId", Explanation{
			"The AccessKey id was not accepted.",
			"Check the AccessKey in the RAM console, section AccessKey.",
		}},
		{"InvalidAccessKeyId.NotFound", Explanation{
			"No AccessKey with this id exists: it was deleted, mistyped, or a placeholder was left in.",
			"Copy the AccessKey id from the RAM console again, without spaces or brackets, or create a new one.",
		}},
		{"InvalidAccessKeyId.Inactive", Explanation{
			"The AccessKey exists but is disabled.",
			"Enable it in the RAM console, or use another one.",
		}},
		{"InvalidCredentials", Explanation{
			"The AccessKey is missing or incomplete.",
			"Set both the AccessKey id and the AccessKey secret.",
		}},
		{"SignatureDoesNotMatch", Explanation{
			"The AccessKey secret does not belong to the AccessKey id, or something changed the request on its way.",
			copySecret,
		}},
		{"Signature", Explanation{
			"The AccessKey secret does not belong to the AccessKey id, or something changed the request on its way.",
			copySecret,
		}},
		{"IncompleteSignature", Explanation{
			"The signature arrived incomplete.",
			"If there is a proxy in between, make sure that it passes all headers on, Authorization above all.",
		}},
		{"InvalidSecurityToken", Explanation{
			"The security token of the temporary credentials was not accepted.",
			"Obtain new temporary credentials from STS, and use the AccessKey pair and the token of one and the same answer.",
		}},
		{"InvalidSecurityToken.Expired", Explanation{
			"The temporary credentials have expired.",
			"Obtain new ones from STS.",
		}},
		{"InvalidSecurityToken.Malformed", Explanation{
			"The security token is cut off or does not belong to the AccessKey.",
			"Use the AccessKey pair and the token of one and the same STS answer. With a permanent AccessKey, unset ALIBABA_CLOUD_SECURITY_TOKEN.",
		}},
		{"Forbidden", Explanation{
			"The RAM user of this AccessKey is not allowed to do this.",
			grantPolicy,
		}},
		{"Forbidden.RAM", Explanation{
			"The RAM policies of this AccessKey's user do not allow the operation.",
			grantPolicy,
		}},
		{"NoPermission", Explanation{
			"The RAM policies of this AccessKey's user or role do not allow the operation.",
			grantPolicy,
		}},
		{"InvalidUser.NotFound", Explanation{
			"The account has never activated Direct Mail.",
			"Open the Direct Mail console once with the main account and activate the service.",
		}},
		{"User.Blacklisted", Explanation{
			"Direct Mail has blocked the account.",
			"Open a ticket at Alibaba Cloud to learn why and to have it unblocked.",
		}},
		{"User.RegisterTooMuch", Explanation{
			"Direct Mail was activated by too many accounts of the same owner.",
			"Use the account that already has Direct Mail, or open a ticket at Alibaba Cloud.",
		}},
	}
}

// gatewayCodes are those of the API gateway about the request itself.
func gatewayCodes() []codeExplanation {
	return []codeExplanation{
		{"InvalidTimeStamp", Explanation{
			"The time in the request was not accepted.",
			"Set the clock of this machine, best by NTP.",
		}},
		{"InvalidTimeStamp.Expired", Explanation{
			"The clock of this machine differs from Alibaba Cloud's by more than 15 minutes.",
			"Set the clock, best by NTP; containers and virtual machines take it from their host.",
		}},
		{"InvalidTimeStamp.Format", Explanation{
			"The time in the request is not written as Alibaba Cloud expects.",
			"Check whether a proxy rewrites the request headers.",
		}},
		{"SignatureNonceUsed", Explanation{
			"The same signed request arrived twice, and the second one was refused.",
			"Check whether a proxy repeats requests. The first one may have been carried out.",
		}},
		{"MissingParameter", Explanation{
			"The request lacks a mandatory parameter; the message names it.",
			"Give the parameter a value that is not empty.",
		}},
		{"InvalidAction.NotFound", Explanation{
			"The endpoint does not know the operation, so it is not a Direct Mail endpoint of this API version.",
			"Check the region and the endpoint.",
		}},
		{"InvalidVersion", Explanation{
			"The endpoint does not know the API version 2015-11-23 of Direct Mail.",
			"Check the region and the endpoint.",
		}},
		{"NoSuchVersion", Explanation{
			"The endpoint does not know the API version 2015-11-23 of Direct Mail.",
			"Check the region and the endpoint.",
		}},
		{"Throttling", Explanation{
			"Too many requests arrive, and flow control turned this one away.",
			"Wait a minute and try again. Direct Mail accepts 100 single mails per second and account.",
		}},
		{"Throttling.User", Explanation{
			"The account sends more requests than its flow control allows.",
			"Wait a minute and try again, and find out what else uses the account.",
		}},
		{"Throttling.Api", Explanation{
			"This operation is called more often than its flow control allows.",
			"Wait a minute and try again, and call it less often.",
		}},
		{"InternalError", Explanation{
			"Direct Mail failed inside.",
			"Try again in a few minutes. If it stays, open a ticket with the request id.",
		}},
		{"InternalServiceError", Explanation{
			"Direct Mail failed inside.",
			"Try again in a few minutes. If it stays, open a ticket with the request id.",
		}},
		{"ServiceUnavailable", Explanation{
			"Direct Mail is out of service for the moment.",
			"Try again in a few minutes, and look at status.alibabacloud.com.",
		}},
	}
}
