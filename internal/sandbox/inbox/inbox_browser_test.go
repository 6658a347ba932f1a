package inbox_test

import (
	"fmt"
	"net"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/logtoctl/logtoctl/internal/sandbox/inbox"
)

// shows is the condition that a mail is open.
func shows(id, code string) string {
	return fmt.Sprintf(`document.querySelector(".row-link[aria-current]")?.parentElement.dataset.id === %q && document.querySelector("#digits").textContent === %q && !document.querySelector("#mail").hidden`, id, code)
}

// rows is the condition that the list holds these mails.
func rows(ids ...string) string {
	return fmt.Sprintf(`[...document.querySelectorAll(".row")].map((row) => row.dataset.id).join() === %q`, strings.Join(ids, ","))
}

// said is the condition that a note says something.
func said(text string) string {
	return fmt.Sprintf(`[...document.querySelectorAll(".toast span")].at(-1)?.textContent === %q`, text)
}

// copied is the condition that the clipboard holds something.
func (p *page) copied(text string) {
	p.t.Helper()
	p.script(`navigator.clipboard.readText().then((text) => (document.body.dataset.clipboard = text))`)
	p.await("the clipboard", fmt.Sprintf(`document.body.dataset.clipboard === %q`, text))
}

// search presses the key that goes to the search. The driver sends its letter
// apart from the key, which is why that lands in the field.
func (p *page) search() {
	p.t.Helper()
	p.press("/")
	p.await("the search in focus", `document.activeElement.id === "search"`)
	p.script(`document.querySelector("#search").value = ""`)
}

// TestBrowserInbox does what somebody does who has a few mails and a mouse.
func TestBrowserInbox(t *testing.T) {
	t.Parallel()
	store := bookstore(t)
	p := openPage(t, store, desktop(), "")
	p.await("all mails, newest first", rows("5", "4", "3", "2", "1"))
	p.await("the newest mail", shows("5", "495172"))
	p.await("a title with what is unread", `document.title === "(4) Inbox · logtoctl sandbox" && document.querySelector("#count").textContent === "4 unread"`)
	p.await("time and its title", `document.querySelector(".row time").textContent === "now" && /\d{2}:\d{2}:\d{2}/.test(document.querySelector(".row time").title)`)

	p.click(`.row[data-id="3"] .chip`)
	p.await("a note", said("Copied 771204"))
	p.copied("771204")
	p.await("the same mail as before", shows("5", "495172"))
	p.click(`.row[data-id="3"] .row-link`)
	p.await("another mail", shows("3", "771204"))
	p.await("its address", `location.hash === "#3"`)
	p.await("its facts", `document.querySelector("#mail").innerText.includes("书店 <noreply@mail.example.com>") && document.querySelector("#marks").innerText.replace(/\s+/g, " ") === "Language zh-CN Tag sign-in Request id 5F2A9C1E-0000-4000-8000-000000000002 EnvId 600000482137952642"`)
	p.await("a link to its JSON", fmt.Sprintf(`document.querySelector("#json").href === "%s/api/messages/3"`, p.server.URL))
	p.click("#copy")
	p.copied("771204")
	p.click("#phone")
	p.await("a narrow frame", `document.querySelector(".frame").clientWidth === 361`)
	p.click("#desktop")
	p.await("a wide frame", `document.querySelector(".frame").clientWidth > 700`)
	p.click("#tab-text")
	p.await("its text with the code marked", `document.querySelector("#view-text mark").checkVisibility() && document.querySelector("#view-text mark").textContent === "771204"`)
	p.click("#tab-source")
	p.await("its source", `document.querySelector("#source").checkVisibility() && document.querySelector("#source").textContent.startsWith("<!DOCTYPE html>")`)
	p.await("its parameters", `document.querySelector("#parameters").innerText.includes("AddressType") && document.querySelector("#parameters").innerText.includes("xiaoming@example.cn")`)
	p.click("#copy-source")
	p.await("a note", said("Copied the HTML"))

	p.do("reload", chromedp.Reload())
	p.await("the mail that the address names", shows("3", "771204"))
	p.await("what was seen", `document.title.startsWith("(3) Inbox")`)
	p.script(`location.hash = "77"`)
	p.await("a note", said("That mail is not here any more"))
	p.await("the newest mail", shows("5", "495172"))

	p.click("#clear")
	p.await("a question", `document.querySelector("#confirm").open && document.querySelector("#confirm-text").textContent.startsWith("5 mails go")`)
	p.click(`#confirm [value=no]`)
	p.await("no question", `!document.querySelector("#confirm").open`)
	if left := len(store.List(inbox.Filter{})); left != 5 {
		t.Errorf("%d mails are left after a no", left)
	}
	p.click("#clear")
	p.click(`#confirm [value=yes]`)
	p.await("an empty inbox", `document.querySelector("#empty").checkVisibility() && document.querySelector("#mail").hidden && document.title === "Inbox · logtoctl sandbox"`)
	if left := len(store.List(inbox.Filter{})); left != 0 {
		t.Errorf("%d mails are left after a yes", left)
	}
	p.click(`#empty li:last-child button`)
	p.copied("logtoctl test-email you@example.com")
	p.requests.check(t, p.server.URL)
}

