package preview_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/preview"
)

func start(t *testing.T, options preview.Options) *preview.Server {
	t.Helper()
	if options.Load == nil {
		options.Load = library
	}
	server, err := preview.Start(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close(t.Context()) })
	return server
}

// get asks for an address with headers given in pairs, Host among them.
func get(t *testing.T, url string, headers ...string) (*http.Response, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
		if headers[i] == "Host" {
			request.Host = headers[i+1]
		}
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, string(body)
}

func TestServer_page(t *testing.T) {
	t.Parallel()
	server := start(t, preview.Options{})
	for _, file := range []struct{ path, contentType string }{{"", "text/html"}, {"preview.css", "text/css"}, {"preview.js", "text/javascript"}} {
		response, body := get(t, server.URL()+file.path)
		policy := response.Header.Get("Content-Security-Policy")
		if response.StatusCode != http.StatusOK || !strings.HasPrefix(response.Header.Get("Content-Type"), file.contentType) || body == "" {
			t.Errorf("%q: %s, %s", file.path, response.Status, response.Header.Get("Content-Type"))
		}
		for _, want := range []string{"default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"} {
			if !strings.Contains(policy, want) {
				t.Errorf("%q: the policy %q lacks %s", file.path, policy, want)
			}
		}
		if strings.Contains(policy, "http") {
			t.Errorf("%q: the policy %q lets something out", file.path, policy)
		}
	}
	if response, _ := get(t, server.URL()+"page/index.html"); response.StatusCode != http.StatusNotFound {
		t.Errorf("a file that is none: %s", response.Status)
	}
}

func TestServer_guard(t *testing.T) {
	t.Parallel()
	server := start(t, preview.Options{})
	address := strings.Trim(strings.TrimPrefix(server.URL(), "http://"), "/")
	_, port, _ := strings.Cut(address, ":")
	tests := []struct {
		name    string
		headers []string
		want    int
	}{
		{"the address itself", nil, http.StatusOK},
		{"by its name", []string{"Host", "localhost:" + port}, http.StatusOK},
		{"its own origin", []string{"Origin", "http://" + address}, http.StatusOK},
		{"its own page", []string{"Sec-Fetch-Site", "same-origin", "Sec-Fetch-Mode", "cors"}, http.StatusOK},
		{"a link", []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document"}, http.StatusOK},
		{"another host", []string{"Host", "attacker.example"}, http.StatusForbidden},
		{"another port", []string{"Host", "127.0.0.1:1"}, http.StatusForbidden},
		{"another origin", []string{"Origin", "https://attacker.example"}, http.StatusForbidden},
		{"a sandboxed origin", []string{"Origin", "null"}, http.StatusForbidden},
		{"a picture elsewhere", []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors", "Sec-Fetch-Dest", "image"}, http.StatusForbidden},
		{"a frame elsewhere", []string{"Sec-Fetch-Site", "same-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "iframe"}, http.StatusForbidden},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if response, _ := get(t, server.URL()+"api/state", test.headers...); response.StatusCode != test.want {
				t.Errorf("got %s, want %d", response.Status, test.want)
			}
		})
	}
}

func TestServer_state(t *testing.T) {
	t.Parallel()
	server := start(t, preview.Options{Name: "emails", Values: map[string]string{"code": "111111"}})
	_, body := get(t, server.URL()+"api/state?var.brand.name=Bookstore&var.application.name=Shop")
	var state preview.State
	if err := json.Unmarshal([]byte(body), &state); err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, mail := range state.Mails {
		keys = append(keys, mail.Key)
	}
	if diff := cmp.Diff([]string{"en/Register", "en/SignIn", "ja/Register", "ja/SignIn"}, keys); diff != "" {
		t.Error(diff)
	}
	mail := state.Mails[1]
	if mail.Subject != "111111 for Bookstore" || mail.Preheader != "Preheader" || !strings.Contains(mail.Text, "Hello Shop, your code is 111111.") {
		t.Errorf("got subject %q, preheader %q, text %q", mail.Subject, mail.Preheader, mail.Text)
	}
	if len(mail.Findings) != 1 || len(state.Findings) != 1 || len(state.Mails[0].Findings) != 0 {
		t.Errorf("findings are in the wrong place: %s", body)
	}
	want := []preview.Field{{Name: "brand.name", Value: "Bookstore"}, {Name: "code", Value: "111111"}, {Name: "application.name", Value: "Shop"}}
	if diff := cmp.Diff(want, mail.Fields); diff != "" {
		t.Error(diff)
	}
}

func TestServer_mail(t *testing.T) {
	t.Parallel()
	server := start(t, preview.Options{})
	response, body := get(t, server.URL()+"mail/ja/SignIn?mode=dark&var.code=222222")
	if response.StatusCode != http.StatusOK || !strings.Contains(body, "your code is 222222") || strings.Contains(body, "elsewhere.example") {
		t.Errorf("%s: %s", response.Status, body)
	}
	if !strings.Contains(body, `src="data:image/svg+xml;base64,`) {
		t.Errorf("no stand-in: %s", body)
	}
	policy := response.Header.Get("Content-Security-Policy")
	for _, want := range []string{"default-src 'none'", "img-src data:", "sandbox allow-same-origin", "frame-ancestors 'self'"} {
		if !strings.Contains(policy, want) {
			t.Errorf("the policy %q lacks %s", policy, want)
		}
	}
	if _, body = get(t, server.URL()+"mail/ja/SignIn?images=off"); strings.Contains(body, "src=") {
		t.Errorf("an image is left: %s", body)
	}
	if response, _ = get(t, server.URL()+"mail/SignIn"); response.StatusCode != http.StatusNotFound {
		t.Errorf("a mail that is not there: %s", response.Status)
	}
}

func TestServer_failure(t *testing.T) {
	t.Parallel()
	server := start(t, preview.Options{Load: func(context.Context, map[string]string) (preview.Library, error) {
		return preview.Library{}, errors.New("the folder is gone")
	}})
	response, body := get(t, server.URL()+"api/state")
	if response.StatusCode != http.StatusOK || !strings.Contains(body, `"error":"the folder is gone","mails":[]`) {
		t.Errorf("%s: %s", response.Status, body)
	}
	if response, _ = get(t, server.URL()+"mail/en/SignIn"); response.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("a mail of it: %s", response.Status)
	}
}

