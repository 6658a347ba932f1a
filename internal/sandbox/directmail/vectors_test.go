package directmail

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/logtoctl/logtoctl/pkg/secret"
)

const recordings = "../../../testdata/recordings/aliyun-dm/*.json"

// vector is one signed request of a real client, recorded with the exact bytes
// on the wire and what the signature was made of.
type vector struct {
	Scheme      string
	Credentials struct {
		AccessKeyID     string `json:"AccessKeyId"`
		AccessKeySecret string
		SecurityToken   string
	}
	Clock struct {
		ClientTimestamp time.Time `json:"client_timestamp"`
	}
	Action   string
	Raw      []byte `json:"raw_base64"`
	Expected struct {
		CanonicalRequest string `json:"canonical_request"`
		CanonicalQuery   string `json:"canonical_query"`
		StringToSign     string `json:"string_to_sign"`
		Signature        string
	}
}

// TestVectors replays every recording. Each has to verify as it is, with the
// very strings that the client signed, and to be refused after any change.
func TestVectors(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(recordings)
	if err != nil || len(files) == 0 {
		t.Fatalf("no recordings at %s: %v", recordings, err)
	}
	var verified, refused atomic.Int32
	t.Cleanup(func() {
		t.Logf("vectors: %d verified, %d tampered variants refused", verified.Load(), refused.Load())
	})
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".json"), func(t *testing.T) {
			t.Parallel()
			v := readVector(t, file)
			v.verify(t)
			for _, tampered := range v.tampered(t) {
				if v.refuses(t, tampered) {
					refused.Add(1)
				}
			}
			if v.refusesEveryByte(t) {
				refused.Add(1)
			}
			if !t.Failed() {
				verified.Add(1)
			}
		})
	}
}

func readVector(t *testing.T, file string) vector {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var v vector
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return v
}

// server is one that knows the vector's AccessKey, with its clock stopped at
// the moment of signing.
func (v vector) server() *Server {
	return New(Options{
		Now: func() time.Time { return v.Clock.ClientTimestamp },
		AccessKeys: []AccessKey{{
			ID:            v.Credentials.AccessKeyID,
			Secret:        secret.Text(v.Credentials.AccessKeySecret),
			SecurityToken: secret.Text(v.Credentials.SecurityToken),
		}},
	})
}

func (v vector) isACS3() bool { return strings.HasPrefix(v.Scheme, acs3Algorithm) }

// request reads the wire bytes anew; the parser of net/http keeps the chunked
// framing honest.
func (v vector) request(t *testing.T) *http.Request {
	t.Helper()
	r, err := http.ReadRequest(bufio.NewReader(bytes.NewReader(v.Raw)))
	if err != nil {
		t.Fatalf("read recorded request: %v", err)
	}
	return r
}

func (v vector) call(t *testing.T) *request {
	t.Helper()
	call, err := readRequest(v.request(t), "REQUEST-ID")
	if err != nil {
		t.Fatalf("read request: %v", err)
	}
	return call
}

func (v vector) verify(t *testing.T) {
	t.Helper()
	s, call := v.server(), v.call(t)
	got, err := parseSignature(call)
	if err != nil {
		t.Fatalf("parse signature: %v", err)
	}
	for _, check := range []struct{ name, got, want string }{
		{"canonical request", got.canonicalRequest, v.Expected.CanonicalRequest},
		{"string to sign", got.stringToSign, v.Expected.StringToSign},
		{"signature", got.sign(got.stringToSign, v.Credentials.AccessKeySecret), v.Expected.Signature},
		{"signature as sent", got.given, v.Expected.Signature},
		{"action", call.action(), v.Action},
	} {
		if check.got != check.want {
			t.Errorf("%s:\n got %q\nwant %q", check.name, check.got, check.want)
		}
	}
	if !v.isACS3() {
		signed := maps.Clone(call.parameters)
		delete(signed, parameterSignature)
		if got := canonicalQuery(signed); got != v.Expected.CanonicalQuery {
			t.Errorf("canonical query:\n got %q\nwant %q", got, v.Expected.CanonicalQuery)
		}
	}
	if _, err := s.authenticate(call); err != nil {
		t.Errorf("authenticate: %v", err)
	}
	wantCode(t, "the same request again", s, v.call(t), "SignatureNonceUsed")
}

// variant is a request with one thing changed, and the code it has to be
// refused with.
type variant struct {
	name   string
	change func(*Server, *request)
	code   string
}