// TestBrowserKeyboard does without a mouse.
func TestBrowserKeyboard(t *testing.T) {
	t.Parallel()
	store := bookstore(t)
	p := openPage(t, store, desktop(), "")
	p.await("the newest mail", shows("5", "495172"))
	p.press("j", "j")
	p.await("the next but one", shows("3", "771204"))
	p.await("its row in focus", `document.activeElement.parentElement.dataset.id === "3"`)
	p.press("k", kb.ArrowDown, kb.ArrowDown, kb.ArrowDown, kb.ArrowDown)
	p.await("the last", shows("1", "205719"))
	p.press(kb.ArrowUp)
	p.await("the last but one", shows("2", "338120"))
	p.press("c")
	p.await("a note", said("Copied 338120"))
	p.copied("338120")
	for key, view := range map[string]string{"t": "text", "s": "source", "h": "html"} {
		p.press(key)
		p.await("the view "+view, fmt.Sprintf(`!document.querySelector("#view-%[1]s").hidden && document.querySelector("#tab-%[1]s").ariaSelected === "true"`, view))
	}
	p.press("h")
	p.script(`document.querySelector("#tab-html").focus()`)
	p.press(kb.ArrowRight)
	p.await("the next tab", `document.activeElement.id === "tab-text" && !document.querySelector("#view-text").hidden`)

	p.press("d")
	p.await("one mail less", rows("5", "4", "3", "1"))
	p.await("its neighbour", shows("1", "205719"))
	p.click(".toast button")
	p.await("the mail again", shows("2", "338120"))
	p.press("d", "d")
	p.await("two mails less", rows("5", "4", "3"))
	if left := len(store.List(inbox.Filter{})); left != 5 {
		t.Errorf("%d mails are left while they can be brought back", left)
	}
	p.do("reload, which ends what can be undone", chromedp.Reload())
	p.await("two mails less", rows("5", "4", "3"))
	if left := len(store.List(inbox.Filter{})); left != 3 {
		t.Errorf("%d mails are left after the reload", left)
	}

	p.press("?")
	p.await("the keys", `document.querySelector("#help").open`)
	p.press("j", kb.Escape)
	p.await("no keys", `!document.querySelector("#help").open`)
	p.search()
	p.press("j", "c", "d") // are letters there
	p.await("letters", `document.querySelector("#search").value === "jcd" && location.search === "?search=jcd" && document.querySelector("#none").checkVisibility()`)
	p.press(kb.Escape)
	p.await("all mails", rows("5", "4", "3"))
	p.press(kb.Escape)
	p.await("no search in focus", `document.activeElement.id !== "search"`)
}

