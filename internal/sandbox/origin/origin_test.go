package origin_test

import (
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"

	"github.com/logtoctl/logtoctl/internal/sandbox/origin"
)

func TestIsLoopback(t *testing.T) {
	t.Parallel()
	for host, want := range map[string]bool{
		"localhost": true, "LOCALHOST:3001": true, "app.localhost:1": true, "127.0.0.1": true, "127.9.9.9:80": true,
		"[::1]": true, "[::1]:3003": true, "::1": true, "[::ffff:127.0.0.1]:1": true,
		"": false, "evil.example": false, "evil.example:3001": false, "localhost.evil.example": false, "127.0.0.1.evil.example:80": false,
		"notlocalhost": false, "0.0.0.0": false, "192.168.1.2:3001": false, "[::]": false, "localhost.": false,
		"dm.aliyuncs.com": false, "2130706433": false, "127.1": false, "[fe80::1%lo]": false,
	} {
		if got := origin.IsLoopback(host); got != want {
			t.Errorf("IsLoopback(%q) = %t", host, got)
		}
	}
}

func TestIsForeign(t *testing.T) {
	t.Parallel()
	const here = "http://localhost:3001"
	for _, test := range []struct {
		name, method string
		header       []string // names and values
		want         bool
	}{
		{"a program", "POST", nil, false},
		{"the page's own request", "POST", []string{"Sec-Fetch-Site", "same-origin", "Origin", here}, false},
		{"an address that was typed", "GET", []string{"Sec-Fetch-Site", "none"}, false},
		{"a link", "GET", []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document"}, false},
		{"a link from another port", "GET", []string{"Sec-Fetch-Site", "same-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document"}, false},
		{"a form", "POST", []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document"}, true},
		{"a frame", "GET", []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "iframe"}, true},
		{"a script's request", "GET", []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "cors", "Origin", "https://evil.example"}, true},
		{"a picture", "GET", []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors", "Sec-Fetch-Dest", "image"}, true},
		{"another port of this machine", "DELETE", []string{"Sec-Fetch-Site", "same-site", "Origin", "http://localhost:3000"}, true},
		{"an old browser's request", "POST", []string{"Origin", "https://evil.example"}, true},
		{"an old browser's own request", "POST", []string{"Origin", here}, false},
		{"a hidden origin", "POST", []string{"Origin", "null"}, true},
		{"an origin that is none", "GET", []string{"Origin", "http://%"}, true},
	} {
		r := request(test.method, "localhost:3001", test.header...)
		if got := origin.IsForeign(r); got != test.want {
			t.Errorf("%s: IsForeign() = %t", test.name, got)
		}
	}
}

func TestGuard(t *testing.T) {
	t.Parallel()
	service := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) })
	guarded := origin.Guard{
		Alias: func(host string) bool { return host == "dm.aliyuncs.com" },
		Open:  func(r *http.Request) bool { return r.URL.Path == "/open" },

		AnyHost: func(r *http.Request) bool { return r.URL.Path == "/known" },
	}.Wrap(service)
	const elsewhere = "the sandbox answers only to localhost: use http://localhost; " +
		"in a container, share the network namespace of the sandbox, as examples/compose.yaml does"
	for _, test := range []struct {
		host, path, from string
		status           int
		text             string
	}{
		{"localhost", "/", "", http.StatusTeapot, ""},
		{"dm.aliyuncs.com", "/", "", http.StatusTeapot, ""},
		{"evil.example", "/", "", http.StatusForbidden, elsewhere},
		{"evil.example", "/open", "", http.StatusForbidden, elsewhere},
		{"localhost", "/", "https://evil.example", http.StatusForbidden, "a page of another origin cannot read or change the sandbox"},
		{"localhost", "/open", "https://evil.example", http.StatusTeapot, ""},
		{"host.docker.internal", "/known", "", http.StatusTeapot, ""},
		{"host.docker.internal", "/known", "https://evil.example", http.StatusForbidden, "a page of another origin cannot read or change the sandbox"},
	} {
		recorder := httptest.NewRecorder()
		r := request("GET", test.host, "Origin", test.from)
		r.URL.Path = test.path
		guarded.ServeHTTP(recorder, r)
		if text := strings.TrimSpace(recorder.Body.String()); recorder.Code != test.status || text != test.text {
			t.Errorf("%+v: %d %q", test, recorder.Code, text)
		}
	}
}

// TestGuard_address holds that a refusal names the address to use instead.
func TestGuard_address(t *testing.T) {
	t.Parallel()
	for scheme, start := range map[string]func(http.Handler) *httptest.Server{
		"http": httptest.NewServer, "https": httptest.NewTLSServer,
	} {
		server := start(origin.Guard{}.Wrap(http.NotFoundHandler()))
		t.Cleanup(server.Close)
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, server.URL, http.NoBody)
		r.RequestURI, r.Host = "", "host.docker.internal"
		response, err := server.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(response.Body)
		if err := errors.Join(err, response.Body.Close()); err != nil {
			t.Fatal(err)
		}
		here := scheme + "://" + net.JoinHostPort("localhost", r.URL.Port())
		if response.StatusCode != http.StatusForbidden || !strings.Contains(string(text), "use "+here+";") {
			t.Errorf("status %d %s", response.StatusCode, text)
		}
	}
}

func request(method, host string, header ...string) *http.Request {
	r := httptest.NewRequest(method, "/", http.NoBody)
	r.Host = host
	for i := 0; i < len(header); i += 2 {
		if header[i+1] != "" {
			r.Header.Set(header[i], header[i+1])
		}
	}
	return r
}

// FuzzGuard holds that a request is either answered or refused, and that no host
// is answered that a browser would look up in the DNS.
func FuzzGuard(f *testing.F) {
	for _, host := range []string{"localhost:1", "[::1]:1", "evil.example", "127.0.0.1:x", "a.localhost", "[localhost]", "localhost:", ":1"} {
		f.Add(host, "https://evil.example", "cross-site")
		f.Add(host, "", "")
	}
	f.Fuzz(func(t *testing.T, host, from, site string) {
		r := request("POST", host, "Origin", from, "Sec-Fetch-Site", site)
		recorder := httptest.NewRecorder()
		reached := false
		origin.Guard{}.Wrap(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached = true })).ServeHTTP(recorder, r)
		if reached == (recorder.Code == http.StatusForbidden) {
			t.Fatalf("host %q, origin %q, site %q: reached %t with status %d", host, from, site, reached, recorder.Code)
		}
		page, err := url.Parse("http://" + host + "/")
		if err != nil || !reached {
			return
		}
		name := strings.ToLower(page.Hostname())
		address, _ := netip.ParseAddr(name)
		if name != "localhost" && !strings.HasSuffix(name, ".localhost") && !address.Unmap().IsLoopback() {
			t.Fatalf("host %q was answered", host)
		}
	})
}
