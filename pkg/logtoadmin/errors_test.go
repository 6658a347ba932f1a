package logtoadmin_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// sentinels are all the values that a failure can be asked for.
var sentinels = []error{
	logtoadmin.ErrNotFound, logtoadmin.ErrAlreadyExists, logtoadmin.ErrUnauthorized, logtoadmin.ErrForbidden,
	logtoadmin.ErrInvalidInput, logtoadmin.ErrInvalidResource, logtoadmin.ErrRateLimited, logtoadmin.ErrReadOnly,
	logtoadmin.ErrMissingCredentials, logtoadmin.ErrMissingRole, logtoadmin.ErrUncertain,
	logtoadmin.ErrUnreachable, logtoadmin.ErrUnexpectedResponse,
}

// TestError_Is shows for each kind of failure which sentinels it matches, and
// that it matches no others.
func TestError_Is(t *testing.T) {
	t.Parallel()
	api := func(status int, code string) error { return &logtoadmin.Error{StatusCode: status, Code: code} }
	tests := map[string]struct {
		err  error
		want []error
	}{
		"no such object":       {api(404, "entity.not_found"), []error{logtoadmin.ErrNotFound}},
		"no such route":        {api(404, ""), []error{logtoadmin.ErrUnexpectedResponse}},
		"bad token":            {api(401, "auth.unauthorized"), []error{logtoadmin.ErrUnauthorized}},
		"no permission":        {api(403, "auth.forbidden"), []error{logtoadmin.ErrForbidden}},
		"guard":                {api(400, "guard.invalid_input"), []error{logtoadmin.ErrInvalidInput}},
		"pagination":           {api(400, "guard.invalid_pagination"), []error{logtoadmin.ErrInvalidInput}},
		"nothing to change":    {api(422, "entity.invalid_input"), []error{logtoadmin.ErrInvalidInput}},
		"bad connector config": {api(400, "connector.invalid_config"), []error{logtoadmin.ErrInvalidInput}},
		"guard elsewhere":      {api(403, "guard.not_allowed_for_admin_tenant"), []error{logtoadmin.ErrForbidden}},
		"provider":             {api(400, "connector.general"), nil},
		"secret name":          {api(422, "application.secret_name_exists"), []error{logtoadmin.ErrAlreadyExists}},
		"id of a connector":    {api(422, "entity.unique_integrity_violation"), []error{logtoadmin.ErrAlreadyExists}},
		"too many":             {api(429, ""), []error{logtoadmin.ErrRateLimited}},
		"server error":         {api(500, ""), nil},
		"wrong secret":         {&logtoadmin.TokenError{StatusCode: 401, Code: "invalid_client"}, []error{logtoadmin.ErrUnauthorized}},
		"unknown application":  {&logtoadmin.TokenError{StatusCode: 400, Code: "invalid_client"}, []error{logtoadmin.ErrUnauthorized}},
		"wrong kind of app":    {&logtoadmin.TokenError{StatusCode: 400, Code: "unauthorized_client"}, []error{logtoadmin.ErrUnauthorized}},
		"wrong resource":       {&logtoadmin.TokenError{StatusCode: 400, Code: "invalid_target"}, []error{logtoadmin.ErrInvalidResource}},
		"other token error":    {&logtoadmin.TokenError{StatusCode: 400, Code: "invalid_request"}, nil},
		"missing role":         {&logtoadmin.MissingRoleError{AppID: "m2m"}, []error{logtoadmin.ErrMissingRole, logtoadmin.ErrForbidden}},
		"lost connection":      {&logtoadmin.ConnectionError{Err: io.EOF}, []error{logtoadmin.ErrUnreachable}},
		"redirect":             {&logtoadmin.RedirectError{}, []error{logtoadmin.ErrUnexpectedResponse}},
		"not json":             {&logtoadmin.UnexpectedResponseError{Err: io.EOF}, []error{logtoadmin.ErrUnexpectedResponse}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []error
			for _, sentinel := range sentinels {
				if errors.Is(test.err, sentinel) {
					got = append(got, sentinel)
				}
			}
			sorted := cmpopts.SortSlices(func(a, b error) bool { return a.Error() < b.Error() })
			if diff := cmp.Diff(test.want, got, sorted, cmpopts.EquateErrors()); diff != "" {
				t.Errorf("matches (-want +got):\n%s", diff)
			}
		})
	}
}