// TestServer_events saves a file in the way of an editor, by a new file in the
// place of the old one, in a folder that did not exist at the start.
func TestServer_events(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	server := start(t, preview.Options{Watch: folder})
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL()+"api/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	lines := bufio.NewScanner(response.Body)
	next := func(want string) {
		t.Helper()
		for lines.Scan() {
			if lines.Text() == want {
				return
			}
		}
		t.Fatalf("the stream ended before %q: %v", want, lines.Err())
	}
	next(": connected")
	if err := os.Mkdir(filepath.Join(folder, "ja"), 0o755); err != nil {
		t.Fatal(err)
	}
	next("event: change")
	temporary := filepath.Join(t.TempDir(), "new")
	if err := os.WriteFile(temporary, []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(temporary, filepath.Join(folder, "ja", "SignIn.html")); err != nil {
		t.Fatal(err)
	}
	next("event: change")
}

func TestStart_errors(t *testing.T) {
	t.Parallel()
	if _, err := preview.Start(t.Context(), preview.Options{Load: library, Watch: filepath.Join(t.TempDir(), "none")}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a folder that is not there: %v", err)
	}
	first := start(t, preview.Options{})
	_, port, _ := strings.Cut(strings.Trim(first.URL(), "/"), "127.0.0.1:")
	number, err := strconv.Atoi(port)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := preview.Start(t.Context(), preview.Options{Load: library, Port: number}); err == nil {
		t.Error("a port that is in use was accepted")
	}
}

func TestServer_Wait(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	server, err := preview.Start(ctx, preview.Options{Load: library})
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	if err := server.Wait(ctx); err != nil {
		t.Errorf("interrupted: %v", err)
	}
	server.Close(ctx)
	if err := server.Wait(t.Context()); !errors.Is(err, http.ErrServerClosed) {
		t.Errorf("stopped by itself: %v", err)
	}
}
