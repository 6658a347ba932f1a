package directmail_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/logtoctl/logtoctl/internal/sandbox/directmail"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
	"github.com/logtoctl/logtoctl/pkg/secret"
)

// captured is a request that the official SDK has signed.
type captured struct {
	target string
	header http.Header
	body   []byte
}

// RoundTrip keeps the request in place of sending it.
func (c *captured) RoundTrip(r *http.Request) (*http.Response, error) {
	c.target, c.header = r.URL.RequestURI(), http.Header{}
	for name, values := range r.Header {
		c.header[http.CanonicalHeaderKey(name)] = values // as a server reads them
	}
	if r.Body != nil {
		c.body, _ = io.ReadAll(r.Body)
	}
	return nil, http.ErrNotSupported
}

// serve hands the request to a server of its own, which has seen no nonce yet.
func (c *captured) serve(t *testing.T) (code string, delivered bool) {
	t.Helper()
	w := newWorld(directmail.Account{})
	w.now = time.Now()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, c.target, bytes.NewReader(c.body))
	r.Host, r.Header = "dm.aliyuncs.com", c.header
	recorder := httptest.NewRecorder()
	w.server.ServeHTTP(recorder, r)
	// A request that no longer says that it is ACS3 is answered in XML.
	var failure struct{ Code string }
	err := json.Unmarshal(recorder.Body.Bytes(), &failure)
	if err != nil {
		err = xml.Unmarshal(recorder.Body.Bytes(), &failure)
	}
	if err != nil || recorder.Code >= http.StatusInternalServerError {
		t.Fatalf("answer %d %s", recorder.Code, recorder.Body)
	}
	return failure.Code, len(w.mails) > 0
}

// signedBySDK is a mail in the way that the official SDK sends it.
func signedBySDK(t *testing.T, token secret.Text, mail aliyundm.SingleSendMailRequest) *captured {
	t.Helper()
	sent := &captured{}
	client, err := aliyundm.New(
		aliyundm.WithHTTPClient(&http.Client{Transport: sent}),
		aliyundm.WithCredentials(aliyundm.Credentials{AccessKeyID: keyID, AccessKeySecret: keySecret, SecurityToken: token}),
	)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.SingleSendMail(t.Context(), mail); err == nil || sent.header == nil {
		t.Skipf("not sent: %v", err) // nothing to sign
	}
	return sent
}

// another returns a different letter or digit for each, and false for what may
// mean the same when it is changed, such as a space at the end of a header.
func another(b byte) (byte, bool) {
	switch {
	case b >= '0' && b <= '9':
		return '0' + (b-'0'+1)%10, true
	case b >= 'a' && b <= 'z':
		return 'a' + (b-'a'+1)%26, true
	case b >= 'A' && b <= 'Z':
		return 'A' + (b-'A'+1)%26, true
	}
	return b, false
}

// FuzzSDK holds that whatever the official SDK signs is taken for authentic, and
// that it is not any more when one byte of a parameter, of the body or of a
// signed header is another one on the way.
func FuzzSDK(f *testing.F) {
	f.Add("Your code", "<p>123456</p>", "Bookstore", uint(0), uint(3))
	f.Add("验证码 *~'()!+&=%/?", "<p>您的验证码是 123456 &amp; 🎉</p>", "示例 Ltd.", uint(1), uint(40))
	f.Add(" a  b ", "%2B+%20;:@-_.", "\t", uint(2), uint(7))
	f.Add("x", "", "", uint(3), uint(500))
	f.Add("=&", "\x00\xff\ufffd", "a,b", uint(4), uint(0))
	f.Fuzz(func(t *testing.T, subject, html, alias string, part, at uint) {
		sent := signedBySDK(t, "", aliyundm.SingleSendMailRequest{
			AccountName: "noreply@mail.example.com", ToAddress: "user@example.com", Subject: subject, HTMLBody: html, FromAlias: alias,
		})
		code, _ := sent.serve(t)
		if inauthentic(code) {
			t.Fatalf("the SDK's own request is refused: %s\n%s\n%v\n%s", code, sent.target, sent.header, sent.body)
		}
		what, changed := sent.change(part, at)
		if !changed {
			return
		}
		if code, delivered := sent.serve(t); !inauthentic(code) || delivered {
			t.Fatalf("with another %s: %q, delivered %t\n%s\n%v\n%s", what, code, delivered, sent.target, sent.header, sent.body)
		}
	})
}

// inauthentic tells whether a refusal is about who signed what.
func inauthentic(code string) bool {
	return slices.Contains([]string{
		"SignatureDoesNotMatch", "IncompleteSignature", "InvalidAccessKeyId.NotFound", "InvalidTimeStamp.Format", "InvalidTimeStamp.Expired",
		"MissingAccessKeyId", "MissingTimestamp", "MissingSignatureNonce", "InvalidParameter", "InvalidSecurityToken.Malformed",
	}, code)
}

// change replaces one byte of a part of the request.
func (c *captured) change(part, at uint) (what string, changed bool) {
	switch part % 4 {
	case 0: // of the value of a parameter, which the SDK puts into the body
		form, _ := url.ParseQuery(string(c.body))
		names := slices.Sorted(maps.Keys(form))
		name := names[at%uint(len(names))]
		value, changed := changeText(form.Get(name), at/uint(len(names)))
		form.Set(name, value)
		c.body = []byte(form.Encode())
		return "parameter " + name, changed
	case 1: // of the body, in which every byte counts
		c.body[at%uint(len(c.body))] ^= 1
		return "body", true
	case 2: // of a header that is signed
		names := slices.DeleteFunc(slices.Sorted(maps.Keys(c.header)), func(name string) bool {
			return !strings.HasPrefix(name, "X-Acs-") && name != "Content-Type"
		})
		name := names[at%uint(len(names))]
		value, changed := changeText(c.header.Get(name), at/uint(len(names)))
		c.header.Set(name, value)
		return "header " + name, changed
	default: // of what says who signed it, and how
		value, changed := changeText(c.header.Get("Authorization"), at)
		c.header.Set("Authorization", value)
		return "Authorization " + value, changed
	}
}

func changeText(text string, at uint) (string, bool) {
	if text == "" {
		return text, false
	}
	changed := []byte(text)
	b, ok := another(changed[at%uint(len(changed))])
	changed[at%uint(len(changed))] = b
	return string(changed), ok
}