func TestClient_unexpectedAnswers(t *testing.T) {
	t.Parallel()
	const page = "<html><head><title>502 Bad Gateway</title></head>\r\n<body><center><h1>502 Bad Gateway</h1></center><hr>\x1b[31mnginx</body></html>"
	plain := func(status int, contentType, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", contentType)
			w.WriteHeader(status)
			_, _ = io.WriteString(w, body)
		}
	}
	tests := map[string]struct {
		answer http.HandlerFunc
		is     error
		text   string
	}{
		"html error": {
			plain(500, "text/html", page), errAny,
			"list connectors: logto answered 500: 502 Bad Gateway 502 Bad Gateway [31mnginx (request id request-1)",
		},
		"unknown route": {
			plain(404, "text/plain; charset=utf-8", "Not Found"), logtoadmin.ErrUnexpectedResponse,
			"list connectors: logto answered 404: Not Found (request id request-1)",
		},
		"message without a code": {
			plain(400, "application/json", `{"message": "Unexpected end of JSON input"}`), errAny,
			"list connectors: logto answered 400: Unexpected end of JSON input (request id request-1)",
		},
		"error that is not an object": {
			plain(400, "application/json", `["no"]`), errAny,
			`list connectors: logto answered 400: ["no"] (request id request-1)`,
		},
		"error without a body": {
			plain(403, "", ""), logtoadmin.ErrForbidden,
			"list connectors: logto answered 403 (request id request-1)",
		},
		"html success": {
			plain(200, "text/html", page), logtoadmin.ErrUnexpectedResponse,
			`list connectors: unexpected answer 200 to GET /api/connectors: content type is "text/html", not JSON (request id request-1)`,
		},
		"no content": {
			plain(204, "", ""), logtoadmin.ErrUnexpectedResponse,
			`list connectors: unexpected answer 204 to GET /api/connectors: content type is "", not JSON (request id request-1)`,
		},
		"truncated json": {
			plain(200, "application/json", `[{"id": "a"`), logtoadmin.ErrUnexpectedResponse,
			"list connectors: unexpected answer 200 to GET /api/connectors: decode the answer: unexpected end of JSON input (request id request-1)",
		},
		"other shape": {
			plain(200, "application/json", `{"id": "a"}`), logtoadmin.ErrUnexpectedResponse,
			"list connectors: unexpected answer 200 to GET /api/connectors: decode the answer: json: cannot unmarshal object into Go value of type []logtoadmin.Connector (request id request-1)",
		},
		"huge answer": {
			plain(200, "application/json", `["`+strings.Repeat("x", 8<<20)+`"]`), logtoadmin.ErrUnexpectedResponse,
			"list connectors: unexpected answer 200 to GET /api/connectors: the answer is too large: more than 8388608 bytes (request id request-1)",
		},
		"huge error": {
			plain(400, "application/json", `{"code": "`+strings.Repeat("x", 1<<20)+`"}`), logtoadmin.ErrUnexpectedResponse,
			"list connectors: unexpected answer 400 to GET /api/connectors: the answer is too large: more than 1048576 bytes (request id request-1)",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tenant := newTenant(t)
			tenant.handle("GET /api/connectors", test.answer)
			err := listConnectors(t, tenant.client())
			if err == nil || err.Error() != test.text {
				t.Errorf("error is\n%v, want\n%s", err, test.text)
			}
			if !errors.Is(test.is, errAny) && !errors.Is(err, test.is) {
				t.Errorf("error is not %v", test.is)
			}
		})
	}
}

