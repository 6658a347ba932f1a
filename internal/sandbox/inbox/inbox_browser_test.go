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

	"github.com/logtoctl/logtoctl/internal/browsertest"
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
	p.T.Helper()
	p.Script(`navigator.clipboard.readText().then((text) => (document.body.dataset.clipboard = text))`)
	p.Await("the clipboard", fmt.Sprintf(`document.body.dataset.clipboard === %q`, text))
}

// search presses the key that goes to the search. The driver sends its letter
// apart from the key, which is why that lands in the field.
func (p *page) search() {
	p.T.Helper()
	p.Press("/")
	p.Await("the search in focus", `document.activeElement.id === "search"`)
	p.Script(`document.querySelector("#search").value = ""`)
}

// TestBrowserInbox does what somebody does who has a few mails and a mouse.
func TestBrowserInbox(t *testing.T) {
	t.Parallel()
	store := bookstore(t)
	p := openPage(t, store, browsertest.Desktop(), "")
	p.Await("all mails, newest first", rows("5", "4", "3", "2", "1"))
	p.Await("the newest mail", shows("5", "495172"))
	p.Await("a title with what is unread", `document.title === "(4) Inbox · logtoctl sandbox" && document.querySelector("#count").textContent === "4 unread"`)
	p.Await("time and its title", `document.querySelector(".row time").textContent === "now" && /\d{2}:\d{2}:\d{2}/.test(document.querySelector(".row time").title)`)

	p.Click(`.row[data-id="3"] .chip`)
	p.Await("a note", said("Copied 771204"))
	p.copied("771204")
	p.Await("the same mail as before", shows("5", "495172"))
	p.Click(`.row[data-id="3"] .row-link`)
	p.Await("another mail", shows("3", "771204"))
	p.Await("its address", `location.hash === "#3"`)
	p.Await("its facts", `document.querySelector("#mail").innerText.includes("书店 <noreply@mail.example.com>") && document.querySelector("#marks").innerText.replace(/\s+/g, " ") === "Language zh-CN Tag sign-in Request id 5F2A9C1E-0000-4000-8000-000000000002 EnvId 600000482137952642"`)
	p.Await("a link to its JSON", fmt.Sprintf(`document.querySelector("#json").href === "%s/api/messages/3"`, p.server.URL))
	p.Click("#copy")
	p.copied("771204")
	p.Click("#phone")
	p.Await("a narrow frame", `document.querySelector(".frame").clientWidth === 361`)
	p.Click("#desktop")
	p.Await("a wide frame", `document.querySelector(".frame").clientWidth > 700`)
	p.Click("#tab-text")
	p.Await("its text with the code marked", `document.querySelector("#view-text mark").checkVisibility() && document.querySelector("#view-text mark").textContent === "771204"`)
	p.Click("#tab-source")
	p.Await("its source", `document.querySelector("#source").checkVisibility() && document.querySelector("#source").textContent.startsWith("<!DOCTYPE html>")`)
	p.Await("its parameters", `document.querySelector("#parameters").innerText.includes("AddressType") && document.querySelector("#parameters").innerText.includes("xiaoming@example.cn")`)
	p.Click("#copy-source")
	p.Await("a note", said("Copied the HTML"))

	p.Do("reload", chromedp.Reload())
	p.Await("the mail that the address names", shows("3", "771204"))
	p.Await("what was seen", `document.title.startsWith("(3) Inbox")`)
	p.Script(`location.hash = "77"`)
	p.Await("a note", said("That mail is not here any more"))
	p.Await("the newest mail", shows("5", "495172"))

	p.Click("#clear")
	p.Await("a question", `document.querySelector("#confirm").open && document.querySelector("#confirm-text").textContent.startsWith("5 mails go")`)
	p.Click(`#confirm [value=no]`)
	p.Await("no question", `!document.querySelector("#confirm").open`)
	if left := len(store.List(inbox.Filter{})); left != 5 {
		t.Errorf("%d mails are left after a no", left)
	}
	p.Click("#clear")
	p.Click(`#confirm [value=yes]`)
	p.Await("an empty inbox", `document.querySelector("#empty").checkVisibility() && document.querySelector("#mail").hidden && document.title === "Inbox · logtoctl sandbox"`)
	if left := len(store.List(inbox.Filter{})); left != 0 {
		t.Errorf("%d mails are left after a yes", left)
	}
	p.Click(`#empty li:last-child button`)
	p.copied("logtoctl test-email you@example.com")
	p.CheckReached(p.server.URL)
}

