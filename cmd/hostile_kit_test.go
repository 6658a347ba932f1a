package cmd_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/logtoctl/logtoctl/cmd"
	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/sandbox"
)

// attack is what a hostile server puts behind its texts: sequences that clear a
// screen, set its title, make a link of what follows, ask the terminal to answer
// as if the user typed, go back over the line, ring; the same as single
// characters; and such as turn the order of reading.
const attack = "\x1b[2J\x1b[31m\x1b]0;owned\x07\x1b]8;;https://evil.example\x1b\\\x1bP$q\x1b\\\r\b\x00\x7f\u009b31m\u009d0;owned\u009c\u202eevil\u202c\u2066evil\u2069"

// hostility is how a server is hostile.
type hostility struct {
	name  string
	shown bool // whether logtoctl quotes what it gets
	// answer makes another answer of a good one.
	answer func(*http.Response) error
}

// hostilities are the ways, from one that lets most commands succeed to ones that
// let them fail early.
func hostilities() []hostility {
	return []hostility{
		{"texts", true, spoilt(isText)},
		{"every string", true, spoilt(func(string) bool { return true })},
		{"refused", true, func(r *http.Response) error {
			return refuse(r, http.StatusUnprocessableEntity, "application/json", refusal())
		}},
		{"no JSON", true, func(r *http.Response) error {
			return refuse(r, http.StatusForbidden, "text/html", "<h1>"+attack+"</h1>")
		}},
		{"not what was asked for", false, func(r *http.Response) error {
			return refuse(r, http.StatusOK, "text/plain", attack)
		}},
	}
}

// isText tells the members that hold words rather than what logtoctl goes by.
func isText(key string) bool {
	return slices.Contains([]string{
		"name", "description", "subject", "content", "redirectUris", "postLogoutRedirectUris", "corsAllowedOrigins", "message", "details", "value",
		"fromAlias", "replyTo", "languageTag", "code", "html", "text", "from", "scope",
		"TagName", "TagDescription", "ReplyAddress", "SpfRecord", "MxRecord", "CnameRecord", "DkimPublicKey", "DkimRR", "DmarcRecord", "HostRecord",
		"Message", "Recommend", "HostId", "RequestId", "ErrorClassification", "Subject", "UserName",
	}, key)
}

// spoilt puts the attack behind strings.
func spoilt(hostile func(key string) bool) func(*http.Response) error {
	return func(response *http.Response) error {
		return rewrite(response, func(key, value string) string {
			if hostile(key) {
				return value + attack
			}
			return value
		})
	}
}

// rewrite gives the strings of a JSON answer another value. Tokens stay: without
// one there would be nothing to see.
func rewrite(response *http.Response, change func(key, value string) string) error {
	content, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	var document any
	if json.Unmarshal(content, &document) == nil && !strings.HasSuffix(response.Request.URL.Path, "/oidc/token") {
		if content, err = json.Marshal(changed("", document, change)); err != nil {
			return err
		}
	}
	return replace(response, content)
}

func changed(key string, value any, change func(key, value string) string) any {
	switch value := value.(type) {
	case map[string]any:
		for name, member := range value {
			value[name] = changed(name, member, change)
		}
	case []any:
		for i, item := range value {
			value[i] = changed(key, item, change)
		}
	case string:
		return change(key, value)
	}
	return value
}

func refuse(response *http.Response, status int, contentType, body string) error {
	if strings.HasSuffix(response.Request.URL.Path, "/oidc/token") {
		return nil
	}
	_ = response.Body.Close()
	response.StatusCode = status
	response.Header = http.Header{
		"Content-Type": {contentType}, "Retry-After": {"x\u009b"}, "Logto-Core-Request-Id": {"id\u009b31m"}, "Server": {"\u202e"},
	}
	return replace(response, []byte(body))
}

func replace(response *http.Response, content []byte) error {
	response.Body = io.NopCloser(bytes.NewReader(content))
	response.ContentLength = int64(len(content))
	response.Header.Set("Content-Length", strconv.Itoa(len(content)))
	return nil
}

// refusal has all members that the errors of Logto and of Direct Mail have.
func refusal() string {
	refused, _ := json.Marshal(map[string]any{
		"code": "entity." + attack, "message": "no" + attack, "details": attack, "error": attack, "error_description": attack,
		"Code": "Forbidden" + attack, "Message": attack, "RequestId": attack, "HostId": attack, "Recommend": attack,
		"data": map[string]any{
			"issues":           []any{map[string]any{"path": []any{attack, 1}, "code": attack, "message": attack}},
			"errorDescription": attack, "Code": attack, "RequestId": attack, "HostId": attack, "Recommend": attack,
		},
	})
	return string(refused)
}

// spoiltTenant is a sandbox in which something is set up.
type spoiltTenant struct {
	running   *sandbox.Sandbox
	honest    func(string) (string, bool)
	connector string // the file that its connector was made from
}

func startSpoilt(t *testing.T) spoiltTenant {
	t.Helper()
	running, err := sandbox.Start(t.Context(), sandbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = running.Close(context.WithoutCancel(t.Context())) })
	tenant := spoiltTenant{running: running, honest: lookup(running, t.TempDir()), connector: filepath.Join(t.TempDir(), "connector.json")}
	if err := os.WriteFile(tenant.connector, []byte(connectorJSON), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"app", "create", "Bookstore", "--redirect-uri", "http://localhost:3000/callback", "--post-sign-out-redirect-uri", "http://localhost:3000"},
		{"connector", "aliyun-dm", "apply", "-f", tenant.connector},
		{"sie", "enable-email"},
		{"templates", "push"},
		{"dm", "tag", "create", "logtoctl"},
		{"test-email", "reader@example.com"},
	} {
		var said bytes.Buffer
		if code := cmd.Run(t.Context(), args, cli.Streams{In: strings.NewReader(""), Out: &said, Err: &said}, tenant.honest); code != 0 {
			t.Fatalf("%s: exit code %d\n%s", args, code, &said)
		}
	}
	return tenant
}

// behind puts a hostile proxy before each service, and returns the environment that
// leads to them.
func (s spoiltTenant) behind(t *testing.T, how hostility) func(string) (string, bool) {
	t.Helper()
	home := t.TempDir()
	values := map[string]string{
		"XDG_CONFIG_HOME": home, "XDG_CACHE_HOME": home, "XDG_STATE_HOME": home,
		"LOGTO_ENDPOINT":       proxy(t, s.running.LogtoURL(), how),
		"LOGTOCTL_DM_ENDPOINT": proxy(t, s.running.DirectMailURL(), how),
		"LOGTOCTL_INBOX_URL":   proxy(t, s.running.InboxURL(), how),
		"LOGTOCTL_TIMEOUT":     "10s",
		"LOGTO_RESOURCE":       "https://default.logto.app/api",
	}
	return func(name string) (string, bool) {
		if value, found := values[name]; found {
			return value, true
		}
		return s.honest(name)
	}
}

func proxy(t *testing.T, to string, how hostility) string {
	t.Helper()
	target, err := url.Parse(to)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(&httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(target)
			r.Out.Header.Del("Accept-Encoding") // Go's own compression is undone on the way
		},
		ModifyResponse: how.answer,
		ErrorLog:       log.New(io.Discard, "", 0), // of clients that hang up
	})
	t.Cleanup(server.Close)
	return server.URL
}
