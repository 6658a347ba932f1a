package inbox_test

import (
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/logtoctl/logtoctl/internal/browsertest"
	"github.com/logtoctl/logtoctl/internal/sandbox/inbox"
)

// bookstore is an inbox as a developer has it after a few tries.
func bookstore(t *testing.T) *inbox.Store {
	t.Helper()
	store := inbox.NewStore(nil)
	now := time.Now().UTC()
	for i, mail := range []struct {
		locale, alias, to, subject, code, tag string
		age                                   time.Duration
	}{
		{"en", "", "first@example.com", "205719 is your Bookstore sign-in code", "205719", "", 26 * time.Hour},
		{"ja", "Bookstore", "hanako@example.jp", "Bookstore のログインコード：338120", "338120", "sign-in", 3 * time.Hour},
		{"zh-CN", "书店", "xiaoming@example.cn", "登录 Bookstore 的验证码：771204", "771204", "sign-in", 12 * time.Minute},
		{"en", "Bookstore", "a.person.with.a.rather.long.name@subdomain.of.example.com", "An update on the terms under which Bookstore keeps your shelves, your notes and your wishes", "", "news", 4 * time.Minute},
		{"en", "Bookstore", "you@example.com", "495172 is your Bookstore sign-in code", "495172", "sign-in", 8 * time.Second},
	} {
		html := builtIn(t, mail.locale, mail.code)
		if mail.code == "" {
			html = `<!doctype html><html lang="en"><body style="font-family:sans-serif"><h1>New terms</h1><p>We have written them anew.</p><img src="https://pictures.example.com/a.png" width="120" height="60" alt="A shelf"></body></html>`
		}
		store.Add(inbox.Message{
			ReceivedAt: now.Add(-mail.age), From: "noreply@mail.example.com", FromAlias: mail.alias, To: mail.to, Subject: mail.subject,
			HTML: html, Tag: mail.tag, RequestID: fmt.Sprintf("5F2A9C1E-0000-4000-8000-00000000000%d", i), EnvID: fmt.Sprintf("60000048213795%d642", i),
			Parameters: map[string]string{
				"Action": "SingleSendMail", "AccountName": "noreply@mail.example.com", "AddressType": "1", "FromAlias": mail.alias,
				"RegionId": "cn-hangzhou", "ReplyToAddress": "false", "Subject": mail.subject, "TagName": mail.tag, "ToAddress": mail.to,
			},
		})
	}
	return store
}

// TestBrowserPictures keeps the page as people see it, for somebody to look at.
func TestBrowserPictures(t *testing.T) {
	t.Parallel()
	if os.Getenv("LOGTOCTL_TEST_ARTIFACTS") == "" {
		t.Skip("nobody wants the pictures: make pictures")
	}
	for _, on := range []browsertest.Screen{browsertest.Desktop(), browsertest.Phone()} {
		t.Run(on.Name, func(t *testing.T) {
			t.Parallel()
			p := openPage(t, bookstore(t), on, "")
			for _, scheme := range []string{"light", "dark"} {
				name := func(what string) string { return on.Name + "-" + scheme + "-" + what }
				p.Prefer(scheme)
				p.Script(`location.hash = ""`)
				p.Await("five rows", `document.querySelectorAll(".row").length === 5`)
				p.picture(name("list"))
				p.Script(`location.hash = "5"`)
				p.Await("the mail", `document.querySelector("#digits").textContent === "495172"`)
				p.picture(name("mail"))
				p.Click("#tab-text")
				p.Await("the text", `!document.querySelector("#view-text").hidden`)
				p.picture(name("text"))
				p.Click("#tab-source")
				p.Await("the source", `!document.querySelector("#view-source").hidden`)
				p.picture(name("source"))
				p.Click("#tab-html")
				p.Script(`location.hash = "2"`)
				p.Await("another mail", `document.querySelector("#digits").textContent === "338120"`)
				if on == browsertest.Desktop() {
					p.Click("#phone")
				}
				p.Click("#dark")
				p.picture(name("mail-phone-dark"))
				p.Script(`document.querySelector("#light").click(); document.querySelector("#desktop").click()`)
				p.Script(`location.hash = "4"`)
				p.Await("a mail with a picture", `!document.querySelector("#pictures").hidden`)
				p.picture(name("pictures"))
				p.Script(`location.hash = ""`)
				p.Script(`document.querySelector("#search").value = "xiaoming 771204"; document.querySelector("#search").dispatchEvent(new Event("input"))`)
				p.Await("one row", `document.querySelectorAll(".row").length === 1`)
				if on == browsertest.Desktop() {
					p.Await("its mail", shows("3", "771204"))
				}
				p.picture(name("search"))
				p.Script(`document.querySelector("#search").value = "nobody@nowhere"; document.querySelector("#search").dispatchEvent(new Event("input"))`)
				p.Await("no row", `!document.querySelector("#none").hidden`)
				p.picture(name("search-nothing"))
				p.Click("#forget")
				p.Await("five rows", `document.querySelectorAll(".row").length === 5`)
				p.Script(`document.querySelector("#help").showModal()`)
				p.picture(name("help"))
				p.Script(`document.querySelector("#help").close()`)
			}
			empty := openPage(t, newStore(), on, "")
			for _, scheme := range []string{"light", "dark"} {
				empty.Prefer(scheme)
				empty.picture(on.Name + "-" + scheme + "-empty")
			}
		})
	}
}

// TestBrowserNarrow fits the narrowest screens that there are.
func TestBrowserNarrow(t *testing.T) {
	t.Parallel()
	p := openPage(t, bookstore(t), browsertest.Screen{Name: "narrow", Width: 320, Height: 640}, "")
	p.Await("nothing wider than the list", `document.documentElement.scrollWidth === 320`)
	p.Await("one line above the search", `document.querySelector("#clear").getBoundingClientRect().top < document.querySelector("h1").getBoundingClientRect().bottom`)
	p.picture("narrow-light-list")
	for _, id := range []string{"5", "4"} {
		p.Script(`location.hash = "` + id + `"`)
		p.Await("the mail", `document.querySelector("#json").href.endsWith("/`+id+`") && document.querySelector("#mail").checkVisibility()`)
		for _, view := range []string{"source", "text", "html"} {
			p.Press(view[:1])
			p.Await("nothing wider than the screen", `document.documentElement.scrollWidth === 320 && document.querySelector("#mail").scrollWidth <= 320`)
			p.picture("narrow-light-" + id + "-" + view)
		}
		p.Await("all facts on the screen", `[...document.querySelectorAll("#facts bdi, #marks bdi, .tools:not([hidden]) button")].every((fact) => fact.getBoundingClientRect().right <= 320)`)
	}
}
