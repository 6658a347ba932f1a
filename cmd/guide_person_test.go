package cmd_test

import (
	"bytes"
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// guideTimeout is how long anything may take to show, on a busy machine.
const guideTimeout = 30 * time.Second

// person uses an app in a browser where nobody else's cookies are, and has the
// inbox open in a second tab.
type person struct {
	t       *testing.T
	address string
	web     *tab
	mail    *tab
	read    int // the newest mail that was read
}

// newPerson opens two tabs. The language is that of the browser, such as "en-US".
func newPerson(t *testing.T, browser context.Context, app webApp, address, language string) *person {
	t.Helper()
	profile, dispose := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	t.Cleanup(dispose)
	p := &person{t: t, address: address}
	p.web = newTab(t, profile, app, language)
	second, closeTab := chromedp.NewContext(profile)
	t.Cleanup(closeTab)
	p.mail = newTab(t, second, app, language)
	p.mail.visit(app.inbox)
	p.mail.await("the stream of mails", `document.querySelector("#link").dataset.state === "live"`)
	return p
}

// code reads the next mail to the person in the inbox page, and returns the code.
// Its subject, after the code, says what the mail is for.
func (p *person) code(subject string) string {
	p.t.Helper()
	newest := fmt.Sprintf(`[...document.querySelectorAll("#list .row")].filter((row) => Number(row.dataset.id) > %d && row.querySelector(".row-to").textContent === %q)`, p.read, p.address)
	p.mail.await("a mail", newest+".length > 0")
	id := p.mail.eval(newest + "[0].dataset.id")
	if _, err := fmt.Sscan(id, &p.read); err != nil {
		p.t.Fatal(err)
	}
	row := fmt.Sprintf(`.row[data-id="%s"] `, id)
	code := p.mail.eval(fmt.Sprintf(`document.querySelector('%s.chip-digits').textContent`, row))
	p.mail.click(row + ".row-link")
	p.mail.await("the mail", fmt.Sprintf(`document.querySelector("#digits").textContent === %q`, code))
	if got := p.mail.eval(`document.querySelector("#subject").textContent`); got != code+subject {
		p.t.Errorf("the subject is %q, and not %q", got, code+subject)
	}
	return code
}

// tab is one page of a browser.
type tab struct {
	t   *testing.T
	ctx context.Context
	app webApp

	mu     sync.Mutex
	faults []string // what no page may do
}

func newTab(t *testing.T, ctx context.Context, app webApp, language string) *tab {
	t.Helper()
	b := &tab{t: t, ctx: ctx, app: app}
	override := func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetUserAgentOverride, emulation.SetUserAgentOverrideParams{UserAgent: "test", AcceptLanguage: language})
		return err
	}
	// The first step makes the tab, which lives as long as the context of that step.
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(1280, 800), chromedp.Func(override)); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Listen(ctx, b.note); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		if len(b.faults) > 0 {
			t.Errorf("the pages did what they must not: %q", b.faults)
		}
	})
	return b
}

// note keeps errors of scripts and requests to others than the three servers.
func (b *tab) note(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch event := event.(type) {
	case *network.EventRequestWillBeSent:
		address, err := url.Parse(event.Request.URL)
		own := err == nil && (address.Scheme == "data" || address.Scheme == "about" || address.Hostname() == "localhost")
		if !own {
			b.faults = append(b.faults, event.Request.URL)
		}
	case *runtime.EventExceptionThrown:
		b.faults = append(b.faults, event.ExceptionDetails.Text)
	}
}

func (b *tab) visit(address string) {
	b.t.Helper()
	b.do("open "+address, chromedp.Navigate(address))
}

func (b *tab) do(what string, actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, guideTimeout)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		b.fail(what, err)
	}
}

func (b *tab) click(selector string) {
	b.t.Helper()
	b.do("click "+selector, chromedp.Click(selector))
}

// fill replaces what a field holds by typing.
func (b *tab) fill(field, text string) {
	b.t.Helper()
	selector := hook(field)
	b.await("the field "+field, fmt.Sprintf(`document.querySelector(%q) !== null`, selector))
	b.do("type into "+field, chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`document.querySelector(%q).select()`, selector)), chromedp.SendKeys(selector, text))
}

// hook selects by what the sign-in page calls its parts.
func hook(name string) string { return fmt.Sprintf(`[data-test="%s"]`, name) }

func (b *tab) eval(expression string) string {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, guideTimeout)
	defer cancel()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[any](expression))
	if err != nil {
		b.fail(expression, err)
	}
	return fmt.Sprint(value)
}

// await waits for a condition, over navigations too.
func (b *tab) await(what, condition string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, guideTimeout)
	defer cancel()
	ticker := time.NewTicker(20 * time.Millisecond)
	defer ticker.Stop()
	for {
		met, err := chromedp.Run(ctx, chromedp.Evaluate[any](condition))
		if met == true {
			return
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			b.fail("wait for "+what+": "+condition, err)
		}
	}
}

// at waits for a page of the app or of Logto, drawn.
func (b *tab) at(address string) {
	b.t.Helper()
	b.await("the page "+address, fmt.Sprintf(`location.origin + location.pathname === %q && document.readyState === "complete" && document.querySelector("main")?.ariaBusy !== "true"`, address))
}

// heading waits for the headline of a page.
func (b *tab) heading(text string) {
	b.t.Helper()
	b.await("the heading "+text, fmt.Sprintf(`document.querySelector("h1")?.textContent === %q`, text))
}

// says waits for an error on the sign-in page, beneath the field with the focus.
func (b *tab) says(code string) {
	b.t.Helper()
	b.await("the error "+code, fmt.Sprintf(`document.querySelector('[data-error="%s"]')?.textContent.length > 10`, code))
}

// fail ends the test, with what there was instead.
func (b *tab) fail(what string, err error) {
	b.t.Helper()
	b.picture("failed")
	ctx, cancel := context.WithTimeout(b.ctx, 5*time.Second)
	defer cancel()
	shown, _ := chromedp.Run(ctx, chromedp.Evaluate[any](`location.href + "\n" + document.body?.innerText`))
	b.t.Fatalf("%s: %v\npage: %v", what, err, shown)
}

// picture keeps what the page looks like, where somebody wants it.
func (b *tab) picture(name string) {
	b.t.Helper()
	folder := os.Getenv("LOGTOCTL_TEST_ARTIFACTS")
	if folder == "" {
		return
	}
	save(b.t, filepath.Join(folder, "guide", b.app.name+"-"+name+".png"), string(b.painted()))
}

// pictures keeps it on a phone as well.
func (b *tab) pictures(name string) {
	b.t.Helper()
	if os.Getenv("LOGTOCTL_TEST_ARTIFACTS") == "" {
		return
	}
	b.picture(name)
	b.do("look at a phone", chromedp.EmulateViewport(390, 844))
	b.picture(name + "-phone")
	b.do("look at a desktop", chromedp.EmulateViewport(1280, 800))
}

// painted captures the page until two captures are the same: frames are painted
// later than what is around them. A page that moves all the time is taken as it is.
func (b *tab) painted() []byte {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, guideTimeout)
	defer cancel()
	var last []byte
	for range 10 {
		picture, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
		if err != nil {
			b.t.Errorf("take a picture: %v", err)
			return last
		}
		if bytes.Equal(picture, last) {
			break
		}
		last = picture
	}
	return last
}
