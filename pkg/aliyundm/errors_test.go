package aliyundm_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"unicode"

	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

func TestError_text(t *testing.T) {
	t.Parallel()
	for want, err := range map[string]*aliyundm.Error{
		"SingleSendMail at dm.aliyuncs.com: InvalidBody: Body is empty (HTTP 400, request id A-1)": {
			Action: "SingleSendMail", Endpoint: "dm.aliyuncs.com", Code: "InvalidBody", Message: "Body is empty", StatusCode: 400, RequestID: "A-1",
		},
		"SingleSendMail at dm.aliyuncs.com: EOF; it is not known whether the request was carried out": {
			Action: "SingleSendMail", Endpoint: "dm.aliyuncs.com", Err: io.EOF, Uncertain: true,
		},
		"DescAccountSummary at h:1: two lines (HTTP 502)": {
			Action: "DescAccountSummary", Endpoint: "h:1", Err: errors.New("two\nlines"), StatusCode: 502,
		},
		"DescAccountSummary at h:1": {Action: "DescAccountSummary", Endpoint: "h:1"},
	} {
		if got := err.Error(); got != want {
			t.Errorf("text is\n%s\nwant\n%s", got, want)
		}
	}
}

func TestNoCredentialsError_text(t *testing.T) {
	t.Parallel()
	for want, err := range map[string]error{
		"no Alibaba Cloud credentials":             &aliyundm.NoCredentialsError{},
		"no Alibaba Cloud credentials: a: b; c: d": &aliyundm.NoCredentialsError{Reasons: []string{"a: b", "c: d"}},
	} {
		if got := err.Error(); got != want {
			t.Errorf("text is %q, want %q", got, want)
		}
	}
}

// What gateways were seen to repeat of a request whose signature is wrong, with
// the parts that must not be shown marked by "leak".
func echoes() []string {
	return []string{
		"Specified signature is not matched with our calculation. server string to sign is:POST&%2F&AccessKeyId%3Dleak%26Action%3DSingleSendMail%26Subject%3Dleak",
		"Specified signature is not matched with our calculation.server string to sign is:POST&%2F&leak",
		"Specified signature is not matched with our calculation. server StringToSign is:[ACS3-HMAC-SHA256\nleak], server CanonicalRequest is:[POST\n/\nToAddress=leak]",
		"Signature mismatch, canonicalized query string: leak",
		"Signature mismatch: leak",
		"Expected POST&%2F&leak",
		"Got get&%2f&leak",
		"string\u200b to\tsign leak",
		"wrong AccessKeyId=leak",
		"wrong ACS3-HMAC-SHA256 Credential=leak",
	}
}

func TestError_stringToSignIsCutOut(t *testing.T) {
	t.Parallel()
	for _, code := range []string{"SignatureDoesNotMatch", "signature", "IncompleteSignature"} {
		for _, echo := range echoes() {
			text := failureText(t, 400, jsonType, errorJSON(t, code, echo))
			if strings.Contains(text, "leak") {
				t.Errorf("%s shows what was signed: %s", code, text)
			}
			if !strings.Contains(text, code) {
				t.Errorf("the error lacks its code %s: %s", code, text)
			}
		}
	}
	text := failureText(t, 400, jsonType, errorJSON(t, "SignatureDoesNotMatch", echoes()[0]))
	if want := "SignatureDoesNotMatch: Specified signature is not matched with our calculation (HTTP 400"; !strings.Contains(text, want) {
		t.Errorf("error is %s, want it to have %q", text, want)
	}
}

func TestError_messageIsCleaned(t *testing.T) {
	t.Parallel()
	for message, want := range map[string]string{
		"one\ntwo\r\n\tthree":      "InvalidBody: one two three (HTTP 400",
		"\x1b[31mred\x1b[0m\u202e": "InvalidBody: [31mred[0m (HTTP 400",
		"bad \xff byte":            "InvalidBody: bad byte (HTTP 400",
		"":                         "InvalidBody (HTTP 400",
		"The subject is bad.":      "InvalidBody: The subject is bad (HTTP 400",
		strings.Repeat("é", 600):   "InvalidBody: " + strings.Repeat("é", 250) + "... (HTTP 400",
		"Version 1.0: not valid.":  "InvalidBody: Version 1.0: not valid (HTTP 400",
	} {
		if got := failureText(t, 400, jsonType, errorJSON(t, "InvalidBody", message)); !strings.Contains(got, want) {
			t.Errorf("error is %q, want it to have %q", got, want)
		}
	}
}

