package directmail_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/logtoctl/logtoctl/internal/sandbox/directmail"
)

// TestServer_refusesRPC changes one thing of a signed call and looks at the
// code that it is refused with.
func TestServer_refusesRPC(t *testing.T) {
	t.Parallel()
	at := func(offset time.Duration) string { return noon.Add(offset).Format(time.RFC3339) }
	for _, test := range []struct {
		name, parameter, value string
		status                 int
		code                   string
	}{
		{"no action", "Action", "", 400, "MissingAction"},
		{"unknown action", "Action", "SingleSendMails", 404, "InvalidAction.NotFound"},
		{"no version", "Version", "", 400, "InvalidVersion"},
		{"another version", "Version", "2017-06-22", 400, "InvalidVersion"},
		{"no access key", "AccessKeyId", "", 400, "MissingAccessKeyId"},
		{"unknown access key", "AccessKeyId", "<access-key-id>", 404, "InvalidAccessKeyId.NotFound"},
		{"no nonce", "SignatureNonce", "", 400, "MissingSignatureNonce"},
		{"another method", "SignatureMethod", "HMAC-SHA256", 400, "IncompleteSignature"},
		{"another signature version", "SignatureVersion", "2.0", 400, "IncompleteSignature"},
		{"no timestamp", "Timestamp", "", 400, "MissingTimestamp"},
		{"timestamp in words", "Timestamp", "yesterday", 400, "InvalidTimeStamp.Format"},
		{"timestamp with zone", "Timestamp", "2026-11-22T12:00:00+08:00", 400, "InvalidTimeStamp.Format"},
		{"15 minutes ago", "Timestamp", at(-15 * time.Minute), 200, ""},
		{"longer ago", "Timestamp", at(-15*time.Minute - time.Second), 400, "InvalidTimeStamp.Expired"},
		{"15 minutes ahead", "Timestamp", at(15 * time.Minute), 200, ""},
		{"further ahead", "Timestamp", at(15*time.Minute + time.Second), 400, "InvalidTimeStamp.Expired"},
		{"token of STS with a permanent key", "SecurityToken", "CAIS", 400, "InvalidSecurityToken.Malformed"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := newWorld(directmail.Account{}).call(t, "DescAccountSummary", url.Values{test.parameter: {test.value}})
			if got.status != test.status || got.text("Code") != test.code {
				t.Errorf("answer = %d %v, want %d %s", got.status, got.fields, test.status, test.code)
			}
		})
	}
}

func TestServer_signatureDoesNotMatch(t *testing.T) {
	t.Parallel()
	w := newWorld(directmail.Account{})
	form := w.sign(http.MethodPost, "SingleSendMail", mail())
	form.Set("ToAddress", "thief@example.com")
	got := w.post(t, form)
	if got.status != http.StatusBadRequest || got.text("Code") != "SignatureDoesNotMatch" {
		t.Fatalf("answer = %d %v", got.status, got.fields)
	}
	_, echoed, found := strings.Cut(got.text("Message"), "server string to sign is:")
	if !found || !strings.HasPrefix(echoed, "POST&%2F&AccessKeyId%3D") || !strings.Contains(echoed, "thief%2540example.com") {
		t.Errorf("message = %s", got.text("Message"))
	}
	form.Del("Signature")
	if code := w.post(t, form).text("Code"); code != "IncompleteSignature" {
		t.Errorf("without signature: code = %s", code)
	}
}

// TestServer_orderOfChecks gives each request every fault from its own on, so
// that the code shows which check came first.
func TestServer_orderOfChecks(t *testing.T) {
	t.Parallel()
	faults := []struct {
		code  string
		spoil func(url.Values)
	}{
		{"InvalidAccessKeyId.NotFound", func(v url.Values) { v.Set("AccessKeyId", "other") }},
		{"InvalidSecurityToken.Malformed", func(v url.Values) { v.Set("SecurityToken", "other") }},
		{"InvalidTimeStamp.Expired", func(v url.Values) { v.Set("Timestamp", "2020-01-01T00:00:00Z") }},
		{"SignatureDoesNotMatch", func(v url.Values) { v.Set("Signature", "other") }},
	}
	for i, first := range faults {
		w := newWorld(directmail.Account{})
		form := w.sign(http.MethodPost, "NoSuchAction", nil)
		for _, later := range faults[i:] {
			later.spoil(form)
		}
		if code := w.post(t, form).text("Code"); code != first.code {
			t.Errorf("code = %s, want %s", code, first.code)
		}
	}
}

func TestServer_nonce(t *testing.T) {
	t.Parallel()
	w := newWorld(directmail.Account{})
	use := func(nonce string, offset time.Duration) string {
		return w.call(t, "DescAccountSummary", url.Values{
			"SignatureNonce": {nonce}, "Timestamp": {w.now.Add(offset).Format(time.RFC3339)},
		}).text("Code")
	}
	forged := w.sign(http.MethodPost, "DescAccountSummary", url.Values{"SignatureNonce": {"a"}})
	forged.Set("Signature", "forged")
	if code := w.post(t, forged).text("Code"); code != "SignatureDoesNotMatch" {
		t.Fatalf("forged: code = %s", code)
	}
	for i, step := range []struct {
		wait  time.Duration
		nonce string
		ahead time.Duration
		code  string
	}{
		{0, "a", 0, ""}, // the forged request has not used it up
		{0, "a", 0, "SignatureNonceUsed"},
		{0, "b", 10 * time.Minute, ""},
		{15*time.Minute - time.Second, "a", 0, "SignatureNonceUsed"},
		{time.Second, "a", 0, ""},
		{5 * time.Minute, "b", 0, "SignatureNonceUsed"}, // the first one is still within its window
		{5 * time.Minute, "b", 0, ""},
	} {
		w.now = w.now.Add(step.wait)
		if code := use(step.nonce, step.ahead); code != step.code {
			t.Errorf("step %d: code = %q, want %q", i, code, step.code)
		}
	}
}