// What cannot get better is reported at once: these tests would take a second
// each if it were tried again.
func TestClient_permanentConnectionErrors(t *testing.T) {
	t.Parallel()
	https := httptest.NewUnstartedServer(http.NotFoundHandler())
	https.Config.ErrorLog = log.New(io.Discard, "", 0) // the failed handshake is what is tested
	https.StartTLS()
	t.Cleanup(https.Close)
	plain := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(plain.Close)
	var attempts atomic.Int32
	lookup := &http.Transport{DialContext: func(_ context.Context, _, _ string) (net.Conn, error) {
		attempts.Add(1)
		return nil, &net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", Name: "nowhere.test", IsNotFound: true}}
	}}
	tests := map[string]struct {
		endpoint  string
		transport http.RoundTripper
		cause     func(error) bool
	}{
		"unknown certificate": {
			https.URL, &http.Transport{TLSClientConfig: &tls.Config{RootCAs: x509.NewCertPool()}},
			func(err error) bool { _, ok := errors.AsType[*tls.CertificateVerificationError](err); return ok },
		},
		"https asked of http": {
			"https" + strings.TrimPrefix(plain.URL, "http"), &http.Transport{},
			func(err error) bool { return strings.Contains(err.Error(), "HTTP response to HTTPS client") },
		},
		"unknown host": {
			"http://nowhere.test", lookup,
			func(err error) bool { _, ok := errors.AsType[*net.DNSError](err); return ok && attempts.Load() == 1 },
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, err := logtoadmin.New(test.endpoint, logtoadmin.WithHTTPClient(&http.Client{Transport: test.transport}),
				logtoadmin.WithCredentials(appID, appSecret), storedToken())
			if err != nil {
				t.Fatal(err)
			}
			err = createApplication(t, client)
			if !errors.Is(err, logtoadmin.ErrUnreachable) || errors.Is(err, logtoadmin.ErrUncertain) || !test.cause(err) {
				t.Errorf("error is %v, want ErrUnreachable with its cause", err)
			}
			if host := strings.TrimPrefix(strings.TrimPrefix(test.endpoint, "https://"), "http://"); !strings.Contains(err.Error(), "cannot connect to "+host+": ") {
				t.Errorf("error %q does not name %s", err, host)
			}
		})
	}
}

func TestParseRetryAfter(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	tests := map[string]time.Duration{
		"":                              0,
		"0":                             0,
		"7":                             7 * time.Second,
		" 7 ":                           7 * time.Second,
		"-7":                            0,
		"7.5":                           0,
		"soon":                          0,
		"99999999999999999999":          0,
		"Sun, 22 Nov 2026 10:00:30 GMT": 30 * time.Second,
		"Sun, 22 Nov 2026 09:59:30 GMT": 0,
	}
	for value, want := range tests {
		if got := logtoadmin.ParseRetryAfter(value, now); got != want {
			t.Errorf("%q is %s, want %s", value, got, want)
		}
	}
}

// FuzzParseRetryAfter: no header makes a client wait a negative time.
func FuzzParseRetryAfter(f *testing.F) {
	for _, seed := range []string{"", "5", "-1", "18446744073709551615", "Sun, 22 Nov 2026 10:00:30 GMT", "Mon, 01 Jan 0001 00:00:00 GMT"} {
		f.Add(seed)
	}
	now := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, value string) {
		if got := logtoadmin.ParseRetryAfter(value, now); got < 0 {
			t.Errorf("%q is %s", value, got)
		}
	})
}

// FuzzDecodeError: any body makes an error that can be printed on a terminal,
// and what is not JSON is cut to a short line.
func FuzzDecodeError(f *testing.F) {
	f.Add("application/json", []byte(`{"code": "guard.invalid_input", "data": {"issues": [{"path": ["a", 0, null], "code": "x", "message": "y"}]}, "message": "m", "details": "d"}`))
	f.Add("application/json", []byte(`{"code": "connector.general", "data": {"errorDescription": "server string to sign is:x", "Code": "c"}}`))
	f.Add("application/json", []byte(`{"data": [1], "error": "invalid_client", "error_description": null}`))
	f.Add("text/html", []byte("<html><title>no</title>< <p"))
	f.Add("text/plain", []byte(strings.Repeat("é", 300)))
	f.Add("", []byte("\xff\x00\x1b[2J"))
	f.Fuzz(func(t *testing.T, contentType string, body []byte) {
		got := logtoadmin.DecodeError(http.Header{"Content-Type": {contentType}}, body)
		if got.Code != "" || got.Details != "" || len(got.Issues) > 0 || got.Provider != nil || strings.Contains(contentType, "json") {
			return
		}
		if len(got.Message) > 200 || !utf8.ValidString(got.Message) || strings.ContainsFunc(got.Message, unicode.IsControl) {
			t.Errorf("%q as %s has the excerpt %q", body, contentType, got.Message)
		}
	})
}
