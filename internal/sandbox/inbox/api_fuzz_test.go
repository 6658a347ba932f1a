package inbox_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/logtoctl/logtoctl/internal/sandbox/inbox"
)

// FuzzHandler asks for anything, of an inbox with any mail in it: what is JSON by
// its type is JSON, the mail is shown in a frame that it cannot get out of, and
// nothing makes the inbox blame itself.
func FuzzHandler(f *testing.F) {
	f.Add("/api/messages", "to=a@b.c&search=x%20y&after=0&view=summary", "<p>123456</p>", "Subject")
	f.Add("/api/messages/1", "wait=-1s", "<html lang=en><style>url(//x)</style>", "\xff")
	f.Add("/mail/1", "mode=dark&pictures=on", "</html><script>alert(1)</script>", "<b>")
	f.Add("/mail/1", "pictures=%00", "<plaintext>", "")
	f.Add("/api/messages/%2e%2e/1", "after=18446744073709551616&wait=1e3", "", "")
	f.Fuzz(func(t *testing.T, path, query, html, subject string) {
		if strings.Contains(query, "wait") {
			t.Skip("would wait")
		}
		store := newStore()
		store.Add(inbox.Message{To: "a@b.c", Subject: subject, HTML: html})
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
		r.Host, r.URL = "localhost", &url.URL{Path: path, RawQuery: query}
		if path == "/api/events" {
			t.Skip("has no end")
		}
		recorder := httptest.NewRecorder()
		inbox.NewHandler(store).ServeHTTP(recorder, r)
		kind := recorder.Header().Get("Content-Type")
		switch {
		case recorder.Code >= http.StatusInternalServerError:
			t.Fatalf("%d %s", recorder.Code, recorder.Body)
		case strings.HasPrefix(kind, "application/json") && !json.Valid(recorder.Body.Bytes()):
			t.Fatalf("not JSON: %s", recorder.Body)
		case recorder.Header().Get("Content-Security-Policy") == "":
			t.Fatalf("%d without a policy", recorder.Code)
		case path == "/mail/1" && !strings.Contains(recorder.Header().Get("Content-Security-Policy"), "; sandbox allow-popups"):
			t.Fatalf("a mail outside of its frame: %v", recorder.Header())
		}
	})
}
