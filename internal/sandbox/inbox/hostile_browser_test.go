package inbox_test

import (
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/logtoctl/logtoctl/internal/browsertest"
	"github.com/logtoctl/logtoctl/internal/sandbox/inbox"
)

// elsewhere is a server of somebody else. It counts connections as well, which
// tell enough by themselves.
type elsewhere struct {
	*httptest.Server
	connections atomic.Int64

	invited chan struct{} // gets a value when a link was followed

	mu       sync.Mutex
	requests []*http.Request
}

func newElsewhere(t *testing.T) *elsewhere {
	t.Helper()
	e := &elsewhere{invited: make(chan struct{}, 1)}
	e.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		e.mu.Lock()
		defer e.mu.Unlock()
		e.requests = append(e.requests, r)
		if r.URL.Path == "/invited" {
			select {
			case e.invited <- struct{}{}:
			default: // one is enough
			}
		}
		w.Header().Set("Content-Type", "image/svg+xml")
		_, _ = w.Write([]byte(`<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>`))
	}))
	e.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			e.connections.Add(1)
		}
	}
	e.Start()
	t.Cleanup(e.Close)
	return e
}

func (e *elsewhere) all() []*http.Request {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Clone(e.requests)
}

// paths are what was asked for.
func (e *elsewhere) paths() string {
	paths := []string{}
	for _, r := range e.all() {
		paths = append(paths, r.URL.Path)
	}
	return strings.Join(paths, " ")
}

const hostileMail = `<!doctype html><html lang="en" manifest="URL/manifest"><head>
<base href="URL/base/" target="_top">
<meta http-equiv="refresh" content="0; url=URL/refresh">
<meta http-equiv="Content-Security-Policy" content="default-src *">
<link rel="stylesheet" href="URL/style.css"><link rel="preconnect" href="URL"><link rel="dns-prefetch" href="URL">
<link rel="prefetch" href="URL/prefetch"><link rel="preload" as="image" href="URL/preload"><link rel="icon" href="URL/icon">
<noscript><link rel="preconnect" href="URL"><meta http-equiv="refresh" content="0; url=URL/noscript"></noscript>
<style>@import url(URL/import.css); @font-face { font-family: x; src: url(URL/font) } body { font-family: x; background: url(URL/background.png) }
a { position: fixed; inset: 0; display: block; background: #fdd; color: #600 }</style>
<script>top.pwned = parent.pwned = 1; fetch("URL/fetch"); top.location = "URL/top"</script><script src="URL/script.js"></script></head>
<body background="URL/body.png" onload="top.pwned = 1; location = 'URL/onload'">
<img src="URL/img.png" srcset="URL/srcset.png 2x" onerror="top.pwned = 1"><picture><source srcset="URL/source.png"><img></picture>
<video src="URL/video" poster="URL/poster" autoplay></video><audio src="URL/audio" autoplay></audio><object data="URL/object"></object><embed src="URL/embed">
<iframe src="URL/iframe"></iframe><iframe srcdoc="<script>top.pwned = 1</script><img src=URL/srcdoc>"></iframe>
<svg><image href="URL/svg.png"/><use href="URL/use#x"/><script>top.pwned = 1</script><a href="javascript:top.pwned=1"><text y="9">x</text></a></svg>
<form action="URL/form" target="_top"><input name="code" value="1" autofocus onfocus="top.pwned = 1"><button id="send">Go on</button></form>
<a href="javascript:top.pwned=1">x</a><a href="/api/messages">x</a><a href="data:text/html,x" target="_top">x</a>
<a href="URL/invited" target="_top" rel="opener" ping="URL/ping">Accept the invitation 495172</a></body></html>`

// TestBrowserHostile opens mails that try all they can. No request may leave
// for anywhere, no connection either, until somebody asks for the pictures or
// follows a link.
func TestBrowserHostile(t *testing.T) {
	t.Parallel()
	outside := newElsewhere(t)
	html := strings.ReplaceAll(hostileMail, "URL", outside.URL)
	store := newStore()
	store.Add(inbox.Message{To: "plain@example.com", Subject: "Plain", HTML: "<p>Code 111111</p>"})
	store.Add(inbox.Message{
		From: `<img src=x onerror=pwned=1>@example.com`, FromAlias: `<script>pwned=1</script>`, To: "you@example.com\u202emoc.live",
		Subject: "\u202e<img src=x onerror=pwned=1>\u0007" + strings.Repeat("very ", 100), HTML: html,
		Tag: `<b onclick=pwned=1>`, RequestID: `"><script>pwned=1</script>`, EnvID: "\u2066x",
		Parameters: map[string]string{`<img src=x onerror=pwned=1>`: `<img src=x onerror=pwned=1>`},
	})
	p := openPage(t, store, browsertest.Desktop(), "")
	p.Await("the mail", shows("2", "495172"))
	p.Await("its frame", `document.querySelector("#device").dataset.loaded === "2"`)
	p.Await("what deceives, written out", `document.querySelector("#subject").textContent.startsWith("⟨U+202E⟩<img src=x onerror=pwned=1>⟨U+0007⟩") && document.querySelector(".row-to").textContent === "you@example.com⟨U+202E⟩moc.live"`)
	p.picture("desktop-light-hostile")
	p.Press("t")
	p.Await("its text", `document.querySelector("#text").checkVisibility()`)
	p.Press("s")
	p.Await("its source", `document.querySelector("#source").checkVisibility()`)
	p.Press("h", "j")
	p.Await("the plain mail", shows("1", "111111"))
	p.Press("k")
	p.Await("the hostile mail again", `document.querySelector("#device").dataset.loaded === "2"`)
	p.Await("its notice", `document.querySelector("#load-pictures").checkVisibility()`)
	p.Await("no markup of a mail in the page", `document.querySelectorAll("#main img, #main script, #main b").length === 0 && window.pwned === undefined`)
	if n := outside.connections.Load(); n > 0 {
		t.Errorf("%d connections were made elsewhere, for %q", n, outside.paths())
	}
	p.CheckReached(p.server.URL)

	p.Click("#load-pictures")
	p.Await("its frame", `document.querySelector("#device").dataset.loaded === "2"`)
	for _, path := range strings.Fields(outside.paths()) {
		if !strings.HasSuffix(path, ".png") && path != "/poster" {
			t.Errorf("with the pictures, %s was loaded as well", path)
		}
	}
	if !strings.Contains(outside.paths(), "/img.png") && !strings.Contains(outside.paths(), "/srcset.png") {
		t.Errorf("the pictures were asked for and not loaded, only %q", outside.paths())
	}

	p.followLink(outside)
	p.Await("the page where it was", `document.querySelector("#mail").checkVisibility() && window.pwned === undefined`)
	for _, r := range outside.all() {
		if r.Referer() != "" || r.Method != http.MethodGet || strings.Contains(r.URL.Path, "ping") {
			t.Errorf("%s %s tells of %q", r.Method, r.URL.Path, r.Referer())
		}
	}
}

// followLink clicks on the link that covers the hostile mail, more than once if
// need be: a click comes to nothing while the frame is not drawn.
func (p *page) followLink(outside *elsewhere) {
	p.T.Helper()
	for start := time.Now(); time.Since(start) < browsertest.Timeout; {
		p.Do("follow the link", chromedp.MouseClickXY(840, 640))
		select {
		case <-outside.invited:
			return
		case <-time.After(time.Second):
		}
	}
	p.T.Fatalf("the link was not followed; %q were loaded", outside.paths())
}
