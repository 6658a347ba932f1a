package inbox_test

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/sandbox/inbox"
)

// ask sends a request to a handler without a network, so that time in it is
// the test's.
func ask(store *inbox.Store, method, target string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, nil)
	r.Host = "localhost:3003"
	for i := 0; i < len(header); i += 2 {
		if header[i] == "Host" {
			r.Host = header[i+1]
		}
		r.Header.Set(header[i], header[i+1])
	}
	recorder := httptest.NewRecorder()
	inbox.NewHandler(store).ServeHTTP(recorder, r)
	return recorder
}

func listed(t *testing.T, recorder *httptest.ResponseRecorder) []string {
	t.Helper()
	var messages []inbox.Message
	if err := json.Unmarshal(recorder.Body.Bytes(), &messages); err != nil || messages == nil {
		t.Fatalf("answer is not a list: %v\n%s", err, recorder.Body)
	}
	return ids(messages)
}

func TestAPI_messages(t *testing.T) {
	t.Parallel()
	store := newStore()
	if got := ask(store, "GET", "/api/messages").Body.String(); got != "[]\n" {
		t.Errorf("empty inbox: %q", got)
	}
	store.Add(inbox.Message{
		From: "noreply@mail.example.com", FromAlias: "Bookstore", To: "you@example.com",
		Subject: "Your code", HTML: "<p>123456</p>", RequestID: "R1",
	})
	store.Add(inbox.Message{To: "other@example.com"})

	if diff := cmp.Diff([]string{"2", "1"}, listed(t, ask(store, "GET", "/api/messages"))); diff != "" {
		t.Errorf("all (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"1"}, listed(t, ask(store, "GET", "/api/messages?to=you%40example.com"))); diff != "" {
		t.Errorf("to one address (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"2"}, listed(t, ask(store, "GET", "/api/messages?after=1"))); diff != "" {
		t.Errorf("after one message (-want +got):\n%s", diff)
	}

	got := ask(store, "GET", "/api/messages/1")
	want := `{"id":"1","receivedAt":"2026-11-22T12:00:00Z","from":"noreply@mail.example.com","fromAlias":"Bookstore",` +
		`"to":"you@example.com","subject":"Your code","html":"\u003cp\u003e123456\u003c/p\u003e","text":"123456","code":"123456","requestId":"R1"}` + "\n"
	if diff := cmp.Diff(want, got.Body.String()); diff != "" || got.Header().Get("Content-Type") != "application/json; charset=utf-8" {
		t.Errorf("content type %s, message (-want +got):\n%s", got.Header().Get("Content-Type"), diff)
	}

	missing := ask(store, "GET", "/api/messages/9")
	if missing.Code != http.StatusNotFound ||
		missing.Body.String() != `{"error":{"code":"message.not_found","message":"there is no message with the id 9"}}`+"\n" {
		t.Errorf("missing: %d %s", missing.Code, missing.Body)
	}

	if got := ask(store, "DELETE", "/api/messages/1"); got.Code != http.StatusNoContent {
		t.Errorf("delete one: %d %s", got.Code, got.Body)
	}
	if got := ask(store, "DELETE", "/api/messages/1"); got.Code != http.StatusNotFound || !strings.Contains(got.Body.String(), "message.not_found") {
		t.Errorf("delete it again: %d %s", got.Code, got.Body)
	}
	if diff := cmp.Diff([]string{"2"}, listed(t, ask(store, "GET", "/api/messages"))); diff != "" {
		t.Errorf("left (-want +got):\n%s", diff)
	}
	if got := ask(store, "DELETE", "/api/messages"); got.Code != http.StatusNoContent || len(store.List(inbox.Filter{})) != 0 {
		t.Errorf("delete: %d, %d messages left", got.Code, len(store.List(inbox.Filter{})))
	}
}

// TestAPI_search looks for words and answers without bodies where asked to.
func TestAPI_search(t *testing.T) {
	t.Parallel()
	store := newStore()
	store.Add(inbox.Message{To: "you@example.com", FromAlias: "Bookstore", Subject: "Your code", HTML: "<p>Use\n<b>495172</b>.</p>"})
	store.Add(inbox.Message{To: "me@example.com", Subject: "Hello"})
	if diff := cmp.Diff([]string{"1"}, listed(t, ask(store, "GET", "/api/messages?search=book%20495172"))); diff != "" {
		t.Errorf("found (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{}, listed(t, ask(store, "GET", "/api/messages?search=book%20hello"))); diff != "" {
		t.Errorf("found words of two messages (-want +got):\n%s", diff)
	}
	got := ask(store, "GET", "/api/messages?search=495172&view=summary").Body.String()
	want := `[{"id":"1","receivedAt":"2026-11-22T12:00:00Z","from":"","fromAlias":"Bookstore","to":"you@example.com",` +
		`"subject":"Your code","excerpt":"Use 495172.","code":"495172"}]` + "\n"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("summaries (-want +got):\n%s", diff)
	}
	if got := ask(store, "GET", "/api/messages?search=nothing&view=summary").Body.String(); got != "[]\n" {
		t.Errorf("no summaries: %q", got)
	}
}

// TestAPI_details holds that what is not known of a message is not in its JSON.
func TestAPI_details(t *testing.T) {
	t.Parallel()
	store := newStore()
	store.Add(inbox.Message{
		HTML: `<html lang="ja"><img src="//pictures.example.com/a.png">`, EnvID: "600", Tag: "news", Parameters: map[string]string{"TagName": "news"},
	})
	got := ask(store, "GET", "/api/messages/1").Body.String()
	want := `"requestId":"","envId":"600","tag":"news","language":"ja","remotePictures":true,"parameters":{"TagName":"news"}}` + "\n"
	if !strings.HasSuffix(got, want) {
		t.Errorf("message = %s, want it to end in %s", got, want)
	}
}

func TestFrame(t *testing.T) {
	t.Parallel()
	store := newStore()
	store.Add(inbox.Message{HTML: `<p onclick="x()">Hi</p><script>x()</script>`})
	store.Add(inbox.Message{HTML: `<meta name="color-scheme" content="light dark"><img src="https://pictures.example.com/a.png">`})
	got := ask(store, "GET", "/mail/1")
	if got.Code != http.StatusOK || got.Header().Get("Content-Type") != "text/html; charset=utf-8" || got.Header().Get("X-Dns-Prefetch-Control") != "off" {
		t.Errorf("%d %v", got.Code, got.Header())
	}
	if want := `<html><head></head><body><p onclick="x()">Hi</p></body></html>`; got.Body.String() != want {
		t.Errorf("mail = %s, want %s", got.Body, want)
	}
	policy := got.Header().Get("Content-Security-Policy")
	for _, directive := range []string{
		"default-src 'none'", "style-src 'unsafe-inline'", "img-src data:", "base-uri 'none'", "form-action 'none'",
		"frame-ancestors 'self'", "sandbox allow-popups allow-popups-to-escape-sandbox",
	} {
		if !slices.Contains(strings.Split(policy, "; "), directive) {
			t.Errorf("the policy of a mail is %q, which lacks %s", policy, directive)
		}
	}
	for query, want := range map[string]string{
		"":                       `content="light"|src="data:`,
		"?mode=light":            `content="light"|src="data:`,
		"?mode=dark":             `content="dark"|src="data:`,
		"?pictures=on":           `content="light"|src="https:`,
		"?mode=dark&pictures=on": `content="dark"|src="https:`,
	} {
		got := ask(store, "GET", "/mail/2"+query)
		scheme, picture, _ := strings.Cut(want, "|")
		if body := got.Body.String(); !strings.Contains(body, scheme) || !strings.Contains(body, picture) {
			t.Errorf("mail with %q = %s, want %s and %s in it", query, body, scheme, picture)
		}
		want := policy
		if strings.Contains(query, "pictures=on") {
			want = strings.Replace(policy, "img-src data:", "img-src data: https: http:", 1)
		}
		if got := got.Header().Get("Content-Security-Policy"); got != want {
			t.Errorf("policy with %q = %q, want %q", query, got, want)
		}
	}
	if got := ask(store, "GET", "/mail/3"); got.Code != http.StatusNotFound || !strings.Contains(got.Body.String(), "message.not_found") {
		t.Errorf("no such mail: %d %s", got.Code, got.Body)
	}
}

func TestAPI_badQuery(t *testing.T) {
	t.Parallel()
	for _, query := range []string{"wait=soon", "wait=-1s", "wait=6m", "wait=10", "after=x", "after=-1", "view=full"} {
		got := ask(newStore(), "GET", "/api/messages?"+query)
		if got.Code != http.StatusBadRequest || !strings.Contains(got.Body.String(), `"code":"request.invalid"`) {
			t.Errorf("%s: %d %s", query, got.Code, got.Body)
		}
	}
}

func TestAPI_wait(t *testing.T) {
	t.Parallel()
	type step struct {
		name   string
		target string
		before string        // address of a message that is there
		later  []string      // addresses of messages that arrive every second from then on
		want   []string      // ids
		after  time.Duration // that it takes
	}
	for _, test := range []step{
		{"already there", "?wait=10s&to=a@x.org", "a@x.org", nil, []string{"1"}, 0},
		{"arrives", "?wait=10s&to=a@x.org", "", []string{"b@x.org", "a@x.org"}, []string{"2"}, 2 * time.Second},
		{"any address", "?wait=10s", "", []string{"b@x.org"}, []string{"1"}, time.Second},
		{"newer than the known one", "?wait=10s&to=a@x.org&after=1", "a@x.org", []string{"a@x.org"}, []string{"2"}, time.Second},
		{"never", "?wait=10s&to=a@x.org", "b@x.org", []string{"b@x.org"}, []string{}, 10 * time.Second},
		{"not asked to wait", "?to=a@x.org", "", []string{"a@x.org"}, []string{}, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				store := newStore()
				if test.before != "" {
					store.Add(inbox.Message{To: test.before})
				}
				for i, to := range test.later {
					time.AfterFunc(time.Duration(i+1)*time.Second, func() { store.Add(inbox.Message{To: to}) })
				}
				start := time.Now()
				got := listed(t, ask(store, "GET", "/api/messages"+test.target))
				if diff := cmp.Diff(test.want, got); diff != "" || time.Since(start) != test.after {
					t.Errorf("after %v (-want +got):\n%s", time.Since(start), diff)
				}
			})
		})
	}
}

