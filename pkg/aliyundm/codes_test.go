package aliyundm_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

// documentedCodes are all codes that are known of Direct Mail and its gateway.
func documentedCodes() []string {
	return []string{
		// SingleSendMail and BatchSendMail
		"InvalidMailAddress.NotFound", "InvalidMailAddressStatus.Malformed", "InvalidMailAddressDomain.Malformed",
		"InvalidMailAddressSendType.Malformed", "InvalidToAddress", "InvalidToAddress.Spam", "InvalidReceiverName.Malformed",
		"InvalidBody", "InvalidSubject.Malformed", "InvalidFromAlias.Malformed", "InvalidFromALias.Malformed",
		"InvalidReplyAddress.Malformed", "InvalidReplyAddressAlias.Malformed", "InvalidSendMail.Spam", "EmailFormatError",
		"EmailLengthError", "InvalidIP.NotFound",
		// domains
		"InvalidDomainName.Duplicate", "InvalidDomainName.Malformed", "InvalidDomainName.Conflict",
		"InvalidDomainNumber.Malformed", "InvalidDomain.NotFound", "InvalidDomainId.NotFound", "CheckDomain.Failed",
		// sender addresses, tags, account, statistics
		"InvalidMailAddressName.Duplicate", "InvalidUser.NotFound", "InvalidMailAddressId.Malformed", "InvalidKeyword.Malformed",
		"InvalidTag.NotFound", "User.Blacklisted", "User.RegisterTooMuch", "InvalidDate.Malformed", "InvalidDate.NotFound",
		// gateway
		"InvalidAccessKeyId.NotFound", "InvalidAccessKeyId.Inactive", "SignatureDoesNotMatch", "Signature", "IncompleteSignature",
		"InvalidTimeStamp.Expired", "InvalidTimeStamp.Format", "SignatureNonceUsed", "MissingParameter", "MissingToAddress",
		"MissingAccountName", "InvalidAction.NotFound", "InvalidVersion", "NoSuchVersion", "InvalidSecurityToken.Expired",
		"InvalidSecurityToken.Malformed", "Forbidden", "Forbidden.RAM", "NoPermission", "Throttling", "Throttling.User",
		"Throttling.Api", "InternalError", "InternalServiceError", "ServiceUnavailable", "InvalidCredentials",
	}
}

func TestExplain_everyCode(t *testing.T) {
	t.Parallel()
	for _, code := range documentedCodes() {
		for _, spelling := range []string{code, strings.ToLower(code), strings.ToUpper(code)} {
			explanation, ok := aliyundm.Explain(spelling)
			if !ok {
				t.Errorf("%s is not explained", spelling)
				continue
			}
			for what, text := range map[string]string{"meaning": explanation.Meaning, "hint": explanation.Hint} {
				if len(text) < 10 || !strings.HasSuffix(text, ".") || strings.Contains(text, "logtoctl") {
					t.Errorf("%s: %s is %q, want a sentence about Alibaba Cloud", spelling, what, text)
				}
			}
		}
	}
}

func TestExplain_refinements(t *testing.T) {
	t.Parallel()
	for code, like := range map[string]string{
		"Throttling.Xyz":                   "Throttling",
		"Throttling.User.Daily":            "Throttling.User",
		"forbidden.ram.denied":             "Forbidden.RAM",
		"Forbidden.Other":                  "Forbidden",
		"InvalidAccessKeyId.Other":         "InvalidAccessKeyId",
		"InvalidSecurityToken.MismatchKey": "InvalidSecurityToken",
	} {
		got, ok := aliyundm.Explain(code)
		want, known := aliyundm.Explain(like)
		if !ok || !known || got != want {
			t.Errorf("%s is explained as %q, want it as %s", code, got.Meaning, like)
		}
	}
	own, _ := aliyundm.Explain("Forbidden.RAM")
	if general, _ := aliyundm.Explain("Forbidden"); own == general {
		t.Error("Forbidden.RAM has no explanation of its own")
	}
}

