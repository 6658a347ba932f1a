package cli_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// Nobody who meets one of Logto's codes is left without something to do.
func TestDescribe_everyLogtoCode(t *testing.T) {
	t.Parallel()
	for _, code := range logtoadmin.Codes() {
		var err error = &logtoadmin.Error{Code: code}
		if !strings.Contains(code, ".") {
			err = &logtoadmin.TokenError{Code: code}
		}
		failure := cli.Describe(err)
		if failure.Meaning == "" || len(failure.Hint) < 15 || strings.ContainsAny(failure.Hint, "\n") || strings.HasSuffix(failure.Hint, ".") {
			t.Errorf("%s is told as %+v, want a meaning and a step without a full stop", code, failure)
		}
		// That is for rules of the sign-in experience which Logto may yet get.
		if strings.Contains(failure.Hint, "choose another --sign-up") {
			t.Errorf("%s has no step of its own", code)
		}
	}
	if hint := cli.Describe(&logtoadmin.Error{Code: "sign_in_experiences.brand_new"}).Hint; !strings.Contains(hint, "choose another --sign-up") {
		t.Errorf("a new rule of the sign-in experience gets %q", hint)
	}
}

// What a code asks for wins over what its status does, and how long to wait is
// only told when the server did.
func TestDescribe_statusAfterCode(t *testing.T) {
	t.Parallel()
	for want, err := range map[string]*logtoadmin.Error{
		"wait a minute and":       logtoError(429, "", "Too many."),
		"requests: wait a minute": {Code: "request.rate_limited"},
		"wait 30s":                {StatusCode: 429, RetryAfter: 30 * time.Second},
		"wait ten minutes":        {StatusCode: 429, Code: "request.message_rate_limited", RetryAfter: 30 * time.Second},
	} {
		if hint := cli.Describe(err).Hint; !strings.Contains(hint, want) {
			t.Errorf("%v gets %q, want %q", err, hint, want)
		}
	}
}

// What logtoctl has a command for is done with it, not at a console.
func TestDescribe_directMailCommands(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]string{
		"InvalidMailAddressDomain.Malformed":   "logtoctl direct-mail domain check NAME",
		"CheckDomain.Failed":                   "logtoctl direct-mail domain check NAME",
		"InvalidDomain.NotFound":               "logtoctl direct-mail domain list --all-regions",
		"InvalidDomainId.NotFound":             "logtoctl direct-mail domain list --all-regions",
		"InvalidDomainName.Duplicate":          "logtoctl direct-mail domain get NAME",
		"InvalidDomainNumber.Malformed":        "logtoctl direct-mail domain delete NAME",
		"InvalidSendMail.Spam":                 "logtoctl direct-mail account",
		"InvalidBody":                          "logtoctl templates lint",
		"InvalidFromALias.Malformed":           "fromAlias",
		"InvalidTag.NotFound":                  "logtoctl direct-mail tag create TAG",
		"InvalidTagId.NotFound":                "logtoctl direct-mail tag list --all-regions",
		"InvalidTagName.Duplicate":             "logtoctl direct-mail tag list",
		"InvalidTagNumber.Malformed":           "logtoctl direct-mail tag delete TAG",
		"InvalidDate.Malformed":                "logtoctl direct-mail stats --days",
		"InvalidMailAddress.NotFound":          "logtoctl direct-mail sender list --all-regions",
		"InvalidMailAddressId.Malformed":       "logtoctl direct-mail sender list --all-regions",
		"InvalidMailAddressStatus.Malformed":   "logtoctl direct-mail sender get ADDRESS",
		"InvalidMailAddressSendType.Malformed": "logtoctl direct-mail sender create ADDRESS --send-type trigger",
		"InvalidMailAddressName.Duplicate":     "logtoctl direct-mail sender get ADDRESS",
		"InvalidMailAddressName.Malformed":     "logtoctl direct-mail domain list",
		"InvalidMailAddressNumber.Malformed":   "logtoctl direct-mail sender delete ADDRESS",
		"InvalidReplyAddress.Malformed":        "logtoctl direct-mail sender set-reply ADDRESS REPLY",
	} {
		for _, spelling := range []string{code, strings.ToLower(code)} {
			failure := cli.Describe(&aliyundm.Error{Action: "AnyOperation", Code: spelling})
			if failure.Meaning == "" || !strings.Contains(failure.Hint, want) || strings.Contains(failure.Hint, "Direct Mail console") {
				t.Errorf("%s is told as %+v, want %q in the hint", spelling, failure, want)
			}
		}
	}
}

func TestDescribe_everyMailCode(t *testing.T) {
	t.Parallel()
	for _, code := range aliyundm.Codes() {
		failure := cli.Describe(&aliyundm.Error{Code: code})
		if failure.Meaning == "" || failure.Hint == "" {
			t.Errorf("%s is told as %+v, want a meaning and a hint", code, failure)
		}
	}
}

// Only who sends with the connector has to bring a new AccessKey or sender
// address to the connector.
func TestDescribe_thenApplyTheConnector(t *testing.T) {
	t.Parallel()
	const step = "; then: logtoctl connector aliyun-dm apply -f connector.json"
	throughLogto := func(code string) error {
		err := logtoError(400, "connector.general", "An error occurred in connector.")
		err.Provider = &logtoadmin.ProviderError{Code: code}
		return err
	}
	tests := map[string]struct {
		err  error
		want bool
	}{
		"account with a disabled key":  {&aliyundm.Error{Action: "DescAccountSummary", Code: "InvalidAccessKeyId.Inactive"}, false},
		"delete of an unknown address": {&aliyundm.Error{Action: "DeleteMailAddress", Code: "InvalidMailAddressId.Malformed"}, false},
		"explained":                    {&aliyundm.Error{Code: "SignatureDoesNotMatch"}, false},
		"mail with a disabled key":     {mailError("InvalidAccessKeyId.Inactive", ""), true},
		"mail of an unknown address":   {mailError("InvalidMailAddress.NotFound", ""), true},
		"mail that is spam":            {mailError("InvalidSendMail.Spam", ""), false},
		"mail of Logto":                {throughLogto("InvalidAccessKeyId.Inactive"), true},
	}
	for name, test := range tests {
		if hint := cli.Describe(fmt.Errorf("try: %w", test.err)).Hint; strings.HasSuffix(hint, step) != test.want || strings.Contains(hint, ".;") || hint == "" {
			t.Errorf("%s: the hint is %q, with the connector: want %t", name, hint, test.want)
		}
	}
}

// An outcome that is not known has to be looked at first, whatever the code.
func TestDescribe_uncertainMail(t *testing.T) {
	t.Parallel()
	err := &aliyundm.Error{Action: "DeleteMailAddress", Code: "InvalidSendMail.Spam", Uncertain: true, Err: errors.New("cut off")}
	if hint := cli.Describe(err).Hint; hint != err.Explanation().Hint {
		t.Errorf("the hint is %q", hint)
	}
}
