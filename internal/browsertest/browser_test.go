package browsertest_test

import (
	"fmt"
	"image"
	"image/color"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/logtoctl/logtoctl/internal/browsertest"
)

// witness is a test that keeps to itself how it fails.
type witness struct {
	testing.TB
	said     []string
	cleanups []func()
}

func (w *witness) Helper()          {}
func (w *witness) Cleanup(f func()) { w.cleanups = append(w.cleanups, f) }

func (w *witness) Errorf(format string, args ...any) {
	w.said = append(w.said, fmt.Sprintf(format, args...))
}

func (w *witness) Fatalf(format string, args ...any) {
	w.Errorf(format, args...)
	runtime.Goexit()
}

// run returns what a test says that does something and ends.
func (w *witness) run(test func()) string {
	w.said = nil
	done := make(chan struct{})
	go func() {
		defer close(done)
		test()
	}()
	<-done
	return strings.Join(w.said, "\n")
}

// end ends the test itself.
func (w *witness) end() {
	for _, cleanup := range slices.Backward(w.cleanups) {
		cleanup()
	}
	w.cleanups = nil
}

// serve serves a page at every path, until the test ends.
func serve(t *testing.T, markup string) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		if r.URL.Path == "/policy" {
			w.Header().Set("Content-Security-Policy", "default-src 'self' 'unsafe-inline'")
		}
		_, _ = fmt.Fprint(w, markup)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// script makes a page ask its own server nine times, which with the page itself
// is as much as any page of logtoctl does, and then another one.
const script = `<script>(async () => {
	for (let n = 0; n < 9; n++) await fetch("/" + n);
	await new Promise((done) => { const picture = new Image(); picture.onload = picture.onerror = done; picture.src = "%s/picture"; });
	document.title = "done";
})()</script>`

func TestBrowser_requests(t *testing.T) {
	t.Parallel()
	browser := browsertest.Start(t)
	other := serve(t, "")
	for _, test := range []struct {
		name, path, to string
		asked, reached string // what the checks find
	}{
		{"own server", "/", "", "", ""},
		{"other server", "/", other, "requests to other servers", "requests to other servers"},
		{"other server, against the policy", "/policy", other, "its policy forbids", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			own := serve(t, fmt.Sprintf(script, test.to))
			w := &witness{TB: t}
			defer w.end()
			tab := browser.Open(w, browsertest.Options{})
			said := w.run(func() {
				tab.Visit(own + test.path)
				tab.Await("the last request", `document.title === "done"`)
			})
			if said != "" {
				t.Fatal(said)
			}
			for _, check := range []struct {
				name string
				said string
				want string
			}{
				{"asked", w.run(func() { tab.CheckAsked(own) }), test.asked},
				{"reached", w.run(func() { tab.CheckReached(own) }), test.reached},
				{"asked by nobody", w.run(func() { tab.CheckAsked("http://nobody.localhost") }), "looks in the wrong place"},
			} {
				if !strings.Contains(check.said, check.want) || (check.want == "" && check.said != "") {
					t.Errorf("%s: the test says %q, want %q", check.name, check.said, check.want)
				}
			}
			if got := tab.Asked(own + "/3"); got != 1 {
				t.Errorf("%d requests for /3", got)
			}
		})
	}
}

func TestBrowser_failures(t *testing.T) {
	t.Parallel()
	browser := browsertest.Start(t)
	for _, test := range []struct {
		name, markup string
		want         string
		step         func(*browsertest.Tab)
	}{
		{"exception", `<script>throw new Error("odd")</script>`, "errors of scripts", nil},
		{"console", `<script>console.error("odd")</script>`, "errors of scripts", nil},
		{"nothing", `<script>console.log("fine")</script>`, "", nil},
		{"other host", "", "net::ERR_NAME_NOT_RESOLVED", func(b *browsertest.Tab) { b.Visit("http://example.com/") }},
		{"no such function", "<p>What is there</p>", "What is there", func(b *browsertest.Tab) { b.Script("nonesuch()") }},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := &witness{TB: t}
			said := w.run(func() {
				defer w.end()
				tab := browser.Open(w, browsertest.Options{Pictures: "browsertest/"}) // of failures that are meant
				tab.Visit(serve(t, test.markup))
				if test.step != nil {
					test.step(tab)
					w.Errorf("the step came back")
				}
			})
			if !strings.Contains(said, test.want) || (test.want == "" && said != "") || strings.Contains(said, "came back") {
				t.Errorf("the test says %q, want %q", said, test.want)
			}
		})
	}
}

// TestBrowser_tab does what people do, and sees what they see.
func TestBrowser_tab(t *testing.T) {
	t.Parallel()
	address := serve(t, `<!doctype html><title>page</title><style>body { margin: 0 } @media (prefers-color-scheme: dark) { body { background: #073642 } }</style>
<input value="before"><button onclick="document.title = 'clicked'">Go</button><iframe style="position: absolute; left: 100px; top: 100px; width: 200px; height: 100px; border: 0; background: #fdf6e3" srcdoc=""></iframe>`)
	browser := browsertest.Start(t)
	tab := browser.Open(t, browsertest.Options{Language: "ja,en", Frame: "iframe"})
	tab.Allow(address, "clipboard-read", "clipboard-write")
	tab.Visit(address)
	tab.Fill("input", "after")
	tab.Press("w", "a")
	tab.Click("button")
	tab.Await("the click", `document.title === "clicked"`)
	if got := tab.Eval(`document.querySelector("input").value + navigator.languages + document.hasFocus() + innerWidth`); got != "afterwaja,entrue1280" {
		t.Errorf("the page has %s", got)
	}
	tab.Script(`navigator.clipboard.writeText("copied").then(() => navigator.clipboard.readText()).then((text) => (document.title = text))`)
	tab.Await("the clipboard", `document.title === "copied"`)

	if frame := tab.Frame(); frame.Min.X < 100 || frame.Max.X > 300 || frame.Dx() < 100 || frame.Dy() < 50 {
		t.Errorf("the frame is at %s", frame)
	}
	if got, want := tab.ColourAt(tab.Frame().Min), (color.RGBA{0xfd, 0xf6, 0xe3, 0xff}); got != want {
		t.Errorf("the frame has the colour %v, want %v", got, want)
	}
	tab.Prefer("dark")
	tab.Resize(390, 844)
	tab.Await("the telephone", `innerWidth === 390`)
	if got, want := tab.ColourAt(image.Pt(380, 800)), (color.RGBA{0x07, 0x36, 0x42, 0xff}); got != want {
		t.Errorf("the page has the colour %v, want %v", got, want)
	}

	tab.Script(`document.cookie = "session=mine"`)
	other := browser.Open(t, browsertest.Options{Screen: browsertest.Phone()})
	other.Visit(address)
	if got := other.Eval(`document.cookie + innerWidth`); got != "390" {
		t.Errorf("another tab has %s", got)
	}
	tab.DeleteCookie("127.0.0.1", "session")
	if got := tab.Eval(`document.cookie`); got != "" {
		t.Errorf("the cookie is still there: %s", got)
	}
}
