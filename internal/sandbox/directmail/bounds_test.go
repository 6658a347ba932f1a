package directmail_test

import (
	"net/http"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/logtoctl/logtoctl/internal/sandbox/directmail"
)

// TestServer_keepsNoRequests: what the account keeps of a request does not keep
// the rest of it in memory. It is not parallel, so that it sees its own memory only.
func TestServer_keepsNoRequests(t *testing.T) { //nolint:paralleltest // measures the memory of the process
	w := newWorld(directmail.Account{})
	heap := func() uint64 {
		runtime.GC()
		runtime.GC()
		var memory runtime.MemStats
		runtime.ReadMemStats(&memory)
		return memory.HeapAlloc
	}
	tag := func(i int) {
		// Nothing in it needs to be escaped, so that each value is a part of the body.
		w.must(t, "CreateTag", "TagName", "tag"+strconv.Itoa(i), "Ignored", strings.Repeat("x", 1<<20))
	}
	tag(0)
	before := heap()
	for i := range 50 {
		tag(i + 1)
	}
	if after := heap(); after > before+8<<20 {
		t.Errorf("the heap has grown by %d MB", (after-before)>>20)
	}
	runtime.KeepAlive(w)
}

// TestServer_bounds holds that no text of a client is kept that is longer than
// it can be for.
func TestServer_bounds(t *testing.T) {
	t.Parallel()
	w := newWorld(directmail.Account{})
	long := func(length int) string { return strings.Repeat("x", length) }
	w.must(t, "CreateTag", "TagName", "a", "TagDescription", long(1024))
	w.refused(t, "InvalidTagDescription.Malformed", "CreateTag", "TagName", "b", "TagDescription", long(1025))
	id := w.must(t, "QueryTagByParam").rows(t, "tag")[0]["TagId"].(string)
	w.refused(t, "InvalidTagDescription.Malformed", "ModifyTag", "TagId", id, "TagName", "a", "TagDescription", long(1025))
	domain := "@" + strings.Repeat("abcdefg.", 24) + "com" // 196 bytes
	if got := w.call(t, "SingleSendMail", mail("ToAddress", long(58)+domain)); got.status != http.StatusOK {
		t.Errorf("an address of 254 bytes: %d %v", got.status, got.fields)
	}
	if got := w.call(t, "SingleSendMail", mail("ToAddress", long(59)+domain)); got.text("Code") != "InvalidToAddress" {
		t.Errorf("an address of 255 bytes: %d %v", got.status, got.fields)
	}
	w.refused(t, "InvalidReplyAddress.Malformed", "CreateMailAddress",
		"AccountName", "me@mail.example.com", "Sendtype", "trigger", "ReplyAddress", long(59)+domain)
}

// TestServer_replyRequests: of those that nobody approves the last thousand are kept.
func TestServer_replyRequests(t *testing.T) {
	t.Parallel()
	w := newWorld(directmail.Account{})
	id := w.must(t, "CreateMailAddress", "AccountName", "me@mail.example.com", "Sendtype", "trigger", "ReplyAddress", "re@example.com").text("MailAddressId")
	for range 1001 {
		w.must(t, "CheckReplyToMailAddress", "MailAddressId", id)
	}
	ticket := func(i int) string {
		_, ticket, _ := strings.Cut(w.mails[i].Text, "Ticket=")
		return ticket
	}
	w.refused(t, "InvalidTicket.Malformed", "ApproveReplyMailAddress", "Ticket", ticket(0))
	w.must(t, "ApproveReplyMailAddress", "Ticket", ticket(1))
	w.refused(t, "InvalidTicket.Malformed", "ApproveReplyMailAddress", "Ticket", ticket(1))
	w.must(t, "ApproveReplyMailAddress", "Ticket", ticket(1000))
}