// TestBrowserSearch looks for mails, one of which comes while it does.
func TestBrowserSearch(t *testing.T) {
	t.Parallel()
	store := bookstore(t)
	p := openPage(t, store, desktop(), "?search=xiaoming%20771204")
	p.await("what the address asks for", rows("3"))
	p.await("the words in the field", `document.querySelector("#search").value === "xiaoming 771204"`)
	p.await("the found mail", shows("3", "771204"))
	store.Add(inbox.Message{To: "xiaoming@example.cn", Text: "Again 771204"})
	p.await("a mail that has the words, too", rows("6", "3"))
	store.Add(inbox.Message{To: "other@example.cn", Text: "Another 111111"})
	p.await("what is unread", `document.title === "111111 · (5) Inbox · logtoctl sandbox"`)
	p.await("the found mails still", rows("6", "3"))
	p.script(`document.querySelector("#search").select()`)
	p.do("look for a text in the HTML", chromedp.SendKeys("#search", "anew"))
	p.await("its mail", rows("4"))
	p.await("the address", `location.search === "?search=anew"`)
	p.script(`document.querySelector("#search").select()`)
	p.do("look for what is not there", chromedp.SendKeys("#search", "nowhere <b>"))
	p.await("nothing", `document.querySelectorAll(".row").length === 0 && document.querySelector("#sought").textContent === "nowhere <b>"`)
	p.click("#forget")
	p.await("all mails", rows("7", "6", "5", "4", "3", "2", "1"))
	p.await("a plain address", `location.search === ""`)
}

// TestBrowserLive follows an inbox whose sandbox stops and comes back.
func TestBrowserLive(t *testing.T) {
	t.Parallel()
	store := newStore()
	p := openPage(t, store, desktop(), "")
	p.await("an empty inbox", `document.querySelector("#empty").checkVisibility()`)
	store.Add(inbox.Message{To: "you@example.com", Subject: "First", Text: "Code 111111"})
	p.await("the mail", shows("1", "111111"))
	p.await("its news", `document.querySelector("#news").textContent === "New mail for you@example.com: First. Code 1 1 1 1 1 1"`)
	store.Add(inbox.Message{To: "you@example.com", Subject: "Second", Text: "Code 222222"})
	p.await("the newest mail, since none was chosen", shows("2", "222222"))
	p.click(`.row[data-id="1"] .row-link`)
	p.await("the chosen mail", shows("1", "111111"))
	store.Add(inbox.Message{To: "you@example.com", Subject: "Third", Text: "Code 333333"})
	p.await("a title with the code", `document.title === "333333 · (1) Inbox · logtoctl sandbox"`)
	p.await("the chosen mail still", shows("1", "111111"))

	streams := p.requests.count("/api/events")
	p.server.CloseClientConnections()
	store.Add(inbox.Message{Text: "Code 444444"})
	store.Delete("2")
	p.await("what happened meanwhile, and nothing twice", rows("4", "3", "1"))
	p.await("the stream", `document.querySelector("#link").dataset.state === "live"`)
	p.await("the chosen mail still", shows("1", "111111"))
	if p.requests.count("/api/events") <= streams {
		t.Error("the page did not connect again: the test looks in the wrong place")
	}

	address := p.server.Listener.Addr().String()
	stop(p.server)
	p.await("that it has stopped", `document.querySelector("#stopped").checkVisibility() && document.querySelector("#link").textContent === "Stopped"`)
	p.await("what was there", rows("4", "3", "1"))
	p.picture("desktop-light-stopped")
	p.click(`.row[data-id="3"] .row-link`)
	p.await("a note", said("The sandbox does not answer, so the mail could not be loaded"))

	next := newStore()
	next.Add(inbox.Message{Subject: "Of another sandbox", Text: "Code 555555"})
	p.server = serveAt(t, next, address)
	p.await("the other inbox", rows("1"))
	p.await("its mail", `document.querySelector("#digits").textContent === "555555" && document.querySelector("#stopped").hidden`)
}