func TestServer_accessKeys(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		key   directmail.AccessKey
		token string
		code  string
	}{
		{"permanent", directmail.AccessKey{}, "", ""},
		{"disabled", directmail.AccessKey{Inactive: true}, "", "InvalidAccessKeyId.Inactive"},
		{"temporary", directmail.AccessKey{SecurityToken: "CAIS"}, "CAIS", ""},
		{"temporary without token", directmail.AccessKey{SecurityToken: "CAIS"}, "", "MissingSecurityToken"},
		{"temporary with another token", directmail.AccessKey{SecurityToken: "CAIS"}, "CAIT", "InvalidSecurityToken.Malformed"},
		{"not yet expired", directmail.AccessKey{SecurityToken: "CAIS", Expires: noon.Add(time.Second)}, "CAIS", ""},
		{"expired", directmail.AccessKey{SecurityToken: "CAIS", Expires: noon}, "CAIS", "InvalidSecurityToken.Expired"},
		{"allowed", directmail.AccessKey{Allow: []string{"dm:DescAccountSummary"}}, "", ""},
		{"not allowed", directmail.AccessKey{Allow: []string{"dm:SingleSendMail"}}, "", "Forbidden.RAM"},
		{"nothing allowed", directmail.AccessKey{Allow: []string{}}, "", "Forbidden.RAM"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			test.key.ID, test.key.Secret = keyID, keySecret
			w := &world{now: noon, server: directmail.New(directmail.Options{
				Now: func() time.Time { return noon }, AccessKeys: []directmail.AccessKey{test.key},
			})}
			parameters := url.Values{}
			if test.token != "" {
				parameters.Set("SecurityToken", test.token)
			}
			if code := w.call(t, "DescAccountSummary", parameters).text("Code"); code != test.code {
				t.Errorf("code = %q, want %q", code, test.code)
			}
		})
	}
}

func TestServer_badRequests(t *testing.T) {
	t.Parallel()
	const form = "application/x-www-form-urlencoded"
	for _, test := range []struct {
		name, method, target, authorization string
		body                                io.Reader
		status                              int
		code                                string
	}{
		{"path", "POST", "/api", "", nil, 404, "InvalidAction.NotFound"},
		{"method", "PUT", "/", "", nil, 404, "InvalidAction.NotFound"},
		{"query", "GET", "/?a=%zz", "", nil, 400, "InvalidParameter"},
		{"form", "POST", "/", "", strings.NewReader("a=%zz"), 400, "InvalidParameter"},
		{"interrupted", "POST", "/", "", io.MultiReader(strings.NewReader("a=1"), failing{}), 400, "InvalidParameter"},
		{"too large", "POST", "/", "", io.LimitReader(endless{}, 16<<20+1), 413, "RequestEntityTooLarge"},
		{"other algorithm", "POST", "/?Action=A", "ACS3-HMAC-SM3 Credential=a,SignedHeaders=host,Signature=00", nil, 400, "IncompleteSignature"},
		{"half a header", "POST", "/?Action=A", "ACS3-HMAC-SHA256 Credential=a", nil, 400, "IncompleteSignature"},
		{"no date", "POST", "/?Action=A", "ACS3-HMAC-SHA256 Credential=a,SignedHeaders=host,Signature=00", nil, 400, "MissingTimestamp"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			r := httptest.NewRequest(test.method, test.target, test.body)
			r.URL.RawQuery = strings.TrimPrefix(r.URL.RawQuery+"&Format=JSON", "&")
			r.Header.Set("Content-Type", form)
			if test.authorization != "" {
				r.Header.Set("Authorization", test.authorization)
			}
			recorder := httptest.NewRecorder()
			newWorld(directmail.Account{}).server.ServeHTTP(recorder, r)
			if recorder.Code != test.status || !strings.Contains(recorder.Body.String(), test.code) {
				t.Errorf("answer = %d %s, want %d %s", recorder.Code, recorder.Body, test.status, test.code)
			}
		})
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errors.New("connection reset") }

type endless struct{}

func (endless) Read(b []byte) (int, error) { return len(b), nil }

// FuzzServer holds that no request, signed or not, brings the server down or
// makes it blame itself, and that no mail goes out for a bad one.
func FuzzServer(f *testing.F) {
	f.Add("SingleSendMail", mail().Encode(), true)
	f.Add("SingleSendMail", "ToAddress=,&AddressType=1&Headers={", true)
	f.Add("QueryMailAddressByParam", "PageNo=-1&PageSize=99999999999999999999", true)
	f.Add("QueryMailAddressByParam", "PageNo=1048576&PageSize=500&KeyWord=%ff", true)
	f.Add("\xff", "Format=xml&\x00=\x01", false)
	f.Fuzz(func(t *testing.T, action, query string, signed bool) {
		w := newWorld(directmail.Account{})
		parameters, err := url.ParseQuery(query)
		if err == nil && signed {
			query = w.sign(http.MethodPost, action, parameters).Encode()
		}
		r := httptest.NewRequest(http.MethodPost, "/", nil)
		r.URL.RawQuery = query
		recorder := httptest.NewRecorder()
		w.server.ServeHTTP(recorder, r)
		if recorder.Code >= http.StatusInternalServerError {
			t.Errorf("answer = %d %s", recorder.Code, recorder.Body)
		}
		if delivered := len(w.mails) > 0; delivered != (recorder.Code == http.StatusOK && strings.Contains(recorder.Body.String(), "EnvId")) {
			t.Errorf("delivered = %v, answer = %d %s", delivered, recorder.Code, recorder.Body)
		}
	})
}