func errorJSON(t testing.TB, code, message string) string {
	t.Helper()
	body, err := json.Marshal(map[string]string{"Code": code, "Message": message, "RequestId": "A-1"})
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// failureText sends a mail to a server of this answer and returns everything that
// can be printed of the error. It returns nothing for a success.
func failureText(t *testing.T, status int, contentType, body string) string {
	t.Helper()
	client := newClient(t, "dm.example.com", newScript(answer(status, contentType, body)).option())
	_, err := client.SingleSendMail(t.Context(), exampleMail())
	if err == nil {
		return ""
	}
	failure, ok := errors.AsType[*aliyundm.Error](err)
	if !ok {
		t.Fatalf("error is %v, want an *Error", err)
	}
	if fault := strings.IndexFunc(err.Error(), func(r rune) bool { return !unicode.IsPrint(r) }); fault >= 0 {
		t.Errorf("the error has an unprintable character at %d: %q", fault, err)
	}
	return fmt.Sprint(err, failure.Message, failure.Recommend, failure.HostID, failure.RequestID, failure.Explanation())
}

func FuzzError_anyAnswer(f *testing.F) {
	f.Add(uint16(200), jsonType, sentBody)
	f.Add(uint16(200), jsonType, `{"EnvId":[1]}`)
	f.Add(uint16(200), "text/html", `<html>`)
	f.Add(uint16(400), jsonType, `{"Code":"Throttling","Message":"\u0000"}`)
	f.Add(uint16(404), jsonType, `{"code":1e400,"Message":{}}`)
	f.Add(uint16(400), "text/xml;charset=utf-8", `<Error><Code>A</Code></Error>`)
	f.Add(uint16(500), "application/xml", `<Error><Code>A`)
	f.Add(uint16(302), "", ``)
	f.Fuzz(func(t *testing.T, status uint16, contentType, body string) {
		synctest.Test(t, func(t *testing.T) {
			text := failureText(t, int(status), contentType, body)
			if text == "" && !strings.Contains(strings.ToLower(body), "envid") {
				t.Errorf("a success without an EnvId: %d %q", status, body)
			}
		})
	})
}

func FuzzError_noEcho(f *testing.F) {
	const marked = "leakedRecipientAndSubject"
	for _, echo := range echoes() {
		f.Add("SignatureDoesNotMatch", echo, "is:POST&%2F&")
		f.Add("InvalidBody", "", echo)
	}
	f.Fuzz(func(t *testing.T, code, before, between string) {
		synctest.Test(t, func(t *testing.T) {
			message := before + " server string to sign " + between + marked
			if text := failureText(t, 400, jsonType, errorJSON(t, code, message)); strings.Contains(text, marked) {
				t.Errorf("the error shows what was signed: %s", text)
			}
		})
	})
}

func FuzzWithEndpoint(f *testing.F) {
	for _, text := range []string{"dm.aliyuncs.com", "http://127.0.0.1:1", "https://user:hunter2@h", "[::1]:1", "::", "a b"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		transport := newScript(answer(200, jsonType, summaryBody))
		client, err := aliyundm.New(aliyundm.WithEndpoint(text), aliyundm.WithCredentials(exampleCredentials()), transport.option())
		if err != nil {
			if _, ok := errors.AsType[*aliyundm.InvalidEndpointError](err); !ok {
				t.Errorf("error is %v, want an invalid endpoint", err)
			}
			return
		}
		if _, err := client.DescAccountSummary(t.Context()); err != nil {
			t.Errorf("the endpoint %q was accepted and does not work: %v", text, err)
		}
	})
}

func FuzzExplain(f *testing.F) {
	for _, code := range documentedCodes() {
		f.Add(code)
	}
	f.Add("....")
	f.Fuzz(func(t *testing.T, code string) {
		explanation, ok := aliyundm.Explain(code)
		if ok == (explanation == aliyundm.Explanation{}) {
			t.Errorf("Explain(%q) is %v, %v", code, explanation, ok)
		}
		if _, refined := aliyundm.Explain(code + ".More"); ok && !refined {
			t.Errorf("%q is explained, its refinement is not", code)
		}
	})
}