// serveAt serves a store where another was served before.
func serveAt(t *testing.T, store *inbox.Store, address string) *httptest.Server {
	t.Helper()
	var config net.ListenConfig
	listener, err := config.Listen(t.Context(), "tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(inbox.NewHandler(store))
	_ = server.Listener.Close()
	server.Listener = listener
	server.Start()
	t.Cleanup(func() { stop(server) })
	return server
}

// TestBrowserPhone goes from the list to a mail and back.
func TestBrowserPhone(t *testing.T) {
	t.Parallel()
	store := bookstore(t)
	p := openPage(t, store, phone(), "")
	p.await("all mails, and none open", rows("5", "4", "3", "2", "1")+` && document.querySelector("#mail").hidden && document.title.startsWith("495172 · (5) Inbox")`)
	p.await("nothing wider than the phone", `document.documentElement.scrollWidth === 390`)
	p.click(`.row[data-id="5"] .row-link`)
	p.await("the mail alone", `document.querySelector("#digits").textContent === "495172" && !document.querySelector("#list").checkVisibility()`)
	p.await("nothing wider than the phone", `document.documentElement.scrollWidth === 390 && document.querySelector("#mail").scrollWidth <= 390`)
	p.click("#back")
	p.await("the list", `document.querySelector("#list").checkVisibility() && document.querySelector("#mail").hidden && location.hash === ""`)
	p.click(`.row[data-id="3"] .row-link`)
	p.await("another mail", `document.querySelector("#digits").textContent === "771204"`)
	p.script(`history.back()`)
	p.await("the list", `document.querySelector("#list").checkVisibility() && document.querySelector("#mail").hidden`)
	p.click(`.row[data-id="3"] .row-link`)
	p.click("#delete")
	p.await("the list without it", rows("5", "4", "2", "1")+` && document.querySelector("#list").checkVisibility()`)
	store.Add(inbox.Message{To: "you@example.com", Text: "Code 666666"})
	p.await("a new mail in the list, not over it", rows("6", "5", "4", "2", "1")+` && document.querySelector("#mail").hidden`)
}

// TestBrowserMany shows as many mails as come, and very large ones.
func TestBrowserMany(t *testing.T) {
	t.Parallel()
	store := newStore()
	p := openPage(t, store, desktop(), "")
	want := []string{}
	for n := range 1000 {
		store.Add(inbox.Message{To: fmt.Sprintf("you+%d@example.com", n), Subject: "A code", Text: fmt.Sprintf("Code %06d", 100000+n)})
		if n >= 500 {
			want = append(want, fmt.Sprint(n+1))
		}
	}
	slices.Reverse(want)
	p.await("as many as are kept", rows(want...))
	p.await("the newest mail", shows("1000", "100999"))
	p.picture("desktop-light-500")
	p.search()
	p.do("look for one", chromedp.SendKeys("#search", "you+777@"))
	p.await("the one", rows("778"))

	store.Add(inbox.Message{
		To: "you+777@example.com", Subject: strings.Repeat("long ", 20_000),
		HTML: "<p>Code 123456</p>" + strings.Repeat("<p>"+strings.Repeat("x", 1000)+"</p>\n", 5<<10),
	})
	p.await("a mail of 5 MB", shows("1001", "123456"))
	p.press(kb.Escape, kb.Escape)
	p.press("s")
	p.await("the beginning of its source", `document.querySelector("#source").checkVisibility() && document.querySelector("#source").textContent.length < 410_000 && document.querySelector("#source").textContent.endsWith("more characters, which are in the JSON")`)
	p.await("a subject that leaves room for the rest", `document.querySelector("#subject").clientHeight < 90`)
	p.picture("desktop-light-large")
}
