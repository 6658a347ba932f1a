package page_test

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/logtoctl/logtoctl/internal/preview"
)

// stepTimeout is how long the page may take to show what a step asks for.
const stepTimeout = 20 * time.Second

// browser is one for all tests of the package; each has its own tabs in it.
type browser struct {
	t   *testing.T
	ctx context.Context
}

// with is the same browser in another test.
func (b browser) with(t *testing.T) browser {
	t.Helper()
	return browser{t: t, ctx: b.ctx}
}

// startBrowser starts a browser that runs until the test and its subtests end.
func startBrowser(t *testing.T) browser {
	t.Helper()
	path, err := preview.FindChromium(os.LookupEnv, exec.LookPath)
	switch {
	case testing.Short():
		t.Skip("skipped: no browser is started with -short")
	case err != nil:
		t.Skipf("skipped: %v", err)
	}
	options := []chromedp.ExecAllocatorOption{chromedp.ExecPath(path)}
	for _, flag := range preview.ChromiumFlags() {
		name, value, valued := strings.Cut(strings.TrimPrefix(flag, "--"), "=")
		if valued {
			options = append(options, chromedp.Flag(name, value))
		} else {
			options = append(options, chromedp.Flag(name, true))
		}
	}
	ctx, stopBrowser := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stopBrowser)
	ctx, stopPage := chromedp.NewContext(ctx)
	t.Cleanup(stopPage)
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil {
		t.Fatal(err)
	}
	return browser{t: t, ctx: ctx}
}

// server is where a tab is.
type server interface {
	root() string   // its URL
	made() []string // the calls of its API since it was asked last
}

// tab is one page of the browser, on one server.
type tab struct {
	t     *testing.T
	ctx   context.Context
	logto server

	mu        sync.Mutex
	elsewhere []string // requests to other servers
	console   []string // errors of scripts
}

// open opens a path of the page. The language is that of the browser, such as
// "ja,en".
func (b browser) open(t *testing.T, logto server, path, language string) *tab {
	t.Helper()
	ctx, closeTab := chromedp.NewContext(b.ctx)
	t.Cleanup(closeTab)
	p := &tab{t: t, ctx: ctx, logto: logto}
	p.look(1280, 800, "light")
	if err := chromedp.Listen(ctx, p.note); err != nil {
		t.Fatal(err)
	}
	p.do("set the language", func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, target, emulation.SetUserAgentOverride, emulation.SetUserAgentOverrideParams{UserAgent: "test", AcceptLanguage: language})
		return chromedp.Void{}, err
	})
	p.visit(path)
	t.Cleanup(p.check)
	return p
}

// note keeps what must not happen.
func (p *tab) note(event any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch event := event.(type) {
	case *network.EventRequestWillBeSent:
		address, err := url.Parse(event.Request.URL)
		if err != nil || (address.Scheme != "data" && address.Scheme != "about" && !strings.HasPrefix(event.Request.URL, p.logto.root())) {
			p.elsewhere = append(p.elsewhere, event.Request.URL)
		}
	case *runtime.EventExceptionThrown:
		p.console = append(p.console, event.ExceptionDetails.Text)
	case *runtime.EventConsoleAPICalled:
		if event.Type == runtime.ConsoleAPICalledTypeError {
			p.console = append(p.console, fmt.Sprint(event.Args))
		}
	}
}

func (p *tab) check() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.elsewhere) > 0 {
		p.t.Errorf("requests to other servers: %q", p.elsewhere)
	}
	if len(p.console) > 0 {
		p.t.Errorf("errors of scripts: %q", p.console)
	}
}

func (p *tab) visit(path string) {
	p.t.Helper()
	p.do("open "+path, chromedp.Navigate(p.logto.root()+path))
	p.await("a view", `document.querySelector("main")?.ariaBusy === "false" || location.pathname === "/app"`)
}

func (p *tab) do(what string, actions ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, stepTimeout)
	defer cancel()
	if p.ctx.Err() == nil && chromedp.FromContext(p.ctx).Target == nil {
		ctx = p.ctx // the first step makes the tab, which lives as long as its context
	}
	if err := chromedp.Do(ctx, actions...); err != nil {
		p.fail(what, err)
	}
}

func (p *tab) eval(expression string) string {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, stepTimeout)
	defer cancel()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[any](expression))
	if err != nil {
		p.t.Errorf("%s: %v", expression, err)
	}
	return fmt.Sprint(value)
}

// hook selects by data-test.
func hook(name string) string { return fmt.Sprintf("[data-test=%q]", name) }

// fill replaces what a field holds by typing.
func (p *tab) fill(name, text string) {
	p.t.Helper()
	p.await("the field "+name, fmt.Sprintf("document.querySelector(%q) !== null", hook(name)))
	p.do("type "+text, chromedp.Evaluate[chromedp.Void](fmt.Sprintf("document.querySelector(%q).select()", hook(name))), chromedp.SendKeys(hook(name), text))
}

func (p *tab) click(name string) {
	p.t.Helper()
	p.do("click "+name, chromedp.Click(hook(name)))
}

// await waits for a condition, over navigations too.
func (p *tab) await(what, condition string) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, stepTimeout)
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
			p.fail("wait for "+what+": "+condition, err)
		}
	}
}

// fail ends the test, with what there was instead.
func (p *tab) fail(what string, err error) {
	p.t.Helper()
	p.picture("failed-" + p.t.Name())
	p.t.Fatalf("%s: %v\ncalls: %q\nscripts: %q\npage: %s", what, err, p.logto.made(), p.console, p.eval(`document.body.innerText`))
}

// at waits for the view of a path.
func (p *tab) at(path string) {
	p.t.Helper()
	p.await("the path "+path, fmt.Sprintf("location.pathname === %q", path))
}

// says waits for an error, which stands where the field with the focus points.
func (p *tab) says(code, text string) {
	p.t.Helper()
	p.await(code, fmt.Sprintf("document.querySelector('[data-error=%q]')?.textContent.includes(%q)", code, text))
	p.await("the focus where the error is", fmt.Sprintf(
		"(document.activeElement.getAttribute('aria-describedby') ?? '').split(' ').includes(document.querySelector('[data-error=%q]').id)", code))
}

// look sets the screen and the browser's colour scheme.
func (p *tab) look(width, height int64, scheme string) {
	p.t.Helper()
	p.do("look", chromedp.EmulateViewport(width, height), func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
		features := []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}}
		_, err := cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: features})
		return chromedp.Void{}, err
	})
}

// pictures keeps what a state looks like on a desktop and a phone, light and
// dark, where somebody wants it.
func (p *tab) pictures(name string) {
	p.t.Helper()
	if os.Getenv("LOGTOCTL_TEST_ARTIFACTS") == "" {
		return
	}
	for _, scheme := range []string{"light", "dark"} {
		p.look(1280, 800, scheme)
		p.picture(name + "-desktop-" + scheme)
		p.look(390, 844, scheme)
		p.picture(name + "-phone-" + scheme)
	}
	p.look(1280, 800, "light")
}

func (p *tab) picture(name string) {
	p.t.Helper()
	folder := os.Getenv("LOGTOCTL_TEST_ARTIFACTS")
	if folder == "" {
		return
	}
	picture, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		p.t.Errorf("take a picture: %v", err)
	}
	folder = filepath.Join(folder, "sign-in")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, strings.ReplaceAll(name, "/", "-")+".png"), picture, 0o644); err != nil {
		p.t.Fatal(err)
	}
}
