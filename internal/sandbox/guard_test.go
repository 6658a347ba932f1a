package sandbox_test

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/logtoctl/logtoctl/internal/sandbox"
	"github.com/logtoctl/logtoctl/internal/sandbox/logto/page"
)

// door is a route of one of the sandbox's services, as a browser comes to it.
type door struct {
	service, method, base, path string
}

// isForApplications tells what applications call themselves, and their scripts.
func (d door) isForApplications() bool {
	return d.service == sandbox.ServiceLogto && slices.Contains([]string{
		"/oidc/.well-known/openid-configuration", "/oidc/jwks", "/oidc/token", "/oidc/me", "/oidc/token/revocation", "/oidc/token/introspection",
		"/oidc/jwks/",
	}, d.path)
}

// TestSandbox_doors asks for every route of every service by the names of hosts
// and as the pages that the world is full of.
func TestSandbox_doors(t *testing.T) {
	t.Parallel()
	ca := newAuthority(t)
	s := start(t, sandbox.Options{Authority: ca})
	client := overriding(t, s, roots(t, ca)) // for its roots
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots(t, ca)}}
	t.Cleanup(transport.CloseIdleConnections)
	client.Transport = transport
	all := doors(t, s)
	if len(all) < 150 {
		t.Fatalf("only %d routes", len(all))
	}
	for _, visitor := range visitors() {
		t.Run(visitor.name, func(t *testing.T) {
			t.Parallel()
			for _, to := range all {
				visitor.visits(t, client, to)
			}
		})
	}
}

// visitor is somebody who makes requests: by which host, and what their browser
// says of them.
type visitor struct {
	name    string
	host    string // with the port of the service, unless it has one
	header  map[string]string
	refused func(door) bool
}

func visitors() []visitor {
	nowhere := func(door) bool { return false }
	// Applications in containers know this machine by another name.
	everywhere := func(to door) bool { return !to.isForApplications() }
	notMail := func(to door) bool { return everywhere(to) && !strings.HasPrefix(to.service, sandbox.ServiceDirectMail) }
	// Applications of any origin call the OpenID endpoints and send browsers to the pages.
	notOpenID := func(to door) bool { return to.service != sandbox.ServiceLogto || strings.HasPrefix(to.path, "/api/") }
	from := func(site, mode, destination, origin string) map[string]string {
		return map[string]string{"Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": destination, "Origin": origin}
	}
	const evil = "https://evil.example"
	return []visitor{
		{"a program", "localhost", nil, nowhere},
		{"by address", "127.0.0.1", nil, nowhere},
		{"by IPv6 address", "[::1]", nil, nowhere},
		{"by a name below localhost", "shop.localhost", nil, nowhere},
		{"by the name of Direct Mail", "dm.aliyuncs.com", nil, notMail},
		{"by the name of another region", "dm.ap-southeast-1.aliyuncs.com:443", nil, notMail},
		{"rebound", "evil.example", nil, everywhere},
		{"rebound without a port", "evil.example:80", nil, everywhere},
		{"rebound as its own page", "evil.example", from("same-origin", "cors", "empty", "http://evil.example"), everywhere},
		{"like localhost", "localhost.evil.example", nil, everywhere},
		{"like an address", "127.0.0.1.evil.example", nil, everywhere},
		{"like Direct Mail", "dm.aliyuncs.com.evil.example", nil, everywhere},
		{"by another address", "192.168.1.2", nil, everywhere},
		{"by any address", "0.0.0.0", nil, everywhere},
		{"from a container", "host.docker.internal", nil, everywhere},
		{"a script of elsewhere", "localhost", from("cross-site", "cors", "empty", evil), notOpenID},
		{"a picture elsewhere", "localhost", from("cross-site", "no-cors", "image", ""), notOpenID},
		{"a frame elsewhere", "localhost", from("cross-site", "navigate", "iframe", ""), notOpenID},
		{"a script of another port", "localhost", from("same-site", "cors", "empty", "http://localhost:1"), notOpenID},
		{"a script of elsewhere in an old browser", "localhost", from("", "", "", evil), notOpenID},
		{"a hidden script", "localhost", from("", "", "", "null"), notOpenID},
		{"a link elsewhere", "localhost", from("cross-site", "navigate", "document", ""), func(to door) bool {
			return to.method != http.MethodGet && notOpenID(to)
		}},
	}
}

