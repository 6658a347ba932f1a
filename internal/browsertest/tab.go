package browsertest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// interval is the time between two looks at a page.
const interval = 20 * time.Millisecond

// reportTimeout is how long a page that has failed may take to say what it shows.
const reportTimeout = 10 * time.Second

// Screen is what a page is looked at on.
type Screen struct {
	Name          string // of the pictures
	Width, Height int64  // in CSS pixels
}

// Desktop is the screen of somebody at a desk.
func Desktop() Screen { return Screen{"desktop", 1280, 800} }

// Phone is the screen of a telephone held upright.
func Phone() Screen { return Screen{"phone", 390, 844} }

// Tab is one page of a browser, in the hands of one test. Selectors are those of
// CSS, conditions and scripts JavaScript.
type Tab struct {
	// T is the test that a step ends when it fails.
	T testing.TB

	ctx     context.Context //nolint:containedctx // it stands for the tab: chromedp has no other name for it
	options Options
	log     log
}

// Do does something that has no method of its own. The words say what, for the
// report of a failure.
func (b *Tab) Do(what string, actions ...chromedp.Action[chromedp.Void]) {
	b.T.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, Timeout)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		b.fail(what, err)
	}
}

// Visit opens an address and waits until it is loaded.
func (b *Tab) Visit(address string) {
	b.T.Helper()
	b.Do("open "+address, chromedp.Navigate(address))
}

// Click clicks on what a selector finds, once it is there to be clicked on.
func (b *Tab) Click(selector string) {
	b.T.Helper()
	b.Do("click "+selector, chromedp.Click(selector))
}

// Press presses keys one after the other: letters, or those of the package kb.
func (b *Tab) Press(keys ...string) {
	b.T.Helper()
	for _, key := range keys {
		b.Do(fmt.Sprintf("press %q", key), chromedp.KeyEvent(key))
	}
}

// Fill replaces what a field holds by typing, once the field is there.
func (b *Tab) Fill(selector, text string) {
	b.T.Helper()
	field := fmt.Sprintf("document.querySelector(%q)", selector)
	b.Await("the field "+selector, field+" !== null")
	b.Do("type "+text, chromedp.Evaluate[chromedp.Void](field+".select()"), chromedp.SendKeys(selector, text))
}

// Script runs a script, which may be asynchronous: nobody waits for it.
func (b *Tab) Script(source string) {
	b.T.Helper()
	b.Do(source, chromedp.Evaluate[chromedp.Void](source))
}

// Eval returns the value of an expression as fmt prints it.
func (b *Tab) Eval(expression string) string {
	b.T.Helper()
	return fmt.Sprint(answer(b, expression, chromedp.Evaluate[any](expression)))
}

// Await waits until a condition is true, over navigations too. A condition that
// cannot be evaluated yet is not true yet.
func (b *Tab) Await(what, condition string) {
	b.T.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, Timeout)
	defer cancel()
	ticker := time.NewTicker(interval)
	defer ticker.Stop()
	var last error // from before the time was over
	for {
		met, err := chromedp.Run(ctx, chromedp.Evaluate[bool]("Boolean("+condition+")"))
		if met {
			return
		}
		if ctx.Err() == nil {
			last = err
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			b.fail("wait for "+what+": "+condition, errors.Join(ctx.Err(), last))
		}
	}
}

// Resize puts the page on another screen.
func (b *Tab) Resize(width, height int64) {
	b.T.Helper()
	b.Do("resize", chromedp.EmulateViewport(width, height))
}

// Prefer sets the colour scheme that the person at the screen likes, who does
// not like what moves.
func (b *Tab) Prefer(scheme string) {
	b.T.Helper()
	b.Do("prefer "+scheme, command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}},
	}))
}

// Allow grants the pages of an origin permissions that browsers ask people for.
func (b *Tab) Allow(origin string, permissions ...string) {
	b.T.Helper()
	for _, permission := range permissions {
		b.Do("allow "+permission, command(browser.SetPermission, browser.SetPermissionParams{
			Permission: &browser.PermissionDescriptor{Name: permission}, Setting: browser.PermissionSettingGranted,
			Origin: origin, BrowserContextID: chromedp.FromContext(b.ctx).BrowserContextID,
		}))
	}
}

// DeleteCookie deletes a cookie of a host.
func (b *Tab) DeleteCookie(host, name string) {
	b.T.Helper()
	b.Do("delete the cookie "+name, command(network.DeleteCookies, network.DeleteCookiesParams{Name: name, Domain: host}))
}

// fail ends the test, with what there was instead.
func (b *Tab) fail(what string, err error) {
	b.T.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, reportTimeout)
	defer cancel()
	if picture, failed := chromedp.Run(ctx, chromedp.CaptureScreenshot()); failed == nil {
		b.keep("failed-"+b.T.Name(), picture)
	}
	shown, _ := chromedp.Run(ctx, chromedp.Evaluate[string](`location.href + "\n" + document.body?.innerText`))
	b.T.Fatalf("%s: %v\nscripts: %q\npage: %s", what, err, b.log.failed(), shown)
}

// answer runs an action and returns its answer.
func answer[T any](b *Tab, what string, action chromedp.Action[T]) T {
	b.T.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, Timeout)
	defer cancel()
	got, err := chromedp.Run(ctx, action)
	if err != nil {
		b.fail(what, err)
	}
	return got
}