// TestAPI_events follows the stream as the page does.
func TestAPI_events(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := newStore()
		store.Add(inbox.Message{Subject: "one"})
		ctx, stop := context.WithCancel(t.Context())
		reader, writer := io.Pipe()
		done := make(chan struct{})
		go func() {
			defer close(done)
			r := httptest.NewRequestWithContext(ctx, http.MethodGet, "/api/events", nil)
			r.Host = "localhost"
			inbox.NewHandler(store).ServeHTTP(pipeWriter{http.Header{}, writer}, r)
		}()
		lines := bufio.NewScanner(reader)
		next := func() string {
			var event strings.Builder
			for lines.Scan() && lines.Text() != "" {
				event.WriteString(lines.Text() + "\n")
			}
			return event.String()
		}
		expect := func(want string) {
			t.Helper()
			if got := next(); !strings.HasPrefix(got, want) {
				t.Errorf("event = %q, want %q", got, want)
			}
		}
		expect("event: inbox\ndata: {\"inbox\":\"")
		store.Add(inbox.Message{Subject: "two\nlines", HTML: "<p>Body</p>"})
		expect("event: message\ndata: {\"id\":\"2\",\"receivedAt\":\"2026-11-22T12:00:00Z\",\"from\":\"\",\"fromAlias\":\"\",\"to\":\"\",\"subject\":\"two\\nlines\",\"excerpt\":\"Body\",\"code\":\"\"}\n")
		expect(": still here") // 20 seconds later
		store.Delete("1")
		expect("event: removed\ndata: {\"ids\":[\"1\"]}\n")
		store.Clear()
		expect("event: removed\ndata: {\"ids\":[\"2\"]}\n")
		store.Add(inbox.Message{})
		expect("event: message\ndata: {\"id\":\"3\"")
		stop()
		<-done
	})
}

