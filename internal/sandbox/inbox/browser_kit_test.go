package inbox_test

import (
	"context"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"github.com/logtoctl/logtoctl/internal/preview"
	"github.com/logtoctl/logtoctl/internal/sandbox/inbox"
)

// stepTimeout is how long the page may take to show what a step asks for.
const stepTimeout = time.Minute

// screen is what a page is looked at on.
type screen struct {
	name          string
	width, height int64
}

func desktop() screen { return screen{"desktop", 1280, 800} }

func phone() screen { return screen{"phone", 390, 844} }

// page is the inbox in a browser.
type page struct {
	t        *testing.T
	tab      context.Context
	server   *httptest.Server
	requests *sent
}

// openPage serves the store and opens its page, with what follows the slash of
// its address.
func openPage(t *testing.T, store *inbox.Store, on screen, rest string) *page {
	t.Helper()
	p := newPage(t, on)
	p.server = serve(t, store)
	p.open(rest)
	return p
}

// serve serves a store until the test ends. Streams of events end with it, as
// the sandbox ends them.
func serve(t *testing.T, store *inbox.Store) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(inbox.NewHandler(store))
	t.Cleanup(func() { stop(server) })
	return server
}

func stop(server *httptest.Server) {
	server.CloseClientConnections()
	server.Close()
}

// newPage starts a browser that runs until the test ends.
func newPage(t *testing.T, on screen) *page {
	t.Helper()
	options := []chromedp.ExecAllocatorOption{chromedp.ExecPath(chromium(t))}
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
	ctx, stopTab := chromedp.NewContext(ctx)
	t.Cleanup(stopTab)
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(on.width, on.height)); err != nil { // starts the browser, which lives as long as this context
		t.Fatal(err)
	}
	p := &page{t: t, tab: ctx}
	p.requests = listen(t, ctx)
	return p
}

func (p *page) open(rest string) {
	p.t.Helper()
	p.allow("clipboard-read", "clipboard-write")
	p.do("open the page", chromedp.Navigate(p.server.URL+"/"+rest))
	p.await("the stream of events", `document.querySelector("#link").dataset.state === "live"`)
}

func (p *page) do(what string, actions ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.tab, stepTimeout)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		p.keep("failed-"+p.t.Name(), p.capture)
		p.t.Fatalf("%s: %v", what, err)
	}
}

func (p *page) click(selector string) {
	p.t.Helper()
	p.do("click "+selector, chromedp.Click(selector))
}

func (p *page) press(keys ...string) {
	p.t.Helper()
	for _, key := range keys {
		p.do("press "+key, chromedp.KeyEvent(key))
	}
}

func (p *page) await(what, condition string) {
	p.t.Helper()
	p.do("wait for "+what+": "+condition, chromedp.Poll[chromedp.Void](condition, chromedp.WithPollingInterval(20*time.Millisecond), chromedp.WithPollingTimeout(stepTimeout)))
}

func (p *page) script(source string) {
	p.t.Helper()
	p.do(source, chromedp.Evaluate[chromedp.Void](source))
}

// prefer sets the colour scheme that the person at the screen likes.
func (p *page) prefer(scheme string) {
	p.t.Helper()
	p.do("prefer "+scheme, chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
		})
		return err
	}))
}

// allow grants the page permissions that a browser asks people for.
func (p *page) allow(permissions ...string) {
	p.t.Helper()
	for _, permission := range permissions {
		p.do("allow "+permission, chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
			_, err := cdp.Call(ctx, target, browser.SetPermission, browser.SetPermissionParams{
				Permission: &browser.PermissionDescriptor{Name: permission}, Setting: browser.PermissionSettingGranted, Origin: p.server.URL,
			})
			return err
		}))
	}
}

// sent are the requests of the browser.
type sent struct {
	mu      sync.Mutex
	urls    map[network.RequestID]string
	blocked map[network.RequestID]bool
}

// listen takes note of the browser's requests, and of those that it did not let
// out.
func listen(t *testing.T, tab context.Context) *sent {
	t.Helper()
	s := &sent{urls: make(map[network.RequestID]string), blocked: make(map[network.RequestID]bool)}
	err := chromedp.Listen(tab, func(event any) {
		s.mu.Lock()
		defer s.mu.Unlock()
		switch event := event.(type) {
		case *network.EventRequestWillBeSent:
			s.urls[event.RequestID] = event.Request.URL
		case *network.EventLoadingFailed:
			s.blocked[event.RequestID] = event.BlockedReason == network.BlockedReasonCsp
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// check finds the requests that went anywhere but to the inbox.
func (s *sent) check(t *testing.T, root string) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	own := 0
	for id, address := range s.urls {
		parsed, err := url.Parse(address)
		switch {
		case err != nil:
			t.Errorf("a request to %q: %v", address, err)
		case strings.HasPrefix(address, root):
			own++
		case parsed.Scheme != "data" && parsed.Scheme != "about" && !s.blocked[id]:
			t.Errorf("a request to %s", address)
		}
	}
	if own < 10 {
		t.Errorf("only %d requests to the inbox were seen: the test looks in the wrong place", own)
	}
}

// count returns how often a path was asked for.
func (s *sent) count(path string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	count := 0
	for _, address := range s.urls {
		if parsed, err := url.Parse(address); err == nil && parsed.Path == path {
			count++
		}
	}
	return count
}

// chromium returns an installed browser, and skips the test without one.
func chromium(t *testing.T) string {
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

// builtIn is a mail as people get it.
func builtIn(t *testing.T, locale, code string) string {
	t.Helper()
	source, err := os.ReadFile(filepath.Join("..", "..", "..", "templates", "email", locale, "SignIn.html"))
	if err != nil {
		t.Fatal(err)
	}
	_, body, found := strings.Cut(strings.TrimPrefix(string(source), "---\n"), "\n---\n")
	if !found {
		t.Fatalf("%s/SignIn.html has no header", locale)
	}
	return strings.NewReplacer("{{code}}", code, "${brand.name}", "Bookstore", "${brand.logo}", "Bookstore", "${brand.color}", "#2563eb").Replace(body)
}