func TestExplain_unknown(t *testing.T) {
	t.Parallel()
	for _, code := range []string{"", ".", "Weird", "Weird.Code", "ThrottlingX", "Missing", ".Throttling", "SignatureX"} {
		if explanation, ok := aliyundm.Explain(code); ok {
			t.Errorf("%q is explained: %q", code, explanation.Meaning)
		}
	}
}

// The list has each documented code once, but for the families.
func TestCodes(t *testing.T) {
	t.Parallel()
	codes := aliyundm.Codes()
	seen := map[string]bool{}
	for _, code := range codes {
		if seen[strings.ToLower(code)] {
			t.Errorf("%s is listed twice", code)
		}
		seen[strings.ToLower(code)] = true
		if _, ok := aliyundm.Explain(code); !ok {
			t.Errorf("%s is listed and not explained", code)
		}
	}
	families := []string{"MissingToAddress", "MissingAccountName"}
	for _, code := range documentedCodes() {
		if !seen[strings.ToLower(code)] && !slices.Contains(families, code) {
			t.Errorf("%s is not listed", code)
		}
	}
}

func TestExplain_families(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]struct{ name, meaning string }{
		"MissingTagName":             {"TagName", "lacks the mandatory parameter"},
		"missingTagName.Deep":        {"TagName", "lacks the mandatory parameter"},
		"InvalidTagNumber.Malformed": {"Tag", "reached its limit"},
		// The eleventh deletion of a month is no matter of how many there are.
		"InvalidMailAddressDeleteNumber.Malformed": {"of MailAddress for", "may delete"},
		"InvalidTagName.Duplicate":                 {"TagName", "is taken"},
		"InvalidTemplate.NotFound":                 {"Template", "does not exist"},
		"INVALIDTAGNAME.MALFORMED":                 {"TAGNAME", "is not accepted"},
		"InvalidTagName.Malformed.Length":          {"TagName", "is not accepted"},
	} {
		explanation, ok := aliyundm.Explain(code)
		if !ok || !strings.Contains(explanation.Meaning, want.name) || !strings.Contains(explanation.Meaning, want.meaning) || explanation.Hint == "" {
			t.Errorf("%s: explanation is %+v, want one that %s %s", code, explanation, want.name, want.meaning)
		}
	}
	if deletions, _ := aliyundm.Explain("InvalidMailAddressDeleteNumber.Malformed"); strings.Contains(deletions.Hint, "Delete what") {
		t.Errorf("that too much was deleted is helped by %q", deletions.Hint)
	}
	// What would be quoted must be one plain word.
	for _, code := range []string{"Invalid.Malformed", "InvalidTag", "Invalid.Duplicate", "Invalid\x1b[2JTag.Malformed", "Missing To"} {
		if explanation, ok := aliyundm.Explain(code); ok {
			t.Errorf("%q is explained: %q", code, explanation.Meaning)
		}
	}
}

func TestExplain_missingNamesTheParameter(t *testing.T) {
	t.Parallel()
	explanation, ok := aliyundm.Explain("MissingToAddress")
	if !ok || !strings.Contains(explanation.Meaning, "ToAddress") {
		t.Errorf("meaning is %q, want it to name ToAddress", explanation.Meaning)
	}
}

