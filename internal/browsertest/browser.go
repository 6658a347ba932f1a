// Package browsertest drives a page in a browser, for the tests of the pages
// that logtoctl serves. Nothing but tests imports it.
//
// [Start] runs a Chromium that reaches this machine alone, and [Browser.Open]
// gives a test a [Tab] of its own in it. Every step of a tab either does what it
// says within [Timeout] or ends the test, with a picture and the text of what was
// there instead. Meanwhile the tab keeps account of the requests that its page
// makes and of the scripts that fail.
//
// Pictures are kept in the folder that LOGTOCTL_TEST_ARTIFACTS names, and nowhere
// without it.
package browsertest

import (
	"context"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"github.com/logtoctl/logtoctl/internal/preview"
)

// Timeout is how long a page may take to show what a step asks for. A page that
// is right never needs it: it is for machines with few processors that do much
// else.
const Timeout = time.Minute

// loopback leads the names of this machine to it, and all others nowhere.
const loopback = "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"

// Browser is a Chromium that runs until the test that started it ends.
type Browser struct {
	ctx context.Context //nolint:containedctx // it stands for the browser: chromedp has no other name for it
}

// Executable returns the path of an installed browser. It skips the test without
// one, and with -short.
func Executable(t testing.TB) string {
	t.Helper()
	path, err := preview.FindChromium(os.LookupEnv, exec.LookPath)
	switch {
	case testing.Short():
		t.Skip("skipped: no browser is started with -short")
	case err != nil:
		t.Skipf("skipped: %v", err)
	}
	return path
}

// Start starts a browser, with the flags of the one that takes pictures for users.
// It skips the test where [Executable] does.
func Start(t testing.TB) Browser {
	t.Helper()
	options := []chromedp.ExecAllocatorOption{chromedp.ExecPath(Executable(t))}
	for _, flag := range preview.ChromiumFlags() {
		name, value, valued := strings.Cut(strings.TrimPrefix(flag, "--"), "=")
		if valued {
			options = append(options, chromedp.Flag(name, value))
		} else {
			options = append(options, chromedp.Flag(name, true))
		}
	}
	ctx, stopBrowser := chromedp.NewExecAllocator(t.Context(), append(options, chromedp.Flag("host-resolver-rules", loopback))...)
	t.Cleanup(stopBrowser)
	ctx, closeFirst := chromedp.NewContext(ctx)
	t.Cleanup(closeFirst)
	if err := chromedp.Do(ctx); err != nil { // starts it, for as long as this context lives
		t.Fatalf("start the browser: %v", err)
	}
	return Browser{ctx: ctx}
}

// Options are what tabs differ in.
type Options struct {
	// Screen is what the page is looked at on, by default [Desktop].
	Screen Screen
	// Language is what the browser asks servers for, such as "ja,en". By default
	// it is what Chromium asks for.
	Language string
	// Pictures begins the names of the files that pictures are kept in, such as
	// "inbox-" or "sign-in/".
	Pictures string
	// Frame selects a frame that a process of its own draws, if there is one. No
	// picture is taken before something is to be seen there.
	Frame string
}

// Open opens an empty tab, where no cookie of another tab is. It has the focus,
// as have all others. When the test ends, no script may have failed.
func (b Browser) Open(t testing.TB, options Options) *Tab {
	t.Helper()
	ctx, closeTab := chromedp.NewContext(b.ctx, chromedp.WithNewBrowserContext())
	t.Cleanup(closeTab)
	if options.Screen == (Screen{}) {
		options.Screen = Desktop()
	}
	tab := &Tab{T: t, ctx: ctx, options: options}
	steps := []chromedp.Action[chromedp.Void]{
		chromedp.EmulateViewport(options.Screen.Width, options.Screen.Height),
		command(emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true}),
	}
	if options.Language != "" {
		steps = append(steps, command(emulation.SetUserAgentOverride, emulation.SetUserAgentOverrideParams{UserAgent: "test", AcceptLanguage: options.Language}))
	}
	if err := chromedp.Do(ctx, steps...); err != nil { // makes the tab, for as long as this context lives
		t.Fatalf("open a tab: %v", err)
	}
	if err := chromedp.Listen(ctx, tab.log.note); err != nil {
		t.Fatalf("listen to a tab: %v", err)
	}
	t.Cleanup(tab.checkScripts)
	return tab
}

// command is the action of one command of the protocol whose result says nothing.
func command[P any](c cdp.Command[P, cdp.Empty], params P) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, c, params)
		return err
	})
}