// TestAPI_eventsReaderGone holds that a stream nobody reads ends.
func TestAPI_eventsReaderGone(t *testing.T) {
	t.Parallel()
	reader, writer := io.Pipe()
	_ = reader.Close()
	r := httptest.NewRequest(http.MethodGet, "/api/events", nil)
	r.Host = "localhost"
	inbox.NewHandler(newStore()).ServeHTTP(pipeWriter{http.Header{}, writer}, r)
}

type pipeWriter struct {
	header http.Header
	*io.PipeWriter
}

func (w pipeWriter) Header() http.Header { return w.header }
func (pipeWriter) WriteHeader(int)       {}
func (pipeWriter) Flush()                {}

func TestGuard(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, method string
		header       []string
		want         int
	}{
		{"localhost", "GET", []string{"Host", "localhost:3003"}, 200},
		{"no port", "GET", []string{"Host", "LOCALHOST"}, 200},
		{"name below localhost", "GET", []string{"Host", "inbox.localhost:3003"}, 200},
		{"address", "GET", []string{"Host", "127.0.0.1:3003"}, 200},
		{"IPv6", "GET", []string{"Host", "[::1]:3003"}, 200},
		{"IPv6 without port", "GET", []string{"Host", "[::1]"}, 200},
		{"rebound name", "GET", []string{"Host", "evil.example.com:3003"}, 403},
		{"name that begins alike", "GET", []string{"Host", "localhost.example.com"}, 403},
		{"other address", "GET", []string{"Host", "192.168.1.2:3003"}, 403},
		{"no host", "GET", []string{"Host", ""}, 403},
		{"script", "DELETE", nil, 204},
		{"own page", "DELETE", []string{"Origin", "http://localhost:3003"}, 204},
		{"own page by fetch metadata", "DELETE", []string{"Sec-Fetch-Site", "same-origin"}, 204},
		{"page of elsewhere", "DELETE", []string{"Origin", "https://evil.example.com"}, 403},
		{"page of another port", "DELETE", []string{"Origin", "http://localhost:8080"}, 403},
		{"page without origin", "DELETE", []string{"Origin", "null"}, 403},
		{"elsewhere by fetch metadata", "DELETE", []string{"Sec-Fetch-Site", "cross-site"}, 403},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := ask(newStore(), test.method, "/api/messages", test.header...)
			if got.Code != test.want {
				t.Errorf("status = %d, want %d", got.Code, test.want)
			}
			if test.want == 403 && !strings.HasPrefix(got.Body.String(), `{"error":{"code":"request.`) {
				t.Errorf("body = %s", got.Body)
			}
		})
	}
}