func TestError_kindByCode(t *testing.T) {
	t.Parallel()
	want := map[string]error{
		"InvalidAccessKeyId.NotFound": aliyundm.ErrUnauthorized, "InvalidAccessKeyId.Inactive": aliyundm.ErrUnauthorized,
		"SignatureDoesNotMatch": aliyundm.ErrUnauthorized, "Signature": aliyundm.ErrUnauthorized,
		"IncompleteSignature": aliyundm.ErrUnauthorized, "InvalidSecurityToken.Expired": aliyundm.ErrUnauthorized,
		"InvalidSecurityToken.Malformed": aliyundm.ErrUnauthorized, "InvalidCredentials": aliyundm.ErrUnauthorized,
		"Forbidden": aliyundm.ErrForbidden, "Forbidden.RAM": aliyundm.ErrForbidden, "NoPermission": aliyundm.ErrForbidden,
		"InvalidMailAddress.NotFound": aliyundm.ErrNotFound, "InvalidDomain.NotFound": aliyundm.ErrNotFound,
		"InvalidDomainId.NotFound": aliyundm.ErrNotFound, "InvalidTag.NotFound": aliyundm.ErrNotFound,
		"InvalidMailAddressId.Malformed": aliyundm.ErrNotFound,
		"InvalidDomainName.Duplicate":    aliyundm.ErrExists, "InvalidMailAddressName.Duplicate": aliyundm.ErrExists,
		"Throttling": aliyundm.ErrThrottled, "Throttling.User": aliyundm.ErrThrottled, "Throttling.Api": aliyundm.ErrThrottled,
	}
	for _, code := range documentedCodes() {
		for _, spelling := range []string{code, strings.ToLower(code)} {
			err := &aliyundm.Error{Code: spelling, StatusCode: 400}
			for _, sentinel := range sentinels() {
				if got := errors.Is(err, sentinel); got != (want[code] == sentinel) {
					t.Errorf("%s is %q: %v", spelling, sentinel, got)
				}
			}
		}
	}
}

func TestError_Explanation_ofThrottling(t *testing.T) {
	t.Parallel()
	general, _ := aliyundm.Explain("Throttling")
	for code, own := range map[string]bool{"Throttling": false, "Throttling.User": true, "Throttling.Xyz": false} {
		if got := (&aliyundm.Error{Code: code}).Explanation(); (got != general) != own {
			t.Errorf("%s: explanation is %+v, its own: want %v", code, got, own)
		}
	}
}

// Where to look depends on what may have been done.
func TestError_Explanation_ofUncertain(t *testing.T) {
	t.Parallel()
	for action, want := range map[string]string{
		"SingleSendMail": "recipient's mailbox", "CheckReplyToMailAddress": "mailbox of the reply address",
		"CreateDomain": "Direct Mail console", "DeleteMailAddress": "Direct Mail console",
	} {
		err := &aliyundm.Error{Action: action, Code: "InternalError", StatusCode: 500, Uncertain: true}
		if got := err.Explanation(); !strings.Contains(got.Hint, want) || !strings.Contains(got.Meaning, "not repeated") {
			t.Errorf("%s: explanation is %+v, want one with %q", action, got, want)
		}
	}
}

func TestError_Explanation(t *testing.T) {
	t.Parallel()
	internal, _ := aliyundm.Explain("InternalError")
	tests := map[string]struct {
		err  aliyundm.Error
		want string // part of the meaning
	}{
		"known code":                {aliyundm.Error{Code: "InternalError", StatusCode: 500}, internal.Meaning},
		"known code, but uncertain": {aliyundm.Error{Code: "InternalError", StatusCode: 500, Uncertain: true}, "was not repeated"},
		"unknown code":              {aliyundm.Error{Code: "Weird", StatusCode: 400}, "documentation does not list"},
		"gateway":                   {aliyundm.Error{StatusCode: 502}, "No answer"},
		"HTML":                      {aliyundm.Error{StatusCode: 200, Err: aliyundm.ErrUnexpectedResponse}, "does not speak"},
		"read-only":                 {aliyundm.Error{Err: aliyundm.ErrReadOnly}, "only reads"},
		"429":                       {aliyundm.Error{StatusCode: 429}, "too many"},
		"cancelled":                 {aliyundm.Error{Err: context.Canceled}, "cancelled"},
		"out of time":               {aliyundm.Error{Err: context.DeadlineExceeded}, "time"},
		"no credentials":            {aliyundm.Error{Err: &aliyundm.NoCredentialsError{}}, "AccessKey"},
	}
	for name, test := range tests {
		if got := test.err.Explanation(); !strings.Contains(got.Meaning, test.want) || got.Hint == "" {
			t.Errorf("%s: explanation is %+v, want one with %q", name, got, test.want)
		}
	}
}