// TestBrowserKeyboard does without a mouse.
func TestBrowserKeyboard(t *testing.T) {
	t.Parallel()
	store := bookstore(t)
	p := openPage(t, store, browsertest.Desktop(), "")
	p.Await("the newest mail", shows("5", "495172"))
	p.Press("j", "j")
	p.Await("the next but one", shows("3", "771204"))
	p.Await("its row in focus", `document.activeElement.parentElement.dataset.id === "3"`)
	p.Press("k", kb.ArrowDown, kb.ArrowDown, kb.ArrowDown, kb.ArrowDown)
	p.Await("the last", shows("1", "205719"))
	p.Press(kb.ArrowUp)
	p.Await("the last but one", shows("2", "338120"))
	p.Press("c")
	p.Await("a note", said("Copied 338120"))
	p.copied("338120")
	for key, view := range map[string]string{"t": "text", "s": "source", "h": "html"} {
		p.Press(key)
		p.Await("the view "+view, fmt.Sprintf(`!document.querySelector("#view-%[1]s").hidden && document.querySelector("#tab-%[1]s").ariaSelected === "true"`, view))
	}
	p.Press("h")
	p.Script(`document.querySelector("#tab-html").focus()`)
	p.Press(kb.ArrowRight)
	p.Await("the next tab", `document.activeElement.id === "tab-text" && !document.querySelector("#view-text").hidden`)

	p.Press("d")
	p.Await("one mail less", rows("5", "4", "3", "1"))
	p.Await("its neighbour", shows("1", "205719"))
	p.Click(".toast button")
	p.Await("the mail again", shows("2", "338120"))
	p.Press("d", "d")
	p.Await("two mails less", rows("5", "4", "3"))
	if left := len(store.List(inbox.Filter{})); left != 5 {
		t.Errorf("%d mails are left while they can be brought back", left)
	}
	p.Do("reload, which ends what can be undone", chromedp.Reload())
	p.Await("two mails less", rows("5", "4", "3"))
	if left := len(store.List(inbox.Filter{})); left != 3 {
		t.Errorf("%d mails are left after the reload", left)
	}

	p.Press("?")
	p.Await("the keys", `document.querySelector("#help").open`)
	p.Press("j", kb.Escape)
	p.Await("no keys", `!document.querySelector("#help").open`)
	p.search()
	p.Press("j", "c", "d") // are letters there
	p.Await("letters", `document.querySelector("#search").value === "jcd" && location.search === "?search=jcd" && document.querySelector("#none").checkVisibility()`)
	p.Press(kb.Escape)
	p.Await("all mails", rows("5", "4", "3"))
	p.Press(kb.Escape)
	p.Await("no search in focus", `document.activeElement.id !== "search"`)
}

// TestBrowserSearch looks for mails, one of which comes while it does.
func TestBrowserSearch(t *testing.T) {
	t.Parallel()
	store := bookstore(t)
	p := openPage(t, store, browsertest.Desktop(), "?search=xiaoming%20771204")
	p.Await("what the address asks for", rows("3"))
	p.Await("the words in the field", `document.querySelector("#search").value === "xiaoming 771204"`)
	p.Await("the found mail", shows("3", "771204"))
	store.Add(inbox.Message{To: "xiaoming@example.cn", Text: "Again 771204"})
	p.Await("a mail that has the words, too", rows("6", "3"))
	store.Add(inbox.Message{To: "other@example.cn", Text: "Another 111111"})
	p.Await("what is unread", `document.title === "111111 · (5) Inbox · logtoctl sandbox"`)
	p.Await("the found mails still", rows("6", "3"))
	p.Script(`document.querySelector("#search").select()`)
	p.Do("look for a text in the HTML", chromedp.SendKeys("#search", "anew"))
	p.Await("its mail", rows("4"))
	p.Await("the address", `location.search === "?search=anew"`)
	p.Script(`document.querySelector("#search").select()`)
	p.Do("look for what is not there", chromedp.SendKeys("#search", "nowhere <b>"))
	p.Await("nothing", `document.querySelectorAll(".row").length === 0 && document.querySelector("#sought").textContent === "nowhere <b>"`)
	p.Click("#forget")
	p.Await("all mails", rows("7", "6", "5", "4", "3", "2", "1"))
	p.Await("a plain address", `location.search === ""`)
}

