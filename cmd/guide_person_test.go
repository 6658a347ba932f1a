package cmd_test

import (
	"fmt"
	"testing"

	"github.com/logtoctl/logtoctl/internal/browsertest"
)

// person uses an app in a tab where nobody else's cookies are, and has the inbox
// open in a second one.
type person struct {
	t       *testing.T
	address string
	web     *tab
	mail    *tab
	read    int // the newest mail that was read
}

// newPerson opens two tabs. The language is that of the browser, such as "en-US".
func newPerson(t *testing.T, browser browsertest.Browser, app webApp, address, language string) *person {
	t.Helper()
	p := &person{t: t, address: address, web: newTab(t, browser, app, language), mail: newTab(t, browser, app, language)}
	p.mail.Visit(app.inbox)
	p.mail.Await("the stream of mails", `document.querySelector("#link").dataset.state === "live"`)
	return p
}

// code reads the next mail to the person in the inbox page, and returns the code.
// Its subject, after the code, says what the mail is for.
func (p *person) code(subject string) string {
	p.t.Helper()
	newest := fmt.Sprintf(`[...document.querySelectorAll("#list .row")].filter((row) => Number(row.dataset.id) > %d && row.querySelector(".row-to").textContent === %q)`, p.read, p.address)
	p.mail.Await("a mail", newest+".length > 0")
	id := p.mail.Eval(newest + "[0].dataset.id")
	if _, err := fmt.Sscan(id, &p.read); err != nil {
		p.t.Fatal(err)
	}
	row := fmt.Sprintf(`.row[data-id="%s"] `, id)
	code := p.mail.Eval(fmt.Sprintf(`document.querySelector('%s.chip-digits').textContent`, row))
	p.mail.Click(row + ".row-link")
	p.mail.Await("the mail", fmt.Sprintf(`document.querySelector("#digits").textContent === %q`, code))
	if got := p.mail.Eval(`document.querySelector("#subject").textContent`); got != code+subject {
		p.t.Errorf("the subject is %q, and not %q", got, code+subject)
	}
	return code
}

// tab is one page of a browser.
type tab struct {
	*browsertest.Tab
	app webApp
}

// newTab opens a tab for the app, Logto and the inbox. It may not ask anybody else
// for anything.
func newTab(t *testing.T, browser browsertest.Browser, app webApp, language string) *tab {
	t.Helper()
	b := browser.Open(t, browsertest.Options{Language: language, Pictures: "guide/" + app.name + "-", Frame: ".frame"}) // of the inbox
	t.Cleanup(func() { b.CheckAsked("http://localhost:") })
	return &tab{Tab: b, app: app}
}

// hook selects by what the sign-in page calls its parts.
func hook(name string) string { return fmt.Sprintf(`[data-test="%s"]`, name) }

// fill replaces what a field of the sign-in page holds by typing.
func (b *tab) fill(field, text string) {
	b.T.Helper()
	b.Fill(hook(field), text)
}

// at waits for a page of the app or of Logto, drawn.
func (b *tab) at(address string) {
	b.T.Helper()
	b.Await("the page "+address, fmt.Sprintf(`location.origin + location.pathname === %q && document.readyState === "complete" && document.querySelector("main")?.ariaBusy !== "true"`, address))
}

// heading waits for the headline of a page.
func (b *tab) heading(text string) {
	b.T.Helper()
	b.Await("the heading "+text, fmt.Sprintf(`document.querySelector("h1")?.textContent === %q`, text))
}

// says waits for an error on the sign-in page, beneath the field with the focus.
func (b *tab) says(code string) {
	b.T.Helper()
	b.Await("the error "+code, fmt.Sprintf(`document.querySelector('[data-error="%s"]')?.textContent.length > 10`, code))
}