func (v visitor) visits(t *testing.T, client *http.Client, to door) {
	t.Helper()
	r := request(t, to.method, to.base+to.path, "", "")
	ctx, leave := context.WithCancel(t.Context()) // a stream of events has no end
	defer leave()
	r = r.WithContext(ctx)
	if r.Host = v.host; !strings.Contains(strings.TrimPrefix(v.host, "[::1]"), ":") {
		r.Host += ":" + r.URL.Port()
	}
	for name, value := range v.header {
		if value != "" {
			r.Header.Set(name, value)
		}
	}
	response, err := client.Transport.RoundTrip(r) // which follows no redirect
	if err != nil {
		t.Errorf("%+v: %v", to, err)
		return
	}
	defer func() { _ = response.Body.Close() }()
	text := ""
	if response.StatusCode == http.StatusForbidden {
		body, err := io.ReadAll(response.Body)
		if err != nil {
			t.Errorf("%+v: %v", to, err)
		}
		text = string(body)
	}
	refused := strings.Contains(text, "the sandbox answers only to localhost") ||
		strings.Contains(text, "a page of another origin cannot read or change the sandbox")
	if refused != v.refused(to) {
		t.Errorf("%+v: status %d %s", to, response.StatusCode, text)
	}
	checkHeaders(t, to, r, response)
}

// checkHeaders holds what every answer tells a browser.
func checkHeaders(t *testing.T, to door, r *http.Request, response *http.Response) {
	t.Helper()
	header := response.Header
	if header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("%+v: a browser may take it for something else", to)
	}
	// What holds messages or secrets stays out of caches; the page's own files are in the binary.
	secretive := to.service == "inbox" || strings.HasPrefix(to.path, "/api/") || response.Header.Get("Set-Cookie") != ""
	if secretive && response.StatusCode < 500 && !strings.Contains(header.Get("Cache-Control"), "no-store") {
		t.Errorf("%+v: %d may be kept: Cache-Control %q", to, response.StatusCode, header.Get("Cache-Control"))
	}
	policy := header.Get("Content-Security-Policy")
	framed := strings.Contains(policy, "frame-ancestors 'none'") || strings.Contains(policy, "frame-ancestors 'self'") ||
		header.Get("X-Frame-Options") == "SAMEORIGIN"
	if !strings.HasPrefix(to.service, sandbox.ServiceDirectMail) && !framed {
		t.Errorf("%+v: %d may be framed: %q", to, response.StatusCode, policy)
	}
	if allowed := header.Get("Access-Control-Allow-Origin"); allowed != "" && !to.isForApplications() {
		t.Errorf("%+v: scripts of %s may read it: %s", to, r.Header.Get("Origin"), allowed)
	}
}

// doors are all routes: those of the Management API by its own document.
func doors(t *testing.T, s *sandbox.Sandbox) []door {
	t.Helper()
	var all []door
	add := func(service, base, path string, methods ...string) {
		for _, method := range methods {
			all = append(all, door{service, method, base, path})
		}
	}
	var document struct {
		Paths map[string]map[string]json.RawMessage `json:"paths"`
	}
	do(t, newClient(t), request(t, "GET", s.LogtoURL()+"/api/swagger.json", "", ""), &document)
	for path, methods := range document.Paths {
		for method := range methods {
			add(sandbox.ServiceLogto, s.LogtoURL(), path, strings.ToUpper(method))
		}
	}
	for _, path := range []string{"", "/interaction-event", "/identification", "/profile", "/submit", "/interaction"} {
		add(sandbox.ServiceLogto, s.LogtoURL(), "/api/experience"+path, "GET", "PUT", "POST")
	}
	for _, pattern := range page.Patterns() {
		path := strings.NewReplacer("{$}", "", "{method}", "email").Replace(pattern)
		add(sandbox.ServiceLogto, s.LogtoURL(), path, "GET")
	}
	for _, path := range []string{
		"/oidc/auth", "/oidc/auth/x", "/consent", "/oidc/token", "/oidc/me", "/oidc/jwks", "/oidc/jwks/", "/oidc/.well-known/openid-configuration",
		"/oidc/token/revocation", "/oidc/token/introspection", "/oidc/session/end", "/oidc/session/end/confirm",
		"/oidc/session/end/success", "/oidc/token/none", "/oidc/me/none", "/oidc/none", "/none", "/api/none",
	} {
		add(sandbox.ServiceLogto, s.LogtoURL(), path, "GET", "POST")
	}
	add(sandbox.ServiceDirectMail, s.DirectMailURL(), "/", "GET", "POST")
	add(sandbox.ServiceDirectMail+" over https", s.DirectMailTLSURL(), "/", "GET", "POST")
	for _, path := range []string{
		"/", "/main.js", "/inbox.css", "/none", "/mail/1", "/api/messages", "/api/messages/1", "/api/events", "/api/none",
		"/api/faults", "/api/requests", "/api/dns", "/api/account", "/api/access-keys",
	} {
		add("inbox", s.InboxURL(), path, "GET", "POST", "PUT")
	}
	return all
}