// tampered lists the changes that are possible for the vector.
func (v vector) tampered(t *testing.T) []variant {
	t.Helper()
	const mismatch = "SignatureDoesNotMatch"
	variants := []variant{
		{"another secret", func(s *Server, _ *request) { s.accessKeys.first[0].Secret += "x" }, mismatch},
		{"another method", func(_ *Server, r *request) { r.method = otherMethod(r.method) }, mismatch},
		{"another parameter", func(_ *Server, r *request) { r.addParameter("OwnerId", "1") }, mismatch},
		{"another access key", func(s *Server, _ *request) { s.accessKeys.first[0].ID += "x" }, "InvalidAccessKeyId.NotFound"},
	}
	if v.isACS3() {
		for header, value := range map[string]string{
			headerDate:          v.Clock.ClientTimestamp.Add(time.Second).Format(timestampLayout),
			headerNonce:         "0123456789abcdef",
			headerAction:        "DeleteDomain",
			headerVersion:       "2017-06-22",
			headerContentSHA256: hexSHA256([]byte("another body")),
		} {
			variants = append(variants, variant{header, func(_ *Server, r *request) { r.header.Set(header, value) }, mismatch})
		}
		variants = append(variants,
			variant{"another host", func(_ *Server, r *request) { r.host = "dm.aliyuncs.com" }, mismatch},
			variant{"a header left unsigned", func(_ *Server, r *request) { r.header.Set("x-acs-extra", "1") }, "IncompleteSignature"})
	} else {
		for parameter, value := range map[string]string{
			parameterTimestamp:      v.Clock.ClientTimestamp.Add(time.Second).Format(timestampLayout),
			parameterSignatureNonce: "0123456789abcdef",
			"Action":                "DeleteDomain",
			"Version":               "2017-06-22",
		} {
			variants = append(variants, variant{parameter, func(_ *Server, r *request) { r.parameters.Set(parameter, value) }, mismatch})
		}
	}
	if v.Credentials.SecurityToken != "" {
		variants = append(variants, variant{"another security token", func(s *Server, _ *request) {
			s.accessKeys.first[0].SecurityToken += "x"
		}, "InvalidSecurityToken.Malformed"})
	}
	for _, name := range slices.Sorted(maps.Keys(v.call(t).businessParameters())) {
		variants = append(variants, variant{"parameter " + name, func(_ *Server, r *request) { r.changeParameter(name) }, mismatch})
	}
	return variants
}

func (v vector) refuses(t *testing.T, change variant) bool {
	t.Helper()
	s, call := v.server(), v.call(t)
	change.change(s, call)
	return wantCode(t, change.name, s, call, change.code)
}

// refusesEveryByte changes the bytes of the body one by one, and reports false
// when there is none to change. A change that the form encoding does not
// notice, such as "%2b" for "%2B", is none under HMAC-SHA1, which signs the
// decoded parameters.
func (v vector) refusesEveryByte(t *testing.T) bool {
	t.Helper()
	original, s := v.call(t), v.server()
	changes := 0
	for i := range original.body {
		changed := slices.Clone(original.body)
		changed[i] ^= 1
		r := v.request(t)
		r.Body = withBody(r, bytes.NewReader(changed), r.Body).Body
		call, err := readRequest(r, "REQUEST-ID")
		if err == nil && !v.isACS3() && canonicalQuery(call.parameters) == canonicalQuery(original.parameters) {
			continue
		}
		changes++
		if err == nil {
			_, err = s.authenticate(call)
		}
		if err == nil {
			t.Errorf("byte %d of the body can be changed unnoticed: %q", i, changed)
		}
	}
	if changes == 0 {
		t.Log("no body to tamper with")
	}
	return changes > 0
}

func wantCode(t *testing.T, name string, s *Server, call *request, code string) bool {
	t.Helper()
	_, err := s.authenticate(call)
	failure, ok := errors.AsType[*apiError](err)
	if !ok || failure.code != code {
		t.Errorf("%s: got %v, want %s", name, err, code)
		return false
	}
	return true
}

func otherMethod(method string) string {
	if method == http.MethodPost {
		return http.MethodGet
	}
	return http.MethodPost
}

// addParameter puts a parameter where the scheme signs it: into the query, or
// for a form body into that.
func (r *request) addParameter(name, value string) {
	r.parameters.Set(name, value)
	if isForm(r.contentType) {
		r.body = append(slices.Clone(r.body), "&"+name+"="+value...)
		return
	}
	r.query.Set(name, value)
}

func (r *request) changeParameter(name string) {
	r.parameters.Set(name, r.parameters.Get(name)+"x")
	if r.query.Has(name) {
		r.query.Set(name, r.parameters.Get(name))
		return
	}
	form, _ := url.ParseQuery(string(r.body))
	form.Set(name, r.parameters.Get(name))
	r.body = []byte(form.Encode())
}

// businessParameters are those that belong to the operation and not to the
// protocol.
func (r *request) businessParameters() url.Values {
	business := maps.Clone(r.parameters)
	maps.DeleteFunc(business, func(name string, _ []string) bool {
		return strings.HasPrefix(name, "Signature") || slices.Contains([]string{
			"AccessKeyId", "Action", "Format", "RegionId", "SecurityToken", "Timestamp", "Version",
		}, name)
	})
	return business
}
