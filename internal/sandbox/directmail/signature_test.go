package directmail

import (
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// TestSignRPC_published checks the sample of Aliyun's own documentation of
// Direct Mail, whose key pair is "testid" and "testsecret".
func TestSignRPC_published(t *testing.T) {
	t.Parallel()
	parameters := url.Values{
		"AccessKeyId":      {"testid"},
		"AccountName":      {"<a%b'>"},
		"Action":           {"SingleSendMail"},
		"AddressType":      {"1"},
		"Format":           {"XML"},
		"HtmlBody":         {"4"},
		"RegionId":         {"cn-hangzhou"},
		"ReplyToAddress":   {"true"},
		"SignatureMethod":  {"HMAC-SHA1"},
		"SignatureNonce":   {"c1b2c332-4cfb-4a0f-b8cc-ebe622aa0a5c"},
		"SignatureVersion": {"1.0"},
		"Subject":          {"3"},
		"TagName":          {"2"},
		"Timestamp":        {"2016-10-20T06:27:56Z"},
		"ToAddress":        {"1@test.com"},
		"Version":          {"2015-11-23"},
		"Signature":        {"is left out"},
	}
	if got, want := SignRPC(http.MethodPost, parameters, "testsecret"), "llJfXJjBW3OacrVgxxsITgYaYm0="; got != want {
		t.Errorf("SignRPC() = %s, want %s", got, want)
	}
}

func TestPercentEncode(t *testing.T) {
	t.Parallel()
	got := percentEncode("a b*c~d'e(f)!+g/中%20&=;:@-_.")
	want := "a%20b%2Ac~d%27e%28f%29%21%2Bg%2F%E4%B8%AD%2520%26%3D%3B%3A%40-_."
	if got != want {
		t.Errorf("percentEncode() = %s, want %s", got, want)
	}
}

// FuzzCanonicalQuery holds that the canonical form loses nothing: decoding it
// gives the parameters back, and it does not depend on how they were encoded.
func FuzzCanonicalQuery(f *testing.F) {
	f.Add("a=1&b=2")
	f.Add("KeyWord=a+b%2Ac~d%27e%28f%29%21%2Bg%2F%E4%B8%AD%2520%26%3D%3B%3A%40&PageNo=1")
	f.Add("a=&=b&a=2&a=1")
	f.Fuzz(func(t *testing.T, query string) {
		parameters, err := url.ParseQuery(query)
		if err != nil {
			t.Skip("not a query string")
		}
		canonical := canonicalQuery(parameters)
		decoded, err := url.ParseQuery(canonical)
		if err != nil {
			t.Fatalf("canonical form %q cannot be decoded: %v", canonical, err)
		}
		if again := canonicalQuery(decoded); again != canonical {
			t.Errorf("canonical form of %q is %q", canonical, again)
		}
		for name, values := range parameters {
			if !slices.Equal(decoded[name], values) {
				t.Errorf("%q = %q, want %q", name, decoded[name], values)
			}
		}
	})
}

// FuzzParseAuthorization holds that no header makes the parser panic, and that
// what it accepts can be written back and read the same.
func FuzzParseAuthorization(f *testing.F) {
	f.Add("ACS3-HMAC-SHA256 Credential=LTAI5t,SignedHeaders=host;x-acs-date,Signature=00ff")
	f.Add("ACS3-HMAC-SHA256 Signature=,SignedHeaders=;,Credential")
	f.Add("ACS3-HMAC-SHA256 SignedHeaders= ;,Signature=0")
	f.Add("Bearer token")
	f.Fuzz(func(t *testing.T, header string) {
		got, ok := parseAuthorization(header)
		if !ok {
			return
		}
		written := acs3Algorithm + " " + strings.Join([]string{
			"Credential=" + got.credential,
			"SignedHeaders=" + strings.Join(got.signedHeaders, ";"),
			"Signature=" + got.signature,
		}, ",")
		again, ok := parseAuthorization(written)
		if !ok || !reflect.DeepEqual(again, got) {
			t.Errorf("%q was read as %+v, and %q as %+v", header, got, written, again)
		}
	})
}
