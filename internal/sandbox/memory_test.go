package sandbox_test

import (
	"net/http"
	"net/url"
	"runtime"
	"strings"
	"testing"

	"github.com/logtoctl/logtoctl/internal/sandbox"
	"github.com/logtoctl/logtoctl/internal/sandbox/inbox"
)

// heap is what is in use after everything else was given back, in bytes.
func heap() int64 {
	runtime.GC()
	runtime.GC() // what a finalizer held at first
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	return int64(memory.HeapAlloc)
}

// TestSandbox_keepsNoBodies holds that what is remembered of a request, in the
// log and in the inbox, does not keep the rest of it in memory. It is not
// parallel, so that it sees its own memory only.
func TestSandbox_keepsNoBodies(t *testing.T) { //nolint:paralleltest // measures the memory of the process
	s := start(t, sandbox.Options{})
	client := newClient(t)
	send := func() {
		// Nothing in it needs to be escaped, so that each value is a part of the body.
		body := "Action=DescAccountSummary&HtmlBody=" + strings.Repeat("x", 1<<20)
		do(t, client, request(t, "POST", s.DirectMailURL(), "application/x-www-form-urlencoded", body), nil)
		sent := signed(s, map[string]string{
			"AccountName": "noreply@mail.example.com", "AddressType": "1", "ReplyToAddress": "false",
			"ToAddress": "you@example.com", "Subject": "Subject", "TextBody": "Text", "Format": strings.Repeat("x", 1<<20),
		})
		if status := do(t, client, request(t, "POST", s.DirectMailURL(), "application/x-www-form-urlencoded", sent), nil); status != http.StatusOK {
			t.Fatalf("send: %d", status)
		}
	}
	send() // so that what is made once is there
	before := heap()
	for range 20 {
		send()
	}
	if grown := heap() - before; grown > 8<<20 {
		t.Errorf("the heap has grown by %d MB, for 40 MB of bodies", grown>>20)
	}
	if got := len(s.Inbox.List(inbox.Filter{})); got != 21 {
		t.Errorf("%d messages", got)
	}
}

// TestSandbox_logIsBounded: the longest names that a client can think of are cut.
func TestSandbox_logIsBounded(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Options{})
	client := newClient(t)
	long := strings.Repeat("é", 4000)
	do(t, client, request(t, "GET", s.LogtoURL()+"/"+url.PathEscape(strings.Repeat("é", 1000)), "", ""), nil)
	do(t, client, request(t, strings.Repeat("X", 4000), s.LogtoURL()+"/", "", ""), nil)
	do(t, client, request(t, "POST", s.DirectMailURL(), "application/x-www-form-urlencoded", "Action="+long), nil)
	for _, r := range s.Requests.All() {
		for _, text := range []string{r.Method, r.Path, r.Action} {
			if len(text) > 256+len("…") || strings.ContainsRune(text, '\uFFFD') {
				t.Errorf("%d bytes: %q", len(text), text)
			}
		}
	}
	if got := s.Requests.All(); len(got) != 3 || !strings.HasSuffix(got[2].Action, "é…") {
		t.Errorf("log = %+v", got)
	}
}