func TestPage(t *testing.T) {
	t.Parallel()
	scripts := []string{"api", "deletions", "frame", "keys", "list", "mail", "mailbox", "main", "notes", "search", "stream", "words"}
	want := map[string]string{"/": "text/html; charset=utf-8", "/inbox.css": "text/css; charset=utf-8", "/mail.css": "text/css; charset=utf-8"}
	for _, script := range scripts {
		want["/"+script+".js"] = "text/javascript; charset=utf-8"
	}
	for target, contentType := range want {
		got := ask(newStore(), "GET", target)
		if got.Code != http.StatusOK || got.Header().Get("Content-Type") != contentType {
			t.Errorf("%s: %d %s", target, got.Code, got.Header().Get("Content-Type"))
		}
		policy := got.Header().Get("Content-Security-Policy")
		if !strings.Contains(policy, "default-src 'none'; script-src 'self'; style-src 'self';") || strings.Contains(policy, "unsafe") {
			t.Errorf("%s: policy %q", target, policy)
		}
		for name, value := range map[string]string{
			"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
			"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
		} {
			if got.Header().Get(name) != value {
				t.Errorf("%s: %s is %q", target, name, got.Header().Get(name))
			}
		}
		// Links to elsewhere would be requests to elsewhere.
		body := strings.ReplaceAll(got.Body.String(), "http://www.w3.org/2000/svg", "")
		for _, never := range []string{"http://", "https://", "innerHTML", "insertAdjacentHTML", "document.write"} {
			if strings.Contains(body, never) {
				t.Errorf("%s has %s in it", target, never)
			}
		}
		if lines := strings.Count(body, "\n"); strings.HasSuffix(target, ".js") && lines > 200 {
			t.Errorf("%s has %d lines", target, lines)
		}
	}
	for _, target := range []string{"/favicon.ico", "/page", "/page/index.html", "/index.html"} {
		if got := ask(newStore(), "GET", target); got.Code != http.StatusNotFound {
			t.Errorf("%s: %d", target, got.Code)
		}
	}
}

// parts notes the largest part in which an answer is written.
type parts struct {
	*httptest.ResponseRecorder
	largest int
}

func (p *parts) Write(data []byte) (int, error) {
	p.largest = max(p.largest, len(data))
	return p.ResponseRecorder.Write(data)
}

// TestAPI_fullInbox: a list is written message by message, however long it is.
func TestAPI_fullInbox(t *testing.T) {
	t.Parallel()
	store := newStore()
	const size = 64 << 10
	for range 100 {
		store.Add(inbox.Message{To: "you@example.com", Text: strings.Repeat("x", size)})
	}
	r := httptest.NewRequest(http.MethodGet, "/api/messages", nil)
	r.Host = "localhost"
	answer := &parts{ResponseRecorder: httptest.NewRecorder()}
	inbox.NewHandler(store).ServeHTTP(answer, r)
	if got := listed(t, answer.ResponseRecorder); len(got) != 100 || answer.largest > 2*size {
		t.Errorf("%d messages, the largest part has %d bytes", len(got), answer.largest)
	}
}
