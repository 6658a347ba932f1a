package inbox_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/sandbox/inbox"
)

func TestClient(t *testing.T) {
	t.Parallel()
	store := newStore()
	server := httptest.NewServer(inbox.NewHandler(store))
	defer server.Close()
	client := inbox.NewClient(server.URL + "/")

	if id, err := client.LastID(t.Context()); id != 0 || err != nil {
		t.Errorf("LastID() of an empty inbox = %d, %v", id, err)
	}
	store.Add(inbox.Message{To: "a@example.com", Text: "Code 123456"})
	store.Add(inbox.Message{To: "b+c@example.com"})
	if id, err := client.LastID(t.Context()); id != 2 || err != nil {
		t.Errorf("LastID() = %d, %v", id, err)
	}
	for _, filter := range []inbox.Filter{{}, {To: "b+c@example.com"}, {To: "b+c@example.com", After: 2}, {After: 1}, {Search: "b+c & code"}, {Search: "code 123456"}} {
		got, err := client.List(t.Context(), filter, 0)
		if diff := cmp.Diff(store.List(filter), got); diff != "" || err != nil {
			t.Errorf("List(%+v): %v (-want +got):\n%s", filter, err, diff)
		}
	}
	if got, err := client.Newest(t.Context(), inbox.Filter{To: "a@example.com"}, time.Minute); got.Code != "123456" || err != nil {
		t.Errorf("Newest() = %+v, %v", got, err)
	}
	if _, err := client.Newest(t.Context(), inbox.Filter{To: "a@example.com", After: 2}, time.Millisecond); !errors.Is(err, inbox.ErrEmpty) {
		t.Errorf("Newest() of none = %v", err)
	}
}

func TestClient_failures(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		answer http.HandlerFunc
		want   string
	}{
		"status":   {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) }, "it answered 502 Bad Gateway"},
		"not JSON": {func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>")) }, "invalid character"},
		"bad id":   {func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(`[{"id":"x"}]`)) }, "invalid syntax"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(test.answer)
			defer server.Close()
			_, err := inbox.NewClient(server.URL).LastID(t.Context())
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("LastID() = %v, want %q", err, test.want)
			}
		})
	}
	if _, err := inbox.NewClient("http://127.0.0.1:1").Newest(t.Context(), inbox.Filter{}, 0); err == nil || errors.Is(err, inbox.ErrEmpty) {
		t.Errorf("without a server: %v", err)
	}
	if _, err := inbox.NewClient("http://%zz").List(t.Context(), inbox.Filter{}, 0); err == nil {
		t.Error("an address that is none was taken")
	}
}