// TestBrowserLive follows an inbox whose sandbox stops and comes back.
func TestBrowserLive(t *testing.T) {
	t.Parallel()
	store := newStore()
	p := openPage(t, store, browsertest.Desktop(), "")
	p.Await("an empty inbox", `document.querySelector("#empty").checkVisibility()`)
	store.Add(inbox.Message{To: "you@example.com", Subject: "First", Text: "Code 111111"})
	p.Await("the mail", shows("1", "111111"))
	p.Await("its news", `document.querySelector("#news").textContent === "New mail for you@example.com: First. Code 1 1 1 1 1 1"`)
	store.Add(inbox.Message{To: "you@example.com", Subject: "Second", Text: "Code 222222"})
	p.Await("the newest mail, since none was chosen", shows("2", "222222"))
	p.Click(`.row[data-id="1"] .row-link`)
	p.Await("the chosen mail", shows("1", "111111"))
	store.Add(inbox.Message{To: "you@example.com", Subject: "Third", Text: "Code 333333"})
	p.Await("a title with the code", `document.title === "333333 · (1) Inbox · logtoctl sandbox"`)
	p.Await("the chosen mail still", shows("1", "111111"))

	streams := p.Asked(p.server.URL + "/api/events")
	p.server.CloseClientConnections()
	store.Add(inbox.Message{Text: "Code 444444"})
	store.Delete("2")
	p.Await("what happened meanwhile, and nothing twice", rows("4", "3", "1"))
	p.Await("the stream", `document.querySelector("#link").dataset.state === "live"`)
	p.Await("the chosen mail still", shows("1", "111111"))
	if p.Asked(p.server.URL+"/api/events") <= streams {
		t.Error("the page did not connect again: the test looks in the wrong place")
	}

	address := p.server.Listener.Addr().String()
	stop(p.server)
	p.Await("that it has stopped", `document.querySelector("#stopped").checkVisibility() && document.querySelector("#link").textContent === "Stopped"`)
	p.Await("what was there", rows("4", "3", "1"))
	p.picture("desktop-light-stopped")
	p.Click(`.row[data-id="3"] .row-link`)
	p.Await("a note", said("The sandbox does not answer, so the mail could not be loaded"))

	next := newStore()
	next.Add(inbox.Message{Subject: "Of another sandbox", Text: "Code 555555"})
	p.server = serveAt(t, next, address)
	p.Await("the other inbox", rows("1"))
	p.Await("its mail", `document.querySelector("#digits").textContent === "555555" && document.querySelector("#stopped").hidden`)
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
	p := openPage(t, store, browsertest.Phone(), "")
	p.Await("all mails, and none open", rows("5", "4", "3", "2", "1")+` && document.querySelector("#mail").hidden && document.title.startsWith("495172 · (5) Inbox")`)
	p.Await("nothing wider than the phone", `document.documentElement.scrollWidth === 390`)
	p.Click(`.row[data-id="5"] .row-link`)
	p.Await("the mail alone", `document.querySelector("#digits").textContent === "495172" && !document.querySelector("#list").checkVisibility()`)
	p.Await("nothing wider than the phone", `document.documentElement.scrollWidth === 390 && document.querySelector("#mail").scrollWidth <= 390`)
	p.Click("#back")
	p.Await("the list", `document.querySelector("#list").checkVisibility() && document.querySelector("#mail").hidden && location.hash === ""`)
	p.Click(`.row[data-id="3"] .row-link`)
	p.Await("another mail", `document.querySelector("#digits").textContent === "771204"`)
	p.Script(`history.back()`)
	p.Await("the list", `document.querySelector("#list").checkVisibility() && document.querySelector("#mail").hidden`)
	p.Click(`.row[data-id="3"] .row-link`)
	p.Click("#delete")
	p.Await("the list without it", rows("5", "4", "2", "1")+` && document.querySelector("#list").checkVisibility()`)
	store.Add(inbox.Message{To: "you@example.com", Text: "Code 666666"})
	p.Await("a new mail in the list, not over it", rows("6", "5", "4", "2", "1")+` && document.querySelector("#mail").hidden`)
}

// TestBrowserMany shows as many mails as come, and very large ones.
func TestBrowserMany(t *testing.T) {
	t.Parallel()
	store := newStore()
	p := openPage(t, store, browsertest.Desktop(), "")
	want := []string{}
	for n := range 1000 {
		store.Add(inbox.Message{To: fmt.Sprintf("you+%d@example.com", n), Subject: "A code", Text: fmt.Sprintf("Code %06d", 100000+n)})
		if n >= 500 {
			want = append(want, fmt.Sprint(n+1))
		}
	}
	slices.Reverse(want)
	p.Await("as many as are kept", rows(want...))
	p.Await("the newest mail", shows("1000", "100999"))
	p.picture("desktop-light-500")
	p.search()
	p.Do("look for one", chromedp.SendKeys("#search", "you+777@"))
	p.Await("the one", rows("778"))

	store.Add(inbox.Message{
		To: "you+777@example.com", Subject: strings.Repeat("long ", 20_000),
		HTML: "<p>Code 123456</p>" + strings.Repeat("<p>"+strings.Repeat("x", 1000)+"</p>\n", 5<<10),
	})
	p.Await("a mail of 5 MB", shows("1001", "123456"))
	p.Press(kb.Escape, kb.Escape)
	p.Press("s")
	p.Await("the beginning of its source", `document.querySelector("#source").checkVisibility() && document.querySelector("#source").textContent.length < 410_000 && document.querySelector("#source").textContent.endsWith("more characters, which are in the JSON")`)
	p.Await("a subject that leaves room for the rest", `document.querySelector("#subject").clientHeight < 90`)
	p.picture("desktop-light-large")
}
